"""The sweep: what is due is asked, what was left unanswered is followed up. Each unit of work is committed
by itself, so that one that fails holds nothing else back; run twice or in parallel it says nothing twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from mentors.core import clock
from mentors.core.actor import system
from mentors.followups import notices, queries, rules
from mentors.followups.commands import silence_key
from mentors.followups.models import CheckIn
from mentors.followups.queries_sweep import Followed
from mentors.followups.rules import CheckKind, Due, PairFacts, Step
from mentors.journal.commands import note
from mentors.kit.db import change_rows, db, reading, transaction
from mentors.messages.queries import leaving_on
from mentors.municipalities.queries import municipality
from mentors.pairing.models import Pair
from mentors.pairing.rules import OPEN_STATES, PairState
from mentors.people.models import Person
from mentors.tasks.commands import raise_task
from mentors.tasks.queries import find_task
from mentors.tasks.rules import TaskKind

log = logging.getLogger(__name__)


def sweep() -> int:
    """Ask, remind and escalate for every running pair of every municipality; how many things were done."""
    db.session.rollback()  # what the caller has open would make this a writer from the start
    today = clock.today()
    with reading():
        pairs = queries.followed_pairs()
        db.session.rollback()
    done = each(_close_unwanted, [pairs])
    done += each(_ask, [(pair.pair_id, due) for pair in pairs for due in rules.due(pair.facts, pair.asked, today)])
    done += each(_look_at_pause, [pair for pair in pairs if rules.long_pause_on(pair.facts, today)])
    done += each(_look_at_quiet, [pair for pair in pairs if rules.quiet_on(pair.facts, today)])
    return done + each(_escalate, _silent({pair.pair_id: pair.facts for pair in pairs}))


def each(act: Callable[[Any], int], units: Iterable[Any]) -> int:
    """Do one thing for each unit, each committed by itself; how many things were done."""
    done = 0
    for unit in units:
        try:
            with transaction():
                done += act(unit)
        except IntegrityError:
            pass  # another worker was here first
        except Exception as bug:
            log.error("followups: %s failed: %s", act.__name__, type(bug).__name__)
    return done


def _close_unwanted(pairs: list[Followed]) -> int:
    """Close open questions of pairs that are over, and those the pair's life has answered meanwhile."""
    now, facts = clock.now(), {pair.pair_id: pair.facts for pair in pairs}
    over = select(Pair.id).where(Pair.state.not_in(OPEN_STATES))
    closed = change_rows(
        update(CheckIn)
        .where(CheckIn.closed_at.is_(None), CheckIn.kind != CheckKind.afterwards, CheckIn.pair_id.in_(over))
        .values(closed_at=now)
        .execution_options(synchronize_session=False)
    )
    for check_in in queries.open_check_ins():
        known = facts.get(check_in.pair_id)
        if known is None or not rules.is_wanted(check_in.kind, check_in.side, known):
            check_in.closed_at = now
            closed += 1
    return closed


def _ask(unit: tuple[int, Due]) -> int:
    """Write a question down and put it. The row's uniqueness makes it said once. Somebody who has had her share
    of messages for the day is asked tomorrow: what is not written down stays due."""
    pair_id, due = unit
    pair = db.session.get_one(Pair, pair_id)
    person, now = pair.person_of(due.side), clock.now()
    if not has_room_today(person):
        return 0
    same = (CheckIn.pair_id == pair_id, CheckIn.person_id == person.id, CheckIn.kind == due.kind)
    # An older question of the same kind gives way: nobody is chased for two.
    db.session.execute(update(CheckIn).where(*same, CheckIn.closed_at.is_(None)).values(closed_at=now))
    check_in = CheckIn(
        pair=pair, person_id=person.id, kind=due.kind, period=due.period, due_on=due.due_on, asked_at=now
    )
    db.session.add(check_in)
    db.session.flush()
    by = system(pair.municipality_id)
    note(by, f"followups.asked:{due.kind}", thing=f"check_in:{check_in.ref}", person_id=person.id)
    if notices.ask(check_in) is None:
        key = f"unreachable:{person.ref}:{due.period}"
        raise_task(by, TaskKind.unreachable, person, key=key, thing=f"pair:{pair.ref}",
                   responsible_id=pair.responsible_id)  # fmt: skip
        check_in.escalated_at = now  # silence is no news from somebody who cannot be asked
    return 1


def _look_at_pause(followed: Followed) -> int:
    return _look(followed, TaskKind.pause_over, rules.long_pause_on(followed.facts, clock.today()))


def _look_at_quiet(followed: Followed) -> int:
    """Both have said no to being asked: somebody looks after them all the same."""
    return _look(followed, TaskKind.quiet_pair, rules.quiet_on(followed.facts, clock.today()))


def _look(followed: Followed, kind: TaskKind, day: date | None) -> int:
    pair = db.session.get_one(Pair, followed.pair_id)
    key = f"{kind}:{pair.ref}:{day}"
    if find_task(key) is not None:
        return 0
    raise_task(system(pair.municipality_id), kind, pair.newcomer, key=key, thing=f"pair:{pair.ref}",
               responsible_id=pair.responsible_id)  # fmt: skip
    return 1


def _silent(facts: dict[int, PairFacts]) -> list[tuple[int, Step]]:
    """The open questions that call for a reminder or a task today, those of paused pairs left alone."""
    today = clock.today()
    found: list[tuple[int, Step]] = []
    with reading():
        for check_in in queries.open_check_ins():
            known = facts.get(check_in.pair_id)
            if known is None or known.state is PairState.paused or check_in.escalated_at is not None:
                continue
            if rules.is_resting(today, known.closings):
                continue
            asked_on, reminded_on, second_on = map(_day, (check_in.asked_at, check_in.reminded_at, check_in.second_at))
            step = rules.escalation(asked_on or today, reminded_on, second_on, today, known.ladder.levels)
            if step is not Step.wait:
                found.append((check_in.id, step))
        db.session.rollback()
    return found


def _day(instant: datetime | None) -> date | None:
    return clock.local_day(instant) if instant else None


_COLUMN = {Step.remind: CheckIn.reminded_at, Step.second: CheckIn.second_at, Step.task: CheckIn.escalated_at}


def _escalate(unit: tuple[int, Step]) -> int:
    check_in_id, step = unit
    asked = db.session.get(CheckIn, check_in_id)
    if asked is None or (step is not Step.task and not has_room_today(asked.person)):
        return 0
    column = _COLUMN[step]
    taken = change_rows(
        update(CheckIn)
        .where(CheckIn.id == check_in_id, column.is_(None), CheckIn.closed_at.is_(None))
        .values({column: clock.now()})
    )
    if taken != 1:
        return 0
    check_in = db.session.get_one(CheckIn, check_in_id, populate_existing=True)
    if step is Step.remind:
        notices.remind(check_in)
    elif step is Step.second:
        notices.remind_elsewhere(check_in)
    elif check_in.kind is CheckKind.afterwards:
        check_in.closed_at = clock.now()  # what is over calls for nobody's help
    else:
        raise_task(
            system(check_in.pair.municipality_id), TaskKind.silence, check_in.person, key=silence_key(check_in),
            thing=f"pair:{check_in.pair.ref}", responsible_id=check_in.pair.responsible_id,
        )  # fmt: skip
    return 1


def has_room_today(person: Person) -> bool:
    """Whether somebody may be sent one more message on the day it would leave. Her row is held meanwhile, so that
    two workers do not both find room for the last one."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update()).all()
    town = municipality(person.municipality_id)
    day = clock.local_day(town.window.next_open(clock.now()))
    return leaving_on(person.id, day) < town.messages_a_day
