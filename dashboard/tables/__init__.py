"""The tables that a person reads: the only rounding in the program."""
