"""Who may open the addresses of this app."""

from pistor.practice.access.permissions import SIGNED_IN, Permission

ROWS: dict[str, Permission] = {"desk:today": SIGNED_IN}
