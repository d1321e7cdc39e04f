"""Two people and one plan at the same moment: one of them is told."""

import pytest
from django.utils import timezone

from pistor.practice.planning import actions
from pistor.practice.planning.models import PlanVersion
from tests.practice.cast import a_patient
from tests.practice.planning.test_approving_a_plan import FINE, asked_everything
from tests.practice.races import race

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = {name: FINE[name] for name in ("indication", "protocol", "zone")}


def a_version(house):
    patient = a_patient(house, allergies_asked="none_known")
    asked_everything(patient)
    plan = actions.begin_plan(
        actor=house.staff["practitioner"],
        patient=patient,
        clinic=house.clinic,
        content=SAVED,
        at=timezone.now(),
    )
    return plan.versions.get()


def test_a_plan_approved_by_two_at_once_is_approved_by_one_of_them(house):
    version = a_version(house)

    def approves(role):
        return lambda: actions.approve_version(
            actor=house.staff[role],
            version=PlanVersion.objects.get(pk=version.pk),
            roles=frozenset({"prescriber"}),
            draft=1,
            at=timezone.now(),
        )

    results = race(approves("prescriber"), approves("medical_director"))

    refused = [each for each in results if isinstance(each, actions.PlanRefused)]
    (approved,) = [each for each in results if isinstance(each, PlanVersion)]
    assert len(refused) == 1
    assert PlanVersion.objects.get(pk=version.pk).approved_by == approved.approved_by


def test_a_draft_saved_by_two_at_once_keeps_one_and_tells_the_other(house):
    version = a_version(house)

    def saves(role, zone):
        return lambda: actions.save_draft(
            actor=house.staff[role],
            version=PlanVersion.objects.get(pk=version.pk),
            content={**SAVED, "zone": zone},
            draft=1,
            at=timezone.now(),
        )

    results = race(saves("prescriber", "neck"), saves("practitioner", "forehead"))

    (told,) = [each for each in results if isinstance(each, actions.ChangedMeanwhile)]
    (saved,) = [each for each in results if isinstance(each, PlanVersion)]
    assert told.version.content == saved.content
    assert PlanVersion.objects.get(pk=version.pk).draft == 2
