"""Thinking about a plan for a whole pool: where it stands, whether the pool has changed since, what may be sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum

from mentors.pairing.pool.facts import Newcomer, Pairing, Pool, Side, Volunteer


class PlanState(StrEnum):
    draft = "draft"  # asked for; the worker has not begun
    running = "running"
    ready = "ready"  # proven, to be looked at, changed and sent
    published = "published"  # at least one of its pairs has been sent
    discarded = "discarded"
    failed = "failed"


UNFINISHED = frozenset({PlanState.draft, PlanState.running})
OPEN_PLANS = frozenset({PlanState.ready, PlanState.published})


class RoundKind(StrEnum):
    """What made a new version of a plan."""

    run = "run"
    pin = "pin"
    forbid = "forbid"
    unpin = "unpin"
    allow = "allow"  # takes a forbid back


class SendingState(StrEnum):
    waiting = "waiting"
    sent = "sent"
    refused = "refused"  # no longer possible; `why` says it
    recalled = "recalled"  # to be taken back
    withdrawn = "withdrawn"  # taken back before the volunteer had answered


class Failure(StrEnum):
    stopped = "stopped"  # a coordinator did
    crashed = "crashed"  # the worker went away three times
    not_proven = "not_proven"
    too_big = "too_big"


# Pairs of a newcomer and a volunteer that a request thread may look at: 500 by 500. Measured with two cores shared by
# fifteen busy processes: 400 x 400 take 0.6 s from the database to the stored proof, 1,000 x 1,000 take 2.5 s.
MOST_AT_ONCE = 250_000


def is_small(newcomers: int, volunteers: int) -> bool:
    """Whether a pool is run while the coordinator waits; a bigger one is the worker's."""
    return newcomers * volunteers <= MOST_AT_ONCE


# A run says that it lives after every step. The longest step, the second opinion on 30,000 x 30,000, takes less.
SILENT_FOR = timedelta(minutes=10)
MOST_TRIES = 3


def is_abandoned(last_heard: datetime, now: datetime) -> bool:
    """Whether the worker that had a run is gone."""
    return now - last_heard > SILENT_FOR


# --- a plan gone stale ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to a pool since it was frozen, by reference, in alphabetical order."""

    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.joined or self.left or self.changed)

    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ("joined", self.joined), ("left", self.left), ("changed", self.changed)


def changes_between(then: Pool, now: Pool, sent: Collection[Pairing] = ()) -> Changes:
    """Who joined, left or changed. What the plan itself did (`sent`) is no change: those newcomers left by it,
    and those volunteers have as many places fewer."""
    away = {newcomer for newcomer, _volunteer in sent}
    taken: dict[str, int] = {}
    for _newcomer, volunteer in sent:
        taken[volunteer] = taken.get(volunteer, 0) + 1
    before: dict[str, Side] = {one.ref: one for one in (*then.newcomers, *then.volunteers)}
    after: dict[str, Side] = {one.ref: one for one in (*now.newcomers, *now.volunteers)}
    full = {
        one.ref for one in then.volunteers if one.ref in taken and one.capacity <= taken[one.ref]
    }  # gone from the pool because the plan filled their last place
    left = before.keys() - after.keys() - away - full
    changed = (ref for ref, one in before.items() if ref in after and _differs(one, after[ref], taken.get(ref, 0)))
    return Changes(tuple(sorted(after.keys() - before.keys())), tuple(sorted(left)), tuple(sorted(changed)))


def _differs(one: Side, other: Side, taken: int) -> bool:
    for field in fields(one):
        then, now = getattr(one, field.name), getattr(other, field.name)
        if then != now and not (field.name == "capacity" and now == max(0, then - taken)):
            return True
    return False


# --- sending ----------------------------------------------------------------------------------------

# Codes for what is no rule: somebody has left the pool; it cannot be done just now; the plan has changed; pinned already.
GONE, NOT_NOW, CHANGED, PINNED = "gone", "not_now", "changed", "pinned"


def by_ref(pool: Pool) -> tuple[dict[str, Newcomer], dict[str, Volunteer]]:
    return {one.ref: one for one in pool.newcomers}, {one.ref: one for one in pool.volunteers}
