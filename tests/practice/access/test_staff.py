"""A manager makes accounts, gives and takes roles, and changes the settings of the clinic."""

import re

import pytest

from pistor.practice.access.models import Membership, User
from pistor.practice.audit.models import AuditRow, RecordVersion
from tests.practice.cast import PASSWORD


@pytest.fixture
def manager(house):
    browser = house.signed_in("manager")
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


NINA = {
    "full_name": "Nina Neu",
    "email": "Nina@lindenhof.example",
    "roles": ["practitioner", "reception"],
}


def test_a_new_colleague_signs_in_with_the_password_that_was_shown_once(house, manager, client):
    page = manager.post("/access/staff/new/", NINA).content.decode()

    password = re.search(r"<code>(.+)</code>", page)
    client.post("/accounts/login/", {"login": "nina@lindenhof.example", "password": password[1]})
    assert "Nina Neu" in client.get("/").content.decode()
    nina = User.objects.get(email="nina@lindenhof.example")
    assert {each.role for each in nina.memberships.all()} == {"practitioner", "reception"}


def test_no_password_stands_in_the_record(house, manager):
    manager.post("/access/staff/new/", NINA)

    kept = RecordVersion.objects.filter(record_kind="access.user")
    assert kept
    assert all("password" not in each.content for each in kept)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"full_name": ""}, "This field is required"),
        ({"email": "nobody"}, "valid email"),
        ({"email": "prescriber@lindenhof.example"}, "exists already"),
        ({"roles": []}, "Choose at least one role"),
        ({"full_name": "Nina\u202eNeu"}, "invisible character"),
    ],
)
def test_an_account_that_cannot_be_made_comes_back_as_typed(house, manager, typed, sentence):
    before = User.objects.count()

    answer = manager.post("/access/staff/new/", {**NINA, **typed})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert User.objects.count() == before


def test_a_role_taken_away_stands_in_the_record_with_what_it_was(house, manager):
    petra = house.staff["practitioner"]

    manager.post(f"/access/staff/{petra.pk}/", {"roles": ["reception"], "do": "roles"})

    assert [each.role for each in petra.memberships.all()] == ["reception"]
    events = list(AuditRow.objects.order_by("number").values_list("event", flat=True))
    assert events == ["access.role taken away", "access.role given"]
    old = RecordVersion.objects.filter(record_kind="access.membership").order_by("pk").first()
    assert old.content["role"] == "practitioner"


def test_the_last_manager_keeps_the_role(house, manager):
    max_ = house.staff["manager"]

    answer = manager.post(f"/access/staff/{max_.pk}/", {"roles": ["reception"], "do": "roles"})

    assert "last manager" in answer.content.decode()
    assert Membership.objects.filter(user=max_, role="manager").exists()


def test_a_closed_account_signs_in_no_more(house, manager, client):
    rosa = house.staff["reception"]

    manager.post(f"/access/staff/{rosa.pk}/", {"do": "close"})
    client.post("/accounts/login/", {"login": rosa.email, "password": PASSWORD})

    assert client.get("/").status_code == 302


def test_nobody_closes_the_own_account(house, manager):
    manager.post(f"/access/staff/{house.staff['manager'].pk}/", {"do": "close"})

    assert User.objects.get(pk=house.staff["manager"].pk).is_active


def test_rights_are_not_given_on_an_old_sign_in(house):
    answer = house.signed_in("manager").post("/access/staff/new/", NINA)

    assert "/accounts/reauthenticate/" in answer.url
    assert not User.objects.filter(full_name="Nina Neu").exists()


def test_the_settings_of_the_clinic_change_and_a_wrong_zone_is_named(house, manager):
    usual = {"name": "Lindenhof Clinic", "time_zone": "Europe/Paris", "jurisdiction": "FR"}

    wrong = manager.post("/access/clinic/", {**usual, "time_zone": "Europe/Nowhere"})
    manager.post("/access/clinic/", {**usual, "one_clinician_alone": "on"})

    assert "Europe/Nowhere is no time zone" in wrong.content.decode()
    house.clinic.refresh_from_db()
    assert house.clinic.one_clinician_alone


def test_an_account_without_a_clinic_is_told_so(house, client):
    User.objects.create_user(
        organisation=house.organisation,
        email="lost@lindenhof.example",
        full_name="Lea Lost",
        password=PASSWORD,
    )
    client.post("/accounts/login/", {"login": "lost@lindenhof.example", "password": PASSWORD})

    assert "You work in no clinic yet" in client.get("/").content.decode()


def test_who_forgot_the_password_is_given_another_and_the_old_one_ends(house, manager, client):
    petra = house.staff["practitioner"]

    page = manager.post(f"/access/staff/{petra.pk}/", {"do": "password"}).content.decode()
    client.post("/accounts/login/", {"login": petra.email, "password": PASSWORD})
    with_the_old = client.get("/").status_code
    given = re.search(r"<code>(.+)</code>", page)
    client.post("/accounts/login/", {"login": petra.email, "password": given[1]})

    assert with_the_old == 302
    assert "Petra Nadel" in client.get("/").content.decode()


def test_a_changed_password_stands_in_the_record_without_the_password(house):
    browser = house.signed_in("practitioner")

    browser.post(
        "/accounts/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "quite another password",
            "password2": "quite another password",
        },
    )

    row = AuditRow.objects.get(event="access.password changed")
    assert row.actor_id == house.staff["practitioner"].pk
    kept = RecordVersion.objects.get(record_kind="access.user", record_id=row.record_id)
    assert "password" not in kept.content
