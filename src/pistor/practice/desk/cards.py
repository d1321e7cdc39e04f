"""A chart as cards of lines: what is shown at once, what is folded away, what was withdrawn."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from pistor.practice.desk.addresses import address
from pistor.practice.people.models import (
    Allergy,
    Measurement,
    Note,
    Patient,
    SamePerson,
    Withdrawable,
)
from pistor.practice.people.queries import worst_first
from pistor.practice.people.record_words import joined, words_of
from pistor.practice.planning.models import PlanOfCare
from pistor.practice.screening.models import Screening
from pistor.web.templatetags.pistor import day, moment

SHOWN = 4  # lines a card shows at once; more where a missed one may harm
SHOWN_MORE = {"allergy": 20, "medicine": 20, "condition": 20}
TITLES = {
    "allergy": "Allergies",
    "medicine": "Medicines",
    "condition": "Conditions",
    "procedure": "Earlier procedures",
    "received": "Doses received elsewhere",
    "measurement": "Weight and height",
    "phototype": "Phototype",
    "document": "Documents",
}
_VERDICTS = {
    "suitable": ("Suitable", "ok"),
    "ask": ("The doctor decides", "warn"),
    "defer": ("Not now", "warn"),
    "not_suitable": ("Not suitable", "stop"),
}
_SAID_CHARACTERS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One record in a card."""

    says: str
    more: str = ""
    url: str = ""
    tag: str = ""
    tag_kind: str = "plain"
    withdraw_url: str = ""
    withdraw: str = "Withdraw"
    withdrawn: str = ""
    additions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One kind of record."""

    key: str
    title: str
    lines: Sequence[Line]
    buttons: Sequence[tuple[str, str]] = ()
    empty: str = "None on record."

    @property
    def standing(self) -> Sequence[Line]:
        """What nobody withdrew."""
        return [each for each in self.lines if not each.withdrawn]

    @property
    def groups(self) -> Sequence[tuple[str, Sequence[Line]]]:
        """What is shown at once, and, under a word each, what is folded away and withdrawn."""
        standing, shown = self.standing, SHOWN_MORE.get(self.key, SHOWN)
        withdrawn = [each for each in self.lines if each.withdrawn]
        groups = [
            ("", standing[:shown]),
            (f"{len(standing) - shown} more", standing[shown:]),
            (f"{len(withdrawn)} withdrawn", withdrawn),
        ]
        return [(word, lines) for word, lines in groups if lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """Makes the cards of one person.

    Args:
        patient: whose chart it is.
        whole: the record and those joined with it.
    """

    patient: Patient
    whole: Sequence[Patient]

    def of_kind(self, key: str, records: Sequence[Any]) -> Card:
        """A card of records that are entered one by one."""
        add = address("people:add_record", self.patient.uid, key)
        ended = sorted(records, key=lambda each: getattr(each, "until", None) is not None)
        lines = [self._line(key, each) for each in ended]
        return Card(key=key, title=TITLES[key], lines=lines, buttons=[("Add", add)])

    def allergies(self, records: Sequence[Allergy]) -> Card:
        """Allergies, or that there are none, or that nobody asked."""
        card = self.of_kind("allergy", worst_first(records))
        if card.standing:
            return card
        none_known = ("None known", address("people:none_known", self.patient.uid))
        asked = self.patient.allergies_asked == Patient.Allergies.NONE_KNOWN
        says = f"None known, asked on {day(self.patient.allergies_asked_on)}."
        return Card(
            key=card.key,
            title=card.title,
            lines=card.lines,
            buttons=[none_known, *card.buttons],
            empty=says if asked else "Not asked yet.",
        )

    def measurements(self, records: Sequence[Measurement]) -> Card:
        """The newest weight and the newest height, then what came before."""
        seen: Counter[str] = Counter()
        ranked = []
        for each in records:
            seen[each.kind] += each.withdrawn_at is None
            ranked.append((seen[each.kind], each))
        return self.of_kind("measurement", [each for _, each in sorted(ranked, key=itemgetter(0))])

    def documents(self, records: Sequence[Any]) -> Card:
        """Documents, each a download."""
        add = address("people:add_document", self.patient.uid)
        lines = [self._line("document", each, "people:document") for each in records]
        return Card(key="document", title="Documents", lines=lines, buttons=[("Add", add)])

    def plans(self, plans: Sequence[PlanOfCare], *, clinical: bool) -> Card:
        """Plans with their state; without name and link for who does not treat."""
        begin = [("Begin a plan", address("planning:begin", self.patient.uid))]
        lines = [_plan_line(each, clinical=clinical) for each in plans]
        return Card(key="plans", title="Plans", lines=lines, buttons=begin if clinical else ())

    def screenings(self, screenings: Sequence[Screening]) -> Card:
        """Screenings with what came of them."""
        begin = [("Screen", address("screening:begin", self.patient.uid))]
        lines = [_screening_line(each) for each in screenings]
        return Card(key="screenings", title="Screenings", lines=lines, buttons=begin)

    def asking(self) -> Card:
        """The questionnaire, for who may hand it over and not read what came of it."""
        begin = [("Screen", address("screening:begin", self.patient.uid))]
        empty = "A clinician reads what came of it."
        return Card(key="screenings", title="Questionnaire", lines=[], buttons=begin, empty=empty)

    def notes(self, notes: Sequence[Note]) -> Card:
        """Notes with their additions."""
        write = [("Write a note", address("people:write_note", self.patient.uid))]
        lines = [self._note_line(each) for each in notes]
        return Card(key="notes", title="Notes", lines=lines, buttons=write)

    def joined_records(self, joins: Sequence[SamePerson], *, clinical: bool) -> Card:
        """Other records of the same person."""
        join = [("Join", address("people:join", self.patient.uid))]
        button = join if clinical else ()
        lines = []
        for each in joins:
            other = each.other if each.patient_id == self.patient.pk else each.patient
            undone = f"{each.undone_why}, {day(each.undone_at)}" if each.undone_at else ""
            lines.append(
                Line(
                    says=f"{other.name}, no. {other.number}",
                    more=joined(each.why, day(each.entered_at)),
                    url=address("desk:chart", other.uid),
                    withdrawn=undone,
                    withdraw="Undo",
                    withdraw_url=""
                    if undone or not clinical
                    else address("people:undo_join", self.patient.uid, each.pk),
                )
            )
        return Card(
            key="joined", title="Joined records", lines=lines, buttons=button, empty="None."
        )

    def _line(self, key: str, each: Any, opens: str = "") -> Line:
        says, more = words_of(each)
        if each.patient_id != self.patient.pk:
            more = joined(more, f"from record no. {self._record(each).number}")
        uid = self._record(each).uid
        opened = address(opens, uid, each.pk) if opens else ""
        if not isinstance(each, Withdrawable):
            return Line(says=says, more=more, url=opened)
        if each.withdrawn_at is not None:
            gone = f"{each.withdrawn_why}, {day(each.withdrawn_at)}"
            return Line(says=says, more=more, url=opened, withdrawn=gone)
        withdraw = address("people:withdraw_record", uid, key, each.pk)
        return Line(says=says, more=more, url=opened, withdraw_url=withdraw)

    def _note_line(self, each: Note) -> Line:
        signed = each.signed_at is not None
        added = (
            f"{day(one.entered_at)}, {one.entered_by}: {_short(one.text)}"
            for one in each.addenda.all()
        )
        by = f"signed by {each.signed_by}, {moment(each.signed_at)}"
        return Line(
            says=f"{day(each.entered_at)}: {_short(each.reason)}",
            more=by if signed else f"begun by {each.entered_by}",
            url=address("people:note", self._record(each).uid, each.pk),
            tag="Signed" if signed else "Not signed",
            tag_kind="ok" if signed else "warn",
            additions=tuple(added),
        )

    def _record(self, each: Any) -> Patient:
        return next(one for one in self.whole if one.pk == each.patient_id)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SAID_CHARACTERS else f"{line[:_SAID_CHARACTERS].rstrip()} …"


def _plan_line(plan: PlanOfCare, *, clinical: bool) -> Line:
    state, kind = state_of(plan)
    begun = day(plan.begun_at)
    if not clinical:
        return Line(says=f"Plan of {begun}", tag=state, tag_kind=kind)
    url = address("planning:show", plan.uid)
    return Line(says=plan.title, more=f"begun {begun}", url=url, tag=state, tag_kind=kind)


def _screening_line(each: Screening) -> Line:
    state, kind = verdict_of(each)
    return Line(
        says=f"Screening of {day(each.begun_at)}",
        more="answered by the patient" if each.filled_by_patient else "",
        url=address("screening:show", each.uid),
        tag=state,
        tag_kind=kind,
    )


def approved_number(plan: PlanOfCare) -> int | None:
    """The newest approved version."""
    return next((each.number for each in plan.versions.all() if each.approved_at), None)


def state_of(plan: PlanOfCare) -> tuple[str, str]:
    """Where a plan stands, and the kind of tag that says so."""
    approved, newest = approved_number(plan), next(iter(plan.versions.all()), None)
    if plan.ended_at:
        return f"Ended {day(plan.ended_at)}", "plain"
    if approved and newest and newest.number == approved:
        return f"Approved, version {approved}", "ok"
    waits = "waits for approval" if newest and newest.ready_at else "draft"
    if approved and newest:
        return f"Version {approved} approved, {newest.number} {waits}", "warn"
    return waits.capitalize(), "warn" if newest and newest.ready_at else "plain"


def verdict_of(screening: Any) -> tuple[str, str]:
    """What came of a screening, and the kind of tag that says so."""
    if screening.state != Screening.State.ACCEPTED:
        return screening.get_state_display(), "plain"
    says, kind = _VERDICTS.get(screening.verdict or "", ("Accepted", "plain"))
    if screening.until not in {None, "", "null"}:  # SQLite gives a JSON null as this word
        return f"{says}, until {day(date.fromisoformat(screening.until))}", kind
    return says, kind
