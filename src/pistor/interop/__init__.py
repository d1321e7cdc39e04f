"""What other programs ask for and are given; comes after the eight steps."""
