"""The demo town: an invented municipality with half a year behind it, and nobody real in it."""
