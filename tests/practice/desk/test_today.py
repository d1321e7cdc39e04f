"""Today says what waits for whom."""

from django.utils import timezone

from pistor.practice.people.models import Note
from pistor.practice.planning import actions
from pistor.practice.screening.models import Screening
from tests.practice.cast import a_patient


def a_plan(house, patient, *, ready=False):
    now = timezone.now()
    plan = actions.begin_plan(
        actor=house.staff["practitioner"],
        patient=patient,
        clinic=house.clinic,
        content={"title": "Melasma, cheeks"},
        at=now,
    )
    if ready:
        actions.hand_in(
            actor=house.staff["practitioner"], version=plan.versions.get(), draft=1, at=now
        )
    return plan


def todays(house, role):
    """What waits for somebody, and what waits for others, in words."""
    page = house.signed_in(role).get("/").context
    return {each.what for each in page["mine"]}, {each.what for each in page["others"]}


def test_a_plan_handed_in_waits_for_the_prescriber_and_not_for_the_practitioner(house):
    a_plan(house, a_patient(house), ready=True)

    mine, _ = todays(house, "prescriber")
    _, others = todays(house, "practitioner")

    assert "Plan to be approved: Melasma, cheeks" in mine
    assert "Plan to be approved: Melasma, cheeks" in others


def test_a_draft_waits_for_who_wrote_it_alone(house):
    a_plan(house, a_patient(house))

    assert "Your draft of a plan: Melasma, cheeks" in todays(house, "practitioner")[0]
    assert "Your draft of a plan: Melasma, cheeks" not in set().union(*todays(house, "prescriber"))


def test_answers_handed_in_wait_for_a_clinician_and_reception_only_sees_that_they_do(house):
    Screening.objects.create(
        patient=a_patient(house),
        clinic=house.clinic,
        state="handed_in",
        begun_by=house.staff["reception"],
        begun_at=timezone.now(),
    )

    assert "Answers to be accepted" in todays(house, "prescriber")[0]
    assert "Answers to be accepted" in todays(house, "reception")[1]


def test_a_patient_nobody_has_asked_anything_waits_for_reception(house):
    a_patient(house)

    assert "Not screened yet" in todays(house, "reception")[0]


def test_an_unsigned_note_waits_for_its_writer(house):
    Note.objects.create(
        patient=a_patient(house),
        clinic=house.clinic,
        reason="Brown patches.",
        entered_by=house.staff["practitioner"],
    )

    assert "Your note is not signed" in todays(house, "practitioner")[0]
    assert "Your note is not signed" not in set().union(*todays(house, "prescriber"))


def test_who_treats_nobody_sees_no_patient(house):
    a_plan(house, a_patient(house), ready=True)

    for role in ("manager", "auditor"):
        assert "Ada Invented" not in house.signed_in(role).get("/").content.decode()


def test_a_neighbour_sees_nothing_of_it(house, neighbour):
    a_plan(house, a_patient(house), ready=True)

    assert "Ada Invented" not in neighbour.signed_in("prescriber").get("/").content.decode()


def test_queries_do_not_grow_with_what_waits(house, django_assert_num_queries):
    browser = house.signed_in("prescriber")
    for number in range(2):
        a_plan(house, a_patient(house, family_name=f"Early {number}"), ready=True)
    with django_assert_num_queries(13):
        browser.get("/")
    for number in range(30):
        a_plan(house, a_patient(house, family_name=f"Late {number}"), ready=True)
    with django_assert_num_queries(13):
        browser.get("/")
