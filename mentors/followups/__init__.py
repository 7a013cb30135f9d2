"""Asks what is due from the facts and says it once; takes the answers; raises tasks for silence."""
