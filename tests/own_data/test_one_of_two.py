"""Two records that are one person become one, and nothing of either is lost or doubled (systems.md row 5)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from mentors.core import clock
from mentors.core.refusal import NotThere, Refused
from mentors.kit.db import Base, db
from mentors.kit.keeping import still_leads_to
from mentors.own_data import commands_merging, queries_merging
from mentors.pairing.models import Pair
from mentors.people import commands as people
from mentors.people.models import Person
from mentors.people.rules import ConsentKind
from mentors.programmes.models import Participation
from mentors.programmes.rules import ParticipationState, Side
from tests.given import Given
from tests.own_data.planter import Planter


def details(person: Person) -> people.Details:
    return people.Details(**{name: getattr(person, name) for name in people.Details.__slots__})


def merge(given: Given, keep: Person, gone: Person) -> Person:
    by = given.by()
    staff = given.staff()
    from mentors.core.actor import Actor, Role

    by = Actor("account:x", keep.municipality_id, frozenset({Role.coordinator}), account_id=staff.id)
    kept = commands_merging.merge(by, keep, gone, details(keep), seen=queries_merging.mark(keep, gone))
    db.session.commit()
    return kept


def rows(table: str) -> list[dict[str, Any]]:
    found = Base.metadata.tables[table]
    return [dict(row) for row in db.session.execute(select(found)).mappings()]


def test_everything_moves_from_every_table(app: Flask, given: Given) -> None:
    keep, gone, other = given.person(first_name="Amal"), given.person(first_name="Amal"), given.person()
    Planter(gone, other).plant()
    erasure = Base.metadata.tables["erasure"]
    db.session.execute(delete(erasure))
    db.session.commit()
    keep_id, gone_id, mobile = keep.id, gone.id, keep.mobile
    pointing = {(t.name, c.name) for t in Base.metadata.sorted_tables for c in t.columns for k in c.foreign_keys
                if k.column.table.name == "person" and any(row[c.name] == gone_id for row in rows(t.name))}  # fmt: skip
    assert len(pointing) > 25
    kept = merge(given, keep, gone)
    assert kept.id == keep_id and kept.mobile == mobile
    assert db.session.get(Person, gone_id) is None
    assert not still_leads_to("person", gone_id)
    moved = {(t, c) for t, c in pointing if any(row[c] == keep_id for row in rows(t))}
    assert moved == pointing, pointing - moved


def test_where_both_have_one_there_is_one_afterwards(app: Flask, given: Given) -> None:
    """Two weeks, accounts, participations, checks, seats: never two of what there may be one of."""
    keep, gone, other = given.person(first_name="Amal"), given.person(first_name="Amal"), given.person()
    first, second = Planter(keep, other, "zk").plant(), Planter(gone, other, "zg")
    # The second one is in the same things: only her own rows are made anew.
    own = {t.name for t in Base.metadata.sorted_tables if "person_id" in t.c}
    second.made = {name: row for name, row in first.made.items() if name not in own} | {"person": {"id": gone.id}}
    second.count = 500
    tags = Base.metadata.tables["door_tag"]
    second.plant()
    for name in ("erasure", "retention_notice", "longer_keep"):
        db.session.execute(delete(Base.metadata.tables[name]))
    assert db.session.query(tags).count() == 2
    db.session.commit()
    gone_id = gone.id
    kept = merge(given, keep, gone)
    assert not still_leads_to("person", gone_id)
    for table in ("week", "account", "participation", "clearance", "youth_profile", "leave"):
        mine = [row for row in rows(table) if row.get("person_id") == kept.id]
        assert len(mine) == 1, (table, mine)


def test_the_one_that_is_further_on_counts(app: Flask, given: Given) -> None:
    keep, gone = given.person(first_name="Amal"), given.person(first_name="Amal")
    given.newcomer(person=keep, state=ParticipationState.applied)
    given.newcomer(person=gone, state=ParticipationState.approved)
    kept = merge(given, keep, gone)
    found = db.session.scalars(select(Participation).where(Participation.person_id == kept.id)).all()
    assert [one.state for one in found] == [ParticipationState.approved]


def test_protected_stays_protected(app: Flask, given: Given) -> None:
    keep, gone = given.person(first_name="Amal"), given.person(first_name="Amal")
    people.protect(given.by(), gone, True)
    db.session.commit()
    assert merge(given, keep, gone).is_protected


def test_a_no_on_either_record_is_a_no(app: Flask, given: Given) -> None:
    keep, gone = given.person(first_name="Amal"), given.person(first_name="Amal")
    people.withdraw_consent(given.by(), gone, ConsentKind.share_with_contact)
    db.session.commit()
    kept = merge(given, keep, gone)
    assert not people.has_consent(kept, ConsentKind.share_with_contact)
    assert people.has_consent(kept, ConsentKind.sign_up)


def test_a_pair_is_two_people(app: Flask, given: Given) -> None:
    newcomer, volunteer = given.newcomer(), given.volunteer()
    db.session.add(Pair(
        municipality_id=newcomer.person.municipality_id, programme_id=newcomer.programme_id, newcomer_id=newcomer.person_id,
        volunteer_id=volunteer.person_id, proposed_at=clock.now(),
    ))  # fmt: skip
    db.session.commit()
    with pytest.raises(Refused, match="forskellige personer"):
        merge(given, newcomer.person, volunteer.person)
    db.session.rollback()
    assert db.session.query(Person).count() == 2
    assert newcomer.side is Side.newcomer


def test_what_has_changed_since_the_page_was_shown_is_looked_at_again(app: Flask, given: Given) -> None:
    keep, gone = given.person(first_name="Amal"), given.person(first_name="Amal")
    seen = queries_merging.mark(keep, gone)
    people.protect(given.by(), gone, True)
    db.session.commit()
    from mentors.core.actor import Actor, Role

    by = Actor("account:x", keep.municipality_id, frozenset({Role.coordinator}))
    with pytest.raises(Refused):
        commands_merging.merge(by, keep, gone, details(keep), seen=seen)
    with pytest.raises(NotThere):
        commands_merging.merge(given.by(), keep, gone, details(keep), seen=seen)
