"""Names nobody here invented: each patient is typed in, found again, and reads back unchanged."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from pistor.practice.people.actions import EDITABLE
from pistor.practice.people.models import Patient
from pistor.practice.people.names import folded
from pistor.practice.people.queries import find_patients
from tests.practice.cast import a_house

FOLDER = Path(os.environ.get("PISTOR_REAL_INPUT", "absent")) / "fhir"
MOST_YEARS = 120


def resources(content: Any) -> Iterator[dict[str, Any]]:
    """The patients of a file: the resource itself, or those of a bundle."""
    if not isinstance(content, dict):
        return
    if content.get("resourceType") == "Patient":
        yield content
    for entry in content.get("entry", []) if content.get("resourceType") == "Bundle" else []:
        yield from resources(entry.get("resource"))


def read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except ValueError:  # some files are broken on purpose
        return None


FILES = sorted(FOLDER.rglob("*.json"))
PATIENTS = [each for path in FILES for each in resources(read(path))]


def telecom(resource: dict[str, Any], system: str) -> str:
    found = (each for each in resource.get("telecom", []) if each.get("system") == system)
    return next((each["value"] for each in found if each.get("value")), "")


def typed(resource: dict[str, Any]) -> dict[str, str]:
    """What somebody would type who reads the resource; parts of names as they stand."""
    names = [each for each in resource.get("name", []) if isinstance(each, dict)]
    usual = names[0] if names else {}
    given = " ".join(each for each in usual.get("given", []) if each)
    family = usual.get("family") or ""
    if not family:  # where there is one name only it is the family name
        family, given = (given or usual.get("text", "")), ""
    others = [" ".join([*(each.get("given") or []), each.get("family", "")]) for each in names[1:]]
    sex = resource.get("gender", "")
    return {
        "family_name": family.strip(),
        "given_names": given.strip(),
        "called": " / ".join(each.strip() for each in others if each.strip())[:100].strip(),
        "born_on": birth(resource),
        "sex": sex if sex in {"female", "male"} else "",
        "language": "en",
        "phone": telecom(resource, "phone")[:40],
        "email": telecom(resource, "email"),
    }


def birth(resource: dict[str, Any]) -> str:
    """The day, where one is told and it is nobody's of long ago."""
    told = resource.get("birthDate", "")
    if len(told) != 10:
        return ""
    born_on = date.fromisoformat(told)
    return told if timezone.localdate().year - born_on.year <= MOST_YEARS else ""


@pytest.mark.skipif(not PATIENTS, reason=f"not run: real input absent ({len(FILES)} files)")
def test_every_patient_is_typed_in_found_by_each_name_and_reads_back_unchanged(db):
    house = a_house()
    browser = house.signed_in("reception")
    problems, added = [], 0
    for resource in PATIENTS:
        values = typed(resource)
        answer = browser.post(reverse("people:new"), {**values, "anyway": "on"})
        if not folded(values["family_name"]):
            problems += [] if answer.status_code == 422 else [("taken without a name", values)]
            continue
        if answer.status_code != 302:
            problems.append((answer.context["form"].errors, values))
            continue
        added += 1
        patient = Patient.objects.latest("pk")
        problems += [(word, values) for word in lost_words(house, patient, values)]
        problems += changed_fields(browser, patient, values)

    assert problems == []
    assert added > 0


def lost_words(house, patient, values):
    """The parts of the names this patient is not found by, each tried with the date of birth.

    A bare number is no part of a name: it finds the patient of that number.
    """
    words = " ".join(values[name] for name in ("family_name", "given_names", "called")).split()
    words = [word for word in words if folded(word)]
    looked_for = [f"{word} {values['born_on']}" for word in words if not folded(word).isdecimal()]
    return [
        text
        for text in looked_for
        if patient not in find_patients(house.staff["reception"], text, most=1000)
    ]


def changed_fields(browser, patient, values):
    """What the form shows otherwise than it was typed."""
    form = browser.get(reverse("people:edit", args=[patient.uid])).context["form"]
    shown = {name: str(form[name].value() or "") for name in EDITABLE}
    return [(name, shown[name], value) for name, value in values.items() if shown[name] != value]
