"""Pistor: software for a mesotherapy practice, from the first consultation to maintenance."""
