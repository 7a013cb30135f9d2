"""What keeps the pool waiting: changes, each made for a few named people, and exactly the pairs that then appear.

Every change is tried on the whole pool, so what is promised is what comes out when it is made: `made` gives the
changed pool, and pairing it gives `pairs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from mentors.pairing.pool import words
from mentors.pairing.pool.bottlenecks import open_volunteers
from mentors.pairing.pool.facts import Newcomer, Pool, Volunteer
from mentors.pairing.pool.planning import Plan, make_plan
from mentors.pairing.pool.remedies import Change, wanted_volunteer
from mentors.pairing.pool.rules import Rule, is_cleared, limit_of
from mentors.pairing.pool.ruletables import RuleTable
from mentors.pairing.pool.settings import Settings
from mentors.pairing.pool.week import BIT, WEEK_PARTS

REACHES_KM = (5, 10, 20, 30, 50)
_TRIED = 6  # of the most promising changes of a step, as many are tried on the whole pool
_BIG = 400  # newcomers; in a smaller pool every change is tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A change of one kind: a part of the week, a reach in km, an interpreter, a certificate or somebody new."""

    change: Change
    detail: str = ""
    recruit: Volunteer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """A change made for `people`, after those before it in the report. `newcomers` are paired because of it."""

    wish: Wish
    people: tuple[str, ...]  # newcomers whose week or reach changes, or volunteers with interpreter or certificate
    newcomers: tuple[str, ...]
    made: Pool  # the pool with this change and those before it
    pairs: Mapping[str, str]  # everybody's pairs then

    @property
    def sentence(self) -> str:
        """`6 par mere, hvis tirsdag aften var mulig for N1, N2 ...`"""
        count = len(self.newcomers)
        detail = words.part_of_week(self.wish.detail) if self.wish.change is Change.time else self.wish.detail
        if self.wish.recruit is not None:
            detail = words.kind_of(self.wish.recruit)
        what = words.BLOCKER[self.wish.change].format(detail=detail, people=words.listed(self.people, most=8))
        return words.MORE_PAIRS[count != 1].format(count=count, what=what)


def blockers(plan: Plan, *, most: int = 5) -> list[Blocker]:
    """The changes that would pair most of those left over, biggest first, at most `most`; each builds on the last."""
    found: list[Blocker] = []
    while len(found) < most:
        best = _best_step(plan)
        if best is None:
            break
        blocker, plan = best
        found.append(blocker)
    return found


def _best_step(plan: Plan) -> tuple[Blocker, Plan] | None:
    best: tuple[Blocker, Plan] | None = None
    for wish, people in _promising(plan):
        tried = _tried(plan, wish, people)
        if tried is not None and (best is None or len(tried[0].newcomers) > len(best[0].newcomers)):
            best = tried
    return best or _somebody_new(plan)


def _tried(plan: Plan, wish: Wish, people: frozenset[str]) -> tuple[Blocker, Plan] | None:
    """Make the change, and make it again only for those it helps; None where it pairs nobody more."""
    after = make_plan(changed(plan.pool, wish, people), plan.settings, check=False)
    gained = after.pairs.keys() - plan.pairs.keys()
    needed = gained & people if wish.change in (Change.time, Change.distance) else people & set(after.pairs.values())
    if len(after.pairs) <= len(plan.pairs) or not needed:
        return None
    made = changed(plan.pool, wish, frozenset(needed))
    final = make_plan(made, plan.settings, check=False)
    if len(final.pairs) <= len(plan.pairs):
        return None
    newcomers = tuple(sorted(final.pairs.keys() - plan.pairs.keys()))
    blocker = Blocker(wish=wish, people=tuple(sorted(needed)), newcomers=newcomers, made=made, pairs=dict(final.pairs))
    return blocker, final


def changed(pool: Pool, wish: Wish, people: frozenset[str]) -> Pool:
    """The pool with the change made for these newcomers or volunteers, or with somebody new."""
    if wish.recruit is not None:
        return replace(pool, volunteers=(*pool.volunteers, wish.recruit))
    if wish.change in (Change.time, Change.distance):
        newcomers = (_newcomer(one, wish) if one.ref in people else one for one in pool.newcomers)
        return replace(pool, newcomers=tuple(newcomers))
    volunteers = (_volunteer(one, wish) if one.ref in people else one for one in pool.volunteers)
    return replace(pool, volunteers=tuple(volunteers))


