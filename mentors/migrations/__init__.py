"""Numbered, two-way schema changes, run by Alembic from our own command."""

from __future__ import annotations

import warnings
from pathlib import Path

from alembic import command
from alembic.config import Config
from flask import current_app


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = current_app.config["SQLALCHEMY_DATABASE_URI"]
    return config


def migrate(revision: str = "head") -> None:
    """Go to a revision, up or down."""
    going_down = revision == "base" or revision.startswith("-")
    with warnings.catch_warnings():
        # SQLite's tables are rebuilt without the indexes over sealed columns' marks; the migration makes those anew.
        warnings.filterwarnings("ignore", ".*expression-based index.*")
        (command.downgrade if going_down else command.upgrade)(alembic_config(), revision)
