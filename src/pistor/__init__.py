"""Pistor: software for a mesotherapy practice, from the first consultation to maintenance."""

__version__ = "0.2.0"
