"""Two coordinators, two database connections, one place."""

from __future__ import annotations

import threading

from flask import Flask
from sqlalchemy.exc import IntegrityError

from mentors.core.actor import system
from mentors.core.refusal import Refused
from mentors.kit.db import db
from mentors.pairing import commands
from mentors.pairing.models import Pair
from mentors.programmes.models import Participation
from tests.given import Given


def _propose_at_once(app: Flask, municipality_id: int, wanted: list[tuple[int, int]]) -> list[str]:
    """Each (newcomer, volunteer) in a thread of its own, all let go at the same moment."""
    ready, said = threading.Barrier(len(wanted)), []

    def propose(newcomer_id: int, volunteer_id: int) -> None:
        with app.app_context():
            newcomer = db.session.get_one(Participation, newcomer_id)
            volunteer = db.session.get_one(Participation, volunteer_id)
            db.session.rollback()  # SQLite holds the whole file for a writer: meet before, not inside
            ready.wait(timeout=20)
            try:
                commands.propose_pair(system(municipality_id), newcomer, volunteer)
                db.session.commit()
                said.append("yes")
            except (Refused, IntegrityError) as no:
                db.session.rollback()
                said.append(type(no).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=propose, args=ids) for ids in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(said)


def test_two_coordinators_never_give_the_same_place_away_twice(given: Given, app: Flask) -> None:
    town = given.town()
    volunteer = given.volunteer()
    newcomers = [given.newcomer() for _ in range(4)]
    wanted = [(newcomer.id, volunteer.id) for newcomer in newcomers]
    town_id = town.id
    db.session.remove()
    assert _propose_at_once(app, town_id, wanted) == ["Refused", "Refused", "Refused", "yes"]
    assert db.session.query(Pair).count() == 1


def test_a_newcomer_is_never_proposed_to_two_volunteers_at_once(given: Given, app: Flask) -> None:
    town = given.town()
    newcomer = given.newcomer()
    wanted = [(newcomer.id, given.volunteer().id) for _ in range(3)]
    town_id = town.id
    db.session.remove()
    assert _propose_at_once(app, town_id, wanted) == ["Refused", "Refused", "yes"]
    assert db.session.query(Pair).count() == 1
