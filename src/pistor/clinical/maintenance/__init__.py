"""When to come back, and when to stop."""
