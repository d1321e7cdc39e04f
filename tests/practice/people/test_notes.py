"""Clinical notes: two people may write, one signs, and a signed note never changes."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from pistor.practice.audit.models import AuditRow
from pistor.practice.people.models import Note
from tests.practice.cast import PASSWORD, a_patient

TEXT = {"reason": "Dull skin", "findings": "Fine lines", "discussed": "Bruises", "version": "1"}


@pytest.fixture
def ada(house):
    return a_patient(house)


@pytest.fixture
def petra(house):
    return house.signed_in("practitioner")


@pytest.fixture
def note(ada, petra):
    petra.post(reverse("people:write_note", args=[ada.uid]), TEXT)
    return Note.objects.get()


def at(name, note):
    return reverse(f"people:{name}", args=[note.patient.uid, note.pk])


def sign(client, note):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client.post(at("sign_note", note), {"version": note.version}, follow=True)


def test_a_draft_is_kept_and_stands_on_the_chart_as_not_signed(ada, petra, note):
    page = petra.get(reverse("desk:chart", args=[ada.uid])).text

    assert "Dull skin" in page
    assert "Not signed" in page
    assert AuditRow.objects.get().event == "people.note written"


def test_an_empty_note_is_refused_and_keeps_the_rest(ada, petra):
    answer = petra.post(
        reverse("people:write_note", args=[ada.uid]), {**TEXT, "reason": "", "findings": "Scar"}
    )

    assert answer.status_code == 422
    assert "Scar" in answer.text
    assert not Note.objects.exists()


def test_who_saves_second_sees_the_difference_and_loses_nothing(house, petra, note):
    iris = house.signed_in("prescriber")
    petra.post(at("note", note), {**TEXT, "findings": "Deep lines"})

    answer = iris.post(at("note", note), {**TEXT, "findings": "No lines"})

    assert answer.status_code == 409
    assert "Deep lines" in answer.text
    assert "No lines" in answer.text
    note.refresh_from_db()
    assert note.findings == "Deep lines"
    assert 'name="version" value="2"' in answer.text
    iris.post(at("note", note), {**TEXT, "findings": "No lines", "version": "2"})
    note.refresh_from_db()
    assert (note.findings, note.version) == ("No lines", 3)


def test_a_signature_asks_again_who_is_there(petra, note):
    answer = petra.get(at("sign_note", note))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert petra.post(at("sign_note", note), {"version": "1"}).status_code == 302
    note.refresh_from_db()
    assert note.signed_at is None


def test_a_signature_shows_name_moment_with_zone_and_meaning(petra, note):
    page = sign(petra, note).text

    note.refresh_from_db()
    assert note.signed_by.full_name == "Petra Nadel"
    assert "<strong>Petra Nadel</strong>" in page
    assert "Meaning: I wrote this note." in page
    assert " CET." in page or " CEST." in page
    assert AuditRow.objects.order_by("number").last().event == "people.note signed"


def test_only_who_began_a_note_signs_it(house, note):
    answer = sign(house.signed_in("prescriber"), note)

    assert answer.status_code == 409
    assert "Petra Nadel began this note and signs it." in answer.text
    note.refresh_from_db()
    assert note.signed_at is None


def test_what_is_signed_is_what_was_read(house, petra, note):
    house.signed_in("prescriber").post(at("note", note), {**TEXT, "findings": "Deep lines"})

    answer = sign(petra, note)

    assert answer.status_code == 409
    assert "Somebody saved this note while you were writing" in answer.text
    assert "Deep lines" in answer.text


def test_a_signed_note_takes_additions_and_no_changes(petra, note):
    sign(petra, note)

    changed = petra.post(at("note", note), {**TEXT, "findings": "Other"})
    added = petra.post(at("add_addendum", note), {"text": "Left cheek too"}, follow=True)

    assert changed.status_code == 409
    assert "Add to it instead" in changed.text
    assert "Other" in changed.text
    assert "Left cheek too" in added.text
    note.refresh_from_db()
    assert note.findings == "Fine lines"


def test_the_database_itself_refuses_to_change_a_signed_note(petra, note):
    sign(petra, note)

    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(findings="Other")
    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.filter(pk=note.pk).delete()


def test_an_unsigned_note_takes_no_addition(petra, note):
    answer = petra.post(at("add_addendum", note), {"text": "Left cheek too"})

    assert answer.status_code == 409
    assert "change the note itself" in answer.text
    assert "Left cheek too" in answer.text


def test_reception_and_neighbours_read_no_note(house, neighbour, note):
    assert house.signed_in("reception").get(at("note", note)).status_code == 403
    assert neighbour.signed_in("practitioner").get(at("note", note)).status_code == 404
