from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pistor.clinical.planning import Points, points_in_area
from pistor.clinical.quantities import volume


def test_kyb_a_rectangle_of_4_by_5_cm_takes_20_points_and_not_30():
    assert points_in_area(Decimal(20), Decimal(10)) == 20


@given(
    area=st.decimals(min_value=0, max_value=2000, places=2),
    spacing=st.decimals(min_value=1, max_value=50, places=1),
)
def test_a_fill_never_passes_one_point_for_each_cell(area, spacing):
    count = points_in_area(area, spacing)

    assert count * spacing * spacing <= area * 100
    assert (count + 1) * spacing * spacing > area * 100


@pytest.mark.parametrize(("area", "spacing"), [(-1, 10), (20, 0), (20, -5)])
def test_a_grid_on_nothing_or_without_spacing_is_refused(area, spacing):
    with pytest.raises(ValueError, match="no grid"):
        points_in_area(Decimal(area), Decimal(spacing))


def test_the_volume_of_points_is_unknown_where_count_or_volume_is():
    assert Points(count=20).volume is None
    assert Points(volume_each=volume("0.2 ml")).volume is None
    assert Points(count=20, volume_each=volume("50 ul")).volume == volume("1 ml")
