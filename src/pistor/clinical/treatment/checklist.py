"""The steps of a session and the emergency kit."""

from dataclasses import dataclass

from pistor.clinical.evidence import Cited, Row

PARTS = ("before", "prepare", "skin", "during", "after")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistStep(Row):
    """One step of the session.

    Args:
        part: one of ``PARTS``.
        order: place within its part, from 1.
    """

    part: str
    order: int
    says: str
    notes: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyItem(Row):
    """One item of the emergency kit, with its dose where the dossier gives one."""

    name: str
    says: str
    only_if: str = ""
