"""A backup is restored into an empty place and compared; whatever is wrong with it is said in a sentence (issue 6, 10)."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import create_engine, text

from mentors.app import create_app
from mentors.journal.commands import note
from mentors.kit.db import db, transaction
from mentors.kit.vault import Ring
from mentors.migrations import migrate_in
from mentors.moves import rows, sealed
from mentors.moves.backups import opened
from mentors.moves.places import newest_revision, snapshot
from tests.databases import PostgresStore, Store
from tests.given import Given

KEY = "a key for backups, thirty-two letters long"
JOURNAL_KEY = "a secret of the test suite, long enough to be taken"


@pytest.fixture
def empty_place(store: Store, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Addresses of fresh databases of the kind under test."""

    def make() -> str:
        name = f"place_{secrets.token_hex(4)}"
        if not isinstance(store, PostgresStore):
            return f"sqlite:///{tmp_path / name}.db"
        admin = create_engine(store.url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        return store.url.replace("/test_main", f"/{name}")

    yield make


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory, house: Flask) -> Path:
    """An SQLite file as `flask migrate` leaves it, made once."""
    file = tmp_path_factory.mktemp("blank") / "blank.db"
    with house.app_context(), opened(f"sqlite:///{file}") as engine:
        migrate_in(engine, "head")
    return file


def _migrate(url: str, blank: Path, house: Flask) -> None:
    if url.startswith("sqlite"):
        shutil.copyfile(blank, url.removeprefix("sqlite:///"))
        return
    with house.app_context(), opened(url) as engine:
        migrate_in(engine, "head")


@pytest.fixture
def flask(empty_place: Callable[[], str], blank: Path, house: Flask) -> Callable[..., Result]:
    """`flask ...` over a town of its own, migrated as an operator's is; `on` another database, `key` another key."""
    made: dict[str, Flask] = {}
    home = empty_place()

    def run(*words: str, on: str = home, key: str | None = KEY) -> Result:
        if on not in made:
            made[on] = create_app(
                SECRET_KEY=JOURNAL_KEY, SQLALCHEMY_DATABASE_URI=on, TESTING=True, CLOCK_FILE=None, THROTTLE=False
            )
        made[on].config["BACKUP_KEY"] = key
        with made[on].app_context():
            return made[on].test_cli_runner().invoke(args=list(words))

    run.home = home  # type: ignore[attr-defined]
    run.made = made  # type: ignore[attr-defined]
    _migrate(home, blank, house)
    assert run("journal", "verify").exit_code == 0
    with made[home].app_context():
        given = Given(made[home], lambda: None)  # type: ignore[arg-type, return-value]
        for _ in range(3):
            person = given.person(first_name="Ásgeir 'Ødipus\n\t\\ 🌻", speaks=("da", "ar"))
            with transaction():
                note(given.by(), "people.looked_at", person_id=person.id, reason="samtale; \x7f")
        given.programme()
        db.session.remove()
    return run


def held(url: str) -> dict[str, rows.Sum]:
    with opened(url) as engine, snapshot(engine) as connection:
        return rows.sums(connection)


def test_a_backup_is_restored_with_nothing_lost(flask: Any, empty_place: Any, tmp_path: Path) -> None:
    file = tmp_path / "town.backup"
    assert "rows" in flask("backup", str(file)).output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"looked_at" not in file.read_bytes()
    there = empty_place()
    done = flask("restore", str(file), on=there)
    assert (done.exit_code, "chain of" in done.output) == (0, True), done.output
    assert held(there) == held(flask.home)
    assert held(there)["person"].rows == 3
    assert flask("journal", "verify", on=there).exit_code == 0


def test_what_is_sealed_goes_along_sealed_and_needs_its_key(flask: Any, empty_place: Any, tmp_path: Path) -> None:
    file = tmp_path / "town.backup"
    flask("backup", str(file))
    there = empty_place()
    flask("vault", "check", on=there)  # the house there is made, and gets a key of its own
    flask.made[there].extensions["vault"] = Ring(["another key of the vault, thirty-two letters"])
    done = flask("restore", str(file), on=there)
    assert done.exit_code == 1 and "sealed with a key that VAULT_KEYS does not hold" in done.output, done.output
    flask.made[there].extensions["vault"] = flask.made[flask.home].extensions["vault"]
    assert flask("restore", str(file), on=there).exit_code == 0
    assert flask("vault", "check", on=there).exit_code == 0


def test_a_restored_town_counts_on(flask: Any, empty_place: Any, tmp_path: Path) -> None:
    flask("backup", str(tmp_path / "town.backup"))
    there = empty_place()
    flask("restore", str(tmp_path / "town.backup"), on=there)
    with flask.made[there].app_context():
        given = Given(flask.made[there], lambda: None)  # type: ignore[arg-type, return-value]
        given.count = 50
        assert given.person().id == 4
        db.session.remove()
    assert flask("journal", "verify", on=there).exit_code == 0


def test_verify_tries_it_out_in_an_empty_place(flask: Any, empty_place: Any, tmp_path: Path) -> None:
    file = tmp_path / "town.backup"
    flask("backup", str(file))
    for words in ((), ("--into", empty_place())):
        done = flask("backup", "verify", str(file), *words)
        assert (done.exit_code, "can be restored" in done.output) == (0, True), done.output


def test_nothing_is_restored_over_what_is_there(flask: Any, tmp_path: Path) -> None:
    flask("backup", str(tmp_path / "town.backup"))
    before = held(flask.home)
    done = flask("restore", str(tmp_path / "town.backup"))
    assert (done.exit_code, "not empty" in done.output) == (1, True)
    assert held(flask.home) == before


