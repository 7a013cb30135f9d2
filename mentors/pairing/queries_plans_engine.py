"""The engine as the desk meets it: packets in the database become plans, plans become packets.

What was opened is kept for a while in this process: a coordinator looks at one plan for an hour.
"""

from __future__ import annotations

import hashlib
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from threading import Lock, Thread
from typing import Any

from mentors.pairing.pool import edits, freezing, funnels, ranks
from mentors.pairing.pool.checking import complaints_about
from mentors.pairing.pool.edits import Moved
from mentors.pairing.pool.facts import Newcomer, Pairing, Pool, Volunteer
from mentors.pairing.pool.planning import NotProven, Plan, make_plan
from mentors.pairing.pool.settings import Settings, settings_from
from mentors.pairing.queries_pool import Pool as TownPool
from mentors.pairing.rules_plans import RoundKind, by_ref

SHOWN_OTHERS = 3
_KEPT = 4
_SHARED_LANGUAGES = 2
_CLOSE = 200  # people; a wider bottleneck is everybody, and shares nothing worth telling


class Opened:
    """A version of a plan as it was stored: the pool, the settings, and what came out of them."""

    def __init__(self, facts: bytes, result: bytes) -> None:
        self.digest = digest_of(facts, result)
        people, self.result = freezing.unpacked(facts), freezing.unpacked(result)
        pool = freezing.thawed({**people["pool"], **self.result["edits"]})
        self.pool = pool
        self.settings = settings_from(people["settings"], date.min)[0]
        self.newcomers: dict[str, Newcomer]
        self.volunteers: dict[str, Volunteer]
        self.newcomers, self.volunteers = by_ref(pool)
        self.pairs: dict[str, str] = dict(self.result["certificate"]["pairs"])
        self.points: dict[str, int] = self.result["points"]
        self.households: dict[str, list[str]] = people["households"]
        self.follows: dict[str, str] = people["follows"]
        self.outside: dict[str, int] = people["outside"]

    def members(self, key: str) -> list[str]:
        """The participations behind a newcomer: one, or a household's."""
        return self.households.get(key, [key])

    @cached_property
    def complaints(self) -> list[str]:
        """What the independent checker says against the stored certificate; empty: proven."""
        wrong = complaints_about(self.result["certificate"], self.pool)
        certified = self.result["certificate"].get("settings") == self.settings.as_json()
        return wrong if certified else [*wrong, "made with other settings"]

    @cached_property
    def plan(self) -> Plan:
        """The plan solved anew. Raises NotProven where the stored numbers are not those that come out."""
        plan = make_plan(self.pool, self.settings, check=False)
        if dict(plan.pairs) != self.pairs or dict(plan.points) != self.points:
            raise NotProven("other pairs than were stored")
        return plan


def digest_of(facts: bytes, result: bytes) -> str:
    """A fingerprint of one stored version."""
    return hashlib.sha256(hashlib.sha256(facts).digest() + result).hexdigest()


_opened: OrderedDict[str, Opened] = OrderedDict()
_lock = Lock()


def opened(facts: bytes, result: bytes) -> Opened:
    """A stored version, opened once per process. Raises ValueError or KeyError where the bytes are broken."""
    digest = digest_of(facts, result)
    with _lock:
        if digest in _opened:
            _opened.move_to_end(digest)
            return _opened[digest]
    found = Opened(facts, result)
    with _lock:
        _opened[digest] = found
        while len(_opened) > _KEPT:
            _opened.popitem(last=False)
    return found


_warmed = Lock()


def warm_up() -> None:
    """Load the compiled loops beside the request, once per process: it takes some seconds, and whoever looks at
    the list of plans is about to press the button."""
    if not _warmed.locked():
        Thread(target=warm, name="warm-up", daemon=True).start()


def warm() -> None:
    """Load the compiled loops, once per process; a second call does nothing."""
    if _warmed.acquire(blocking=False):
        _warm()


