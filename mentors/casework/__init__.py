"""Caseworkers: whom each has referred or answers for, and where those stand. Nobody else's."""
