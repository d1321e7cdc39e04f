"""Anybody signed in finds and reads any row: what it states, its sources, how well it is known."""

from html import unescape

import pytest
from django.template.loader import render_to_string

from pistor.clinical.evidence import Reference
from pistor.knowledge import load, row_hash
from pistor.practice.library import actions
from pistor.practice.library.catalogue import catalogue_of
from pistor.practice.library.pages import row_page
from tests.practice.library.shelf import KEY, KIND, WHEN, adopted, page, stated

ROLES = ["reception", "practitioner", "prescriber", "medical_director", "manager", "auditor"]


def text_of(answer):
    return answer.content.decode()


def test_every_row_has_a_page_that_shows_its_key_its_source_and_its_mark(house):
    reader, lacking = house.staff["reception"], []
    for kind, row in load().rows():
        shown = render_to_string("library/row.html", row_page(reader, kind, row.key))
        wanted = (
            [f">{row.key}</span>", row.title]
            if isinstance(row, Reference)
            else [
                f">{row.key}</span>",
                f">{row.verification}</span>",
                *(f'href="/library/reference/{key}/"' for key in row.sources),
            ]
        )
        if not all(each in unescape(shown) for each in wanted):
            lacking.append((kind, row.key))

    assert lacking == []


def test_a_row_of_every_kind_opens_in_the_browser(house):
    client, first = house.signed_in("reception"), dict(reversed(list(load().rows())))

    for kind, row in first.items():
        answer = page(client, "row", kind, row.key)
        assert (answer.status_code, row.key in text_of(answer)) == (200, True), kind


@pytest.mark.parametrize("role", ROLES)
def test_everybody_signed_in_reads_the_library(house, role):
    client = house.signed_in(role)

    assert page(client, "search").status_code == 200
    assert page(client, "row", "ingredient", "lidocaine").status_code == 200


def test_nobody_reads_it_without_signing_in(house, client):
    assert page(client, "search").status_code == 302


def test_a_row_that_does_not_exist_is_not_found(house):
    client = house.signed_in("reception")

    for kind, key in [("ingredient", "luck"), ("wish", "lidocaine"), ("release", "x")]:
        assert page(client, "row", kind, key).status_code == 404


def test_a_figure_stands_with_its_unit_and_a_limit_with_its_period(house):
    shown = text_of(page(house.signed_in("reception"), "row", "ingredient", "lidocaine"))

    assert "at most 4.5 mg/kg, counted per session" in shown
    assert "10 to 20 mg/ml" in shown
    assert 'href="/library/reference/LID/"' in shown


def test_a_claim_stands_beside_what_the_evidence_says(house):
    key = next(iter(load().claim))
    shown = text_of(page(house.signed_in("reception"), "row", "claim", key))

    assert "What is claimed" in shown
    assert "What the evidence says" in shown


def test_a_source_names_every_row_that_rests_on_it(house):
    shown = text_of(page(house.signed_in("reception"), "row", "reference", "LID"))

    assert "rest on this source" in shown
    assert 'href="/library/ingredient/lidocaine/"' in shown


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("lidocaine", ("ingredient", "lidocaine")),
        ("LIDOC", ("ingredient", "lidocaine")),
        ("lignocaine", ("ingredient", "lidocaine")),
        ("body weight holds", ("setting", KEY)),
        ("setting_weight_valid", ("setting", KEY)),
    ],
)
def test_a_row_is_found_by_the_beginning_of_a_name_or_by_words(text, first):
    assert catalogue_of(load()).found(text)[0].place == first


def test_the_search_counts_by_kind_and_narrows_to_one(house):
    client = house.signed_in("reception")
    everything = page(client, "search")
    zones = page(client, "search", kind="zone")

    assert everything.context["all_kinds"] == len(list(load().rows()))
    assert zones.context["page_obj"].paginator.count == len(load().zone)
    assert f"Zones ({len(load().zone)})" in text_of(zones)


