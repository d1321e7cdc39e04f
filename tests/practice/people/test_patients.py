"""Who the patients are: listed, added, changed; nothing typed is ever lost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pistor.practice.audit import access
from pistor.practice.audit.models import AccessEntry, AuditRow
from pistor.practice.people.actions import EDITABLE, create_patient
from pistor.practice.people.models import Patient
from tests.practice.cast import a_patient
from tests.practice.races import race

GRACE = {
    "family_name": "Ünlü-O'Neill",
    "given_names": "Grâce 小明",
    "called": "Gigi",
    "born_on": "1982-02-03",
    "sex": "female",
    "language": "fr",
    "phone": "+33 1 23 45 67 89",
    "email": "grace@example.org",
    "address": "1 rue Inventée\r\n75001 Paris",
    "emergency_contact": "Bruno, 0123 456",
    "by_text": "on",
}


def add(house, **changed):
    return house.signed_in("reception").post(reverse("people:new"), {**GRACE, **changed})


def edit(house, patient, **changed):
    typed = {**GRACE, "version": str(patient.version), **changed}
    return house.signed_in("reception").post(reverse("people:edit", args=[patient.uid]), typed)


def listed(house, role="reception", **query):
    return house.signed_in(role).get(reverse("people:patients"), query)


def test_a_patient_is_added_under_the_next_number_and_audited(house):
    a_patient(house)

    answer = add(house)

    grace = Patient.objects.get(number=2)
    assert answer.url == reverse("desk:chart", args=[grace.uid])
    assert grace.family_name == "Ünlü-O'Neill"
    assert grace.address == "1 rue Inventée\n75001 Paris"
    assert (grace.by_text, grace.by_phone) == (True, False)
    row = AuditRow.objects.get(record_kind="people.patient", record_id=grace.pk)
    assert (row.event, row.actor_id) == ("people.patient created", house.staff["reception"].pk)


def test_what_was_typed_reads_back_unchanged(house):
    add(house)
    grace = Patient.objects.get()

    page = house.signed_in("reception").get(reverse("people:edit", args=[grace.uid]))

    shown = page.context["form"]
    assert {name: str(shown[name].value()) for name in EDITABLE} == {
        **{name: "False" for name in EDITABLE if name.startswith("by_")},
        **GRACE,
        "address": "1 rue Inventée\n75001 Paris",
        "by_text": "True",
    }


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("family_name", "", "Enter the family name."),
        ("family_name", "---", "There is no letter"),
        ("family_name", "x" * 101, "101 letters long; at most 100 fit"),
        ("given_names", "Ada\u202e", "invisible character U+202E"),
        ("given_names", "Ada\x07", "invisible character U+0007"),
        ("called", "two\nlines", "write it on one line"),
        ("born_on", "1800-01-01", "more than 120 years ago"),
        ("born_on", "2199-01-01", "is in the future"),
        ("born_on", "31.2.1999", "This is no day"),
        ("email", "nobody", "This is no e-mail address"),
        ("phone", "none", "is no phone number"),
        ("address", "x" * 401, "at most 400 fit"),
        ("sex", "other", "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(
    house, field, typed, says
):
    answer = add(house, **{field: typed})

    assert answer.status_code == 422
    assert not Patient.objects.exists()
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert says in form.errors[field][0]
    assert {name: form[name].value() for name in {**GRACE, field: typed}} == {
        **GRACE,
        "by_text": True,
        field: typed,
    }


def test_markup_in_a_name_is_text_like_any_other(house):
    add(house, family_name="<script>alert(1)</script>")

    page = listed(house).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_the_edit_page_is_noted_as_a_read(house):
    ada = a_patient(house)
    access.flush()
    before = AccessEntry.objects.count()

    house.signed_in("reception").get(reverse("people:edit", args=[ada.uid]))
    access.flush()

    [read] = AccessEntry.objects.order_by("pk")[before:]
    assert (read.what, read.patient_id) == ("patient read", ada.pk)


def test_a_change_counts_up_the_version_and_leaves_the_rest_alone(house):
    ada = a_patient(house, allergies_asked="none_known")

    answer = edit(house, ada)

    ada.refresh_from_db()
    assert answer.url == reverse("desk:chart", args=[ada.uid])
    assert (ada.family_name, ada.version, ada.allergies_asked) == ("Ünlü-O'Neill", 2, "none_known")
    assert AuditRow.objects.filter(event="people.patient changed", record_id=ada.pk).count() == 1


def test_two_people_editing_one_patient_see_each_others_words(house):
    ada = a_patient(house)
    edit(house, ada, phone="0111 111")

    answer = edit(house, ada, phone="0222 222")

    assert answer.status_code == 409
    assert ("Phone", "0111 111", "0222 222") in answer.context["differences"]
    assert Patient.objects.get().phone == "0111 111"
    again = edit(house, ada, phone="0222 222", version=answer.context["form"]["version"].value())
    assert again.status_code == 302
    assert Patient.objects.get().phone == "0222 222"


def test_only_those_who_work_with_patients_may_open_their_pages(house):
    ada = a_patient(house)
    pages = [reverse("people:new"), reverse("people:edit", args=[ada.uid])]

    for role in ("manager", "auditor"):
        assert [house.signed_in(role).get(page).status_code for page in pages] == [403, 403]
    assert listed(house, role="manager").status_code == 200
    assert listed(house, role="auditor").status_code == 403


def test_another_organisation_does_not_exist(house, neighbour):
    ada = a_patient(house)

    assert "Invented, Ada" not in listed(neighbour).text
    assert edit(neighbour, ada).status_code == 404


def test_the_list_is_by_name_in_pages_of_25(house):
    for number in range(30):
        a_patient(house, family_name=f"Name {number:02}")

    first, second = listed(house), listed(house, page=2)

    assert [each.family_name for each, _ in first.context["rows"]][:2] == ["Name 00", "Name 01"]
    assert [len(each.context["rows"]) for each in (first, second)] == [25, 5]
    assert listed(house, page="x").status_code == 200


def test_the_list_tells_age_in_whole_years(house):
    today = timezone.localdate()
    a_patient(house, born_on=date(today.year - 41, 1, 1))
    a_patient(house, family_name="Nobody knows", born_on=None)

    page = listed(house)

    assert [str(age) for _, age in page.context["rows"]] == ["41", "None"]
    assert "unknown" in page.text


def test_a_page_costs_the_same_queries_for_5_and_for_60_patients(house):
    counted = []
    browser = house.signed_in("prescriber")
    for wanted in (5, 60):
        for number in range(Patient.objects.count(), wanted):
            a_patient(house, family_name=f"Name {number:02}")
        for query in ({}, {"q": "name"}):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert browser.get(reverse("people:patients"), query).status_code == 200
            counted.append(len(queries))

    assert counted[:2] == counted[2:]
    assert max(counted) <= 9


def test_no_day_of_today_or_tomorrow_confuses_the_form(house):
    tomorrow = timezone.localdate() + timedelta(days=2)

    assert add(house, born_on=timezone.localdate().isoformat()).status_code == 302
    assert add(house, born_on=tomorrow.isoformat(), family_name="Other").status_code == 422


@pytest.mark.django_db(transaction=True)
def test_numbers_count_up_however_many_add_at_once(house):
    def adding(name):
        patient = Patient(family_name=name)
        return lambda: create_patient(actor=house.staff["reception"], patient=patient).number

    numbers = race(*(adding(f"Name {each}") for each in range(4)))

    assert sorted(numbers) == [1, 2, 3, 4]
