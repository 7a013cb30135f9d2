"""Everything said to people: rows first, in the reader's language, delivered in their hours, once."""
