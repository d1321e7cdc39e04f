"""How a person, a screening and a plan are written down as plain data, and read back strictly."""
