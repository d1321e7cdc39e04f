"""An invented clinic, played through the same actions the pages use; nobody in it is real."""

from pistor.cli.clinic.house import accounts
from pistor.cli.clinic.play import fill
from pistor.cli.clinic.story import PASSWORD

__all__ = ["PASSWORD", "accounts", "fill"]
