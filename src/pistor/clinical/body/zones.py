"""Zones with their area and the structures to keep away from."""

from dataclasses import dataclass

from pistor.clinical.evidence import Cited, Figure, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone(Row):
    """One named zone.

    Args:
        name: in the house's words.
        part_of: key of the zone it lies in; empty for a whole zone.
        area_cm2: planning default, cm2; None means unknown. Never a dose limit.
        avoid: danger structures and places to keep out of, each with its source.
        notes: anything else that is known of it.
    """

    name: str
    part_of: str = ""
    also: tuple[str, ...] = ()
    area_cm2: Figure | None = None
    avoid: tuple[Cited, ...] = ()
    notes: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverInject(Row):
    """Skin that is never injected, whatever the zone."""

    says: str
