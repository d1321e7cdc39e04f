"""Techniques: how deep, how much and how close."""

from dataclasses import dataclass

from pistor.clinical.evidence import Cited, Figure, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique(Row):
    """One way of injecting. None means not reported.

    Args:
        depth_mm: depth of the needle tip, mm.
        needle: gauge and length.
        angle_deg: angle to the skin, degrees.
        volume_per_point_ml: ml at each point, or along each line.
        spacing_mm: mm between points.
        zones: where it is used, in words.
        pain_bleeding: what the patient feels and sees.
    """

    name: str
    also: tuple[str, ...] = ()
    depth_mm: Figure | None = None
    needle: Figure | None = None
    angle_deg: Figure | None = None
    volume_per_point_ml: tuple[Figure, ...] = ()
    spacing_mm: Figure | None = None
    zones: str = ""
    pain_bleeding: tuple[Cited, ...] = ()
    notes: tuple[Cited, ...] = ()
