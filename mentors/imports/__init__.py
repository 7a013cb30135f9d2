"""People from a spreadsheet: uploaded, looked at, put in, taken back (docs/import.md)."""
