"""Who may open the addresses of this app."""

from pistor.practice.access.permissions import AUDITORS, SIGNED_IN, WITH_PATIENTS, Permission

ROWS: dict[str, Permission] = {
    "desk:today": SIGNED_IN,
    "desk:chart": WITH_PATIENTS,
    "desk:writes": AUDITORS,
    "desk:reads": AUDITORS,
}
