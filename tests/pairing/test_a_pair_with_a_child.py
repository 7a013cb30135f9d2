"""A contact person for a child of 5 to 8 (systems.md row 4): a certificate valid that day, and a parent's yes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from mentors.clearances import commands as clearances
from mentors.clearances.models import ChildContact, Clearance
from mentors.clearances.queries_guardians import guardians_of
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import Refused
from mentors.kit.db import db
from mentors.meetings.commands import log_meeting, plan_meeting
from mentors.meetings.rules import Face, MeetingKind
from mentors.messages.models import Message
from mentors.pairing import commands
from mentors.pairing.commands_children import watch_children
from mentors.pairing.models import Pair
from mentors.pairing.rules import PairState
from mentors.programmes.commands import change_programme
from mentors.programmes.models import Participation
from mentors.programmes.rules import ProgrammeKind, Side
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from mentors.youth.commands import withdraw_guardian_consent
from tests.given import Given
from tests.pairing.things import agreed_pair, link_page, proposal

CHILD = ClearanceKind.child_certificate


def _volunteer(given: Given) -> Participation:
    return given.volunteer(programme=given.programme(ProgrammeKind.contact_person_child), first_name="Bente")


def _child(given: Given, **values: object) -> Participation:
    programme = given.programme(ProgrammeKind.contact_person_child)
    return given.newcomer(programme=programme, first_name="Noor", birth_year=2020, **values)


def _pair(given: Given) -> Pair:
    return agreed_pair(given, _child(given), _volunteer(given))


def _staff(given: Given) -> Actor:
    return Actor("account:karen", given.town().id, frozenset({Role.coordinator}))


def _open_tasks(kind: TaskKind) -> int:
    return db.session.query(Task).filter_by(kind=kind, done_at=None).count()


def test_row_4_both_say_yes_and_the_contact_is_carried_by_the_certificate(given: Given) -> None:
    pair = _pair(given)
    [contact] = db.session.query(ChildContact).all()
    assert (pair.state, contact.thing, contact.person_id) == (PairState.agreed, f"pair:{pair.ref}", pair.volunteer_id)
    assert pair.may_meet_on(clock.today())
    page = given.coordinator().get(f"/desk/pairs/{pair.ref}")
    assert page.says("Må mødes i dag") and page.says("Børneattesten gælder til og med 23. november 2028.")


def test_row_4_without_a_parent_s_yes_the_pair_rests_until_it_is_there(given: Given) -> None:
    pair = proposal(given, _child(given, steps=False), _volunteer(given))
    commands.answer_proposal(given.by(), pair, Side.volunteer, yes=True)
    mother = given.new_visitor()
    page = mother.get(link_page(pair, Side.newcomer))
    mother.post(
        page.form("").tag["action"], data={"csrf_token": dict(page.form("").values)["csrf_token"], "answer": "yes"}
    )
    pair = db.session.query(Pair).one()
    assert pair.state is PairState.paused and not pair.may_meet_on(clock.today())
    assert db.session.query(ChildContact).count() == 0
    assert "tel:+4520304" not in mother.get(link_page(pair, Side.newcomer)).html
    assert db.session.query(Message).filter_by(kind="pairing/agreed").count() == 0
    assert _open_tasks(TaskKind.no_guardian) == 1

    karen = given.coordinator()
    page = karen.get(f"/desk/pairs/{pair.ref}")
    assert page.says("En forælder har ikke sagt ja endnu.")
    refused = page.press("Gå i gang igen")
    assert refused.status == 422 and refused.says("En forælder skal sige ja først.")
    page = karen.get(f"/desk/people/{db.session.query(Pair).one().newcomer.ref}/youth")
    page = page.press("Gem forælder", name="Olena", mobile="20 40 50 71", language="uk", how="here")
    assert page.says("Forælderens ja er skrevet ned.")
    karen.get(f"/desk/pairs/{db.session.query(Pair).one().ref}").press("Gå i gang igen")
    pair = db.session.query(Pair).one()
    assert pair.state is PairState.agreed and pair.may_meet_on(clock.today())
    assert db.session.query(Message).filter_by(kind="pairing/agreed").count() == 2
    assert _open_tasks(TaskKind.no_guardian) == 0


def test_row_4_a_parent_takes_her_yes_back_and_the_pair_stands_still_at_once(given: Given) -> None:
    pair = _pair(given)
    [guardian] = guardians_of(pair.newcomer_id)
    withdraw_guardian_consent(given.by(), guardian)
    assert pair.state is PairState.paused
    assert db.session.query(ChildContact).one().ended_on == clock.today()
    assert _open_tasks(TaskKind.no_guardian) == 1
    withdraw_guardian_consent(given.by(), guardian)  # pressed twice
    assert _open_tasks(TaskKind.no_guardian) == 1
    told = db.session.query(Message).filter_by(kind="pairing/paused").all()
    assert len(told) == 2 and not any("attest" in (message.body or "") for message in told)


@pytest.mark.parametrize("lost", ["refused", "taken_back"])
def test_a_certificate_that_is_lost_between_proposal_and_yes_lets_nobody_meet(given: Given, lost: str) -> None:
    pair = proposal(given, _child(given), _volunteer(given))
    if lost == "refused":
        clearances.assess(given.by(), pair.volunteer_id, CHILD, clean=False, on=clock.today())
    else:
        clearances.take_back(given.by(), pair.volunteer_id, CHILD)
    db.session.commit()
    page = given.new_visitor().get(link_page(pair, Side.volunteer)).press("Ja tak")
    assert page.heading == "Tak for dit ja"
    assert _open_tasks(TaskKind.contact_stopped) == 1  # before the parent is even asked
    pair = db.session.query(Pair).one()
    commands.answer_proposal(given.by(), pair, Side.newcomer, yes=True)
    assert pair.state is PairState.paused and not db.session.query(ChildContact).count()


def test_the_certificate_runs_out_at_midnight_in_copenhagen(given: Given) -> None:
    pair = _pair(given)
    until = date(2028, 11, 23)
    with clock.stopped(clock.at_local(until, 23, 59)):
        assert pair.may_meet_on(clock.today())
        assert watch_children() == 0
    with clock.stopped(clock.at_local(until + timedelta(days=1), 0, 1)):  # 23.01 in UTC: still the day before
        pair = db.session.query(Pair).one()
        assert not pair.may_meet_on(clock.today())
        assert watch_children() == 1
        pair = db.session.query(Pair).one()
        assert pair.state is PairState.paused
        assert _open_tasks(TaskKind.contact_stopped) == 1
        assert watch_children() == 0
        with pytest.raises(Refused, match="udløbet"):
            commands.resume_pair(_staff(given), pair)
        clearances.assess(given.by(), pair.volunteer_id, CHILD, clean=True, on=clock.today())
        commands.resume_pair(_staff(given), pair)
        assert pair.state is PairState.agreed and pair.may_meet_on(clock.today())


@pytest.mark.parametrize(("days", "goes_on"), [(180, True), (181, False)])
def test_a_pause_of_exactly_half_a_year_asks_for_a_new_certificate(given: Given, days: int, goes_on: bool) -> None:
    """From 23 November six months end on 23 May: 181 days later."""
    pair = _pair(given)
    commands.pause_pair(given.by(), pair, until=clock.today() + timedelta(days=days))
    db.session.commit()
    with clock.stopped(clock.now() + timedelta(days=days)):
        assert commands.end_pauses() == 1
        pair = db.session.query(Pair).one()
        assert (pair.state is PairState.agreed) is goes_on
        assert pair.may_meet_on(clock.today()) is goes_on
        assert _open_tasks(TaskKind.contact_stopped) == (0 if goes_on else 1)
        assert commands.end_pauses() == 0  # asked once; then it waits for staff


def test_a_certificate_noted_wrong_and_put_right_at_once_leaves_nobody_behind(given: Given) -> None:
    pair = _pair(given)
    clearances.assess(given.by(), pair.volunteer_id, CHILD, clean=False, on=clock.today())
    assert not pair.may_meet_on(clock.today())
    clearances.assess(given.by(), pair.volunteer_id, CHILD, clean=True, on=clock.today())
    db.session.commit()
    assert watch_children() == 1
    pair = db.session.query(Pair).one()
    assert pair.state is PairState.agreed and pair.may_meet_on(clock.today())


def test_both_papers_missing_are_two_tasks(given: Given) -> None:
    pair = proposal(given, _child(given, steps=False), _volunteer(given))
    clearances.take_back(given.by(), pair.volunteer_id, CHILD)
    commands.answer_proposal(given.by(), pair, Side.volunteer, yes=True)
    commands.answer_proposal(given.by(), pair, Side.newcomer, yes=True)
    assert _open_tasks(TaskKind.no_guardian) == _open_tasks(TaskKind.contact_stopped) == 1


def test_a_pause_ends_but_the_agreement_would_outlive_the_certificate(given: Given) -> None:
    pair = _pair(given)
    commands.pause_pair(given.by(), pair, until=clock.today() + timedelta(days=1))
    pair.planned_end_on = date(2029, 1, 1)
    db.session.commit()
    with clock.stopped(clock.now() + timedelta(days=1)):
        commands.end_pauses()
    assert db.session.query(Pair).one().state is PairState.paused
    assert (_open_tasks(TaskKind.contact_stopped), _open_tasks(TaskKind.no_guardian)) == (1, 0)


def test_whoever_is_not_staff_does_not_hear_how_a_check_stands(given: Given) -> None:
    pair = _pair(given)
    bente = given.as_person(pair.volunteer)
    commands.pause_pair(given.by(), pair, until=None)
    clearances.assess(given.by(), pair.volunteer_id, CHILD, clean=False, on=clock.today())
    db.session.commit()
    page = bente.get("/my/").press("Gå i gang igen")
    assert page.says("Vi mangler lige et papir. Vi ringer til dig.") and not page.says("under 15")
    assert db.session.query(Pair).one().state is PairState.paused
    assert _open_tasks(TaskKind.contact_stopped) == 1


def test_no_meeting_is_planned_past_the_certificate(given: Given) -> None:
    pair = _pair(given)
    db.session.execute(update(Clearance).values(valid_until=date(2026, 12, 10), version=9))
    db.session.commit()
    pair = db.session.query(Pair).one()
    me = Actor("link:x", pair.municipality_id, person_id=pair.volunteer_id)
    with pytest.raises(Refused, match="et papir"):
        plan_meeting(me, pair, starts_at=clock.at_local(date(2026, 12, 11), 0))
    plan_meeting(me, pair, starts_at=clock.at_local(date(2026, 12, 10), 23))


def test_row_4_the_hours_a_week_are_shown_against_the_two_that_are_meant(given: Given) -> None:
    pair = _pair(given)
    karen = given.coordinator()
    assert karen.get(f"/desk/pairs/{pair.ref}").says("0,0 af 2,0 timer om ugen")
    for days, minutes in ((1, 90), (8, 120), (27, 60), (29, 180)):
        with clock.stopped(clock.now() + timedelta(days=40 - days)):
            log_meeting(given.by(), pair, held_on=clock.today(), minutes=minutes, kind=MeetingKind.walk, face=Face.good)
            db.session.commit()
    with clock.stopped(clock.now() + timedelta(days=40)):  # the last four weeks: 90 + 120 + 60 minutes
        ref = db.session.query(Pair).one().ref
        assert given.coordinator().get(f"/desk/pairs/{ref}").says("1,1 af 2,0 timer om ugen")
        assert given.as_person(db.session.query(Pair).one().volunteer).get("/my/").says("1,1 af 2,0")


def test_a_programme_does_not_open_to_children_over_pairs_that_are_not_cleared(given: Given) -> None:
    pair = agreed_pair(given)
    karen = _staff(given)
    with pytest.raises(Refused, match="på pause"):
        change_programme(karen, pair.programme, meets_children=True, steps=("child_certificate",))
    db.session.rollback()
    pair = db.session.query(Pair).one()
    commands.pause_pair(karen, pair, until=None)
    change_programme(karen, pair.programme, meets_children=True, steps=("child_certificate",))
    db.session.refresh(pair)
    with pytest.raises(Refused, match="forælder"):
        commands.resume_pair(karen, pair)
