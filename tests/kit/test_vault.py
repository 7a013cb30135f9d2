"""Sealed columns: nothing of them can be read in the database, and what is sealed is still found (issue 6, 9)."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Text, cast, func, select, text

import config
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.kit.db import Base, db
from mentors.kit.vault import HEAD, SEALED, Altered, KeyMissing, Ring, SealedBytes, SealedJson
from mentors.messages.models_delivery import ContactPoint
from mentors.moves import rows
from mentors.people.models import Person
from mentors.people.queries import find_by_way, search_people
from mentors.people.rules import folded_name
from tests.databases import SqliteStore, Store
from tests.given import Given
from tests.moves.filling import Filler
from tests.page import Visitor

OLD, NEW = "first key of the tests, 0123456789 letters", "second key of the tests, 9876543210 letters"


# --- a value ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["", "Hansen", "+4520304050", "Ærø på øen", "s1.abcdef.x.y", "نور", "x" * 5000])
def test_a_value_opens_again_and_says_nothing_before(said: str) -> None:
    ring = Ring([NEW])
    once, twice = (ring.seal(said, "person.mobile", "way") for _ in range(2))
    assert once != twice
    assert not said or said not in once
    assert ring.open(once, "person.mobile") == ring.open(twice, "person.mobile") == said
    assert ring.open_bytes(ring.seal_bytes(said.encode(), "a.b"), "a.b") == said.encode()


def test_what_was_changed_in_the_database_does_not_open() -> None:
    ring = Ring([NEW])
    stored = ring.seal("+4520304050", "person.mobile", "way")
    for at in range(len("s1."), len(stored) - 4):  # the last letter's spare bits mean nothing
        changed = stored[:at] + ("B" if stored[at] == "A" else "A") + stored[at + 1 :]
        with pytest.raises((Altered, KeyMissing)):
            ring.open(changed, "person.mobile")
    for broken in (stored[:-8], stored[:HEAD], stored + "!", "s1.", f"s1.{ring.newest.name}", f"{stored[:30]}æ"):
        with pytest.raises((Altered, KeyMissing)):
            ring.open(broken, "person.mobile")
    sealed = ring.seal_bytes(b"PK", "import_list.content")
    with pytest.raises(Altered):
        ring.open_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]), "import_list.content")


def test_a_value_does_not_open_in_another_column() -> None:
    ring = Ring([NEW])
    with pytest.raises(Altered, match=r"^person\.email was changed .*, or moved"):
        ring.open(ring.seal("+4520304050", "person.mobile", "way"), "person.email")


def test_a_key_that_is_not_there_is_named_as_such_and_the_value_is_not() -> None:
    stored = Ring([OLD]).seal("+4520304050", "person.mobile", "way")
    with pytest.raises(KeyMissing, match=r"^person\.mobile is sealed with a key that VAULT_KEYS does not hold$"):
        Ring([NEW]).open(stored, "person.mobile")
    assert Ring([NEW, OLD]).open(stored, "person.mobile") == "+4520304050"


def test_a_mark_is_the_same_for_the_same_text_of_one_kind_and_key_alone() -> None:
    ring = Ring([NEW, OLD])
    stored = ring.seal("+4520304050", "person.mobile", "way")
    assert stored[:HEAD] == ring.seal("+4520304050", "contact_point.address", "way")[:HEAD]
    assert ring.heads("way", "+4520304050") == [stored[:HEAD], Ring([OLD]).heads("way", "+4520304050")[0]]
    others = [*ring.heads("name", "+4520304050"), *ring.heads("way", "+4520304051")]
    assert len({*ring.heads("way", "+4520304050"), *others}) == 6


# --- settings --------------------------------------------------------------------------------------

SECRET = "of this test alone, 0123456789 letters"


def test_weak_keys_are_refused_and_a_house_for_real_people_needs_its_own() -> None:
    for keys in ("short", "ab" * 20, f"{NEW.replace(',', '')},short"):
        with pytest.raises(config.Unset, match="VAULT_KEYS"):
            config.load({"SECRET_KEY": SECRET, "VAULT_KEYS": keys})
    with pytest.raises(config.Unset, match="VAULT_KEYS is missing"):
        config.load({"SECRET_KEY": SECRET, "BASE_URL": "https://town.example", "DEMO_TOWN": "0"})
    assert config.load({"SECRET_KEY": SECRET, "DEMO_TOWN": "0", "BASE_URL": "http://x"})["VAULT_KEYS"] == [SECRET]
    mine = config.load({"SECRET_KEY": SECRET, "BASE_URL": "https://x", "VAULT_KEYS": "k" + SECRET.replace(",", "")})
    assert mine["VAULT_KEYS"] != [SECRET]


# --- the columns -----------------------------------------------------------------------------------

_TELLS = re.compile(
    r"(^|_)(e?mail|mobile|phone|telephone|address|street|last_name|surname|name|caller|maker|body|subject|place|said)$"
)
# Columns with such a name that stand in plain, and why.
PLAIN = {
    "account.email": "a member of staff's work address, by which she signs in",
    "account.name": "a member of staff's name; a participant's account has her first name alone",
    "agreement.accepted_name": "who signed for an association: part of the contract",
    "answer.said": "one of a few codes",
    "association.email": "its own, for the public page",
    "association.name": "public",
    "association.phone": "its own, for the public page",
    "audit_pack.maker": "a member of staff, as on the paper",
    "closing_day.name": "a holiday's",
    "hotline_number.phone": "the town's own, public",
    "import_list.file_name": "a file's",
    "job_answer.said": "one of a few codes",
    "job_posting.phone": "a company's, on a public page",
    "municipality.email": "public", "municipality.name": "public", "municipality.phone": "public",
    "own_wording.said": "a text of the town's",
    "participation.company_name": "a company's",
    "pool_report.body": "counts, and references without names",
    "person.first_name": "what somebody is called in front of everybody, protected people too (docs/decisions/0007)",
    "outside_identity.subject": "an account's number at the town's own sign-in",
    "pairing_settings.made_by_name": "a member of staff",
    "programme.name": "a programme's",
    "provider.name": "a transport's",
    "referral_view.name": "who looked, on the receipt of whom it is about",
    "series.place": "where the public comes",
    "session.own_place": "where the public comes",
    "worker.name": "a process's",
    "youth_activity.name": "an activity's",
}  # fmt: skip


def _columns() -> Iterator[Column[Any]]:
    for table in Base.metadata.sorted_tables:
        yield from table.columns


def test_every_column_that_tells_who_or_where_is_sealed_or_has_a_reason() -> None:
    plain = {f"{one.table.name}.{one.name}" for one in _columns()
             if _TELLS.search(one.name) and not isinstance(one.type, SEALED)}  # fmt: skip
    assert sorted(plain - set(PLAIN)) == [], "seal these, or say here why not"
    assert sorted(set(PLAIN) - plain) == [], "these need no reason any more"


def test_every_sealed_column_knows_its_own_place() -> None:
    for one in _columns():
        if isinstance(one.type, SEALED):
            assert one.type.place == f"{one.table.name}.{one.name}"


class Planter(Filler):
    """Fills every sealed column with words that can be looked for, and `person.first_name` as one who is seen."""

    planted: dict[str, str]

    def _value(self, column: Column[Any]) -> Any:
        place = f"{column.table.name}.{column.name}"
        if isinstance(column.type, SEALED) or place == "person.first_name":
            said = self.planted.setdefault(place, f"plantet{len(self.planted)}ord")
            if isinstance(column.type, SealedBytes):
                return said.encode()
            return {"sagt": [said]} if isinstance(column.type, SealedJson) else said
        return super()._value(column)


def test_nothing_of_a_sealed_column_can_be_read_in_the_database(app: Flask, store: Store) -> None:
    with db.engine.begin() as connection:
        planter = Planter(connection)
        planter.planted = {}
        planter.fill()
    assert len(planter.planted) > 30
    read: dict[str, str] = {}
    with db.engine.connect() as connection:
        for table in rows.tables(connection):
            for row in connection.execute(select(*(cast(one, Text) if "BLOB" not in str(one.type).upper()
                                                   and "BYTEA" not in str(one.type).upper() else one
                                                   for one in table.columns))):  # fmt: skip
                for one, value in zip(table.columns, row, strict=True):
                    value = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else value
                    read[f"{table.name}.{one.name}"] = read.get(f"{table.name}.{one.name}", "") + str(value)
    everything = " ".join(read.values())
    assert planter.planted.pop("person.first_name") in everything, "the search itself finds nothing"
    assert {place for place, said in planter.planted.items() if said in everything} == set()
    if isinstance(store, SqliteStore):
        raw = b"".join(file.read_bytes() for file in store.path.parent.glob("test.db*"))
        assert {place for place, said in planter.planted.items() if said.encode() in raw} == set()
    for place, said in planter.planted.items():  # and all of it opens again
        name, _dot, column = place.partition(".")
        table = Base.metadata.tables[name]
        assert said in str(db.session.scalars(select(table.c[column])).first()), place


# --- asking ----------------------------------------------------------------------------------------


def test_equal_texts_are_found_by_their_mark(given: Given) -> None:
    one, other = given.person(mobile="+4520304050", email="en@example.org"), given.person(mobile=None)
    asked = select(Person.id).order_by(Person.id)
    assert db.session.scalars(asked.where(Person.mobile == "+4520304050")).all() == [one.id]
    assert db.session.scalars(asked.where(Person.mobile != "+4520304050")).all() == []  # NULL, as ever in SQL
    assert db.session.scalars(asked.where(Person.email.in_(["en@example.org", "ingen@example.org"]))).all() == [one.id]
    assert db.session.scalars(asked.where(Person.email.not_in(["en@example.org"]))).all() == [other.id]
    assert db.session.scalars(asked.where(Person.mobile.is_(None))).all() == [other.id]
    assert db.session.scalars(asked.where(Person.mobile == None)).all() == [other.id]  # noqa: E711
    table = Base.metadata.tables["person"]
    assert db.session.scalars(select(table.c.id).where(table.c.mobile == "+4520304050")).all() == [one.id]


@pytest.mark.parametrize("asked", [
    lambda: Person.mobile.like("%50"), lambda: Person.mobile > "+45", lambda: Person.mobile.desc(),
    lambda: Person.mobile.startswith("+45"), lambda: Person.last_name == "Hansen",
    lambda: Person.mobile == Person.email, lambda: ContactPoint.address.in_((Person.mobile, Person.email)),
    lambda: func.lower(Person.first_name) + Person.last_name == "x",
])  # fmt: skip
def test_what_would_silently_find_nothing_is_refused(app: Flask, asked: Callable[[], Any]) -> None:
    with pytest.raises(TypeError, match="sealed"):
        asked()


def test_somebody_is_found_by_her_number_through_an_index(given: Given) -> None:
    names = {one.name for one in Base.metadata.tables["person"].indexes}
    assert {"ix_person_municipality_id_mobile", "ix_person_municipality_id_email"} <= names
    assert_marks_are_indexed()
    person = given.person(mobile="+4520304050")
    assert find_by_way(person.municipality_id, mobile="+4520304050") == person
    if db.engine.dialect.name == "sqlite":
        asked = select(Person.id).where(Person.municipality_id == 1, Person.mobile == "+4520304050")
        said = str(asked.compile(db.engine, compile_kwargs={"literal_binds": True}))
        plan = " ".join(str(row) for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {said}")))
        assert "ix_person_municipality_id_mobile" in plan


def assert_marks_are_indexed() -> None:
    """The indexes over marks stand in the database; a batch change of the table on SQLite drops them silently."""
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
    if db.engine.dialect.name == "postgresql":
        asked = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
    found = {row[0]: row[1] or "" for row in db.session.execute(text(asked))}
    for name in ("ix_person_municipality_id_mobile", "ix_person_municipality_id_email",
                 "uq_contact_point_person_id_channel_address"):  # fmt: skip
        assert f"1, {HEAD})" in found.get(name, ""), name
    assert "UNIQUE" in found["uq_contact_point_person_id_channel_address"]


# --- searching -------------------------------------------------------------------------------------

_NAMES = st.lists(
    st.tuples(st.sampled_from(["Anna", "Ánna Lise", "Ali", "Bo", "Li"]),
              st.sampled_from(["", "Li", "Lind", "Lindgaard", "Van der Li", "Ødegård", "Al-Ali", "X", "Bo Lind"])),
    min_size=1, max_size=12,
)  # fmt: skip
_WORDS = st.sampled_from(
    ["a", "an", "anna", "Anna L", "anna lise l", "li", "lin", "lind", "lindg", "LINDGAARD", "van", "van d", "der li",
     "der lind", "bo lind", "lise lind", "ø", "ødeg", "x", "xx", "al-ali", "al ali", "%", "_", "li%", "\\", "  li  "]
)  # fmt: skip


def a_coordinator(municipality_id: int) -> Actor:
    return Actor("account:test", municipality_id, roles=frozenset({Role.coordinator}))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=_NAMES, asked=st.lists(_WORDS, min_size=6, max_size=6, unique=True), protected=st.sets(st.integers(0, 11)))
def test_a_search_finds_what_reading_all_names_would(
    app: Flask, names: list[tuple[str, str]], asked: list[str], protected: set[int]
) -> None:
    db.session.rollback()
    town = Given(app, Visitor).town()
    by = a_coordinator(town.id)
    people = [
        Person(municipality_id=town.id, first_name=first, last_name=last, is_protected=at in protected,
               mobile=None, created_at=clock.now())
        for at, (first, last) in enumerate(names)
    ]  # fmt: skip
    db.session.add_all(people)
    db.session.flush()
    try:
        for words in asked:
            wanted = folded_name(words)

            def fits(person: Person, wanted: str = wanted) -> bool:
                if person.is_protected:
                    return person.name_folded == wanted or folded_name(person.first_name).startswith(wanted)
                return f" {wanted}" in f" {person.name_folded}"

            expected = sorted((one for one in people if fits(one)), key=lambda one: (one.name_folded, one.id))
            assert search_people(by, words) == expected, words
    finally:
        db.session.rollback()


def test_a_number_is_found_by_its_end_and_a_new_name_at_once(given: Given) -> None:
    person = given.person(first_name="Mona", last_name="Lund", mobile="+4520304050")
    by = a_coordinator(person.municipality_id)
    assert search_people(by, "304050") == search_people(by, "20 30 40 50") == [person]
    assert search_people(by, "04050") == search_people(by, "304051") == []
    person.last_name, person.mobile, person.first_name = "Skovgaard", "+4521314151", "Möna"
    db.session.commit()
    assert search_people(by, "skovg") == search_people(by, "314151") == search_people(by, "mona s") == [person]
    assert search_people(by, "lund") == search_people(by, "304050") == []


def test_nobody_can_guess_a_protected_surname_from_clues(given: Given) -> None:
    person = given.person(last_name="Hemmelig", mobile="+4520304050")
    assert len(person.clues.split()) == 4  # a key's number, two beginnings, one end
    person.is_protected = True
    db.session.commit()
    assert len(person.clues.split()) == 1


def test_clues_differ_between_towns_and_tell_first_names_from_surnames(given: Given) -> None:
    here = given.person(last_name="Lund", mobile=None, email="a@example.org")
    there = given.person(last_name="Lund", mobile=None, email="b@example.org", town=given.town("andetby"))
    named = given.person(first_name="Lund", last_name="", mobile=None, email="c@example.org")
    assert here.clues != there.clues
    assert len(named.clues.split()) == 1


# --- what cannot be opened -------------------------------------------------------------------------


def test_a_changed_value_is_a_page_that_says_so_and_a_line_in_the_log(
    given: Given, caplog: pytest.LogCaptureFixture
) -> None:
    person, other = given.person(last_name="Hansen"), given.person(last_name="Jensen")
    desk, person_ref, other_ref, number = given.coordinator(), person.ref, other.ref, person.id
    moved = text("UPDATE person SET last_name = (SELECT email FROM person WHERE id = :id) WHERE id = :id")
    db.session.execute(moved, {"id": number})
    db.session.commit()
    with caplog.at_level(logging.ERROR):
        page = desk.get(f"/desk/people/{person_ref}")
    assert page.status == 503 and "Fejlen er vores" in page.text
    said = [line.getMessage() for line in caplog.records if "person.last_name" in line.getMessage()]
    assert said == [("person.last_name was changed in the database, or moved there from another column: "
                    "see `flask vault check`")]  # fmt: skip
    assert desk.get(f"/desk/people/{other_ref}").status == 200


def test_a_house_with_the_wrong_keys_says_so_and_writes_nothing_over_what_it_cannot_read(
    given: Given, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    person = given.person(last_name="Hansen")
    desk = given.coordinator()
    person_ref, right = person.ref, given.app.extensions["vault"]
    form = desk.get(f"/desk/people/{person_ref}/details").form("Gem").fill(last_name="Ny")
    monkeypatch.setitem(given.app.extensions, "vault", Ring([NEW]))
    db.session.expire_all()
    with caplog.at_level(logging.ERROR):
        assert form.submit().status == 503
    assert "VAULT_KEYS does not hold" in caplog.text
    monkeypatch.setitem(given.app.extensions, "vault", right)
    db.session.expire_all()
    assert db.session.scalars(select(Person.last_name).where(Person.ref == person_ref)).one() == "Hansen"