def test_an_empty_house_that_was_migrated_is_empty_enough(flask: Any, empty_place: Any, tmp_path: Path) -> None:
    flask("backup", str(tmp_path / "town.backup"))
    there = empty_place()
    assert flask("migrate", on=there).exit_code == 0
    assert flask("restore", str(tmp_path / "town.backup"), on=there).exit_code == 0


def _spoilt(file: Path, how: str) -> None:
    whole = file.read_bytes()
    middle = len(whole) // 2
    file.write_bytes(
        {
            "cut off": whole[:-40],
            "cut off in its beginning": whole[:30],
            "empty": b"",
            "a bit changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
            "a bit of its beginning changed": whole[:20] + bytes([whole[20] ^ 1]) + whole[21:],
            "something added": whole + b"more",
            "another kind of file": b"PK\x03\x04" + whole,
        }[how]
    )


HOWS = (
    "cut off", "cut off in its beginning", "empty", "a bit changed", "a bit of its beginning changed",
    "something added", "another kind of file",
)  # fmt: skip


def test_a_file_that_was_changed_is_told_in_a_sentence(flask: Any, empty_place: Any, tmp_path: Path) -> None:
    there = empty_place()
    for how in HOWS:
        file = tmp_path / f"{how.replace(' ', '-')}.backup"
        flask("backup", str(file))
        _spoilt(file, how)
        for done in (flask("restore", str(file), on=there), flask("backup", "verify", str(file))):
            assert done.exit_code == 1
            assert done.output.startswith("Error: ") and str(file) in done.output and "Traceback" not in done.output
    with create_engine(there).connect() as connection:
        assert "person" not in {table.name for table in rows.tables(connection)}, "nothing was begun"


def test_pieces_that_changed_places_or_are_missing_do_not_open(tmp_path: Path) -> None:
    file = tmp_path / "long"
    sealed.write(file, KEY, [bytes([n]) * sealed.PIECE for n in range(4)])
    whole = file.read_bytes()
    head, size = len(sealed.MAGIC) + sealed.SALT + sealed.NAME, sealed.PIECE + 16 + 4
    pieces = [whole[head + n * size : head + (n + 1) * size] for n in range(4)]
    assert b"".join(sealed.read(file, KEY)) == b"".join(bytes([n]) * sealed.PIECE for n in range(4))
    for order in ((1, 0, 2, 3), (0, 2, 3), (0, 1, 2), (0, 1, 1, 2, 3), (3,)):
        file.write_bytes(whole[:head] + b"".join(pieces[n] for n in order))
        with pytest.raises(sealed.NotSound):
            list(sealed.read(file, KEY))


def test_a_wrong_and_a_missing_key_are_told_apart(flask: Any, empty_place: Any, tmp_path: Path) -> None:
    file = tmp_path / "town.backup"
    flask("backup", str(file))
    there = empty_place()
    wrong = flask("restore", str(file), on=there, key="another key, which is long enough too")
    assert (wrong.exit_code, "another key" in wrong.output) == (1, True)
    missing = flask("restore", str(file), on=there, key=None)
    assert (missing.exit_code, "BACKUP_KEY is missing" in missing.output) == (1, True)
    assert flask("backup", str(tmp_path / "other"), key=None).exit_code == 1
    assert not (tmp_path / "other").exists()


def test_a_backup_never_takes_the_place_of_another(flask: Any, tmp_path: Path) -> None:
    file = tmp_path / "town.backup"
    flask("backup", str(file))
    before = file.read_bytes()
    again = flask("backup", str(file))
    assert (again.exit_code, "exists already" in again.output) == (1, True)
    assert file.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))
    assert flask("backup", str(tmp_path / "no such folder" / "file")).exit_code == 1


def test_a_backup_of_an_older_version_is_brought_up_to_this_one(flask: Any, empty_place: Any, tmp_path: Path) -> None:
    with flask.made[flask.home].app_context(), opened(flask.home) as engine:
        migrate_in(engine, "-1", down=True)
    flask("backup", str(tmp_path / "old.backup"))
    there = empty_place()
    done = flask("restore", str(tmp_path / "old.backup"), on=there)
    assert done.exit_code == 0, done.output
    assert held(there)["person"].rows == 3
    with opened(there) as engine, snapshot(engine) as connection:
        at = connection.scalar(text("SELECT version_num FROM alembic_version"))
    with flask.made[there].app_context():
        assert at == newest_revision()


def test_a_backup_of_a_tampered_journal_is_not_called_good(flask: Any, tmp_path: Path) -> None:
    if not flask.home.startswith("sqlite"):
        pytest.skip("tampering by file is for SQLite")
    with sqlite3.connect(flask.home.removeprefix("sqlite:///")) as connection:
        connection.execute("DROP TRIGGER journal_entry_changed")
        connection.execute("UPDATE journal_entry SET act = 'x.y' WHERE seq = 2")
    flask("backup", str(tmp_path / "town.backup"))
    done = flask("backup", "verify", str(tmp_path / "town.backup"))
    assert (done.exit_code, "line 2" in done.output) == (1, True)
    verify = flask("journal", "verify")
    assert verify.exit_code == 1 and "line 2" in verify.output


def test_an_empty_place_cannot_be_backed_up(flask: Any, empty_place: Any, tmp_path: Path) -> None:
    done = flask("backup", str(tmp_path / "nothing"), on=empty_place())
    assert (done.exit_code, "flask migrate" in done.output) == (1, True)
    assert not (tmp_path / "nothing").exists()
