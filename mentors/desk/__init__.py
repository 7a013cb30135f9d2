"""The coordinator's desk: to-do list, search, the page of one person."""
