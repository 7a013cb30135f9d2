"""Persons, how to reach them, what they speak and like, and what they consented to. Below every programme."""
