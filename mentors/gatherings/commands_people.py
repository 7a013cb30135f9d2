"""Doing: what happens to a person through a group: leader, modules, leave, notes, absence."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from mentors.accounts.commands_absence_desk import make_responsible
from mentors.accounts.models import Account
from mentors.accounts.rules_absence import ChangeReason
from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.refusal import Refused
from mentors.gatherings import queries_people, rules, words_desk
from mentors.gatherings.models import CourseModule, ModuleDone, Series
from mentors.gatherings.models_people import LeaderPeriod, LeaderSwitch, Leave, SignUp, UnitNote
from mentors.gatherings.rules import AfterLeave, SeatState
from mentors.journal.commands import note
from mentors.kit.db import db, transaction
from mentors.people.models import Person
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind

# --- the group's leader ---------------------------------------------------------------------------


def lead_group(by: Actor, series: Series, leader: Account, *, from_on: date, until_on: date) -> LeaderPeriod:
    """Make somebody responsible for everyone in a course for a period. Raises Refused.

    What it is about is nobody's business here: there is no field for a reason (systems.md row 12).
    """
    if not series.is_course:
        raise Refused(words_desk.COURSES_ONLY)
    if until_on < from_on or until_on < clock.today():
        raise Refused(words_desk.ENDS_BEFORE, field="until_on")
    if leader.municipality_id != series.municipality_id or leader.person_id is not None:
        raise Refused(words_desk.CHOOSE_COLLEAGUE, field="leader")
    period = db.session.get(LeaderPeriod, series.id)
    if period is not None and period.ended_at is None and period.leader_id != leader.id:
        _hand_back(by, series)
    if period is None:
        period = LeaderPeriod(series_id=series.id)
        db.session.add(period)
    period.leader_id, period.from_on, period.until_on, period.ended_at = leader.id, from_on, until_on, None
    db.session.flush()
    note(by, "gatherings.leader_set", thing=f"series:{series.ref}")
    switch_everybody(by, series)
    return period


def switch_everybody(by: Actor, series: Series) -> None:
    """Let the leader take over whoever has a seat, once the period has begun."""
    for row in queries_people.seated(series):
        switch_to_leader(by, row)


def switch_to_leader(by: Actor, row: SignUp) -> None:
    """The leader becomes responsible for somebody who has a seat, while the group has a leader."""
    if row.series_id is None or row.person is None or row.state is not SeatState.taken:
        return
    period = queries_people.leader_on(row.series_id, clock.today())
    if period is None:
        return
    known = db.session.get(LeaderSwitch, (row.series_id, row.person.id))
    if known is not None and known.back_at is None:
        return
    if known is None:
        known = LeaderSwitch(series_id=row.series_id, person_id=row.person.id)
        db.session.add(known)
    known.before_id, known.leader_id = row.person.responsible_id, period.leader_id
    known.switched_at, known.back_at = clock.now(), None
    make_responsible(by, row.person, period.leader_id, reason=ChangeReason.group)
    db.session.flush()
    note(by, "gatherings.responsible_switched", thing=f"person:{row.person.ref}", person_id=row.person.id)


def return_from_leader(by: Actor, row: SignUp) -> None:
    """Whoever leaves the group gets back the one who was responsible before."""
    known = db.session.get(LeaderSwitch, (row.series_id, row.person_id)) if row.series_id and row.person_id else None
    if known is not None and known.back_at is None and row.person is not None:
        _back(by, known, row.person)


def _back(by: Actor, switch: LeaderSwitch, person: Person) -> None:
    switch.back_at = clock.now()
    before = db.session.get(Account, switch.before_id) if switch.before_id else None
    # Somebody who was given another responsible meanwhile keeps her, and nobody is left without one.
    if person.responsible_id == switch.leader_id and before is not None and before.closed_at is None:
        make_responsible(by, person, before.id, reason=ChangeReason.group_over)
    db.session.flush()
    note(by, "gatherings.responsible_back", thing=f"person:{person.ref}", person_id=person.id)


def end_leading(by: Actor, series: Series) -> None:
    """End the leader's period today: everybody gets back who was responsible before."""
    period = db.session.get(LeaderPeriod, series.id)
    if period is not None and period.ended_at is None:
        period.ended_at = clock.now()
        _hand_back(by, series)
        note(by, "gatherings.leader_ended", thing=f"series:{series.ref}")


def _hand_back(by: Actor, series: Series) -> None:
    for switch, person in queries_people.switches(series):
        _back(by, switch, person)


