"""A prescriber sees what a new release changes, and may state a row differently, with a reason."""

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
