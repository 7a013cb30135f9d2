"""Programmes, their wanted steps, and people's participation from sign-up to approval."""
