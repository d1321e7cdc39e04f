"""The check of a plan as a person reads it in a terminal."""

from decimal import Decimal
from typing import Any

from pistor.cli.terminal import coloured, marks, table, wrapped

_COLOURS = {"stop": "red", "review": "yellow", "note": "dim"}


def as_text(report: dict[str, Any]) -> str:
    """The result as a person reads it."""
    parts = [
        heading(report),
        findings_text(report["findings"]),
        _session_text(report["per_session"]),
        dates_text(report),
        _protocol_choice(report),
        marks(report["rows_not_reviewed"], report["rows"])
        + "\n"
        + coloured(
            f"Checked on {report['on']} against knowledge {report['knowledge_release']}. Supports "
            "a clinician's decision; never takes it.",
            "dim",
        ),
    ]
    return "\n\n".join(part for part in parts if part)


def heading(report: dict[str, Any]) -> str:
    """Title, evidence and legal standing."""
    evidence = report["evidence"]
    protocol = report["protocol"]
    name = f"{protocol} · {report['protocol_name']}" if protocol else "No protocol chosen"
    title = report["title"] or name
    lines = [coloured(title, "bold")]
    if report["title"]:
        lines.append(name)
    if protocol:
        lines.append(
            wrapped(
                f"Evidence: level {evidence['grade']}, certainty {evidence['certainty']}, "
                f"{evidence['direction']}. {evidence['says']} [{', '.join(evidence['sources'])}]"
            )
        )
        if evidence["not_proven"]:
            lines.append(wrapped(f"Not proven: {evidence['not_proven']}"))
        lines.append(wrapped(_legal(report["regulatory"])))
    if report["taken_from_protocol"]:
        lines.append(
            wrapped(f"Taken from the protocol: {', '.join(report['taken_from_protocol'])}.")
        )
    return "\n".join(lines)


def _legal(regulatory: dict[str, Any]) -> str:
    country = regulatory["country"]
    here = ", ".join(each["word"] for each in regulatory["here"])
    elsewhere = "; ".join(
        f"{each['word']} {'/'.join(each['where']) or 'in general'}"
        for each in regulatory["elsewhere"]
    )
    known = f"here ({country}) {here or 'unknown'}" if country else "here unknown: no country given"
    return f"Legal standing: {known}" + (f"; elsewhere {elsewhere}." if elsewhere else ".")


def findings_text(findings: list[dict[str, Any]]) -> str:
    """Every finding with what to do and its source."""
    if not findings:
        return coloured("No finding.", "green")
    lines: list[str] = []
    for finding in findings:
        severity = finding["severity"]
        source = finding["source"] or "from the plan itself"
        mark = "" if finding["verification"] == "seen" else f", {finding['verification']}"
        label = coloured(f"{severity.upper():6}", _COLOURS[severity])
        lines.append(f"{label} {wrapped(finding['says'], '', '       ')}")
        if finding["do"]:
            lines.append(wrapped(f"Do: {finding['do']}", "       ", ""))
        final = "" if finding["overridable"] else " · nobody may override this"
        lines.append(coloured(f"       {finding['code']} · {source}{mark}{final}", "dim"))
    return "\n".join(lines)


def _session_text(session: dict[str, Any]) -> str:
    facts = [
        f"{shown(session[key])} {unit}"
        for key, unit in (
            ("points", "points"),
            ("volume_ml", "ml"),
            ("volume_per_point_ml", "ml each"),
            ("area_cm2", "cm2"),
            ("points_per_cm2", "points/cm2"),
            ("ml_per_cm2", "ml/cm2"),
        )
        if session[key] is not None
    ]
    lines = [coloured("Session 1: ", "bold") + (", ".join(facts) or "nothing known")]
    if session["ingredients"]:
        lines.append(_ingredient_table(session["ingredients"]))
    limits = [limit for each in session["ingredients"] for limit in each["limits"]]
    lines += [_limit(limit) for limit in limits + session["plan_limits"]]
    return "\n".join(lines)


def _ingredient_table(ingredients: list[dict[str, Any]]) -> str:
    """Doses in columns; what the plan gives no means to work out has no column."""
    columns = [("ml", "volume_ml"), ("mg/ml in mixture", "mg_per_ml_in_mixture")]
    columns += [
        (heading, key)
        for heading, key in (("mg/cm2", "mg_per_cm2"), ("mg/kg", "mg_per_kg"), ("vials", "vials"))
        if any(each[key] is not None for each in ingredients)
    ]
    syringes = {part["syringe"] for each in ingredients for part in each["products"]}
    rows = [["ingredient", "product", "mg", *(heading for heading, _ in columns)]]
    rows += [
        [
            each["key"],
            _product(each, name_syringe=len(syringes) > 1),
            _amount(each),
            *(_cell(each, key) for _, key in columns),
        ]
        for each in ingredients
    ]
    return table(rows)


def _cell(ingredient: dict[str, Any], key: str) -> str:
    """A value; a dash where none is meant: of a diluent only its volume is, of a cream nothing."""
    meant = ingredient["products"] and (key == "volume_ml" or not ingredient["diluent"])
    return shown(ingredient[key]) if meant else "-"


