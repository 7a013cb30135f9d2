"""What each coordinator looks after, and moving it: a portfolio goes to somebody else in three clicks."""
