"""A prescriber adopts a release knowingly and states a row differently; nothing typed is lost."""

import json
from decimal import Decimal

import pytest

from pistor.knowledge import load, plain_row, row_hash
from pistor.knowledge.base import FILES
from pistor.knowledge.loader import read_rows
from pistor.practice.library.forms import OwnRowForm
from pistor.practice.library.models import AdoptedRelease, OwnRow
from pistor.practice.library.queries import knowledge_of
from tests.practice.library.shelf import (
    KEY,
    KIND,
    adopted,
    adopted_earlier,
    earlier_release,
    fresh,
    page,
    sent_back,
    stated,
)


def text_of(answer):
    return answer.content.decode()


def test_the_first_adoption_shows_what_there_is_and_how_little_was_reviewed(house):
    shown = text_of(page(house.signed_in("prescriber"), "adopt"))

    assert "No release adopted yet" in shown
    assert "have not been reviewed by any clinician" in shown


def test_a_later_adoption_shows_each_row_that_differs_with_old_and_new_value(house):
    adopted_earlier(house, earlier_release())
    shown = text_of(page(house.signed_in("prescriber"), "adopt"))

    assert "<td>60</td><td><strong>90</strong></td>" in shown
    assert "Wrist" in shown.split("Removed: 1")[1]
    assert "Knee" in shown.split("Added: 1")[1].split("Removed: 1")[0]


def test_adopting_asks_for_the_password_again(house):
    client = house.signed_in("prescriber")
    posted = {"release": load().release}

    asked = client.post("/library/adopt/", posted)
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not AdoptedRelease.objects.exists()

    fresh(client).post("/library/adopt/", posted)
    kept = AdoptedRelease.objects.get()
    assert (kept.release, kept.adopted_by) == (load().release, house.staff["prescriber"])


def test_a_release_that_changed_between_reading_and_adopting_is_a_conflict(house):
    answer = fresh(house.signed_in("prescriber")).post("/library/adopt/", {"release": "0" * 16})

    assert answer.status_code == 409
    assert "Nothing was adopted" in text_of(answer)


def test_what_is_adopted_already_is_not_adopted_twice(house):
    adopted(house)
    answer = fresh(house.signed_in("prescriber")).post(
        "/library/adopt/", {"release": load().release}
    )

    assert answer.status_code == 422
    assert AdoptedRelease.objects.count() == 1


@pytest.mark.parametrize("role", ["reception", "practitioner", "manager", "auditor"])
def test_only_prescribers_adopt_and_state_rows_differently(house, role):
    client = house.signed_in(role)
    addresses = [f"/library/{KIND}/{KEY}/override/", f"/library/{KIND}/{KEY}/end-override/"]

    for address in ["/library/adopt/", *addresses]:
        assert client.post(address, {}).status_code == 403
    assert "State this row differently" not in text_of(page(client, "row", KIND, KEY))


def test_a_row_stated_differently_shows_both_values_the_name_and_the_reason(house):
    adopted(house)
    client = house.signed_in("prescriber")
    answer = sent_back(client, KIND, KEY, value="30", reason="Our patients lose weight quickly.")

    assert answer.status_code == 302
    shown = text_of(page(client, "row", KIND, KEY))
    assert "Stated by this organisation" in shown
    assert "<td>90</td><td><strong>30</strong></td>" in shown
    assert "Our patients lose weight quickly." in shown
    assert "Dr Iris Invented" in shown
    assert "stated by this organisation" in text_of(page(client, "search", q=KEY))


def test_returning_to_the_released_row_keeps_the_history(house):
    adopted(house)
    stated(house, reason="Weighed monthly.")
    client = house.signed_in("prescriber")
    client.post(f"/library/{KIND}/{KEY}/end-override/")
    shown = text_of(page(client, "row", KIND, KEY))

    assert "Stated by this organisation" not in shown
    assert "Weighed monthly. Ended by Dr Iris Invented" in shown
    assert client.post(f"/library/{KIND}/{KEY}/end-override/").status_code == 409