def _product(ingredient: dict[str, Any], *, name_syringe: bool) -> str:
    """What is drawn from; a strength as injected is never named like an ampoule."""
    if not ingredient["products"]:
        return "cream"
    parts: list[str] = []
    for each in ingredient["products"]:
        named = each["product"] or ""
        strength = "diluent" if ingredient["diluent"] else shown(each["strength"])
        text = named if named.startswith("made up") else strength
        parts.append(f"{text} in {each['syringe']}" if name_syringe else text)
    return ", ".join(parts)


def _amount(ingredient: dict[str, Any]) -> str:
    if ingredient.get("diluent"):
        return "-"
    if "iu" in ingredient:
        return f"{shown(ingredient['iu'])} IU"
    cream = ingredient.get("cream_mg_as_if_absorbed")
    own = shown(ingredient["mg"])
    return f"{own} + cream {shown(cream)}" if cream is not None else own


def _limit(limit: dict[str, Any]) -> str:
    colour = {True: "green", False: "red", None: "yellow"}[limit["within"]]
    if limit["within"] and limit["verification"] != "seen":
        colour = "yellow"
    return (
        f"  {limit['key']}: {shown(limit['actual'])} of {limit['bound']} {shown(limit['value'])} "
        f"{limit['unit']}: {coloured(limit['verdict'], colour)} [{limit['source']}]"
    )


def dates_text(report: dict[str, Any]) -> str:
    """The course: totals and dates."""
    course = report["course"]
    lines = [coloured(f"Course: {shown(course['sessions'])} sessions", "bold")]
    totals = [
        f"{each['key']} {_amount(each)} mg".replace("IU mg", "IU") for each in course["ingredients"]
    ]
    if course["volume_ml"] is not None:
        totals.insert(0, f"{shown(course['volume_ml'])} ml")
    if totals:
        lines.append(wrapped(f"Injected in all: {', '.join(totals)}", "  "))
    lines += _formulas(report["sessions"])
    dated = [each for each in report["sessions"] if each["target"] is not None]
    if dated:
        heading = ["no", "day", "target", "earliest", "latest", "ml"]
        rows = [
            [
                str(each["number"]),
                each["weekday"],
                str(each["target"]) + (" (moved)" if each["moved"] else ""),
                str(each["earliest"]),
                str(each["latest"] or "unknown"),
                shown(each["volume_ml"]),
            ]
            for each in dated
        ]
        lines.append(table([heading, *rows]))
    if report["assessment_dates"]:
        days = ", ".join(str(day) for day in report["assessment_dates"])
        lines.append(wrapped(f"Measure on: {days}", "  "))
    return "\n".join(lines)


def _formulas(sessions: list[dict[str, Any]]) -> list[str]:
    """What each session brings, where they are not all the same."""
    numbers: dict[str, list[str]] = {}
    for session in sessions:
        doses = [f"{each['key']} {_dose(each)}" for each in session["ingredients"]]
        numbers.setdefault(", ".join(doses) or "no formula", []).append(str(session["number"]))
    if len(numbers) < 2:
        return []
    return [wrapped(f"Session {', '.join(who)}: {says}", "  ") for says, who in numbers.items()]


def _dose(ingredient: dict[str, Any]) -> str:
    unit = "IU" if "iu" in ingredient else "mg"
    drawn = ingredient["volume_ml"]
    return f"{shown(ingredient.get('iu', ingredient['mg']))} {unit} in {shown(drawn)} ml"


def _protocol_choice(report: dict[str, Any]) -> str:
    if report["protocol"] or not report["protocols"]:
        return ""
    lines = [coloured(f"Protocols for {report['indication']}, best supported first", "bold")]
    for each in report["protocols"]:
        here = ", ".join(standing["word"] for standing in each["here"]) or "unknown"
        grade = f"level {each['grade']}, certainty {each['certainty']}, {each['direction']}"
        lines.append(wrapped(f"{coloured(each['key'], 'bold')} {each['name']}", "  "))
        lines.append(wrapped(f"{grade}; legal standing here {here}. {each['says']}", "    ", ""))
        if each["not_proven"]:
            lines.append(wrapped(f"Not proven: {each['not_proven']}", "    ", ""))
        for law in each["law"]:
            label = coloured(law["severity"].upper(), _COLOURS[law["severity"]])
            lines.append(wrapped(f"{label} {law['says']} [{law['source']}]", "    ", ""))
    lines += [coloured("Other treatments", "bold")]
    lines += [
        wrapped(
            f"- {each['name']}: {each['evidence']}; gap to mesotherapy {each['gap'] or 'unknown'}. "
            f"{each['combination'] or ''}",
            "  ",
        )
        for each in report["alternatives"]
    ]
    return "\n".join(lines)


def shown(value: Decimal | int | str | None) -> str:
    """A value, or "unknown"; never an empty cell."""
    return "unknown" if value is None else str(value)
