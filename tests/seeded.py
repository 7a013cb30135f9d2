"""The demo town, lived once per test process and put back before each test that asks for it."""

from __future__ import annotations

import fcntl
import hashlib
import pickle
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from mentors.accounts import commands as accounts
from mentors.accounts import queries as account_queries
from mentors.demo import personas, seed
from mentors.kit.db import Base, db, reading
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.links.queries import is_live
from mentors.municipalities.models import Municipality
from mentors.people.queries import find_by_way
from tests.databases import SqliteStore, Store
from tests.given import Given
from tests.page import Visitor

ROOT = Path(__file__).parents[1]
TOWN = "demoby"
PERSONAS = ("coordinator", "administrator", "host", "business-mentor", "newcomer-ar", "newcomer-uk", "association")


class Town:
    """The demo town as a test meets it: its people sign in, and its personal links open."""

    def __init__(self, app: Flask, new_visitor: Callable[[], Visitor], given: Given) -> None:
        self.app, self.new_visitor, self.given = app, new_visitor, given

    @property
    def municipality(self) -> Municipality:
        return db.session.scalars(select(Municipality).where(Municipality.slug == TOWN)).one()

    def sign_in_path(self, persona: str) -> str:
        """A fresh sign-in link of a persona, as a path of this site. Commits."""
        if persona in personas.STAFF:
            account = account_queries.find_staff(personas.STAFF[persona])
            assert account is not None
        else:
            person = find_by_way(None, email=personas.PEOPLE[persona])
            assert person is not None
            account = accounts.account_for(person)
        link = accounts.sign_in_link(account)
        db.session.commit()
        return f"/w/{token_for(link.ref)}"

    def signed_in(self, persona: str) -> Visitor:
        visitor = self.new_visitor()
        visitor.get(self.sign_in_path(persona)).form().submit()
        return visitor

    def links(self, purpose: str) -> list[str]:
        """The addresses of the live personal links for a purpose, newest first."""
        return [f"/w/{token_for(row.ref)}" for row in live_links(purpose)]


def live_links(purpose: str) -> list[PersonalLink]:
    """The live personal links for a purpose, newest first."""
    live = select(PersonalLink).where(PersonalLink.purpose == purpose, is_live())
    return list(db.session.scalars(live.order_by(PersonalLink.id.desc())))


class Kept:
    """The town as it was when it was whole, in a file that test processes and runs share.

    Living half a year takes a while, so it is done once for the code as it stands: the file is named after
    a fingerprint of everything the town is made by.
    """

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        folder.mkdir(parents=True, exist_ok=True)
        kind = "sqlite" if isinstance(store, SqliteStore) else "postgresql"
        self.file = folder / f"{kind}-{_fingerprint()}"

    def fill(self) -> None:
        """Put the town back as it was; live it first where nobody has yet."""
        with self.file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.file.exists():
                try:
                    seed.fill()
                except BaseException:
                    db.session.rollback()
                    raise
                beside = self.file.with_suffix(".new")
                self.keep(beside)
                beside.replace(self.file)
                return
        if isinstance(self.store, SqliteStore):
            db.session.remove()
            db.engine.dispose()
            shutil.copyfile(self.file, self.store.path)
        else:
            self._put_back(pickle.loads(self.file.read_bytes()))

    def keep(self, file: Path) -> None:
        db.session.remove()
        if isinstance(self.store, SqliteStore):
            db.engine.dispose()
            file.unlink(missing_ok=True)
            with closing(sqlite3.connect(self.store.path)) as whole, closing(sqlite3.connect(file)) as copy:
                whole.backup(copy)
            return
        with reading(), db.engine.connect() as connection:
            tables = Base.metadata.tables.items()
            rows = {name: [dict(row) for row in connection.execute(select(table)).mappings()] for name, table in tables}
        file.write_bytes(pickle.dumps(rows))

    def _put_back(self, kept: dict[str, list[dict[str, Any]]]) -> None:
        with db.engine.begin() as connection:
            # Rows point at each other in circles; as a replica, PostgreSQL takes them in any order.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text("SET LOCAL synchronous_commit TO OFF"))
            for name, rows in kept.items():
                table = Base.metadata.tables[name]
                if rows:
                    connection.execute(insert(table), rows)
                if rows and "id" in table.c:
                    counter = text(f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), :last)")
                    connection.execute(counter, {"last": max(row["id"] for row in rows)})


def _fingerprint() -> str:
    """Changes with anything the town could be made by."""
    files = [*(ROOT / "mentors").rglob("*.py"), *(ROOT / "templates" / "messages").rglob("*.txt"), Path(__file__)]
    files += [ROOT / "tests" / "conftest.py", *(ROOT / "translations").rglob("*.po")]
    found = hashlib.sha256()
    for path in sorted(files):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


@pytest.fixture(scope="session")
def kept_town(store: Store, pytestconfig: pytest.Config) -> Kept:
    return Kept(store, pytestconfig.cache.mkdir("town"))


@pytest.fixture
def seeded(app: Flask, kept_town: Kept, visitor: Callable[[], Visitor], given: Given) -> Town:
    """The demo town with half a year behind it."""
    kept_town.fill()
    db.session.remove()
    return Town(app, visitor, given)
