"""Patients and what is known of them, whichever step learnt it."""
