"""The plan and mixing sheet: one page for the trolley."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pistor.knowledge import KnowledgeBase
from pistor.web.documents.typesetting import Data, typeset

UNKNOWN = "unknown"
LONGEST_HEADING = 160
LONGEST_NAME = 80
LONGEST_FINDING = 3000
_TEMPLATE = Path(__file__).with_name("plan_sheet.typ")
_DIRECTIONS = {"for": "in favour", "none": "no controlled data"}
STANDINGS = {
    "LIC": "licensed",
    "OFF": "off-label",
    "UNL": "no licensed product",
    "DEV": "medical device",
    "BAN": "banned",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFor:
    """Whom a sheet is for, and what it is worth; an empty text leaves a line to write on.

    Args:
        name: of the patient, with the number of the record.
        born: date of birth.
        practitioner: name.
        standing: such as "version 2, approved by ..." or "DRAFT, not approved".
    """

    name: str = ""
    born: str = ""
    practitioner: str = ""
    standing: str = ""


NOBODY = PrintedFor()


def plan_sheet(
    report: Data, knowledge: KnowledgeBase, *, printed_for: PrintedFor = NOBODY
) -> bytes:
    """Set a checked plan as a PDF that can be pinned to the trolley.

    Args:
        report: the result of a plan's check, as ``pistor plan --json`` gives it.
        knowledge: what names are taken from.
        printed_for: the patient; lines to write on where nobody is given.

    Returns:
        A PDF/A-3b; the same report and knowledge give the same bytes.
    """
    content = {
        **_head(report, knowledge),
        "printed_for": {
            name: _shortened(getattr(printed_for, name), LONGEST_NAME)
            for name in ("name", "born", "practitioner", "standing")
        },
        "person": _person(report),
        "banner": _banner(report["findings"], checked=report["person"] is not None),
        "drawing": _drawing(report, knowledge),
        "points": _points(report["per_session"]),
        "limits": _limits(report["per_session"], knowledge),
        "findings": [_finding(each) for each in report["findings"]],
        "course": _course(report),
        "evidence": _evidence(report),
        "foot": _foot(report, knowledge),
        "letters_missing": False,
    }
    return typeset(_TEMPLATE, content, on=report["on"])


def _head(report: Data, knowledge: KnowledgeBase) -> Data:
    protocol = f"{report['protocol']} · {report['protocol_name']}" if report["protocol"] else ""
    heading = _shortened(report["title"], LONGEST_HEADING) or protocol or "Plan without a protocol"
    about = [
        ["Protocol", protocol or "none chosen"],
        ["Indication", _name(report["indication"], knowledge.indication, "not given")],
        ["Zone", _name(report["zone"], knowledge.zone, "not given")],
        ["Country", report["regulatory"]["country"] or "not given"],
        ["Technique", _name(report["technique"], knowledge.technique, "not given")],
        ["Depth", _figure(report["depth_mm"], "mm")],
    ]
    return {
        "document_title": f"Plan and mixing sheet: {report['title'] or heading}",
        "heading": heading,
        "about": about if heading != protocol else about[1:],
        "checked": [
            ["Checked on", str(report["on"])],
            ["Plan", report["plan_hash"][:12]],
            ["Knowledge", report["knowledge_release"]],
        ],
    }


def _shortened(text: str, most: int) -> str:
    """What somebody typed, cut where it is absurdly long; says so."""
    if len(text) <= most:
        return text
    return f"{text[:most]} ... ({len(text) - most} more letters: see the screen)"


def _name(key: str | None, rows: Mapping[str, Any], otherwise: str = UNKNOWN) -> str:
    if not key:
        return otherwise
    return str(rows[key].name) if key in rows else key


def _person(report: Data) -> str:
    """What the check knew of the person; whose name it is stands in a line of its own."""
    person, screening = report["person"], report["screening"]
    if person is None or screening is None:
        return "Checked without a patient: allergies, medicines, age and weight unknown."
    facts = [
        f"born {person['born_on']}" if person["born_on"] else f"age {_figure(person['age'])}",
        person["sex"] or "sex unknown",
        f"{_figure(person['weight_kg'], 'kg', 'weight')}"
        + (f" on {person['weight_on']}" if person["weight_on"] else ""),
    ]
    unread = (_shortened(name, LONGEST_NAME) for name in person["not_recognised"])
    names = [*person["on_record"], *(f"{name} (NOT CHECKED)" for name in unread)]
    verdict = screening["verdict"].replace("_", " ")
    until = f" until {screening['until']}" if screening["until"] else ""
    return (
        f"Checked for a person {', '.join(facts)}. Screening: {verdict}{until}. "
        f"On record: {'; '.join(names) or 'no allergy, medicine or condition by name'}."
    )


def _banner(findings: list[Data], *, checked: bool) -> Data:
    stops = [each for each in findings if each["severity"] == "stop"]
    reviews = sum(each["severity"] == "review" for each in findings)
    also = f" {_counted(reviews, 'finding')} to review besides." if reviews else ""
    if stops:
        final = sum(not each["overridable"] for each in stops)
        which = "It is one that" if final == len(stops) == 1 else f"{final} of them"
        nobody = f" {which} nobody may override." if final else ""
        verb = "stops" if len(stops) == 1 else "stop"
        says = (
            f"{_counted(len(stops), 'finding')} {verb} this plan: not to be injected until "
            f"overridden or changed.{nobody}{also}"
        )
        return {"status": "stop", "word": "STOP", "says": says}
    if reviews:
        none = "No stop." if checked else "No patient was checked."
        says = f"{_counted(reviews, 'finding')} to review before anything is injected. {none}"
        return {"status": "review", "word": f"REVIEW {reviews}", "says": says}
    return {
        "status": "clear",
        "word": "No stop",
        "says": "Nothing to review. This is no approval: a clinician decides.",
    }


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _drawing(report: Data, knowledge: KnowledgeBase) -> Data:
    session, first = report["per_session"], report["sessions"][0]
    drawn = [each for each in session["ingredients"] if not _only_in_cream(each)]
    syringes = _syringes(drawn, knowledge)
    several = len(syringes) > 1
    return {
        "session": str(first["number"]),
        "rows": [_drawn(each, several, knowledge) for each in drawn],
        "total": _figure(session["volume_ml"], "ml"),
        "several-syringes": several,
        "syringes": _into_syringes(syringes, of=len(drawn)),
        "cream": _cream(session["ingredients"], knowledge),
        "sessions": _formulas_by_session(report["sessions"], knowledge),
    }


def _only_in_cream(ingredient: Data) -> bool:
    """Nothing of it is drawn from any product: it is put on, not injected."""
    return not ingredient["products"]


def _drawn(ingredient: Data, several_syringes: bool, knowledge: KnowledgeBase) -> Data:
    amount = _amount_of(ingredient)
    unit = f"{_unit_of(ingredient)}/ml"
    missing = "diluent" if ingredient["diluent"] else UNKNOWN
    return {
        "name": _name(ingredient["key"], knowledge.ingredient),
        "product": "; ".join(
            _product(each, ingredient, several_syringes) for each in ingredient["products"]
        ),
        "draw": _figure(ingredient["volume_ml"], "ml"),
        "gives": missing if amount is None else _figure(amount, _unit_of(ingredient)),
        "mixture": missing if amount is None else _mixture(ingredient, unit),
        "vials": _figure(ingredient["vials"]),
    }


def _product(product: Data, ingredient: Data, several_syringes: bool) -> str:
    """What to draw from; a strength as injected is never named like an ampoule."""
    named = _shortened(product["product"] or "", LONGEST_NAME)
    syringe = _shortened(product["syringe"], LONGEST_NAME)
    strength = "diluent" if ingredient["diluent"] else product["strength"]
    parts = [] if named.startswith("made up to") else [strength or f"strength {UNKNOWN}"]
    if named:
        parts.insert(0, named)
    if len(ingredient["products"]) > 1:
        parts.append(f"{_figure(product['draw_ml'], 'ml')} into syringe {syringe}")
    elif several_syringes:
        parts.append(f"into syringe {syringe}")
    return ", ".join(parts)


def _mixture(ingredient: Data, unit: str) -> str:
    if len(ingredient["products"]) > 1 and ingredient["mg_per_ml_in_mixture"] is None:
        return "see syringes"
    return _figure(ingredient["mg_per_ml_in_mixture"], unit)


def _amount_of(ingredient: Data) -> Decimal | None:
    amount: Decimal | None = ingredient.get("iu", ingredient["mg"])
    return amount


def _unit_of(ingredient: Data) -> str:
    return "IU" if "iu" in ingredient else "mg"


def _figure(value: object, unit: str = "", what: str = "") -> str:
    """A value with its unit, or in words that it is unknown; never empty."""
    if value is None:
        return f"{what} {UNKNOWN}".strip()
    written = format(value, "f") if isinstance(value, Decimal) else str(value)
    return f"{written} {unit}".strip()


def _syringes(drawn: list[Data], knowledge: KnowledgeBase) -> dict[str, dict[str, None]]:
    """Names of the ingredients in each syringe, each once."""
    inside: dict[str, dict[str, None]] = {}
    for each in drawn:
        for product in each["products"]:
            name = _name(each["key"], knowledge.ingredient)
            syringe = _shortened(product["syringe"], LONGEST_NAME)
            inside.setdefault(syringe, {})[name] = None
    return inside


def _into_syringes(inside: dict[str, dict[str, None]], *, of: int) -> str:
    if len(inside) > 1:
        parts = (f"syringe {name}: {' + '.join(names)}" for name, names in inside.items())
        return f"NOT all in one syringe. {'; '.join(parts)}."
    return "All of it in one syringe." if of > 1 else ""


def _cream(ingredients: list[Data], knowledge: KnowledgeBase) -> str:
    parts = []
    for each in ingredients:
        cream = each["cream_mg_as_if_absorbed"]
        if cream is None and not _only_in_cream(each):
            continue
        name = _name(each["key"], knowledge.ingredient)
        together = f" (with what is injected {_figure(each['with_cream_mg'], 'mg')})"
        parts.append(f"{name} {_figure(cream, 'mg')}{'' if _only_in_cream(each) else together}")
    if not parts:
        return ""
    return f"Numbing cream, as if all of it were absorbed: {', '.join(parts)}."


def _formulas_by_session(sessions: list[Data], knowledge: KnowledgeBase) -> list[list[str]]:
    """Sessions and what they bring; empty where all of them bring the same."""
    numbers: dict[str, list[str]] = {}
    for session in sessions:
        doses = [_dose(each, knowledge) for each in session["ingredients"]]
        says = f"{', '.join(doses) or 'no formula'}; {_figure(session['volume_ml'], 'ml')} in all"
        numbers.setdefault(says, []).append(str(session["number"]))
    if len(numbers) < 2:
        return []
    return [[", ".join(which), says] for says, which in numbers.items()]


def _dose(ingredient: Data, knowledge: KnowledgeBase) -> str:
    strengths = ", ".join(
        each["strength"] or f"strength {UNKNOWN}" for each in ingredient["products"]
    )
    return (
        f"{_name(ingredient['key'], knowledge.ingredient)} "
        f"{_figure(ingredient['volume_ml'], 'ml')} of {strengths or UNKNOWN} = "
        f"{_figure(_amount_of(ingredient), _unit_of(ingredient))}"
    )


def _points(session: Data) -> list[list[str]]:
    return [
        [_figure(session["points"]), "points"],
        [_figure(session["volume_per_point_ml"], "ml"), "at each point"],
        [_figure(session["spacing_mm"], "mm"), "between points"],
        [_figure(session["area_cm2"], "cm2"), "treated area"],
        [_figure(session["points_per_cm2"]), "points for each cm2"],
        [_figure(session["ml_per_cm2"], "ml"), "for each cm2"],
    ]


def _limits(session: Data, knowledge: KnowledgeBase) -> list[Data]:
    judged = [limit for each in session["ingredients"] for limit in each["limits"]]
    return [_limit(each, knowledge) for each in judged + session["plan_limits"]]


def _limit(limit: Data, knowledge: KnowledgeBase) -> Data:
    plain = limit["verdict"] == "within"
    mark = {True: "" if plain else "~", False: "!", None: "?"}[limit["within"]]
    of_the_course = limit["unit"] in {"sessions", "years"}
    per = "" if of_the_course else f" per {limit['per']}"
    unit = limit["unit"].removesuffix(" cream")
    return {
        "mark": mark,
        "ingredient": _name(limit["key"].partition(".")[0], knowledge.ingredient),
        "actual": _figure(limit["actual"], unit),
        "bound": f"{limit['bound']} {_figure(limit['value'], unit)}{per}",
        "verdict": limit["verdict"],
        "source": _source(limit),
    }


def _source(cited: Data) -> str:
    source = cited["source"] or "the plan itself"
    return source if cited["verification"] == "seen" else f"{source}, {cited['verification']}"


def _finding(finding: Data) -> Data:
    return {
        "severity": finding["severity"],
        "says": _shortened(finding["says"], LONGEST_FINDING),
        "do": finding["do"],
        "source": _source(finding),
        "final": not finding["overridable"],
    }


def _course(report: Data) -> Data:
    length = report["course"]["sessions"]
    dated = [each for each in report["sessions"] if each["target"] is not None]
    planned = "number of sessions unknown" if length is None else _counted(length, "session")
    return {
        "says": planned if dated else f"{planned}; no dates: start, number or gap unknown",
        "rows": [
            {
                "number": str(each["number"]),
                "target": f"{each['weekday']} {each['target']}",
                "moved": each["moved"],
                "earliest": _figure(each["earliest"]),
                "latest": _figure(each["latest"]),
            }
            for each in dated
        ],
        "measure": ", ".join(str(day) for day in report["assessment_dates"]),
    }


def _evidence(report: Data) -> list[list[str]]:
    evidence, legal = report["evidence"], ["Legal standing", _legal(report["regulatory"])]
    if evidence["grade"] is None:
        return [["Evidence", f"{evidence['says']}: there is none to show."], legal]
    direction = _DIRECTIONS.get(evidence["direction"], evidence["direction"])
    lines = [
        [
            "Evidence",
            f"level {evidence['grade']}, certainty {evidence['certainty']}, {direction}. "
            f"{evidence['says']}",
        ],
        legal,
    ]
    if evidence["not_proven"]:
        lines.insert(1, ["Not proven", evidence["not_proven"]])
    return lines


def _legal(regulatory: Data) -> str:
    country = regulatory["country"]
    here = "; ".join(_standing(each) for each in regulatory["here"]) or UNKNOWN
    elsewhere = "; ".join(_standing(each) for each in regulatory["elsewhere"])
    known = f"here ({country}) {here}" if country else "here unknown, no country given"
    return f"{known}. Elsewhere: {elsewhere}." if elsewhere else f"{known}."


def _standing(standing: Data) -> str:
    where = f" ({', '.join(standing['where'])})" if standing["where"] else " in general"
    return f"{STANDINGS.get(standing['word'], standing['word'])}{where} [{_source(standing)}]"


def _foot(report: Data, knowledge: KnowledgeBase) -> str:
    unread, rows = knowledge.not_reviewed()
    return (
        "Supports a clinician's decision; never takes it. "
        f"Knowledge {report['knowledge_release']}, {unread} of {rows} rows not reviewed "
        "by a clinician."
    )
