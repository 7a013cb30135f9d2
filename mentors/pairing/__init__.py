"""A newcomer and a volunteer: suggestions with reasons, proposals, agreements, pauses and endings."""
