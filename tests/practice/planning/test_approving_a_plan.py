"""Approval freezes a version; stops need a second look; the record shows who did what."""

import io

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone
from pypdf import PdfReader

from pistor.knowledge import load
from pistor.practice.audit.models import AuditRow
from pistor.practice.people.models import AnswerOnRecord, Measurement
from pistor.practice.planning.models import PlanOfCare
from tests.practice.cast import PASSWORD, House, a_patient

FINE = {"do": "save", "draft": "1", "indication": "melasma", "protocol": "P2", "zone": "cheek"}
OVER = {
    **FINE,
    "formula.0.component.0.ingredient": "tranexamic acid",
    "formula.0.component.0.strength": "100 mg/ml",
    "formula.0.component.0.volume": "1 ml",
    "formula.0.component.1.ingredient": "lidocaine",
    "formula.0.component.1.strength": "2 %",
    "formula.0.component.1.volume": "30 ml",
}


def asked_everything(patient):
    """Every question asked today, nothing against them."""
    today = timezone.localdate()
    Measurement.objects.create(patient=patient, kind="weight_kg", value="62", on=today)
    AnswerOnRecord.objects.bulk_create(
        AnswerOnRecord(
            patient=patient,
            question=question.key,
            answer="" if question.unit else "no",
            number=1 if question.unit else None,
            on=today,
        )
        for question in load().question.values()
        if question.key not in {"age", "bmi"}
    )


@pytest.fixture
def ada(house: House):
    """Everything asked today, nothing against her."""
    ada = a_patient(house, allergies_asked="none_known")
    asked_everything(ada)
    return ada


def written(house, patient, fields, role="practitioner"):
    browser = house.signed_in(role)
    browser.post(f"/planning/for/{patient.uid}/", {})
    plan = PlanOfCare.objects.get(patient=patient)
    browser.post(f"/planning/{plan.uid}/edit/", fields)
    return plan


def approving(house, plan, role, draft="2"):
    """What the page says after somebody signed in afresh and pressed approve."""
    browser = house.signed_in(role)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser.post(f"/planning/{plan.uid}/approve/", {"draft": draft}, follow=True)


def test_a_prescriber_approves_and_the_record_shows_both(house, ada):
    plan = written(house, ada, FINE)

    page = approving(house, plan, "prescriber").content.decode()

    version = plan.versions.get()
    assert version.approved_by == house.staff["prescriber"]
    assert version.written_by == house.staff["practitioner"]
    assert version.plan_hash
    assert "was approved by <strong>Dr Iris Invented</strong> as prescriber" in page
    assert "written by Petra Nadel" in page
    assert "planning.version approved" in AuditRow.objects.values_list("event", flat=True)


def test_a_prescriber_may_approve_the_own_plan_and_that_is_shown(house, ada):
    plan = written(house, ada, FINE, role="prescriber")

    page = approving(house, plan, "prescriber").content.decode()

    assert "who also wrote it" in page


def test_a_practitioner_may_not_approve_what_is_prescription_only(house, ada):
    plan = written(house, ada, FINE)

    page = approving(house, plan, "practitioner")

    assert page.status_code == 409
    assert "Only a prescriber may approve this plan." in page.content.decode()
    assert plan.versions.get().approved_at is None


def test_nothing_is_approved_on_an_old_sign_in(house, ada):
    plan = written(house, ada, FINE)

    answer = house.signed_in("prescriber").post(f"/planning/{plan.uid}/approve/", {"draft": "2"})

    assert answer.status_code == 302
    assert "/accounts/reauthenticate/" in answer.url
    assert plan.versions.get().approved_at is None


def test_a_stopped_plan_is_not_approved_and_says_why(house, ada):
    plan = written(house, ada, OVER)

    page = approving(house, plan, "prescriber")

    assert page.status_code == 409
    assert "lidocaine" in page.content.decode()
    assert plan.versions.get().approved_at is None


def test_who_was_not_asked_is_not_approved_for(house):
    plan = written(house, a_patient(house), FINE)

    page = approving(house, plan, "prescriber")

    assert "answers unknown or too old" in page.content.decode()
    assert plan.versions.get().approved_at is None


def test_an_approved_plan_is_not_changed_but_revised_with_a_reason(house, ada):
    plan = written(house, ada, FINE)
    approving(house, plan, "prescriber")
    browser = house.signed_in("practitioner")

    browser.post(f"/planning/{plan.uid}/edit/", {**FINE, "draft": "2", "zone": "neck"})
    refused = browser.post(f"/planning/{plan.uid}/revise/", {"why": "  "})
    browser.post(f"/planning/{plan.uid}/revise/", {"why": "The neck too."})
    browser.post(f"/planning/{plan.uid}/edit/", {**FINE, "zone": "neck"})

    first, second = plan.versions.order_by("number")
    assert "changed only with a reason" in refused.content.decode()
    assert (first.content["zone"], second.content["zone"]) == ("cheek", "neck")
    compared = browser.get(f"/planning/{plan.uid}/compare/").content.decode()
    assert "neck" in compared
    assert "The neck too." in compared


