"""Numbered, two-way schema changes, run by Alembic from our own command."""

from __future__ import annotations

import warnings
from pathlib import Path

from alembic import command
from alembic.config import Config
from flask import current_app
from sqlalchemy import Engine


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = current_app.config["SQLALCHEMY_DATABASE_URI"]
    return config


def migrate(revision: str = "head") -> None:
    """Go to a revision, up or down, in the running house's own database."""
    down = revision == "base" or revision.startswith("-")
    with warnings.catch_warnings():
        # SQLite's tables are rebuilt without the indexes over sealed columns' marks; the migration makes those anew.
        warnings.filterwarnings("ignore", ".*expression-based index.*")
        _go(alembic_config(), revision, down)


def migrate_in(engine: Engine, revision: str, down: bool = False) -> None:
    """Bring any database to a revision, in one transaction of ours (keys are not enforced while tables are changed)."""
    config = alembic_config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        _go(config, revision, down)
        connection.commit()


def _go(config: Config, revision: str, down: bool) -> None:
    (command.downgrade if down else command.upgrade)(config, revision)
