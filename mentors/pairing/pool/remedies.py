"""The smallest single change that would pair somebody left over, and how to make it: promises that hold.

A change on the newcomer's own side promises a pair: the volunteer has a place that can be had without anybody
losing one, so the best plan serves one more, and because those who can be served together form a matroid it is
her. A change on the volunteer's side (certificate, reach, one place more) promises that the pair becomes possible
and that one person more is served; somebody more urgent may be the one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np

from mentors.pairing.pool import rules
from mentors.pairing.pool.arrays import NO_LIMIT
from mentors.pairing.pool.facts import FLUENT, Newcomer, Pool, Volunteer
from mentors.pairing.pool.rules import Rule
from mentors.pairing.pool.ruletables import Flags, RuleTable
from mentors.pairing.pool.week import BIT, WEEK_PARTS


class Change(StrEnum):
    """In the order in which they are proposed: what is easiest asked of somebody first."""

    time = "time"
    distance = "distance"
    postcode = "postcode"
    language = "language"
    clearance = "clearance"
    their_distance = "their_distance"
    programme = "programme"
    forbidden = "forbidden"
    gender = "gender"
    their_gender = "their_gender"
    place = "place"
    recruit = "recruit"
    several = "several"  # no single change is enough; `detail` is the column to begin with


HERS = frozenset({Change.time, Change.distance, Change.postcode, Change.forbidden, Change.gender})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One change for one newcomer. `volunteers` are who could then be hers; `detail` is the part, km or postcode."""

    change: Change
    newcomer: str
    volunteers: tuple[str, ...] = ()
    detail: str = ""
    recruit: Volunteer | None = None

    @property
    def promises_pair(self) -> bool:
        """Whether she herself is paired once the change is made; else the pair becomes possible, and one more served."""
        return self.change in HERS


def remedy_for(row: int, table: RuleTable, open_: Flags) -> Remedy:
    """The first change in the order of `Change` that helps an unpaired newcomer. `open_`: see `open_volunteers`."""
    broken = table.broken(row)
    fails = np.sum(list(broken.values()), axis=0) if len(open_) else np.zeros(0, dtype=int)
    encoded = table.encoded
    newcomer = encoded.newcomers[row]
    only = {rule: np.flatnonzero(flags & (fails == 1) & open_) for rule, flags in broken.items()}
    for change, look in _LOOKS.items():
        found = look(row, only, table)
        if found is not None:
            columns, detail = found
            refs = tuple(sorted(encoded.volunteers[column].ref for column in columns))
            return Remedy(change=change, newcomer=newcomer.ref, volunteers=refs, detail=detail)
    full = [encoded.volunteers[column] for column in np.flatnonzero((fails == 0) & table.placed)]
    if full:
        # The one who takes fewest now is asked to take one more.
        asked = min(full, key=lambda one: (one.capacity, one.ref))
        return Remedy(
            change=Change.place, newcomer=newcomer.ref, volunteers=(asked.ref,), detail=str(asked.capacity + 1)
        )
    return _recruit(row, newcomer, table)


Found = tuple[Any, str] | None
Only = Mapping[Rule, Any]


def _time(row: int, only: Only, table: RuleTable) -> Found:
    """The part of the week at which most volunteers who fit otherwise are free."""
    free = table.free[only[Rule.time]]
    counts = [int((free & BIT[part] != 0).sum()) for part in WEEK_PARTS]
    if not any(counts):
        return None
    part = WEEK_PARTS[counts.index(max(counts))]
    return only[Rule.time][free & BIT[part] != 0], part


def _distance(row: int, only: Only, table: RuleTable) -> Found:
    """The shortest longer reach of her own that helps."""
    columns, km = only[Rule.distance], table.km(row)
    columns = columns[km[columns] <= table.limit[columns]]
    if not len(columns):
        return None
    enough = km[columns].min()
    return columns[km[columns] <= enough], str(enough)


def _postcode(row: int, only: Only, table: RuleTable) -> Found:
    """Where nothing is known of where she lives: a place at which somebody could be hers."""
    newcomer, columns = table.encoded.newcomers[row], only[Rule.distance_unknown]
    known = [column for column in columns if table.encoded.arrays.columns.place[column] > 0]
    if not known or table.encoded.arrays.rows.place[row] > 0:
        return None
    example = min(table.encoded.volunteers[column].postcode or "" for column in known)
    moved = replace(newcomer, postcode=example)
    near = [
        column
        for column in known
        if not rules.broken_rules(moved, table.encoded.volunteers[column], table.encoded.settings, is_forbidden=False)
    ]
    return near, example


def _language(row: int, only: Only, table: RuleTable) -> Found:
    return (only[Rule.language], "") if len(only[Rule.language]) else None


def _clearance(row: int, only: Only, table: RuleTable) -> Found:
    until = table.encoded.settings.end_on.isoformat()
    return _first(only[Rule.clearance], table, until)


def _their_distance(row: int, only: Only, table: RuleTable) -> Found:
    """A volunteer who would have to go a little further, while she herself would go that far."""
    columns, km = only[Rule.distance], table.km(row)
    own = rules.limit_of(table.encoded.newcomers[row], table.encoded.settings)
    columns = columns[km[columns] <= (NO_LIMIT if own is None else own)]
    if not len(columns):
        return None
    nearest = columns[km[columns] == km[columns].min()]
    return _first(nearest, table, str(km[columns].min()))


