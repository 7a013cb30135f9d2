"""Signing in: accounts, passwords, roles and sessions."""
