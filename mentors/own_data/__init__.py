"""What we hold about a person: seen, corrected, taken along, forgotten, kept for so long; two records made one."""
