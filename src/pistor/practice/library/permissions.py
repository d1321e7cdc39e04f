"""Who may open the addresses of this app."""

from pistor.practice.access.permissions import CLINICIANS, PRESCRIBERS, SIGNED_IN, Permission

ROWS: dict[str, Permission] = {
    "library:search": SIGNED_IN,
    "library:not_reviewed": SIGNED_IN,
    "library:row": SIGNED_IN,
    "library:adopt": PRESCRIBERS,
    "library:override": PRESCRIBERS,
    "library:end_override": PRESCRIBERS,
    "library:review": CLINICIANS,
}
