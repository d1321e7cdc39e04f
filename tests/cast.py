"""Invented people and plans with valid defaults; a test says only what matters to it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from pistor.clinical.findings import Override
from pistor.clinical.person import Answer, Answered, Person, Received, Weight
from pistor.clinical.planning import (
    Component,
    Course,
    CourseGap,
    Formula,
    Formulary,
    Numbing,
    Plan,
    Points,
)
from pistor.clinical.quantities import amount, strength, volume

MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def answers_no(formulary: Formulary, on: date = MONDAY) -> dict[str, Answered]:
    """Every question of the questionnaire answered with no on a day."""
    return {key: Answered(on=on, answer=Answer.NO) for key in formulary.questionnaire.questions}


def ada(formulary: Formulary, on: date = MONDAY, **changed: Answered) -> Person:
    """Ada Invented, 41, 62 kg, nothing against her, everything asked."""
    return Person(
        born_on=date(1984, 12, 10),
        sex="female",
        weight=Weight(kg=Decimal(62), on=on),
        answers={**answers_no(formulary, on), **changed},
    )


def bruno(formulary: Formulary, on: date = MONDAY, **changed: Answered) -> Person:
    """Bruno Invented, 38, 80 kg, nothing against him, everything asked."""
    return Person(
        born_on=date(1987, 7, 1),
        sex="male",
        weight=Weight(kg=Decimal(80), on=on),
        answers={**answers_no(formulary, on), **changed},
    )


def yes(on: date = MONDAY, **dates: date) -> Answered:
    return Answered(on=on, answer=Answer.YES, **dates)


def given(ingredient: str, how_much: str, on: date = MONDAY) -> Received:
    return Received(ingredient=ingredient, amount=amount(how_much), on=on, route="elsewhere")


def overridden_by_two(code: str, about: str = "", **changed: object) -> Override:
    """A valid override: Dr Iris Invented decides, Dr Jon Invented looks a second time."""
    usual = Override(
        code=code,
        about=about,
        by="Dr Iris Invented",
        role="prescriber",
        reason="Discussed with the haematologist.",
        at=NOON,
        second="Dr Jon Invented",
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


def drawn(ingredient: str, product: str = "", how_much: str = "", **more: object) -> Component:
    """A component: ``drawn("lidocaine", "2 %", "1 ml")``; empty texts mean unknown."""
    return Component(
        ingredient=ingredient,
        strength=strength(product) if product else None,
        volume=volume(how_much) if how_much else None,
        **more,  # type: ignore[arg-type]
    )


def cream(grams: str | None = "2.5", area_cm2: str = "25", hours: str = "1") -> Numbing:
    return Numbing(
        ingredient="lidocaine_prilocaine_cream",
        grams=None if grams is None else Decimal(grams),
        area_cm2=Decimal(area_cm2),
        hours=Decimal(hours),
    )


def plan_of(*components: Component, numbing: Numbing | None = None, **changed: object) -> Plan:
    """A plan of four sessions, two weeks apart, in France, with one formula."""
    plan = Plan(
        jurisdiction="FR",
        zone="cheek",
        formulas=(Formula(components=components, numbing=numbing),) if components else (),
        points=Points(),
        course=Course(start=MONDAY, sessions=4, gap=CourseGap(unit="weeks", shortest=2)),
    )
    return replace(plan, **changed)  # type: ignore[arg-type]


def codes(findings: tuple, severity: str = "") -> set[str]:
    """The codes of some findings, of one severity or all."""
    return {each.code for each in findings if not severity or each.severity == severity}