def overridden(house, plan):
    """The prescriber overrides every stop of a plan."""
    browser = house.signed_in("prescriber")
    for stop in browser.get(f"/planning/{plan.uid}/").context["stops"]:
        browser.post(
            f"/planning/{plan.uid}/override/",
            {"code": stop["code"], "about": stop["about"], "reason": "Tumescent, in hospital."},
        )
    return list(plan.versions.get().overrides.all())


def test_an_overridden_stop_waits_for_a_second_clinician(house, ada):
    plan = written(house, ada, OVER)
    made = overridden(house, plan)

    assert approving(house, plan, "prescriber").status_code == 409
    own = house.signed_in("prescriber")
    own.post("/accounts/reauthenticate/", {"password": PASSWORD})
    refused = own.post(f"/planning/overrides/{made[0].pk}/")
    second = house.signed_in("medical_director")
    second.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for each in made:
        second.post(f"/planning/overrides/{each.pk}/")

    assert "The second look is for another clinician." in refused.content.decode()
    page = approving(house, plan, "prescriber").content.decode()
    assert plan.versions.get().approved_by == house.staff["prescriber"]
    assert "Second look: Dr Jon Invented" in page
    assert "Tumescent, in hospital." in page


def test_who_works_alone_reads_it_again_behind_a_fresh_sign_in(house, ada):
    house.clinic.one_clinician_alone = True
    house.clinic.save()
    plan = written(house, ada, OVER)
    made = overridden(house, plan)
    browser = house.signed_in("prescriber")

    stale = browser.post(f"/planning/overrides/{made[0].pk}/")
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for each in made:
        browser.post(f"/planning/overrides/{each.pk}/")

    assert "/accounts/reauthenticate/" in stale.url
    page = approving(house, plan, "prescriber").content.decode()
    assert "Working alone: read again and signed in again" in page


def test_a_changed_draft_loses_its_overrides(house, ada):
    plan = written(house, ada, OVER)
    overridden(house, plan)

    house.signed_in("practitioner").post(
        f"/planning/{plan.uid}/edit/",
        {**OVER, "draft": "2", "formula.0.component.1.volume": "90 ml"},
    )

    assert not plan.versions.get().overrides.filter(withdrawn_at__isnull=True).exists()


def test_an_override_without_a_reason_is_refused(house, ada):
    plan = written(house, ada, OVER)
    browser = house.signed_in("prescriber")
    stop = browser.get(f"/planning/{plan.uid}/").context["stops"][0]

    answer = browser.post(
        f"/planning/{plan.uid}/override/",
        {"code": stop["code"], "about": stop["about"], "reason": " "},
    )

    assert "An override needs its reason" in answer.content.decode()
    assert not plan.versions.get().overrides.exists()


def test_a_practitioner_may_not_override(house, ada):
    plan = written(house, ada, OVER)

    answer = house.signed_in("practitioner").post(f"/planning/{plan.uid}/override/", {})

    assert "This page is for: prescriber or medical director" in answer.content.decode()


def test_the_database_itself_refuses_to_change_an_approved_version(house, ada):
    plan = written(house, ada, FINE)
    approving(house, plan, "prescriber")
    table = plan.versions.model._meta.db_table

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET content = '{{}}' WHERE plan_id = %s", [plan.pk])  # noqa: S608

    assert plan.versions.get().content["zone"] == "cheek"


def printed(house, plan):
    """The text of the sheet of the first version."""
    answer = house.signed_in("practitioner").get(f"/planning/{plan.uid}/version-1.pdf")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_sheet_bears_the_patient_and_says_whether_it_was_approved(house, ada):
    plan = written(house, ada, FINE)

    draft = printed(house, plan)
    approving(house, plan, "prescriber")
    approved = printed(house, plan)

    assert "Ada Invented (no. 1)" in draft
    assert "10 Dec 1984" in draft
    assert "DRAFT, not approved" in draft
    assert "approved by Dr Iris Invented as prescriber" in approved


def test_a_finding_that_came_after_the_approval_is_shown_as_new(house, ada):
    plan = written(house, ada, FINE)
    approving(house, plan, "prescriber")
    AnswerOnRecord.objects.create(
        patient=ada, question="pregnant", answer="yes", on=timezone.localdate()
    )

    page = house.signed_in("practitioner").get(f"/planning/{plan.uid}/").content.decode()

    assert "New since approval" in page


def test_where_answers_are_missing_the_plan_leads_to_the_questions_of_its_own_formula(house):
    plan = written(house, a_patient(house), FINE)
    browser = house.signed_in("prescriber")

    page = browser.get(f"/planning/{plan.uid}/")

    assert "Ask them for this formula" in page.content.decode()
    assert "Approve and freeze" not in page.content.decode()
    asked = browser.get(page.context["asks"]).context["form"]
    assert asked.initial["ingredients"] == ["tranexamic_acid"]
