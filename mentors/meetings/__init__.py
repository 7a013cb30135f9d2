"""Meetings of a pair: planned, held, logged without content; calendar files."""
