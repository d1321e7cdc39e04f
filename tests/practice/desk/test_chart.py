"""The chart: one page, as much as the reader may see, and quick however much there is."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pistor.practice.audit import access
from pistor.practice.audit.models import AccessEntry
from pistor.practice.desk.addresses import address
from pistor.practice.people.models import (
    Addendum,
    Allergy,
    AnswerOnRecord,
    Condition,
    Document,
    Measurement,
    Medicine,
    Note,
    Phototype,
    Procedure,
    Received,
    SamePerson,
)
from pistor.practice.people.queries import header_of
from pistor.practice.planning.models import PlanOfCare, PlanVersion
from pistor.practice.screening.models import Screening
from tests.practice.cast import a_patient

DAY = date(2026, 3, 4)
MOMENT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
CLINICAL = ("Warfarin 0", "Asthma 0", "Dull skin 0", "Result 0", "Hydration 0", "Screening of")


@pytest.fixture
def ada(house):
    return a_patient(house, phone="+33 1 23", language="fr", called="Adi")


def fill(house, patient, count):
    """Put as many of each kind on record."""
    doctor, of = house.staff["prescriber"], {"patient": patient}
    for number in range(count):
        Allergy.objects.create(**of, substance=f"Stuff {number}", reported_on=DAY)
        Medicine.objects.create(**of, name=f"Warfarin {number}", dose="5 mg", since=DAY)
        Condition.objects.create(**of, name=f"Asthma {number}")
        Procedure.objects.create(**of, kind="filler", what="Gel", zone="lips", on=DAY)
        Measurement.objects.create(**of, kind="weight_kg", value=60 + number, on=DAY)
        Phototype.objects.create(**of, kind="III", on=DAY)
        Received.objects.create(**of, ingredient="lidocaine", amount="40 mg", on=DAY)
        AnswerOnRecord.objects.create(**of, question="pregnant", answer="no", on=DAY)
        note = Note.objects.create(
            **of, clinic=house.clinic, reason=f"Dull skin {number}", entered_by=doctor
        )
        Addendum.objects.create(**of, note=note, text="More", entered_by=doctor)
        Document.objects.create(
            **of,
            clinic=house.clinic,
            kind="letter",
            title=f"Result {number}",
            content_type="application/pdf",
            size_bytes=900,
            sha256="0" * 64,
        )
        _screen_and_plan(house, patient, number)


def _screen_and_plan(house, patient, number):
    doctor = house.staff["prescriber"]
    Screening.objects.create(
        patient=patient,
        clinic=house.clinic,
        state="accepted",
        begun_by=doctor,
        begun_at=MOMENT,
        accepted_by=doctor,
        accepted_at=MOMENT,
        suitability={"verdict": "defer", "until": "2026-04-05", "reasons": []},
    )
    plan = PlanOfCare.objects.create(
        patient=patient,
        clinic=house.clinic,
        title=f"Hydration {number}",
        begun_by=doctor,
        begun_at=MOMENT,
    )
    PlanVersion.objects.create(
        plan=plan, number=1, content={}, written_by=doctor, written_at=MOMENT, ready_at=MOMENT
    )


def chart(house, patient, role="practitioner"):
    return house.signed_in(role).get(reverse("desk:chart", args=[patient.uid]))


def test_everything_on_record_stands_on_one_page(house, ada):
    fill(house, ada, 1)

    page = chart(house, ada).text

    said = (*CLINICAL, "Filler", "Phototype III", "French", "+33 1 23", "goes by Adi", "no. 1")
    for words in (*said, "Not now, until 5 Apr 2026", "Waits for approval", "Addition"):
        assert words in page
    assert page.count("<h1") == 1


def test_an_empty_chart_says_what_to_do_next(house, ada):
    page = chart(house, ada).text

    assert "Ask about allergies" in page
    assert "None on record." in page
    assert "to nothing: do not contact" in page


def test_reception_sees_who_and_allergies_and_where_plans_stand_and_no_clinical_record(house, ada):
    fill(house, ada, 1)

    page = chart(house, ada, "reception").text

    for words in CLINICAL:
        assert words not in page
    for words in ("Stuff 0", "Waits for approval", "Plan of 4 Mar 2026", "Contact"):
        assert words in page


def test_managers_auditors_and_neighbours_open_no_chart(house, neighbour, ada):
    assert chart(house, ada, "manager").status_code == 403
    assert chart(house, ada, "auditor").status_code == 403
    assert chart(neighbour, ada).status_code == 404


def test_records_of_the_same_person_are_read_as_one_and_say_where_they_stand(house, ada):
    twin = a_patient(house, "Invented-Before")
    Medicine.objects.create(patient=twin, name="Warfarin")
    SamePerson.objects.create(patient=ada, other=twin, why="same passport")

    page = chart(house, ada).text

    assert "Warfarin" in page
    assert "from record no. 2" in page
    assert "Ada Invented-Before, no. 2" in page


def test_who_read_a_chart_is_written_down(house, ada):
    access.flush()
    before = AccessEntry.objects.count()

    chart(house, ada)
    access.flush()

    assert AccessEntry.objects.count() == before + 1
    entry = AccessEntry.objects.filter(patient_id=ada.pk).latest("pk")
    assert (entry.what, entry.actor_id) == ("chart read", house.staff["practitioner"].pk)


def test_the_number_of_queries_does_not_grow_with_the_records(house, ada):
    bea = a_patient(house, "Beispiel")
    fill(house, ada, 2)
    fill(house, bea, 30)
    client = house.signed_in("practitioner")
    counts = []
    for patient in (ada, ada, bea):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("desk:chart", args=[patient.uid]))
        counts.append(len(queries))

    assert counts[1] == counts[2]
    assert counts[2] <= 30


def test_the_header_of_a_patient_takes_three_queries(house, ada, django_assert_num_queries):
    fill(house, ada, 3)

    with django_assert_num_queries(3):
        header_of(ada)


def test_an_address_worked_out_once_is_the_one_the_framework_gives(house, ada):
    for name, parts in (
        ("people:withdraw_record", (ada.uid, "allergy", 7)),
        ("people:note", (ada.uid, 12)),
        ("desk:chart", (ada.uid,)),
    ):
        assert address(name, *parts) == reverse(name, args=parts)
        assert address(name, *parts) == reverse(name, args=parts)
