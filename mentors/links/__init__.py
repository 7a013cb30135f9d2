"""Personal links: one unguessable address that opens one page for one person."""