def _programme(row: int, only: Only, table: RuleTable) -> Found:
    return _first(only[Rule.programme], table, table.encoded.newcomers[row].programme or "")


def _forbidden(row: int, only: Only, table: RuleTable) -> Found:
    return _first(only[Rule.forbidden], table, "")


def _gender(row: int, only: Only, table: RuleTable) -> Found:
    columns = only[Rule.gender]
    columns = columns[~table.their_wish(table.encoded.newcomers[row])[columns]]
    return (columns, "") if len(columns) else None


def _their_gender(row: int, only: Only, table: RuleTable) -> Found:
    newcomer = table.encoded.newcomers[row]
    fine = [one for one in only[Rule.gender] if rules.suits(newcomer.wants_gender, table.encoded.volunteers[one])]
    return _first(fine, table, "")


def _first(columns: Any, table: RuleTable, detail: str) -> Found:
    """One volunteer to ask: the first by reference."""
    return ([min(columns, key=lambda one: table.encoded.volunteers[one].ref)], detail) if len(columns) else None


_LOOKS: Mapping[Change, Callable[[int, Only, RuleTable], Found]] = {
    Change.time: _time,
    Change.distance: _distance,
    Change.postcode: _postcode,
    Change.language: _language,
    Change.clearance: _clearance,
    Change.their_distance: _their_distance,
    Change.programme: _programme,
    Change.forbidden: _forbidden,
    Change.gender: _gender,
    Change.their_gender: _their_gender,
}


def _recruit(row: int, newcomer: Newcomer, table: RuleTable) -> Remedy:
    """Look for somebody new, unless not even a volunteer made for her could be hers yet."""
    if not newcomer.times:
        return Remedy(change=Change.several, newcomer=newcomer.ref, detail="free")
    if rules.limit_of(newcomer, table.encoded.settings) is not None and not table.encoded.arrays.rows.place[row]:
        return Remedy(change=Change.several, newcomer=newcomer.ref, detail="postcode")
    return Remedy(change=Change.recruit, newcomer=newcomer.ref, recruit=wanted_volunteer(newcomer, table))


def wanted_volunteer(
    newcomer: Newcomer, table: RuleTable, *, language: str | None = None, part: str | None = None
) -> Volunteer:
    """The kind of volunteer this newcomer waits for: her best language (or the named one), a time of hers, next door."""
    spoken = sorted(
        newcomer.languages, key=lambda code: (code != language, code == "da", -newcomer.languages[code], code)
    )
    taken = {one.ref for one in table.encoded.volunteers} | newcomer.not_with
    ref = next(name for at in range(len(taken) + 1) if (name := f"new-{newcomer.ref}-{at}") not in taken)
    return Volunteer(
        ref=ref,
        programmes=frozenset({newcomer.programme} if newcomer.programme else ()),
        languages={spoken[0]: FLUENT} if spoken else {},
        interpreter_ok=not spoken,
        postcode=newcomer.postcode,
        gender=newcomer.wants_gender,
        free=BIT[part] if part else newcomer.times & -newcomer.times,
        clearance_until=table.encoded.settings.end_on if newcomer.meets_children else None,
    )


def applied(pool: Pool, remedy: Remedy) -> Pool:
    """The pool with the change made; unchanged for `several`."""
    if remedy.change is Change.several:
        return pool
    if remedy.recruit is not None:
        return replace(pool, volunteers=(*pool.volunteers, remedy.recruit))
    if remedy.change is Change.forbidden:
        return replace(pool, forbids=pool.forbids - {(remedy.newcomer, ref) for ref in remedy.volunteers})
    if remedy.change in HERS:
        return replace(
            pool,
            newcomers=tuple(
                _changed_newcomer(one, remedy) if one.ref == remedy.newcomer else one for one in pool.newcomers
            ),
        )
    chosen = set(remedy.volunteers)
    newcomer = next(one for one in pool.newcomers if one.ref == remedy.newcomer)
    return replace(
        pool,
        volunteers=tuple(
            _changed_volunteer(one, remedy, newcomer) if one.ref in chosen else one for one in pool.volunteers
        ),
    )


def _changed_newcomer(one: Newcomer, remedy: Remedy) -> Newcomer:
    if remedy.change is Change.time:
        return replace(one, free=one.free | BIT[remedy.detail], busy=one.busy & ~BIT[remedy.detail])
    if remedy.change is Change.distance:
        return replace(one, max_km=int(remedy.detail))
    if remedy.change is Change.postcode:
        return replace(one, postcode=remedy.detail)
    return replace(one, wants_gender=None)


def _changed_volunteer(one: Volunteer, remedy: Remedy, newcomer: Newcomer) -> Volunteer:
    if remedy.change is Change.language:
        return replace(one, interpreter_ok=True)
    if remedy.change is Change.clearance:
        return replace(one, clearance_until=date.fromisoformat(remedy.detail))
    if remedy.change is Change.their_distance:
        return replace(one, max_km=int(remedy.detail))
    if remedy.change is Change.programme:
        return replace(one, programmes=one.programmes | {remedy.detail})
    if remedy.change is Change.place:
        return replace(one, capacity=one.capacity + 1)
    return replace(one, wants_gender=None if not rules.suits(one.wants_gender, newcomer) else one.wants_gender)
