"""What a member of staff must do, about whom, by when. Raised by rooms above, done by people."""
