"""Dates for the whole course."""
