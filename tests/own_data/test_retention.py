"""Nothing is kept longer than was decided, and nobody goes without thirty days' notice (pains.md 12)."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from mentors.core import clock
from mentors.core.actor import Role
from mentors.core.calendar import add_months
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from mentors.own_data import commands_retention
from mentors.own_data.commands_retention import keep_the_rules
from mentors.own_data.models import LongerKeep, RetentionNotice
from mentors.pairing.models_plans import PlanRound
from mentors.people.models import Person
from mentors.programmes.rules import ParticipationState
from tests.given import Given
from tests.pairing.pools import made_plan, three_and_two


def later(days: int):  # type: ignore[no-untyped-def]
    return clock.stopped(clock.now() + timedelta(days=days))


def applicant(given: Given, **values: object) -> Person:
    found: Person = given.newcomer(state=ParticipationState.applied, language="da", **values).person
    return found


def test_an_application_that_came_to_nothing_goes_after_a_year(app: Flask, given: Given) -> None:
    person_id = applicant(given).id
    with later(330):
        assert keep_the_rules() == 0
    with later(336):
        keep_the_rules()
        keep_the_rules()
        assert db.session.query(RetentionNotice).count() == 1
        assert db.session.query(Message).filter_by(kind="own_data/goes_soon").count() == 1
    with later(364):
        keep_the_rules()
        assert db.session.get(Person, person_id) is not None
    with later(367):
        keep_the_rules()
        assert db.session.get(Person, person_id) is None


def test_a_worker_that_was_away_for_a_year_still_gives_notice(app: Flask, given: Given) -> None:
    person_id = applicant(given).id
    with later(900):
        keep_the_rules()
        assert db.session.get(Person, person_id) is not None
        notice = db.session.query(RetentionNotice).one()
        assert notice.goes_on == clock.today() + timedelta(days=30)


def test_whoever_is_in_a_programme_stays(app: Flask, given: Given) -> None:
    given.newcomer(), given.volunteer()
    with later(3000):
        keep_the_rules()
        assert db.session.query(RetentionNotice).count() == 0


def test_one_tap_keeps_her(app: Flask, given: Given) -> None:
    person_id = applicant(given).id
    with later(340):
        keep_the_rules()
        link = db.session.query(PersonalLink).filter_by(purpose=commands_retention.STAY).one()
        page = given.new_visitor().get(f"/w/{token_for(link.ref)}")
        assert page.heading == "Skal vi gemme dine oplysninger?"
        assert page.press("Ja, gem dem").heading == "Vi gemmer dine oplysninger"
    with later(400):
        keep_the_rules()
        assert db.session.get(Person, person_id) is not None


def test_whoever_comes_back_is_left_in_peace(app: Flask, given: Given) -> None:
    person = applicant(given)
    with later(340):
        keep_the_rules()
        given.newcomer(person=db.session.get_one(Person, person.id), programme=given.programme(name="Andet"))
        keep_the_rules()
        assert db.session.query(RetentionNotice).one().taken_back_at is not None


def test_an_administrator_sees_who_goes_and_keeps_somebody_longer(app: Flask, given: Given) -> None:
    person = applicant(given, first_name="Amal")
    name, person_id = person.name, person.id
    desk = given.signed_in(given.staff(Role.administrator))
    page = desk.get("/desk/retention")
    assert page.status == 200 and page.says(name)
    form = page.click("Gem længere")
    assert form.press("Gem længere", until=clock.today().isoformat(), reason="Klage").says("Vælg en dag, der kommer")
    kept = form.press("Gem længere", until=add_months(clock.today(), 18).isoformat(), reason="Klagesag")
    assert kept.says("Klagesag")
    assert db.session.query(LongerKeep).one().person_id == person_id
    with later(400):
        keep_the_rules()
        assert db.session.query(RetentionNotice).count() == 0


def test_a_town_decides_for_itself_from_a_day_on(app: Flask, given: Given) -> None:
    desk = given.signed_in(given.staff(Role.administrator))
    page = desk.get("/desk/retention")
    early = page.press("Gem", kind="application", months="6", valid_from="2026-01-01")
    assert early.status == 422 and early.says("fra i dag og frem")
    saved = page.press("Gem", kind="application", months="6", valid_from=clock.today().isoformat())
    assert saved.says("Det er gemt")
    assert page.press("Gem", kind="application", months="9", valid_from=clock.today().isoformat()).says(
        "allerede valgt"
    )
    assert page.press("Gem", kind="application", months="0", valid_from="2027-01-01").status == 422


def test_messages_and_names_in_the_journal_have_an_age(app: Flask, given: Given) -> None:
    person = given.person()
    town = person.municipality_id
    old, new = clock.now() - timedelta(days=190), clock.now()
    for key, at in (("old", old), ("new", new)):
        db.session.add(Message(municipality_id=town, key=key, kind="pairing/ended", person_id=person.id, channel="sms",
                               address="+45", language="da", subject="", body="x", state="sent", created_at=at,
                               not_before=at, expires_at=at))  # fmt: skip
    db.session.add(Entry(municipality_id=town, at=clock.now() - timedelta(days=1900), by="system", act="x.y",
                         person_id=person.id, reason="ord"))  # fmt: skip
    db.session.commit()
    keep_the_rules()
    assert [one.key for one in db.session.query(Message)] == ["new"]
    line = db.session.query(Entry).filter_by(act="x.y").one()
    assert line.person_id is None and line.reason is None and isinstance(line.at.date(), date)


def test_an_old_plan_keeps_its_numbers_and_forgets_its_people(app: Flask, given: Given) -> None:
    three_and_two(given)
    plan = made_plan(given)
    desk = given.coordinator()
    before = desk.get(f"/desk/plans/{plan.ref}")
    assert before.says("Amal")
    with later(366):
        keep_the_rules()
        db.session.expire_all()
        assert plan.thinned_at is None and plan.facts is not None, "a year later it opens as it was"
    paired = db.session.query(PlanRound).one().paired
    with later(735):
        assert commands_retention.thin_out(given.town().id) > 0
        db.session.commit()
        assert commands_retention.thin_out(given.town().id) == 0
        db.session.commit()
    db.session.expire_all()
    one = db.session.query(PlanRound).one()
    assert (plan.facts, one.result, one.newcomer_ref) == (None, b"", None)
    page = given.coordinator().get(f"/desk/plans/{plan.ref}")
    assert page.says("Kun tallene er tilbage") and page.says(str(paired)) and not page.says("Amal")
    for part in ("waiting", "certificate.json", "sendings"):
        assert given.coordinator().get(f"/desk/plans/{plan.ref}/{part}").status == 404
