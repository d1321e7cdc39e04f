"""Who may open which address: one row each; a test fails for an address without a row."""

from pistor.practice.access.permissions import ROWS as ACCESS
from pistor.practice.access.permissions import Permission
from pistor.practice.desk.permissions import ROWS as DESK
from pistor.practice.library.permissions import ROWS as LIBRARY
from pistor.practice.people.permissions import ROWS as PEOPLE
from pistor.practice.planning.permissions import ROWS as PLANNING
from pistor.practice.screening.permissions import ROWS as SCREENING

TABLE: dict[str, Permission] = {
    **ACCESS,
    **PEOPLE,
    **LIBRARY,
    **SCREENING,
    **PLANNING,
    **DESK,
}
