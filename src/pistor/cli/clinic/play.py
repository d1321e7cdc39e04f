"""Plays the story in the order of its days, all of it or nothing."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction

from pistor.cli.clinic.acts import VERBS
from pistor.cli.clinic.house import found
from pistor.cli.clinic.scene import Act, Scene, as_of, moments
from pistor.cli.clinic.story import PatientOfStory, dated, the_patients

Step = tuple[int, PatientOfStory, dict[str, Any]]


@transaction.atomic
def fill(*, now: datetime) -> int:
    """Fill an empty database with the invented clinic.

    Args:
        now: the story ends here; all its days count back from this one.

    Returns:
        How many patients it has.
    """
    scene = found(now)
    first = next(iter(scene.clinics.values()))
    here = now.astimezone(first.zone)
    scene.today = here.date()
    patients = the_patients()
    steps = sorted(_steps(patients), key=lambda each: -each[0])
    for days_ago, of_day in groupby(steps, key=lambda each: each[0]):
        todo = list(of_day)
        times = moments(here, days_ago=days_ago, number=len(todo))
        for (_, patient, step), at in zip(todo, times, strict=True):
            _do(scene, patient, step, at)
    return len(patients)


def _steps(patients: list[PatientOfStory]) -> list[Step]:
    """Each with how many days ago it was; a patient first comes, then the rest."""
    return [
        (step["days"], patient, step)
        for patient in patients
        for step in ({"do": "come", "days": patient.first_came, "told": patient}, *patient.steps)
    ]


def _do(scene: Scene, patient: PatientOfStory, step: dict[str, Any], at: datetime) -> None:
    given = {name: each for name, each in step.items() if name not in {"do", "days", "by"}}
    act = Act(
        key=patient.key,
        actor=scene.accounts[step.get("by", patient.by)],
        clinic=scene.clinics[patient.clinic],
        at=at,
        given=dated(given, scene.today),
    )
    with as_of(at):
        VERBS[step["do"]](scene, act)
