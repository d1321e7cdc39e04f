"""The published protocols entered through the browser give the findings of the command line."""

import json
from typing import Any

import msgspec
import pytest
import tomli
from django.utils import timezone

from pistor.cli import main
from pistor.cli.casebook import CASES
from pistor.notation.plan_fields import fields_of
from pistor.practice.people.queries import answers_of, person_input
from pistor.practice.planning.models import PlanOfCare
from tests.practice.cast import a_house, a_patient


def check_same_findings(house, patient, plan: dict[str, Any], capsys, written) -> None:
    """Enter a plan as somebody would, and hold its check against the command's."""
    browser = house.signed_in("practitioner")
    browser.post(f"/planning/for/{patient.uid}/", {})
    begun = PlanOfCare.objects.get(patient=patient)
    given = {
        name: value
        for name, value in plan.items()
        if name not in {"country", "on", "person", "answers"}
    }
    answer = browser.post(
        f"/planning/{begun.uid}/edit/", {**dict(fields_of(given)), "draft": "1", "do": "save"}
    )
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    shown = browser.get(f"/planning/{begun.uid}/").context["report"]

    file = {
        **plan,
        "on": str(timezone.localdate()),
        "country": house.clinic.jurisdiction,
        "person": msgspec.to_builtins(person_input(patient)),
        "answers": answers_of(patient),
    }
    file["person"] = {name: value for name, value in file["person"].items() if value is not None}
    main(["plan", written(json.dumps(file, default=str), "plan.json"), "--json"])
    command = json.loads(capsys.readouterr().out)

    findings = [(each["code"], each["severity"], each["says"]) for each in shown["findings"]]
    assert findings == [
        (each["code"], each["severity"], each["says"]) for each in command["findings"]
    ]
    in_the_browser = json.loads(json.dumps(shown["sessions"], default=str))
    assert [each["target"] for each in in_the_browser] == [
        each["target"] for each in command["sessions"]
    ]


PROTOCOLS = sorted(path.stem for path in CASES.glob("*.toml"))


@pytest.mark.parametrize("name", PROTOCOLS)
@pytest.mark.django_db
def test_a_case_of_the_case_book(name, capsys, written):
    plan = tomli.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    plan.pop("answers", None)
    house = a_house(country=plan.get("country", "FR"))

    check_same_findings(house, a_patient(house), plan, capsys, written)
