"""The mentor telephone: who called about what, who calls back and by when, and who has the phone."""
