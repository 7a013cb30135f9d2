"""Keys are changed by one command, while the house runs and in the middle of it too (issue 6, 9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select, text

from mentors.kit.db import db
from mentors.kit.vault import KeyMissing, Ring
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.commands_outcomes import count_bounce
from mentors.messages.models import Message
from mentors.messages.models_delivery import ContactPoint
from mentors.moves import resealing
from mentors.people.models import Person
from mentors.people.queries import find_by_way, search_people
from tests.given import Given
from tests.kit.test_vault import NEW, OLD, Planter, a_coordinator
from tests.messages.writing import write_to

Keys = Callable[..., None]


@pytest.fixture
def keys(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """Start the house anew with these keys."""

    def use(*held: str) -> None:
        db.session.rollback()
        db.session.expire_all()
        monkeypatch.setitem(app.extensions, "vault", Ring(held))

    use(OLD)
    return use


def _said(app: Flask, *words: str) -> tuple[int, str]:
    db.session.remove()
    result = app.test_cli_runner().invoke(args=["vault", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def _fill() -> None:
    with db.engine.begin() as connection:
        planter = Planter(connection)
        planter.planted = {}
        planter.fill()


def test_a_key_is_changed_by_one_command_and_the_old_one_may_go(app: Flask, keys: Keys, given: Given) -> None:
    _fill()
    person = given.person(first_name="Mona", last_name="Skovgaard", mobile="+4520304050")
    town, number = person.municipality_id, person.id
    assert _said(app, "check")[0] == 1, "the clues of rows that were filled in by hand are none"
    assert _said(app, "rotate")[0] == _said(app, "check")[0] == 0
    keys(NEW, OLD)
    status, said = _said(app, "check")
    assert status == 1 and "person.mobile: 0 newest key, 3 older key, 0 plain" in said
    status, said = _said(app, "rotate")
    assert status == 0 and "person.mobile: 3 sealed anew" in said and "the older keys may go" in said
    assert "person.clues: 3 sealed anew" in said
    keys(NEW)
    status, said = _said(app, "check")
    assert status == 0 and not re.search(r"[1-9]\d* (older|plain)|NOT", said)
    assert find_by_way(town, mobile="+4520304050").id == number  # type: ignore[union-attr]
    assert [one.id for one in search_people(a_coordinator(town), "skovg")] == [number]
    assert [one.id for one in search_people(a_coordinator(town), "304050")] == [number]
    status, said = _said(app, "rotate")
    assert status == 0 and not re.search(r": [1-9]\d* sealed anew", said), "a second time there is nothing to do"
    keys(OLD)
    with pytest.raises(KeyMissing):
        db.session.scalars(select(Person.last_name)).all()


def test_the_house_works_while_some_rows_have_the_old_key_and_some_the_new(keys: Keys, given: Given) -> None:
    before = given.person(first_name="Anna", last_name="Gammelgaard", mobile="+4520304050", email="g@example.org")
    message = write_to(before, "one")
    for _time in range(2):
        count_bounce(message)
    db.session.commit()
    keys(NEW, OLD)
    after = given.person(first_name="Anna", last_name="Gammelholm", mobile="+4520304051", email="n@example.org")
    town, by = after.municipality_id, a_coordinator(after.municipality_id)
    for way, person in (("+4520304050", before), ("+4520304051", after)):
        assert find_by_way(town, mobile=way) == person
        assert search_people(by, way[-6:]) == [person]
    assert search_people(by, "gammel") == search_people(by, "anna g") == [before, after]
    # She is known again, and her number is sealed anew: it is still the one that has refused.
    assert given.person(first_name="Anna", last_name="Gammelgaard", mobile="+4520304050").id == before.id
    before.mobile = "+4521000000"
    db.session.commit()
    before.mobile = "+4520304050"
    db.session.commit()
    point = db.session.scalars(select(ContactPoint)).one()
    sealed_with = [
        db.session.scalar(text(f"SELECT substr({column}, 1, 9) FROM {table} WHERE id = :id"), {"id": number})
        for table, column, number in (("person", "mobile", before.id), ("contact_point", "address", point.id))
    ]
    assert sealed_with[0] != sealed_with[1]
    waiting = write_to(before, "two")
    deliver_due()
    db.session.expire_all()
    assert db.session.get_one(Message, waiting.id).problem == "suspended"
    count_bounce(waiting)
    db.session.commit()
    assert db.session.scalars(select(ContactPoint)).all() == [point], "the address has one row, whatever its key"
    assert point.bounces == 3


def test_a_change_of_keys_that_was_stopped_goes_on(
    app: Flask, keys: Keys, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(7):
        given.person()
    keys(NEW, OLD)
    monkeypatch.setattr(resealing, "BATCH", 2)
    done, replace = [], resealing._replace

    def stopped(*given: object) -> int:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(replace(*given))  # type: ignore[arg-type]
        return done[-1]

    monkeypatch.setattr(resealing, "_replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        list(resealing.rotate())
    assert done == [2, 2]
    monkeypatch.setattr(resealing, "_replace", replace)
    _status, said = _said(app, "check")
    assert "person.last_name: 4 newest key, 3 older key, 0 plain" in said
    assert _said(app, "rotate")[0] == 0
    keys(NEW)
    assert _said(app, "check")[0] == 0


def test_what_somebody_writes_meanwhile_is_not_written_over(
    keys: Keys, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = given.person(last_name="Før")
    number = person.id
    keys(NEW, OLD)
    replace = resealing._replace

    def late(found: object, raw: object, changed: list[dict[str, object]]) -> int:
        if raw.name == "last_name":  # type: ignore[attr-defined]
            db.session.execute(text("UPDATE person SET last_name = :said"), {"said": "Efter"})
        return replace(found, raw, changed)  # type: ignore[arg-type]

    monkeypatch.setattr(resealing, "_replace", late)
    counts = dict(resealing.rotate())
    assert counts["person.last_name"] == 0
    assert db.session.scalars(select(Person.last_name).where(Person.id == number)).one() == "Efter"


def test_what_was_written_before_the_vault_is_read_and_then_sealed(app: Flask, keys: Keys, given: Given) -> None:
    person = given.person(last_name="Hansen", mobile="+4520304050")
    number, by = person.id, a_coordinator(person.municipality_id)
    db.session.execute(text("UPDATE person SET last_name = 'Hansen', mobile = '+4520304050', clues = ''"))
    db.session.commit()
    db.session.expire_all()
    assert (person.last_name, person.mobile) == ("Hansen", "+4520304050")
    status, said = _said(app, "check")
    assert status == 1 and "person.mobile: 0 newest key, 0 older key, 1 plain" in said
    assert _said(app, "rotate")[0] == 0
    assert find_by_way(None, mobile="+4520304050").id == number  # type: ignore[union-attr]
    assert [one.id for one in search_people(by, "hans")] == [number]


def test_what_does_not_open_is_named_and_left_as_it_is(app: Flask, keys: Keys, given: Given) -> None:
    broken, _whole = given.person(), given.person()
    number = broken.id
    db.session.execute(text("UPDATE person SET email = mobile WHERE id = :id"), {"id": number})
    db.session.commit()
    stored = db.session.scalar(text("SELECT email FROM person WHERE id = :id"), {"id": number})
    keys(NEW, OLD)
    status, said = _said(app, "rotate")
    assert status == 1 and "keep the older keys" in said
    assert (
        f"person.email: 1 newest key, 0 older key, 0 plain, 1 DO NOT OPEN (changed, moved, or their key is missing): rows {number}"
        in said
    )
    assert "@" not in said and "+45" not in said
    assert db.session.scalar(text("SELECT email FROM person WHERE id = :id"), {"id": number}) == stored


@pytest.fixture(autouse=True)
def memory(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both channels end in a list."""
    monkeypatch.setitem(app.config, "MAIL_TRANSPORT", "memory")
    monkeypatch.setitem(app.config, "SMS_TRANSPORT", "memory")
    yield


@pytest.mark.parametrize(("second", "left"), [("+4520304050", 1), ("+4520304051", 2)])
def test_two_records_that_become_one_have_one_row_for_an_address_whatever_its_key(
    keys: Keys, given: Given, second: str, left: int
) -> None:
    from mentors.messages.commands_keeping import KEEPER

    keep = given.person(mobile="+4520304050", email=None)
    count_bounce(write_to(keep, "one"))
    db.session.commit()
    gone = given.person(mobile=second, email=None)
    count_bounce(write_to(gone, "two"))
    db.session.commit()
    KEEPER.merge(keep.id, gone.id)
    found = db.session.scalars(select(ContactPoint.address).order_by(ContactPoint.id)).all()
    assert found == ["+4520304050", second][:left]
