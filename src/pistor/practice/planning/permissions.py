"""Who may open the addresses of this app."""

from pistor.practice.access.permissions import CLINICIANS, PRESCRIBERS, Permission

ROWS: dict[str, Permission] = {
    "planning:begin": CLINICIANS,
    "planning:show": CLINICIANS,
    "planning:edit": CLINICIANS,
    "planning:check": CLINICIANS,
    "planning:compare": CLINICIANS,
    "planning:sheet": CLINICIANS,
    "planning:hand_in": CLINICIANS,
    # Who may approve which plan is the plan's own matter: a prescriber where anything in it is
    # prescription-only, else a practitioner too.
    "planning:approve": CLINICIANS,
    "planning:override": PRESCRIBERS,
    "planning:second_look": CLINICIANS,
    "planning:revise": CLINICIANS,
}
