"""Backup, restore, and the move to another database: the operator's. Nothing in the house imports it but the door."""