def _warm() -> None:
    pool = Pool(newcomers=(Newcomer(ref="n", languages={"da": 6}, free=1),),
                volunteers=tuple(Volunteer(ref=f"v{at}", languages={"da": 6}, free=1) for at in range(2)))  # fmt: skip
    plan = make_plan(pool, Settings(start_on=date(2026, 1, 1)), threads=1)
    packed_result(plan)
    try_edit(plan, Edit(RoundKind.forbid, "n", plan.pairs["n"]))
    try_edit(plan, Edit(RoundKind.pin, "n", "v0"))


# --- packing ----------------------------------------------------------------------------------------


def packed_facts(pool: Pool, settings: Settings, town: TownPool) -> bytes:
    """The people, the settings, who is paired as one household, who follows hers, and how many stand outside, and why.

    Pins and forbids belong to the versions.
    """
    people = freezing.frozen(Pool(newcomers=pool.newcomers, volunteers=pool.volunteers))
    households = {key: sorted(one.ref for one in members) for key, members in town.who.items() if len(members) > 1}
    outside = Counter(str(hurdle) for hurdles in town.outside.values() for hurdle in hurdles)
    return freezing.packed(
        {
            "pool": people,
            "settings": settings.as_json(),
            "households": households,
            "follows": dict(town.follows),
            "outside": outside,
        }
    )


def packed_result(plan: Plan, tell: Callable[[float], None] | None = None) -> bytes:
    """Everything a review shows: certificate, points, ranks, alternatives, and why the rest wait."""
    edits_of = {
        key: value for key, value in freezing.frozen(plan.pool).items() if key not in ("newcomers", "volunteers")
    }
    return freezing.packed(
        {
            "edits": edits_of,
            "certificate": plan.certificate,
            "points": dict(plan.points),
            "ranks": _ranks(plan, tell),
            "others": {one.ref: _others(plan, one.ref) for one in plan.pool.newcomers},
            "left": _everybody_left(plan),
        }
    )


def _ranks(plan: Plan, tell: Callable[[float], None] | None) -> dict[str, list[int]]:
    found = {}
    for at, ref in enumerate(plan.pairs):
        rank = ranks.rank_of(plan.solution, ref)
        found[ref] = [rank.place, rank.possible]
        if tell and at % 1000 == 999:
            tell(at / len(plan.pairs))
    return found


def _others(plan: Plan, ref: str) -> list[list[Any]]:
    """The alternatives: volunteer, points, what it costs the plan at least, whether somebody would go without."""
    if plan.solution.encoded.row_of[ref] in plan.solution.pinned:
        return []  # a pin is not weighed against anything
    return [
        [one.volunteer, one.points, one.costs_at_least, one.crosses_class]
        for one in ranks.alternatives(plan.solution, ref, SHOWN_OTHERS)
    ]


def _everybody_left(plan: Plan) -> dict[str, Any]:
    newcomers = plan.newcomers
    return {ref: _left(newcomers, one) for ref, one in funnels.left_over(plan).items()}


def _left(newcomers: Mapping[str, Newcomer], one: funnels.LeftOver) -> dict[str, Any]:
    remedy, narrow = one.remedy, one.bottleneck
    said: dict[str, Any] = {
        "start": one.funnel.start,
        "steps": [[str(rule), count] for rule, count in one.funnel.steps],
        "stops_at": one.funnel.stops_at and str(one.funnel.stops_at),
        "change": str(remedy.change),
        "volunteers": list(remedy.volunteers[:SHOWN_OTHERS]),
        "count": len(remedy.volunteers),
        "detail": remedy.detail,
        "promises": remedy.promises_pair,
    }
    if remedy.recruit is not None:
        kind = remedy.recruit
        said["recruit"] = {
            "languages": list(kind.languages), "free": kind.free, "postcode": kind.postcode,
            "gender": kind.gender and str(kind.gender), "interpreter": kind.interpreter_ok,
            "clearance": kind.clearance_until and kind.clearance_until.isoformat(),
        }  # fmt: skip
    if narrow is not None:
        shared: set[str] = set()
        if len(narrow.newcomers) <= _CLOSE:
            shared = set.intersection(*(set(newcomers[ref].languages) for ref in narrow.newcomers))
        said["bottleneck"] = {
            "places": narrow.places,
            "waiting": len(narrow.newcomers),
            "languages": sorted(shared)[:_SHARED_LANGUAGES],
        }
    return said


