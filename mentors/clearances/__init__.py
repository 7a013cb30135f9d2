"""Checks on people who meet others: status and dates only, never the document, never a CPR number."""
