"""The sweep: what is due is asked, what was left unanswered is followed up. Each unit of work is committed
by itself, so that one that fails holds nothing else back; run twice or in parallel it says nothing twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from mentors.core import clock
from mentors.core.actor import system
from mentors.followups import notices, queries, rules
from mentors.followups.commands import silence_key
from mentors.followups.models import CheckIn
from mentors.followups.queries import Followed
from mentors.followups.rules import Due, PairFacts, Step
from mentors.journal.commands import note
from mentors.kit.db import change_rows, db, reading, transaction
from mentors.pairing.models import Pair
from mentors.pairing.rules import OPEN_STATES, PairState
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind

log = logging.getLogger(__name__)


def sweep() -> int:
    """Ask, remind and escalate for every running pair of every municipality; how many things were done."""
    db.session.rollback()  # what the caller has open would make this a writer from the start
    today = clock.today()
    with reading():
        pairs = queries.followed_pairs()
        db.session.rollback()
    done = _each(_close_unwanted, [pairs])
    done += _each(_ask, [(pair.pair_id, due) for pair in pairs for due in rules.due(pair.facts, pair.asked, today)])
    done += _each(_look_at_pause, [pair for pair in pairs if rules.long_pause_on(pair.facts, today)])
    return done + _each(_escalate, _silent({pair.pair_id: pair.facts for pair in pairs}))


def _each(act: Callable[[Any], int], units: Iterable[Any]) -> int:
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
        .where(CheckIn.closed_at.is_(None), CheckIn.pair_id.in_(over))
        .values(closed_at=now)
        .execution_options(synchronize_session=False)
    )
    for check_in in queries.open_check_ins():
        known = facts.get(check_in.pair_id)
        if known is not None and not rules.is_wanted(check_in.kind, check_in.side, known):
            check_in.closed_at = now
            closed += 1
    return closed


def _ask(unit: tuple[int, Due]) -> int:
    """Write a question down and put it. The row's uniqueness makes it said once."""
    pair_id, due = unit
    pair = db.session.get_one(Pair, pair_id)
    person, now = pair.person_of(due.side), clock.now()
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
    day = rules.long_pause_on(followed.facts, clock.today())
    pair = db.session.get_one(Pair, followed.pair_id)
    key = f"pause_over:{pair.ref}:{day}"
    raise_task(system(pair.municipality_id), TaskKind.pause_over, pair.newcomer, key=key, thing=f"pair:{pair.ref}",
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
            reminded_on = queries.local_day(check_in.reminded_at) if check_in.reminded_at else None
            step = rules.escalation(queries.local_day(check_in.asked_at), reminded_on, today)
            if step is not Step.wait:
                found.append((check_in.id, step))
        db.session.rollback()
    return found


def _escalate(unit: tuple[int, Step]) -> int:
    check_in_id, step = unit
    column = CheckIn.reminded_at if step is Step.remind else CheckIn.escalated_at
    taken = change_rows(
        update(CheckIn)
        .where(CheckIn.id == check_in_id, column.is_(None), CheckIn.closed_at.is_(None))
        .values({column: clock.now()})
    )
    if taken != 1:
        return 0
    check_in = db.session.get_one(CheckIn, check_in_id)
    if step is Step.remind:
        notices.remind(check_in)
    else:
        raise_task(
            system(check_in.pair.municipality_id), TaskKind.silence, check_in.person, key=silence_key(check_in),
            thing=f"pair:{check_in.pair.ref}", responsible_id=check_in.pair.responsible_id,
        )  # fmt: skip
    return 1