def test_a_search_for_nonsense_says_so_and_breaks_nothing(house):
    client = house.signed_in("reception")

    for text in ["qqqq zzzz", "%", "'", "<script>", "\\", "é" * 500, " "]:
        assert page(client, "search", q=text, kind="wish", page="x").status_code == 200
    assert "<script>alert" not in text_of(page(client, "search", q="<script>alert(1)"))


def test_the_live_search_sends_the_rows_alone(house):
    client = house.signed_in("reception")
    answer = client.get("/library/", {"q": "lidoc"}, headers={"HX-Request": "true"})

    assert "<html" not in text_of(answer)
    assert "lidocaine" in text_of(answer)
    assert "HX-Request" in answer["Vary"]


def test_the_list_of_what_is_not_reviewed_shrinks_with_every_review(house):
    adopted(house)
    client = house.signed_in("practitioner")
    before = page(client, "search", not_reviewed="yes").context["page_obj"].paginator.count
    hashed = row_hash(KIND, load().setting[KEY])
    client.post(f"/library/{KIND}/{KEY}/review/", {"stated": hashed})
    after = page(client, "search", not_reviewed="yes").context

    assert after["page_obj"].paginator.count == before - 1 == after["not_reviewed_count"]
    assert page(client, "not_reviewed").headers["Location"].endswith("?not_reviewed=yes")


def test_the_page_names_the_reviewer_and_says_when_the_review_lapsed(house):
    adopted(house)
    client = house.signed_in("practitioner")
    client.post(f"/library/{KIND}/{KEY}/review/", {"stated": row_hash(KIND, load().setting[KEY])})
    assert "Petra Nadel, 2" in text_of(page(client, "row", KIND, KEY))

    stated(house)
    shown = text_of(page(client, "row", KIND, KEY))
    assert "review lapsed" in shown
    assert "Lapsed:" in shown


def test_a_review_of_another_state_of_the_row_is_a_conflict(house):
    answer = house.signed_in("practitioner").post(
        f"/library/{KIND}/{KEY}/review/", {"stated": "of yesterday"}
    )

    assert answer.status_code == 409
    assert "Nothing was signed" in text_of(answer)


def test_a_source_cannot_be_reviewed(house):
    answer = house.signed_in("practitioner").post("/library/reference/LID/review/", {"stated": ""})

    assert answer.status_code == 409


@pytest.mark.parametrize("role", ["reception", "manager", "auditor"])
def test_only_clinicians_review(house, role):
    client = house.signed_in(role)

    assert client.post(f"/library/{KIND}/{KEY}/review/", {"stated": ""}).status_code == 403
    assert "I have read this row" not in text_of(page(client, "row", KIND, KEY))


def test_a_page_says_when_no_release_was_adopted(house):
    client = house.signed_in("reception")

    assert "No release adopted yet" in text_of(page(client, "search"))
    adopted(house)
    assert "No release adopted yet" not in text_of(page(client, "search"))


def test_the_neighbour_sees_neither_own_rows_nor_reviews(house, neighbour):
    adopted(house)
    adopted(neighbour)
    own = stated(house, reason="Only Lindenhof knows why.")
    actions.review_row(
        actor=house.staff["practitioner"], kind=KIND, key=KEY, stated=own.row_hash, at=WHEN
    )
    shown = text_of(page(neighbour.signed_in("prescriber"), "row", KIND, KEY))

    assert "Only Lindenhof knows why." not in shown
    assert "Petra Nadel" not in shown
    assert "90 days" in shown
    found = text_of(page(neighbour.signed_in("prescriber"), "search", q=KEY))
    assert "stated by this organisation" not in found


@pytest.mark.parametrize(
    ("address", "most"), [("/library/", 12), ("/library/ingredient/lidocaine/", 14)]
)
def test_a_page_asks_the_database_a_handful_of_times(
    house, django_assert_max_num_queries, address, most
):
    adopted(house)
    stated(house)
    client = house.signed_in("practitioner")
    client.get(address)

    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200
