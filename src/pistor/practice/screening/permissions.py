"""Who may open the addresses of this app."""

from pistor.practice.access.permissions import (
    CLINICIANS,
    PRESCRIBERS,
    TABLET,
    WITH_PATIENTS,
    Permission,
)

ROWS: dict[str, Permission] = {
    "screening:tablet": TABLET,
    "screening:begin": WITH_PATIENTS,
    "screening:answer": WITH_PATIENTS,
    "screening:hand_over": WITH_PATIENTS,
    "screening:take_back": WITH_PATIENTS,
    "screening:discard": CLINICIANS,
    "screening:accept": CLINICIANS,
    "screening:show": CLINICIANS,
    "screening:override": PRESCRIBERS,
    "screening:second_look": CLINICIANS,
    "screening:read_again": PRESCRIBERS,
}
