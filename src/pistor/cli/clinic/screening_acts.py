"""How screenings go in the story."""

from typing import Any

from pistor.cli.clinic.scene import Act, Scene
from pistor.cli.clinic.story import as_typed
from pistor.practice.screening import actions
from pistor.practice.screening.models import Screening, ScreeningOverride
from pistor.practice.screening.queries import overrides_of
from pistor.practice.screening.results import as_kept
from pistor.practice.screening.sheets import basis_of, sheet_of

State = Screening.State
_FILLED = {State.HANDED_IN, State.ACCEPTED}


def screen(scene: Scene, act: Act) -> None:
    """A questionnaire, as far as the story takes it.

    Given: what is wanted, answers by key, what every other question is answered with (none where
    nothing is said), whether the patient filled it in, and the state it is left in.
    """
    given = {"wants": {}, "answers": {}, "rest": "no", "patient": False, **act.given}
    left = State(given.get("left", "accepted"))
    screening = actions.begin_screening(
        actor=act.actor,
        patient=scene.patients[act.key],
        clinic=act.clinic,
        wants=given["wants"],
        at=act.at,
    )
    if given["patient"] or left is State.ON_TABLET:
        screening = actions.hand_over(actor=act.actor, screening=screening, at=act.at)
    if left is not State.ON_TABLET:
        draft = _draft(screening, act, given)
        filled = actions.Filled(draft=draft, version=screening.version, handed_in=left in _FILLED)
        by = None if given["patient"] else act.actor
        screening = actions.save_answers(actor=by, screening=screening, filled=filled, at=act.at)
    scene.screenings[act.key] = _left(screening, act, left)


def _left(screening: Screening, act: Act, left: State) -> Screening:
    if left is State.DISCARDED:
        return actions.discard_screening(actor=act.actor, screening=screening, at=act.at)
    if left is State.ACCEPTED:
        return actions.accept_screening(
            actor=act.actor, screening=screening, version=screening.version, on=act.on, at=act.at
        )
    return screening


def _draft(screening: Screening, act: Act, given: dict[str, Any]) -> dict[str, Any]:
    today = act.on.isoformat()
    draft = {key: {**as_typed(each), "on": today} for key, each in given["answers"].items()}
    if not given["rest"]:
        return draft
    sheet = sheet_of(basis_of(screening, on=act.on), draft)
    for each in sheet.questions:
        if sheet.is_open(each.key) and not sheet.from_chart(each.key):
            draft.setdefault(each.key, {"answer": given["rest"], "on": today})
    return draft


def override(scene: Scene, act: Act) -> None:
    """Go on in spite of a reason, named by its code."""
    screening = scene.screenings[act.key]
    reasons = as_kept(screening).reasons
    target = next((r.code, r.about) for r in reasons if r.code == act.given["code"])
    actions.override_reason(
        actor=act.actor,
        screening=screening,
        target=target,
        reason=act.given["reason"],
        at=act.at,
    )


def second_look(scene: Scene, act: Act) -> None:
    """Another clinician stands behind it."""
    actions.look_a_second_time(actor=act.actor, override=_newest(scene, act), at=act.at)


def read_again(scene: Scene, act: Act) -> None:
    """Who works alone reads it again."""
    actions.read_again(actor=act.actor, override=_newest(scene, act), at=act.at)


def _newest(scene: Scene, act: Act) -> ScreeningOverride:
    return overrides_of(scene.screenings[act.key])[-1]
