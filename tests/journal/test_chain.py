"""Every line of the journal holds the hash of the one before: a removed or altered one is found (issue 6, 6)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mentors.core.actor import PUBLIC
from mentors.journal.commands import anchor, anchors, forget, move, note
from mentors.journal.models import Entry
from mentors.journal.queries import faults
from mentors.journal.rules_guards import GUARDS, UNGUARDS
from mentors.kit.db import db, transaction
from tests.given import Given

KEY = "a secret of the test suite, long enough to be taken"


def found(*keys: str, **more: Any) -> list[str]:
    db.session.rollback()
    return list(faults(db.session.connection(), keys or (KEY,), **more))


@contextmanager
def unguarded() -> Iterator[Any]:
    """What somebody can do who rules the database and takes its triggers away, and puts them back."""
    db.session.rollback()
    dialect = db.engine.dialect.name
    with db.engine.begin() as connection:
        for statement in UNGUARDS[dialect]:
            connection.execute(text(statement))
        yield connection
        for statement in GUARDS[dialect]:
            connection.execute(text(statement))


@contextmanager
def outside() -> Iterator[Any]:
    """Somebody else at the database, whom its guards still watch."""
    db.session.rollback()
    with db.engine.begin() as connection:
        yield connection


@pytest.fixture
def written(app: Flask, given: Given) -> int:
    """Five lines about a person, in three transactions, and one of the house's own; the person's number."""
    person = given.person(consents=False, free=())
    by = given.by()
    for times in (1, 3):
        with transaction():
            for _ in range(times):
                note(by, "people.looked_at", thing=f"person:{person.ref}", person_id=person.id, reason="samtale")
    with transaction():
        note(PUBLIC, "house.opened")
    return person.id


def test_a_whole_chain_has_no_fault(written: int) -> None:
    assert found() == []
    lines = db.session.query(Entry).filter(Entry.municipality_id.is_not(None)).order_by(Entry.id).all()
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert [line.previous for line in lines] == ["", *(line.hash for line in lines[:-1])]
    assert db.session.query(Entry).filter_by(act="house.opened").one().chain == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act", "people.changed"), ("by", "account:another"), ("thing", "person:another"), ("reason", "noget andet"),
        ("at", "2026-01-01 00:00:00"), ("municipality_id", None), ("salt", "another"), ("hash", "00000000:00"),
        ("seq", 40), ("person_digest", None),
    ],
)  # fmt: skip
def test_a_line_that_was_altered_is_found_and_named(written: int, column: str, value: Any) -> None:
    with unguarded() as connection:
        connection.execute(text(f'UPDATE journal_entry SET "{column}" = :value WHERE seq = 2 AND chain > 0'),
                           {"value": value})  # fmt: skip
    assert found() and any("line 2" in fault or "line 40" in fault for fault in found())


def test_a_line_that_is_made_about_somebody_else_is_found(written: int, given: Given) -> None:
    other = given.person().id
    with unguarded() as connection:
        connection.execute(text("UPDATE journal_entry SET person_id = :other WHERE seq = 3 AND chain > 0"),
                           {"other": other})  # fmt: skip
    [fault] = found()
    assert "line 3" in fault and "about another person" in fault


@pytest.mark.parametrize(("which", "said"), [("= 1", "line 1 is gone"), ("IN (2, 3)", "lines 2 to 3 are gone")])
def test_a_line_that_was_removed_is_found_and_named(written: int, which: str, said: str) -> None:
    with unguarded() as connection:
        connection.execute(text(f"DELETE FROM journal_entry WHERE chain > 0 AND seq {which}"))
    [fault] = found()
    assert fault.endswith(said)


def test_two_lines_that_changed_places_are_found(written: int) -> None:
    with unguarded() as connection:
        for before, after in ((2, 99), (3, 2), (99, 3)):
            connection.execute(text(f"UPDATE journal_entry SET seq = {after} WHERE seq = {before} AND chain > 0"))
    assert len(found()) >= 2


def test_a_tail_that_was_cut_off_is_found_by_the_head(written: int) -> None:
    with unguarded() as connection:
        connection.execute(text("DELETE FROM journal_entry WHERE chain > 0 AND seq >= 4"))
    [fault] = found()
    assert "ends at line 3" in fault


def test_a_tail_cut_off_together_with_its_head_is_found_by_what_was_put_away(
    written: int, app: Flask, tmp_path: Path
) -> None:
    app.config["JOURNAL_ANCHORS"], before = str(tmp_path / "deep" / "anchors"), app.config["JOURNAL_ANCHORS"]
    try:
        assert (anchor(), anchor()) == (2, 0)
    finally:
        app.config["JOURNAL_ANCHORS"] = before
    kept = anchors(tmp_path / "deep" / "anchors")
    assert found(anchors=kept) == []
    with unguarded() as connection:
        last = "(SELECT hash FROM journal_entry WHERE chain = journal_head.chain AND seq = 2)"
        connection.execute(text(f"UPDATE journal_head SET seq = 2, hash = {last} WHERE chain > 0"))
        connection.execute(text("DELETE FROM journal_entry WHERE chain > 0 AND seq > 2"))
    assert found() == []
    [fault] = found(anchors=kept)
    assert "was there when its hash was put away, and is gone" in fault


def test_a_chain_removed_as_a_whole_is_found(written: int) -> None:
    with unguarded() as connection:
        connection.execute(text("DELETE FROM journal_entry WHERE chain > 0"))
    [fault] = found()
    assert "lines are gone" in fault


def test_a_chain_made_anew_without_the_key_is_found(written: int) -> None:
    assert found("another key that is quite as long as the right one") != []
    assert found("a new key, which is the current one from now on", KEY) == []


def test_a_line_written_past_the_house_is_found(written: int) -> None:
    with outside() as connection:
        connection.execute(text("INSERT INTO journal_entry (at, by, act) VALUES (CURRENT_TIMESTAMP, 'x', 'y.z')"))
    [fault] = found()
    assert "written past the house" in fault


def test_guards_that_were_taken_away_are_missed(written: int) -> None:
    with outside() as connection:
        on = "" if connection.dialect.name == "sqlite" else " ON journal_entry"
        connection.execute(text(f"DROP TRIGGER journal_entry_changed{on}"))
    try:
        [fault] = found()
        assert "journal_entry_changed" in fault
    finally:
        with unguarded():
            pass


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE journal_entry SET act = 'x.y'", "UPDATE journal_entry SET hash = NULL",
        "UPDATE journal_entry SET person_id = person_id + 1", "UPDATE journal_entry SET seq = seq + 100",
        "UPDATE journal_entry SET reason = 'andet' WHERE reason IS NOT NULL", "DELETE FROM journal_entry",
        "DELETE FROM journal_entry WHERE seq = 1", "UPDATE journal_head SET seq = 1, hash = ''",
        "DELETE FROM journal_head",
    ],
)  # fmt: skip
def test_the_database_refuses_to_change_it(written: int, attempt: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), outside() as connection:
        connection.execute(text(attempt))
    assert found() == []


def test_nothing_slips_in_by_replacing_or_emptying(written: int) -> None:
    attempt = {
        "sqlite": "INSERT OR REPLACE INTO journal_entry (id, at, by, act) SELECT id, at, by, 'x.y' FROM journal_entry",
        "postgresql": "TRUNCATE journal_entry",
    }[db.engine.dialect.name]
    with pytest.raises(DBAPIError, match="append-only"), outside() as connection:
        connection.execute(text(attempt))


def test_whoever_is_forgotten_leaves_the_chain_whole(written: int) -> None:
    with transaction():
        assert forget(written) >= 5
    assert found() == []
    about = db.session.query(Entry).filter_by(act="people.looked_at").first()
    assert about is not None
    assert (about.person_id, about.reason, about.salt) == (None, None, None)
    assert about.person_digest


def test_deleting_her_record_forgets_her_too(written: int) -> None:
    with outside() as connection:
        connection.execute(text("DELETE FROM person WHERE id = :her"), {"her": written})
    assert found() == []
    assert db.session.query(Entry).filter(Entry.salt.is_not(None), Entry.act == "people.looked_at").count() == 0


def test_what_was_undone_leaves_no_gap(app: Flask, given: Given) -> None:
    by = given.by()
    note(by, "people.first")
    db.session.flush()
    db.session.rollback()
    note(by, "people.second")
    with pytest.raises(RuntimeError), db.session.begin_nested():
        note(by, "people.third")
        db.session.flush()
        raise RuntimeError
    with db.session.begin_nested():
        note(by, "people.fourth")
    db.session.commit()
    assert found() == []
    assert [line.act for line in db.session.query(Entry).order_by(Entry.seq)] == ["people.second", "people.fourth"]


def test_two_records_that_became_one_keep_their_lines(written: int, given: Given) -> None:
    first, second, stranger = (given.person(free=()).id for _ in range(3))
    with transaction():
        assert move(first, written) >= 5
    with transaction():  # at second hand too
        assert move(second, first) >= 6
    assert found() == []
    assert db.session.query(Entry).filter_by(act="people.looked_at", person_id=second).count() == 4
    with pytest.raises(DBAPIError, match="append-only"), outside() as connection:
        connection.execute(text("UPDATE journal_entry SET person_id = :other WHERE person_id = :her"),
                           {"other": stranger, "her": second})  # fmt: skip
    with transaction():
        forget(second)
    assert found() == []
