"""Who did what to which record, and who read what; nobody can quietly change it."""
