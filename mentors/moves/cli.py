"""`flask backup`, `flask restore`, `flask copy-to`, `flask journal`: each says what is wrong in one sentence and ends with 1."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from config import database
from mentors.core import clock
from mentors.journal import commands, queries
from mentors.journal.rules import written
from mentors.moves import backups, places
from mentors.moves.places import Refusal
from mentors.moves.sealed import NotSound


def _url() -> str:
    return str(current_app.config["SQLALCHEMY_DATABASE_URI"])


def _key() -> str:
    key = current_app.config["BACKUP_KEY"]
    if not key:
        raise click.ClickException(
            "BACKUP_KEY is missing. Set 32 characters or more in the environment, and keep them where the backups are not."
        )
    return str(key)


@contextmanager
def _plainly() -> Iterator[None]:
    """Faults as one sentence. A database's own error may quote a row, so it is named and not shown."""
    try:
        yield
    except (NotSound, Refusal) as problem:
        raise click.ClickException(str(problem)) from None
    except FileExistsError as problem:
        raise click.ClickException(f"{problem.args[0]} exists already, and a backup never replaces another") from None
    except OSError as problem:
        raise click.ClickException(f"{problem.filename}: {problem.strerror}") from None
    except SQLAlchemyError as problem:
        raise click.ClickException(f"the database does not answer as it should ({type(problem).__name__})") from None


@click.command("backup")
@click.argument("words", nargs=-1, required=True, metavar="[verify] FILE")
@click.option("--into", help="with verify: an empty database to try it in, instead of a passing SQLite file")
def backup(words: tuple[str, ...], into: str | None) -> None:
    """Write everything to a sealed FILE, while the house runs; or `verify FILE`: restore it into an empty place and compare."""
    if len(words) == 2 and words[0] == "verify":
        with _plainly():
            said = backups.try_out(Path(words[1]), _key(), current_app.config["JOURNAL_KEYS"], _address(into))
        click.echo(f"{words[1]} can be restored: {said}")
        return
    if len(words) != 1 or into:
        raise click.UsageError("say `flask backup FILE` or `flask backup verify FILE`")
    with _plainly():
        count = backups.back_up(_url(), Path(words[0]), _key())
    click.echo(f"{words[0]}: {count} rows")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Fill the empty database of DATABASE_URL from a backup."""
    with _plainly():
        said = backups.restore(file, _url(), _key(), current_app.config["JOURNAL_KEYS"])
    click.echo(f"restored: {said}")


@click.command("copy-to")
@click.argument("database_url")
def copy_to(database_url: str) -> None:
    """Copy everything into another, empty database, as when a town moves from SQLite to PostgreSQL."""
    target = _address(database_url)
    if target is None or make_url(target) == make_url(_url()):
        raise click.ClickException("that is the database the house uses now")
    with _plainly():
        said = backups.copy(_url(), target, current_app.config["JOURNAL_KEYS"])
    click.echo(f"copied: {said}. Set DATABASE_URL to the new one before anybody writes to the old one again.")


def _address(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        found = database(url)
        if make_url(found).get_backend_name() in ("sqlite", "postgresql"):
            return found
    except ArgumentError:
        pass
    raise click.ClickException("that is no address of a database: write sqlite:///FILE or postgresql://USER@HOST/NAME")


@click.group("journal")
def journal() -> None:
    """The journal's chain."""


@journal.command("verify")
@click.option(
    "--anchors", type=click.Path(path_type=Path, exists=True), help="heads put away earlier (JOURNAL_ANCHORS)"
)
def verify(anchors: Path | None) -> None:
    """One sentence per place where the journal was changed; ends with 1 where there is one."""
    with _plainly(), backups.opened(_url()) as engine, places.snapshot(engine) as connection:
        try:
            kept = commands.anchors(anchors) if anchors else []
        except (ValueError, UnicodeError):
            raise click.ClickException(f"{anchors} does not hold heads of a journal") from None
        found = False
        for fault in queries.faults(connection, current_app.config["JOURNAL_KEYS"], kept):
            click.echo(fault)
            found = True
        lines = sum(head.seq for head in queries.heads(connection).values())
    if found:
        raise click.exceptions.Exit(1)
    click.echo(f"the journal is whole: {lines} lines")


@journal.command("heads")
def heads() -> None:
    """Print each chain's head, to be kept elsewhere; the format of JOURNAL_ANCHORS."""
    with _plainly(), backups.opened(_url()) as engine, places.snapshot(engine) as connection:
        for head in queries.heads(connection).values():
            click.echo(written(head, clock.now()))


COMMANDS = (backup, restore, copy_to, journal)