def _newcomer(one: Newcomer, wish: Wish) -> Newcomer:
    if wish.change is Change.time:
        return replace(one, free=one.free | BIT[wish.detail], busy=one.busy & ~BIT[wish.detail])
    return replace(one, max_km=int(wish.detail))


def _volunteer(one: Volunteer, wish: Wish) -> Volunteer:
    if wish.change is Change.clearance:
        return replace(one, clearance_until=max(one.clearance_until or _day(wish), _day(wish)))
    return replace(one, interpreter_ok=True)


def _day(wish: Wish) -> date:
    return date.fromisoformat(wish.detail)


def _promising(plan: Plan) -> Iterator[tuple[Wish, frozenset[str]]]:
    """Changes that would give somebody left over a place, those that help most people first."""
    helped = _who_is_helped(plan)
    order = sorted(helped, key=lambda wish: (-len(helped[wish][0]), list(Change).index(wish.change), wish.detail))
    for wish in order[: _TRIED if len(plan.pool.newcomers) > _BIG else len(order)]:
        newcomers, volunteers = helped[wish]
        yield wish, frozenset(newcomers if wish.change in (Change.time, Change.distance) else volunteers)


def _who_is_helped(plan: Plan) -> dict[Wish, tuple[set[str], set[str]]]:
    """For each change the newcomers left over who would get a place by it alone, and the volunteers they would get."""
    encoded, table = plan.solution.encoded, RuleTable(plan.solution.encoded)
    with np.errstate(over="ignore"):
        open_ = open_volunteers(plan.solution)
    helped: dict[Wish, tuple[set[str], set[str]]] = {}
    for row, newcomer in enumerate(encoded.newcomers):
        if newcomer.ref in plan.pairs:
            continue
        broken = table.broken(row)
        fails = np.sum(list(broken.values()), axis=0)
        only = {rule: np.flatnonzero(flags & (fails == 1) & open_) for rule, flags in broken.items()}
        for wish, columns in _helping(row, newcomer, only, table, plan.settings):
            newcomers, volunteers = helped.setdefault(wish, (set(), set()))
            newcomers.add(newcomer.ref)
            volunteers.update(encoded.volunteers[column].ref for column in columns)
    return helped


def _helping(
    row: int, newcomer: Newcomer, only: Mapping[Rule, Any], table: RuleTable, settings: Settings
) -> Iterator[tuple[Wish, Any]]:
    times = only[Rule.time]
    for part in WEEK_PARTS:
        if (table.free[times] & BIT[part]).any():
            yield Wish(change=Change.time, detail=part), times
    far, own = only[Rule.distance], limit_of(newcomer, settings)
    for km in REACHES_KM:
        within = far[(table.km(row)[far] <= km) & (table.km(row)[far] <= table.limit[far])]
        if len(within) and own is not None and km > own:
            yield Wish(change=Change.distance, detail=str(km)), within
    if len(only[Rule.language]):
        yield Wish(change=Change.language), only[Rule.language]
    uncleared = [
        column for column in only[Rule.clearance] if not is_cleared(table.encoded.volunteers[column], settings)
    ]
    if uncleared:
        yield Wish(change=Change.clearance, detail=settings.end_on.isoformat()), uncleared


def _somebody_new(plan: Plan) -> tuple[Blocker, Plan] | None:
    """Where no change helps any more: the new volunteer who would serve the most urgent of those left over."""
    encoded, table = plan.solution.encoded, RuleTable(plan.solution.encoded)
    waiting = sorted(
        (int(encoded.rank[row]), one.ref) for row, one in enumerate(encoded.newcomers) if one.ref not in plan.pairs
    )
    for _rank, ref in waiting[:_TRIED]:
        newcomer = encoded.newcomers[encoded.row_of[ref]]
        tried = _tried_recruit(plan, wanted_volunteer(newcomer, table))
        if tried is not None:
            return tried
    return None


def _tried_recruit(plan: Plan, somebody: Volunteer) -> tuple[Blocker, Plan] | None:
    wish = Wish(change=Change.recruit, recruit=somebody)
    made = changed(plan.pool, wish, frozenset())
    after = make_plan(made, plan.settings, check=False)
    newcomers = tuple(sorted(after.pairs.keys() - plan.pairs.keys()))
    if len(after.pairs) <= len(plan.pairs):
        return None
    return Blocker(wish=wish, people=(somebody.ref,), newcomers=newcomers, made=made, pairs=dict(after.pairs)), after
