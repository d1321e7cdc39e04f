import pytest

from pistor.clinical.evidence import Evidence, best_first


def evidence(level: str, certainty: str, direction: str = "for") -> Evidence:
    return Evidence(
        level=level, certainty=certainty, direction=direction, says="...", sources=("KYB",)
    )


def test_a_good_trial_that_found_nothing_ranks_below_a_weak_one_that_found_something():
    weak = evidence("4", "very low")
    negative = evidence("2", "low", "against")

    assert sorted([negative, weak], key=best_first) == [weak, negative]


def test_the_level_counts_before_the_certainty():
    assert best_first(evidence("1", "very low")) < best_first(evidence("2", "high"))


def test_a_level_nobody_defined_is_refused():
    with pytest.raises(ValueError, match="tuple"):
        best_first(evidence("platinum", "high"))
