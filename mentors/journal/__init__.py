"""Who did what, about whom, when. Written by every command that changes something."""
