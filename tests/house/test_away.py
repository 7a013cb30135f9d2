"""The database is away, or held by another: a page that says so and loses nothing, in a moment it goes on."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from mentors.kit.db import db
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side
from tests.databases import PostgresStore, Store
from tests.given import Given


def test_a_page_says_that_the_database_is_away(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = given.coordinator()

    def away() -> Any:
        raise OperationalError("SELECT 1", {}, Exception("server closed the connection"))

    with monkeypatch.context() as patched:
        patched.setitem(given.app.extensions, "who_is_here", away)
        page = visitor.get("/desk/")
        assert page.status == 503 and page.heading == "Noget gik galt hos os"
        assert page.response.headers["Retry-After"] == "10"
    assert visitor.get("/desk/").status == 200


def test_a_form_sent_while_another_process_holds_the_database_changes_nothing(given: Given, store: Store) -> None:
    if isinstance(store, PostgresStore):
        pytest.skip("PostgreSQL locks rows, not the database")
    newcomer = given.participation(Side.newcomer)
    known = newcomer.id
    form = given.coordinator().get(f"/desk/people/{newcomer.person.ref}").form("Haster")
    db.session.execute(text("PRAGMA busy_timeout=20"))
    db.session.commit()
    holder = sqlite3.connect(str(db.engine.url.database), isolation_level=None)
    try:
        holder.execute("BEGIN IMMEDIATE")
        page = form.submit()
        assert page.status == 503 and page.heading == "Noget gik galt hos os"
    finally:
        holder.close()
        db.session.remove()
        db.engine.dispose()
    assert not db.session.get_one(Participation, known).is_urgent
    assert form.submit().status < 400
    db.session.expire_all()
    assert db.session.get_one(Participation, known).is_urgent
