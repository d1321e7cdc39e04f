"""The ten vignettes typed into the pages give what the command line gives."""

import json

import pytest
from django.utils import timezone

from pistor.cli import main
from pistor.practice.people.models import Medicine
from pistor.practice.screening.models import Screening
from tests.practice.cast import House, a_house, a_patient
from tests.practice.screening.paper import accepted, address
from tests.real_input.test_screening_vignettes import VIGNETTES, answered_no

WORDS = {
    "suitable": "Suitable",
    "ask": "Ask the doctor",
    "defer": "Not now",
    "not_suitable": "Not suitable",
}


@pytest.fixture
def house(db: None) -> House:
    return a_house()


def by_command_line(vignette: tuple, written, capsys) -> dict:
    person, answers, wants, _, _ = vignette
    given = {
        "on": timezone.localdate().isoformat(),
        "person": person,
        "answers": answered_no(answers),
        "wants": wants,
    }
    assert main(["screen", written(json.dumps(given), "input.json"), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def typed_in(house: House, vignette: tuple) -> Screening:
    """A patient born on this day, their medicines in the chart, the answers in the form."""
    person, answers, wants, _, _ = vignette
    born = timezone.localdate().replace(day=1)
    born = born.replace(year=born.year - person["age"])
    patient = a_patient(house, sex=person["sex"], born_on=born)
    for name in person.get("medicines", []):
        Medicine.objects.create(patient=patient, name=name)
    browser = house.signed_in("practitioner")
    keys = [each.replace(" ", "_") for each in wants["ingredients"]]
    browser.post(
        f"/screening/of/{patient.uid}/begin/", {**wants, "ingredients": keys, "how": "together"}
    )
    said = {
        f"{key}.{'answer' if isinstance(value, str) else 'number'}": str(value)
        for key, value in answers.items()
    }
    return accepted(browser, Screening.objects.get(), **said)


@pytest.mark.parametrize("name", VIGNETTES)
def test_the_pages_say_what_the_command_line_says(house, written, capsys, name):
    expected = by_command_line(VIGNETTES[name], written, capsys)

    screening = typed_in(house, VIGNETTES[name])

    shown = screening.suitability
    assert shown["verdict"] == expected["verdict"]
    assert shown["until"] == expected["until"]
    assert shown["unanswered"] == expected["unanswered"] == []
    assert [(each["code"], each["about"], each["action"]) for each in shown["reasons"]] == [
        (each["code"], each["about"], each["action"]) for each in expected["reasons"]
    ]
    page = house.signed_in("practitioner").get(address(screening, "")).content.decode()
    assert f"<h1>{WORDS[expected['verdict']]}" in page
