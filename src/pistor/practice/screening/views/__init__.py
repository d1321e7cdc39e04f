"""Pages of the screening app: filling in, the tablet, accepting, the result, overrides."""
