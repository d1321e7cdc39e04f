"""What must be said and agreed before a treatment."""