BAD = [
    ({"value": "a month"}, "Expected a number"),
    ({"value": ""}, "must not be empty"),
    ({"sources": ""}, "needs at least one source"),
    ({"sources": "NOBODY"}, "no source with the key NOBODY"),
    ({"grade": "excellent"}, "unknown grade"),
    ({"checked_on": "yesterday"}, "Expected a day"),
    ({"reason": " "}, "Say why"),
]


@pytest.mark.parametrize(("wrong", "says"), BAD)
def test_a_row_that_does_not_fit_comes_back_with_everything_typed(house, wrong, says):
    adopted(house)
    client = house.signed_in("prescriber")
    typed = {"says": "A sentence typed at three at night.", "reason": "Because.", **wrong}
    answer = sent_back(client, KIND, KEY, **typed)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert "A sentence typed at three at night." in text_of(answer)
    assert not OwnRow.objects.exists()


def test_a_row_in_which_nothing_changed_is_refused(house):
    adopted(house)
    answer = sent_back(house.signed_in("prescriber"), KIND, KEY, reason="Just so.")

    assert answer.status_code == 422
    assert "You changed nothing" in text_of(answer)


def test_a_row_is_not_stated_differently_before_a_release_was_adopted(house):
    answer = sent_back(house.signed_in("prescriber"), KIND, KEY, value="30", reason="Why not.")

    assert answer.status_code == 422
    assert "Adopt a release first" in text_of(answer)
    assert "Why not." in text_of(answer)


def test_a_colleague_who_was_quicker_is_shown_and_nothing_is_overwritten(house):
    adopted(house)
    client = house.signed_in("prescriber")
    old = row_hash(KIND, load().setting[KEY])
    stated(house, value="45")
    answer = sent_back(client, KIND, KEY, value="30", reason="Mine.", based_on=old)

    assert answer.status_code == 409
    assert "<td>45</td><td>30</td>" in text_of(answer)
    assert OwnRow.objects.get().row["value"] == "45"
    assert row_hash(KIND, knowledge_of(house.organisation).setting[KEY]) in text_of(answer)


def test_a_limit_is_changed_left_out_and_added_in_one_go(house):
    adopted(house)
    answer = sent_back(
        house.signed_in("prescriber"),
        "ingredient",
        "lidocaine",
        limits__0__value="3.5",
        limits__4__key="lidocaine.ours",
        limits__4__value="200",
        limits__4__unit="mg",
        limits__4__per="session",
        limits__4__says="At most 200 mg here.",
        limits__4__sources="DOSSIER",
        reason="We stay lower.",
        **{"remove-limits-1": "on"},
    )

    assert answer.status_code == 302
    limits = knowledge_of(house.organisation).ingredient["lidocaine"].limits
    assert [each.value for each in limits] == [Decimal(n) for n in ("3.5", "7", "500", "200")]
    assert limits[-1].verification == "proposal"


def test_a_smaller_statement_never_loses_its_source(house):
    adopted(house)
    answer = sent_back(
        house.signed_in("prescriber"), "ingredient", "lidocaine", limits__0__sources="", reason="No"
    )

    assert answer.status_code == 422
    assert "needs at least one source" in text_of(answer)


def test_a_source_is_not_stated_differently(house):
    client = house.signed_in("prescriber")

    assert page(client, "override", "reference", "LID").status_code == 404


def test_the_form_of_every_row_gives_the_same_row_back_when_nothing_is_typed():
    types = {kind: each for kinds in FILES.values() for kind, each in kinds.items()}
    knowledge, changed = load(), []
    for kind, row in knowledge.rows():
        if kind == "reference":
            continue
        blank = OwnRowForm(None, row=row, knowledge=knowledge)
        typed = {}
        for name, field in blank.fields.items():
            value = field.prepare_value(blank[name].value())
            typed[name] = "" if value is None or value is False else str(value)
        form = OwnRowForm(
            {name: each for name, each in typed.items() if not name.startswith("remove-")}
            | {"reason": "None."},
            row=row,
            knowledge=knowledge,
        )
        assert form.is_valid(), (kind, row.key, form.errors)
        kept = json.loads(json.dumps(form.plain()))
        if plain_row(read_rows("form", kind, [kept], types[kind])[row.key]) != plain_row(row):
            changed.append((kind, row.key))

    assert changed == []