def turn_leaders() -> int:
    """A job: periods that begin today take effect, and those that are over are ended."""
    turned = 0
    for series, period in queries_people.leader_periods():
        with transaction():
            by = system(series.municipality_id)
            if period.until_on < clock.today():
                end_leading(by, series)
                turned += 1
            elif period.from_on <= clock.today():
                switch_everybody(by, series)
    return turned


# --- modules --------------------------------------------------------------------------------------


def set_modules(by: Actor, series: Series, topics: list[str]) -> None:
    """The modules of a course, in the catalogue's order. One that somebody has completed stays."""
    wanted = [code for code in rules.TOPICS if code in set(topics)]
    known = {module.topic: module for module in queries_people.modules(series)}
    for code, module in known.items():
        if code not in wanted and not queries_people.is_completed_by_anybody(module):
            db.session.delete(module)
    for code in wanted:
        if code not in known:
            db.session.add(CourseModule(series_id=series.id, topic=code))
    db.session.flush()
    note(by, "gatherings.modules_set", thing=f"series:{series.ref}")


def complete_module(by: Actor, module: CourseModule, person: Person, *, done: bool = True) -> None:
    """Tick a module off for somebody, or take the tick back."""
    known = db.session.get(ModuleDone, (module.id, person.id))
    if done and known is None:
        db.session.add(ModuleDone(module_id=module.id, person_id=person.id, done_on=clock.today()))
    elif not done and known is not None:
        db.session.delete(known)
    db.session.flush()
    note(by, "gatherings.module_done" if done else "gatherings.module_undone", person_id=person.id)


# --- notes of one unit ----------------------------------------------------------------------------


def write_note(by: Actor, series: Series, person: Person, words: str) -> UnitNote:
    """Write something only the actor's own unit sees (systems.md row 16). Raises Refused outside a unit."""
    unit = queries_people.unit_of(by, series)
    if unit is None:
        raise Refused(words_desk.NEEDS_UNIT)
    if all(row.person_id != person.id for row in queries_people.seated(series)):
        raise Refused(words_desk.NOT_IN_GROUP)
    row = UnitNote(
        series_id=series.id, person_id=person.id, unit=unit, words=words, at=clock.now(), by=by.label
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    note(by, "gatherings.note_written", thing=f"unit_note:{row.ref}", person_id=person.id)
    return row


# --- leave ----------------------------------------------------------------------------------------

ASK_BEFORE = timedelta(days=30)


def set_leave(by: Actor, person: Person, *, ends_on: date, series: Series | None = None) -> Leave:
    """Write down when a leave is expected to end, and which café she came to."""
    row = queries_people.leave_of(person.id)
    if row is None:
        row = Leave(person_id=person.id)
    row.ends_on, row.series_id = ends_on, series.id if series else None
    db.session.add(row)
    db.session.flush()
    note(by, "gatherings.leave_set", thing=f"leave:{row.ref}", person_id=person.id)
    return row


def note_after_leave(by: Actor, row: Leave, went_on_to: AfterLeave | None) -> None:
    """What she went on to after the leave."""
    row.went_on_to, row.noted_on = went_on_to, clock.today() if went_on_to else None
    db.session.flush()
    note(by, "gatherings.after_leave_noted", thing=f"leave:{row.ref}", person_id=row.person_id)


# --- jobs that ask people to look -----------------------------------------------------------------


def notice_leaves() -> int:
    """A job: a month before a leave ends somebody asks what comes after (systems.md row 11)."""
    soon = db.session.scalars(
        select(Leave).where(Leave.ends_on <= clock.today() + ASK_BEFORE, Leave.went_on_to.is_(None))
    ).all()
    for row in soon:
        raise_task(
            system(row.person.municipality_id), TaskKind.leave_ends, row.person,
            key=f"leave-{row.ref}-{row.ends_on.isoformat()}", thing=f"leave:{row.ref}",
        )  # fmt: skip
    return len(soon)


def notice_absences() -> int:
    """A job: three absences in a row become a task for whoever is responsible, once for each such row.

    Nothing is sent to the participant.
    """
    raised = 0
    for series in queries_people.watched_series():
        held, expected = queries_people.held_lately(series), queries_people.expected(series)
        for one in expected:
            person = one.person
            missed = rules.absent_since(
                (h for h in held if one.only is None or h.key in one.only), person.id, one.since
            )
            if len(missed) >= rules.ABSENCES_TO_CALL:
                raise_task(
                    system(series.municipality_id), TaskKind.absent_thrice, person,
                    key=f"absent-{series.ref}-{person.ref}-{missed[0]}", thing=f"series:{series.ref}",
                )  # fmt: skip
                raised += 1
    return raised
