"""A prescriber sees what a new release changes, and may state a row differently, with a reason."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pistor.knowledge import (
    Difference,
    KnowledgeError,
    RowOverride,
    differences,
    formulary_of,
    overridden,
    restore,
    row_hash,
    snapshot,
)

WEIGHT = {
    "key": "setting_weight_valid",
    "name": "How long a weight holds",
    "value": 30,
    "unit": "days",
    "says": "This clinic weighs its patients every month.",
    "sources": ["DOSSIER"],
    "verification": "proposal",
    "checked_on": "2026-03-02",
}


def override(**changed: object) -> RowOverride:
    usual = RowOverride(
        kind="setting",
        row=WEIGHT,
        by="Dr Iris Invented",
        reason="Our patients lose weight quickly.",
        at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    return replace(usual, **changed)


def test_an_overridden_row_is_what_the_check_then_uses(knowledge):
    clinic = overridden(knowledge, [override()])

    assert formulary_of(clinic).setting("weight_valid") == Decimal(30)
    assert formulary_of(knowledge).setting("weight_valid") == Decimal(90)


def test_an_override_is_another_release_named_after_the_one_it_changes(knowledge):
    clinic = overridden(knowledge, [override()])

    assert clinic.release.startswith(f"{knowledge.release}+")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (override(reason=" "), "needs a name and a reason"),
        (override(by=""), "needs a name and a reason"),
        (override(kind="wish"), "no such row"),
        (override(row={**WEIGHT, "key": "setting_luck"}), "no such row"),
        (override(row={**WEIGHT, "value": "a month"}), "value"),
        (override(row={**WEIGHT, "colour": "red"}), "unknown name 'colour'"),
        (override(row={**WEIGHT, "sources": ["NOBODY"]}), "'NOBODY' does not exist"),
    ],
)
def test_an_override_that_does_not_fit_is_refused(knowledge, wrong, says):
    with pytest.raises(KnowledgeError, match=says):
        overridden(knowledge, [wrong])


def test_the_differences_between_two_releases_are_named_row_by_row(knowledge):
    zones = dict(knowledge.zone)
    zones["new_zone"] = replace(zones.pop("knee"), key="new_zone")
    newer = replace(overridden(knowledge, [override()]), zone=zones)

    assert list(differences(knowledge, newer)) == [
        Difference(kind="zone", key="knee", what="removed"),
        Difference(kind="zone", key="new_zone", what="added"),
        Difference(kind="setting", key="setting_weight_valid", what="changed"),
    ]


def test_a_release_does_not_differ_from_itself(knowledge):
    assert list(differences(knowledge, knowledge)) == []


def test_a_kept_release_comes_back_equal_after_it_was_written_as_json(knowledge):
    kept = json.loads(json.dumps(snapshot(knowledge)))

    assert restore(kept) == knowledge
    assert restore(kept).release == knowledge.release


def test_a_kept_release_with_rows_stated_differently_comes_back_equal_too(knowledge):
    clinic = overridden(knowledge, [override()])

    assert restore(json.loads(json.dumps(snapshot(clinic)))) == clinic


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda kept: kept.pop("zone"), "'zone' is missing or unknown"),
        (lambda kept: kept.update(wish=[]), "'wish' is missing or unknown"),
        (lambda kept: kept["zone"][0].update(colour="red"), "unknown name 'colour'"),
        (lambda kept: kept["zone"][0].pop("sources"), "sources"),
        (lambda kept: kept["zone"].append(kept["zone"][0]), "stands twice"),
    ],
)
def test_a_kept_release_is_read_as_strictly_as_the_files(knowledge, spoil, says):
    kept = json.loads(json.dumps(snapshot(knowledge)))
    spoil(kept)

    with pytest.raises(KnowledgeError, match=says):
        restore(kept)


def test_the_hash_of_a_row_changes_with_what_it_states_and_with_nothing_else(knowledge):
    row = knowledge.setting["setting_weight_valid"]

    assert row_hash("setting", row) == row_hash("setting", replace(row))
    assert row_hash("setting", row) != row_hash("setting", replace(row, value=Decimal(30)))
    assert row_hash("setting", row) != row_hash("rule", row)
