from datetime import date
from decimal import Decimal

import pytest

from pistor.clinical.person import Person


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2008, 3, 3), date(2026, 3, 2), 17),
        (date(2008, 3, 2), date(2026, 3, 2), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_a_birthday_is_reached_on_its_day_and_not_before(born, day, years):
    assert Person(born_on=born).age_on(day) == years


def test_a_given_age_serves_where_no_birth_date_is_known():
    assert Person(age_years=Decimal(41)).age_on(date(2026, 3, 2)) == 41


def test_the_age_of_an_unknown_person_is_unknown():
    assert Person().age_on(date(2026, 3, 2)) is None
