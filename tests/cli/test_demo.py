"""The invented clinic: filled once, then looked at."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pistor.cli.clinic import PASSWORD, accounts, fill
from pistor.practice.access.models import User
from pistor.practice.audit.models import AuditRow
from pistor.practice.audit.verify import organisations, verified
from pistor.practice.library.models import AdoptedRelease, OwnRow, Review
from pistor.practice.people.duplicates import likely_duplicates
from pistor.practice.people.models import Allergy, Document, Note, Patient, SamePerson
from pistor.practice.planning.checking import Checked, checked
from pistor.practice.planning.models import PlanOfCare, PlanOverride
from pistor.practice.planning.queries import newest_version
from pistor.practice.screening.models import Screening, ScreeningOverride

# "Example" in many languages: nobody can take such a name for a patient's.
EXAMPLE = """
    Beispiel, Exemple, Esempio, Ejemplo, Exemplo, Przykład, Örnek, Пример, Παράδειγμα, مثال, 示例,
    例, Voorbeeld, Eksempel, Exempel, Esimerkki, Příklad, Príklad, Példa, Dæmi, Exemplu, Primjer,
    Pavyzdys, Pavyzdys-Mostra, Piemērs, Näide, Shembull, Приклад, דוגמה, उदाहरण, 예시, ตัวอย่าง,
    Ví Dụ, Contoh, Mfano, Enghraifft, Adibide, Halimbawa
"""

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def now() -> datetime:
    return timezone.now()


@pytest.fixture(scope="module", autouse=True)
def patients(django_db_setup, django_db_blocker, now) -> Iterator[int]:
    """Fill the clinic for all tests of this page, and leave nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill(now=now)
        transaction.set_rollback(True)


def plan_called(title: str, now: datetime) -> Checked:
    plan = PlanOfCare.objects.get(title=title)
    day = now.astimezone(plan.clinic.zone).date()
    return checked(newest_version(plan).content, patient=plan.patient, clinic=plan.clinic, on=day)


def test_forty_patients_come_and_none_of_them_looks_like_a_real_one(patients):
    names = set(Patient.objects.values_list("family_name", flat=True))

    assert patients == Patient.objects.count() == 40
    assert names <= {each.strip() for each in EXAMPLE.split(",")}
    assert not Patient.objects.exclude(email__endswith="@example.org").exists()


def test_screenings_stand_in_every_state_and_with_every_verdict():
    screenings = Screening.objects.all()
    verdicts = {each.suitability["verdict"] for each in screenings if each.suitability}

    assert {each.state for each in screenings} == set(Screening.State.values)
    assert verdicts == {"suitable", "ask", "defer", "not_suitable"}
    assert any(each.filled_by_patient for each in screenings)


def test_overrides_are_seconded_read_again_and_waiting():
    found = {
        (each.alone, each.is_complete) for each in ScreeningOverride.objects.filter(is_stop=True)
    }

    assert found == {(False, True), (False, False), (True, True), (True, False)}
    assert {each.is_complete for each in PlanOverride.objects.all()} == {True, False}


def test_plans_stand_in_every_state():
    states = {
        (version.number > 1, version.ready_at is not None, version.approved_at is not None)
        for version in map(newest_version, PlanOfCare.objects.all())
    }

    assert states >= {
        (False, False, False),
        (False, True, False),
        (False, True, True),
        (True, False, False),
        (True, True, False),
    }


def test_a_plan_is_approved_by_its_writer_and_another_by_somebody_else():
    approved = [
        version
        for plan in PlanOfCare.objects.all()
        for version in plan.versions.filter(approved_at__isnull=False)
    ]

    assert {each.written_by == each.approved_by for each in approved} == {True, False}


def test_the_stopped_plan_has_exactly_three_stops(now):
    stops = plan_called("Plan stopped for three good reasons", now).findings("stop")

    assert {each["code"] for each in stops} == {"ingredient.allergy", "dose.above_limit", "M2"}
    assert len(stops) == 3


def test_the_fine_plan_has_no_stop_and_no_question_left(now):
    found = plan_called("Prepared plan that is fine", now)

    assert found.findings("stop") == []
    assert found.report["unanswered"] == []


def test_charts_hold_every_kind_of_record():
    severities = set(Allergy.objects.values_list("severity", flat=True))

    assert severities >= {"anaphylaxis", "moderate", "mild", "unknown"}
    assert set(Patient.objects.values_list("allergies_asked", flat=True)) == set(
        Patient.Allergies.values
    )
    assert {note.signed_at is None for note in Note.objects.all()} == {True, False}
    assert set(Document.objects.values_list("content_type", flat=True)) >= {
        "application/pdf",
        "image/png",
    }
    assert {join.undone_at is None for join in SamePerson.objects.all()} == {True, False}


def test_two_records_are_likely_to_be_of_one_person():
    lucia = Patient.objects.get(given_names="Lucía")
    reception = User.objects.get(email="reception@lindenhof.example")

    assert [each.patient.given_names for each in likely_duplicates(reception, lucia)] == ["Lucia"]


def test_the_release_is_adopted_one_row_is_its_own_and_nobody_claims_a_review():
    assert AdoptedRelease.objects.count() == 1
    assert OwnRow.objects.get().reason
    assert not Review.objects.exists()


def test_the_chain_holds_and_runs_forward_in_time(now):
    (organisation,) = organisations()
    moments = list(AuditRow.objects.order_by("number").values_list("at", flat=True))

    assert verified(organisation).problems == []
    assert moments == sorted(moments)
    assert moments[-1] <= now


def test_every_account_can_sign_in_and_open_its_first_page():
    for account in accounts():
        cache.clear()  # sign-ins are counted against guessing passwords
        browser = Client()
        answer = browser.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
        assert answer.status_code == 302, account.email
        assert browser.get("/").status_code == 200, account.email


def test_every_chart_plan_and_screening_opens():
    cache.clear()
    browser = Client()
    browser.post(
        "/accounts/login/", {"login": "practitioner@lindenhof.example", "password": PASSWORD}
    )
    pages = [
        *(reverse("desk:chart", args=[each.uid]) for each in Patient.objects.all()),
        *(reverse("planning:show", args=[each.uid]) for each in PlanOfCare.objects.all()),
        *(reverse("screening:show", args=[each.uid]) for each in Screening.objects.all()),
    ]

    closed = [page for page in pages if browser.get(page, follow=True).status_code != 200]

    assert closed == []
