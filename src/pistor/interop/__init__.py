"""What comes in from outside and goes out again: files to clinical values, results to data."""
