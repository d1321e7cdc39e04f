"""Who may open the addresses of this app."""

from pistor.practice.access.permissions import Permission

ROWS: dict[str, Permission] = {}
