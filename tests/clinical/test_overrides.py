from dataclasses import replace
from datetime import timedelta

import pytest

from pistor.clinical.findings import (
    Action,
    Finding,
    OverrideRefused,
    Severity,
    check_override,
)
from tests.cast import NOON, overridden_by_two

STOP = Finding(code="M2", severity=Severity.STOP, says="Two anaesthetics.", about="A")
REVIEW = Finding(code="M3", severity=Severity.REVIEW, says="Blocks lipolysis.", about="A")
BY_TWO = overridden_by_two("M2", "A")
ALONE = replace(
    BY_TWO, second="", alone=True, read_again_at=NOON + timedelta(minutes=1), signed_in_again=True
)


@pytest.mark.parametrize("override", [BY_TWO, ALONE], ids=["two_clinicians", "alone_read_again"])
def test_a_stop_is_overridden_by_a_named_prescriber_with_a_second_look(override):
    check_override(override, [STOP])

    assert override.target == (STOP.code, STOP.about)


def test_a_review_needs_no_second_clinician():
    check_override(replace(BY_TWO, code="M3", second=""), [REVIEW])


@pytest.mark.parametrize(
    ("override", "says"),
    [
        (replace(BY_TWO, second=""), "second clinician"),
        (replace(BY_TWO, second=BY_TWO.by + " "), "second clinician"),
        (replace(BY_TWO, role="practitioner"), "only a prescriber"),
        (replace(BY_TWO, by=" "), "only a prescriber"),
        (replace(BY_TWO, reason=" "), "give the reason"),
        (replace(ALONE, read_again_at=None), "read the finding again"),
        (replace(ALONE, read_again_at=NOON), "read the finding again"),
        (replace(ALONE, signed_in_again=False), "sign in again"),
    ],
)
def test_a_stop_is_not_overridden_without(override, says):
    with pytest.raises(OverrideRefused, match=says):
        check_override(override, [STOP])


def test_nobody_overrides_what_may_never_be_overridden():
    with pytest.raises(OverrideRefused, match="nobody may override"):
        check_override(BY_TWO, [replace(STOP, overridable=False)])


def test_an_override_without_a_finding_is_refused():
    with pytest.raises(OverrideRefused, match="no finding M2 A"):
        check_override(BY_TWO, [])


@pytest.mark.parametrize(
    ("action", "severity"),
    [
        (Action.STOP, Severity.STOP),
        (Action.STOP_INGREDIENT, Severity.STOP),
        (Action.DEFER, Severity.STOP),
        (Action.ASK, Severity.REVIEW),
        (Action.NOTE, Severity.NOTE),
    ],
)
def test_what_follows_from_an_answer_has_a_severity_on_a_plan(action, severity):
    assert action.severity is severity


def test_the_same_name_in_other_letters_is_no_second_clinician():
    with pytest.raises(OverrideRefused, match="second clinician"):
        check_override(replace(BY_TWO, second="dr  iris INVENTED"), [STOP])


def test_a_time_without_its_zone_is_refused():
    with pytest.raises(OverrideRefused, match="needs its zone"):
        check_override(replace(BY_TWO, at=NOON.replace(tzinfo=None)), [STOP])
