"""Many who write at once keep one chain per town, and none waits for another in a circle (issue 6, 6)."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import select, text

from mentors.core.actor import PUBLIC, system
from mentors.journal.commands import note
from mentors.journal.models import Entry, JournalHead
from mentors.journal.queries import faults
from mentors.kit.db import db, transaction
from mentors.people.models import Person
from tests.given import Given

WRITERS, TIMES = 6, 12


def test_writers_in_two_towns_at_once_keep_whole_chains(app: Flask, given: Given) -> None:
    towns = [given.town(), given.town("anden")]
    people = [given.person(town=town, consents=False) for town in towns]
    actors, ids = [system(town.id) for town in towns], [person.id for person in people]
    before = db.session.query(Entry).count()
    db.session.remove()

    def write(number: int) -> int:
        """Change rows and write about both towns, each time in another order: the way deadlocks are made."""
        chance, done = random.Random(number), 0
        with app.app_context():
            for _ in range(TIMES):
                order = [0, 1]
                chance.shuffle(order)
                with transaction():
                    for which in order:
                        note(actors[which], "people.looked_at", person_id=ids[which], reason=f"nr. {number}")
                        note(PUBLIC, "house.opened")
                        db.session.flush()
                    # A row that others want, after the journal was written and before it is sealed.
                    # (As an UPDATE locks it: a line's key to its person stands in nobody's way then.)
                    hers = select(Person).where(Person.id == ids[0]).with_for_update(key_share=True)
                    her = db.session.scalars(hers).one()
                    assert her.id == ids[0]
                done += 4
            db.session.remove()
        return done

    with ThreadPoolExecutor(WRITERS) as pool:
        written = sum(pool.map(write, range(WRITERS)))
    assert written == WRITERS * TIMES * 4
    assert db.session.query(Entry).count() == before + written
    assert list(faults(db.session.connection(), app.config["JOURNAL_KEYS"])) == []
    assert db.session.query(JournalHead).filter_by(chain=0).one().seq == WRITERS * TIMES * 2


def test_a_line_from_a_version_that_knew_no_chain_is_taken_in_by_the_next(app: Flask, given: Given) -> None:
    by = given.by()
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO journal_entry (municipality_id, at, by, act) VALUES (:town, CURRENT_TIMESTAMP, 'x', 'y.z')"
            ),
            {"town": by.municipality_id},
        )
    with transaction():
        note(by, "people.looked_at")
    assert [line.seq for line in db.session.query(Entry).order_by(Entry.id)] == [1, 2]
    assert list(faults(db.session.connection(), app.config["JOURNAL_KEYS"])) == []
