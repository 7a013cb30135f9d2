"""Values that know nothing but Python."""
