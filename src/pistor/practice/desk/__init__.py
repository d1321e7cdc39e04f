"""The day of the staff: what must be seen together. Reads every step, owns nothing."""
