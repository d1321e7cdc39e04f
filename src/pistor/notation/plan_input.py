"""What a plan file may say; ``pistor schema plan`` prints it as JSON Schema."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from pistor.notation.person_file import Answers, Number, PersonInput

MOST_SESSIONS = 100
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Unit = Literal["days", "weeks", "months"]


class ComponentInput(msgspec.Struct, forbid_unknown_fields=True):
    """One ingredient from one product.

    Give its volume, or an amount, or the strength it shall have in the mixture. One component of
    a syringe may give none of them: it fills up to the total (a diluent), or to what the points
    take.
    """

    ingredient: Annotated[str, Meta(description="key or name")]
    strength: Annotated[
        str, Meta(description="of the product: '10 mg/ml', '2 %', '1:1000', '150 IU/ml', '14 mg/g'")
    ] = ""
    volume: Annotated[str, Meta(description="'0.2 ml' or '50 ul'")] = ""
    amount: Annotated[str, Meta(description="'20 mg' or '150 IU'; the volume is rounded down")] = ""
    final_strength: Annotated[
        str, Meta(description="wanted strength in the mixture; needs the total of the formula")
    ] = ""
    product: Annotated[str, Meta(description="name of the product; default: the ingredient")] = ""
    syringe: Annotated[str, Meta(description="mixture rules judge one syringe")] = "A"
    with_addition: Annotated[str, Meta(description="such as 'epinephrine'")] = ""
    licensed_combination: Annotated[
        bool, Meta(description="its maker sells it mixed with the others of the same product")
    ] = False
    vial: Annotated[str, Meta(description="content of one vial, such as '2 ml'")] = ""


class NumbingInput(msgspec.Struct, forbid_unknown_fields=True):
    """A numbing cream put on before the session."""

    cream: str = "lidocaine_prilocaine_cream"
    grams: Number | None = None
    area_cm2: Number | None = None
    minutes: Number | None = None


class FormulaInput(msgspec.Struct, forbid_unknown_fields=True):
    """The mixture of all sessions, or of those named."""

    component: list[ComponentInput] = []
    sessions: Annotated[list[int], Meta(description="from 1; default: all others")] = []
    total: Annotated[str, Meta(description="volume of each finished syringe, such as '1 ml'")] = ""
    numbing: NumbingInput | None = None


class PointsInput(msgspec.Struct, forbid_unknown_fields=True):
    """The points of one session: a number, or an area and a spacing."""

    count: int | None = None
    volume_each: Annotated[str, Meta(description="'0.2 ml' or '50 ul'")] = ""
    area_cm2: Number | None = None
    spacing_mm: Number | None = None
    depth_mm: Number | None = None


class CourseInput(msgspec.Struct, forbid_unknown_fields=True):
    """The sessions and their gaps."""

    start: date | None = None
    sessions: int | None = None
    gap: Annotated[str, Meta(description="'1 month', '28 days', '14-21 days', '2 weeks'")] = ""
    usual_gap: Annotated[
        str, Meta(description="what is aimed at within the gap; default: the shortest")
    ] = ""
    at: Annotated[
        list[int],
        Meta(description="irregular course: when each session falls, e.g. [0, 1, 2, 3, 5]"),
    ] = []
    at_unit: Unit = "weeks"
    dates: Annotated[list[date], Meta(description="dates you chose; judged, not moved")] = []
    earlier: Annotated[list[date], Meta(description="sessions of this course done before")] = []
    count_from: Annotated[
        Literal["previous session", "start"], Meta(description="what each gap is counted from")
    ] = "previous session"
    closed_weekdays: list[Weekday] = []
    closed_days: list[date] = []
    assess_at: Annotated[list[int], Meta(description="measurements, from the first session")] = []
    assess_unit: Unit = "weeks"


class PlanInput(msgspec.Struct, forbid_unknown_fields=True):
    """A plan; everything left out is taken from the protocol or stays unknown."""

    title: str = ""
    on: Annotated[date | None, Meta(description="day of the check; default: today")] = None
    country: Annotated[str, Meta(description="of the clinic, two letters, such as FR")] = ""
    indication: Annotated[str, Meta(description="key or name")] = ""
    protocol: Annotated[str, Meta(description="key, such as L1")] = ""
    zone: Annotated[str, Meta(description="key or name")] = ""
    technique: Annotated[str, Meta(description="key or name")] = ""
    person: PersonInput | None = None
    answers: Answers | None = None
    points: PointsInput | None = None
    formula: list[FormulaInput] = []
    course: CourseInput | None = None