# --- edits ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edit:
    """What a coordinator wants to do with one pair."""

    kind: RoundKind
    newcomer: str
    volunteer: str

    @property
    def pair(self) -> Pairing:
        return self.newcomer, self.volunteer


@dataclass(frozen=True, slots=True)
class Tried:
    """What an edit would do. `costs` in units of value (10,000 a pair), `people` fewer paired; negative: more."""

    moved: tuple[Moved, ...]
    costs: int
    points: int
    people: int
    by_class: Mapping[str, int]
    plan: Plan | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, for an edit that the worker has tried."""
        return {
            "moved": [[one.newcomer, one.before, one.after] for one in self.moved],
            "costs": self.costs, "points": self.points, "people": self.people, "by_class": dict(self.by_class),
        }  # fmt: skip


def tried_from(values: Mapping[str, Any]) -> Tried:
    """The way back from `Tried.as_json`."""
    moved = tuple(Moved(*one) for one in values["moved"])
    return Tried(moved, values["costs"], values["points"], values["people"], values["by_class"])


def try_edit(before: Plan, edit: Edit, because: str | None = None) -> Tried:
    """Try an edit out. Raises `edits.NotPossible` with the rules it would break, KeyError for strangers."""
    if edit.newcomer not in before.newcomers or edit.volunteer not in before.volunteers:
        raise KeyError(edit.newcomer)
    if edit.kind is RoundKind.pin:
        trial = edits.try_pin(before, edit.newcomer, edit.volunteer)
        found = Tried(trial.moved, trial.costs, trial.points, trial.people, trial.by_class, trial.plan)
    elif edit.kind is RoundKind.forbid:
        trial = edits.try_forbid(before, edit.newcomer, edit.volunteer)
        found = Tried(trial.moved, trial.costs, trial.points, trial.people, trial.by_class, trial.plan)
    else:
        found = _taken_back(before, edit)
    assert found.plan is not None
    reasons = {pair: why for pair, why in before.pool.reasons.items() if pair != edit.pair}
    if because and edit.kind in (RoundKind.pin, RoundKind.forbid):
        reasons[edit.pair] = because
    pool = replace(found.plan.pool, reasons=reasons)
    return replace(found, plan=replace(found.plan, pool=pool))


def _taken_back(before: Plan, edit: Edit) -> Tried:
    """The plan without a pin or forbid: solved anew, every kept pair with its stability bonus."""
    pool = before.pool
    kept = pool.pins if edit.kind is RoundKind.unpin else pool.forbids
    if edit.pair not in kept:
        raise KeyError(edit.newcomer)
    pool = replace(
        pool,
        pins=pool.pins - {edit.pair} if edit.kind is RoundKind.unpin else pool.pins,
        forbids=pool.forbids - {edit.pair} if edit.kind is RoundKind.allow else pool.forbids,
        previous=frozenset(before.pairs.items()),
    )
    after = make_plan(pool, before.settings, check=False)
    refs = sorted(ref for ref in before.newcomers if before.pairs.get(ref) != after.pairs.get(ref))
    worth = before.settings.worth
    lost = sum(worth(before.points[ref]) for ref in refs if ref in before.points)
    won = sum(worth(after.points[ref]) for ref in refs if ref in after.points)
    return Tried(
        tuple(Moved(ref, before.pairs.get(ref), after.pairs.get(ref)) for ref in refs),
        lost - won,
        sum(before.points.get(ref, 0) - after.points.get(ref, 0) for ref in refs),
        len(before.pairs) - len(after.pairs),
        {one: before.by_class[one] - after.by_class[one] for one in before.by_class},
        after,
    )


def check(plan: Plan) -> None:
    """Have the independent checker look at every pair. Raises NotProven where it disagrees."""
    wrong = complaints_about(plan.certificate, plan.pool)
    if wrong:
        raise NotProven("; ".join(wrong))
