"""Organisations, clinics, accounts, roles, and which address needs which."""
