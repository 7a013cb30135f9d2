"""Tools that know Flask, SQLAlchemy and Babel, and no word of the domain."""
