"""Who may open the addresses of this app."""

from pistor.practice.access.permissions import CLINICIANS, MANAGERS, WITH_PATIENTS, Permission
from pistor.practice.people.record_permissions import ROWS as RECORDS

ROWS: dict[str, Permission] = {
    # A manager sees the list, to look over what was imported and to join records; no charts.
    "people:patients": WITH_PATIENTS | MANAGERS,
    "people:new": WITH_PATIENTS,
    "people:edit": WITH_PATIENTS,
    "people:join": CLINICIANS | MANAGERS,
    "people:undo_join": CLINICIANS | MANAGERS,
    "people:import": MANAGERS,
    "people:import_map": MANAGERS,
    "people:import_check": MANAGERS,
    "people:import_run": MANAGERS,
    **RECORDS,
}
