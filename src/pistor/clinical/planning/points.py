"""Points: how many, how much each, over what area."""

from dataclasses import dataclass
from decimal import Decimal

from pistor.clinical.quantities import EXACT, Millilitres

_MM2_IN_CM2 = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The points of one session as numbers; the drawn map comes on top of these.

    Args:
        count: None means unknown.
        volume_each: ml at each point; None means unknown.
        area_cm2: skin treated, cm2; None means unknown.
        spacing_mm: mm between points; None means unknown.
        depth_mm: planned depth, mm; None means unknown.
    """

    count: int | None = None
    volume_each: Millilitres | None = None
    area_cm2: Decimal | None = None
    spacing_mm: Decimal | None = None
    depth_mm: Decimal | None = None

    @property
    def volume(self) -> Millilitres | None:
        """Count x volume of each, ml, exact; None where one is unknown."""
        if self.count is None or self.volume_each is None:
            return None
        return self.volume_each.times(self.count)


def points_in_area(area_cm2: Decimal, spacing_mm: Decimal) -> int:
    """Count the points of a square grid, one in the middle of each cell.

    A grid that also counts its edges puts (n + 1) x (m + 1) points on n x m cells and so passes
    the dose for the area; cells do not.

    Args:
        area_cm2: 0 or more, cm2.
        spacing_mm: side of a cell, mm, above 0.

    Returns:
        Whole points, rounded DOWN.

    Raises:
        ValueError: an argument is outside its range.

    Sources:
        docs/methods/points.md

    >>> points_in_area(Decimal(20), Decimal(10))
    20
    """
    if area_cm2 < 0 or spacing_mm <= 0:
        raise ValueError(f"no grid of {spacing_mm} mm on {area_cm2} cm2")
    cell_mm2 = EXACT.multiply(spacing_mm, spacing_mm)
    return int(EXACT.multiply(area_cm2, _MM2_IN_CM2) // cell_mm2)
