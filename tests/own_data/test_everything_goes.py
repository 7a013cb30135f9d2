"""When somebody is forgotten nothing of her is left, in any table (issue 6 item 5; systems.md row 40)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.gatherings.models import AdviceSlot, Speaker
from mentors.gatherings.models_people import SignUp
from mentors.kit.db import Base, db
from mentors.kit.keeping import Keeper
from mentors.messages.models import Message
from mentors.own_data import commands, queries
from mentors.own_data.models import Erasure
from mentors.pairing.models import Pair
from mentors.people.commands import protect
from mentors.people.models import Person
from mentors.programmes.models import Draft
from mentors.rooms import ROOMS
from tests.given import Given
from tests.imports import sheets
from tests.own_data.planter import KEEPERS, NOW, Planter, traces

HERS = {"Zqamal", "Zqhaddad", "+4529876543", "29876543", "zqamal@zq.example"}


@pytest.fixture
def amal(given: Given) -> Person:
    return given.person(first_name="Zqamal", last_name="Zqhaddad", mobile="+4529876543", email="zqamal@zq.example",
                        language="ar", trade="kitchen", speaks=("ar", "so"))  # fmt: skip


def planted(given: Given, amal: Person) -> tuple[Planter, set[str]]:
    other = given.person(first_name="Mette")
    planter = Planter(amal, other).plant()
    # Her reference is no text of hers: it is drawn at random, and when she is gone it leads nowhere.
    texts = planter.texts | HERS
    session_id, town = planter.made["session"]["id"], amal.municipality_id
    db.session.add_all([
        Draft(municipality_id=town, side="newcomer", token_hash="d1", created_at=NOW, touched_at=NOW,
              answers={"1": {"first_name": "Zqamal", "mobile": "29 87 65 43"}}),
        SignUp(municipality_id=town, session_id=session_id, name="Zqamal", mobile=amal.mobile, state="taken",
               created_at=NOW),
        AdviceSlot(session_id=session_id, starts_at=clock.now(), minutes=20, first_name="Zqamal", topic="zqtopic",
                   email=amal.email, booked_at=NOW),
        Speaker(session_id=session_id, name="Zqamal Zqhaddad", mobile=amal.mobile),
        Message(municipality_id=town, key="to-mette", kind="pairing/agreed", person_id=other.id, channel="sms",
                address="+4520300000", language="da", subject="", body="Du skal møde Zqamal.", state="sent",
                created_at=NOW, not_before=NOW, expires_at=NOW),
    ])  # fmt: skip
    db.session.commit()
    # Several rows of hers at once, as a test must not depend on one of a kind.
    assert len(traces(texts)) > 25
    return planter, texts


def forget_now(given: Given, amal: Person) -> Erasure:
    waiting = queries.waiting_erasure(amal.id)
    assert waiting is not None
    commands.forget(given.by(), waiting)
    db.session.commit()
    return waiting


def test_nothing_of_her_is_left(app: Flask, given: Given, amal: Person) -> None:
    _planter, texts = planted(given, amal)
    receipt = forget_now(given, amal)
    found = traces(texts)
    assert not found, found
    assert receipt.done_at is not None and receipt.person_id is None
    assert receipt.backups_until is not None and (receipt.backups_until - clock.today()).days == 30


def test_a_list_that_waits_for_a_press_keeps_nothing_of_her(app: Flask, given: Given, amal: Person) -> None:
    """The file itself, and the row it matched her by."""
    given.programme()
    row = sheets.newcomer(1, first_name=amal.first_name, last_name=amal.last_name, mobile=amal.mobile, email=amal.email)
    sheets.upload(given.coordinator(), sheets.as_csv([row, sheets.newcomer(2)]))
    assert "import_row" in traces(HERS)
    erasure = commands.ask_to_be_forgotten(given.by(), amal)
    db.session.commit()
    commands.forget(given.by(), erasure)
    db.session.commit()
    assert traces(HERS) == {}


def test_a_protected_persons_whole_name_goes_too(app: Flask, given: Given, amal: Person) -> None:
    """What was written with her whole name before she was protected."""
    planter, _texts = planted(given, amal)
    protect(given.by(), amal, True)
    db.session.commit()
    forget_now(given, amal)
    assert planter.texts and not traces(HERS)


class Forgetful(Keeper):
    """A keeper that forgets to forget."""

    def forget(self, person_id: int, by: Actor) -> list:  # type: ignore[type-arg]
        return []


# Left out: an audit says nothing about her, and what was handed over here goes with the planted account.
# Rows of these stay on purpose, without a word of hers.
STAYING = {"pairing", "followups", "meetings", "people"}


@pytest.mark.parametrize("room", sorted(set(KEEPERS) - {"audits", "portfolios"}))
def test_a_room_that_forgets_to_forget_is_found(
    app: Flask, given: Given, amal: Person, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _planter, texts = planted(given, amal)
    keeper = KEEPERS[room]
    lazy = Forgetful(keeper.kept)
    rooms = tuple(replace(one, keeper=lazy) if one.name == room else one for one in ROOMS)
    monkeypatch.setitem(app.extensions, "rooms", rooms)
    rows_before = rows_of(keeper, amal.id)
    assert rows_before, f"{room} had nothing of hers to forget"
    person_id = amal.id
    forget_now(given, amal)
    left = [] if room in STAYING else rows_of(keeper, person_id)
    assert traces(texts) or left, f"nobody noticed that {room} forgot nothing"


def rows_of(keeper: Keeper, person_id: int) -> list[str]:
    return [table for table, rows in keeper.held(person_id).items() if rows]


def test_no_row_leads_to_her_but_those_that_say_so(app: Flask, given: Given, amal: Person) -> None:
    """What stays points at a row that is nobody: a pair the other one had, and what was counted about it."""
    planted(given, amal)
    person_id = amal.id
    forget_now(given, amal)
    shell = db.session.get(Person, person_id)
    assert shell is not None and shell.forgotten_at is not None and shell.first_name == "–"
    left = {
        table.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "person" and db.session.query(table).filter(column == person_id).count()
    }
    assert left == {"pair", "check_in"}
    pair = db.session.query(Pair).one()
    assert pair.closed_at is not None and pair.goal is None and pair.reasons == []


def test_whoever_was_in_nothing_leaves_no_row_at_all(app: Flask, given: Given, amal: Person) -> None:
    given.newcomer(person=amal, steps=False)
    person_id = amal.id
    erasure = commands.ask_to_be_forgotten(given.by(), amal)
    db.session.commit()
    commands.forget(given.by(), erasure)
    db.session.commit()
    assert db.session.get(Person, person_id) is None
    assert traces(HERS) == {}
