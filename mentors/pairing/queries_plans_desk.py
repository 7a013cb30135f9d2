"""What the desk shows of a plan: its lines page by page, one newcomer in full, why the rest wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from mentors.core.refusal import NotThere
from mentors.pairing import queries_plans as queries
from mentors.pairing import words_plans_desk as words
from mentors.pairing.models_plans import PlanRound, PlanSending, PoolPlan
from mentors.pairing.pool import rules as pool_rules
from mentors.pairing.pool.rules import Earned
from mentors.pairing.queries_plans_engine import Opened
from mentors.pairing.rules import PairState
from mentors.pairing.rules_plans import RoundKind, SendingState
from mentors.people.models import Person
from mentors.programmes.models import Participation

LOW_POINTS = 400  # of 1000; below it a pair is worth a second look (design/pairing.md section 7)
FILTERS = ("all", "low", "pinned", "ready", "sent", "refused")


class People:
    """The people behind a plan's references, asked for once."""

    def __init__(self, found: Opened, programme_id: int, keys: Collection[str]) -> None:
        self._found = found
        refs = {member for key in keys for member in found.members(key)}
        self._rows = queries.people_behind(refs, programme_id)

    def of(self, key: str | None) -> list[Participation]:
        """One person, or the members of a household; empty once they are erased."""
        rows = [self._rows[ref] for ref in self._found.members(key) if ref in self._rows] if key else []
        return sorted(rows, key=lambda one: one.id)

    def name(self, key: str | None) -> str:
        """`Amal Haddad`, or a household's first names; whoever is erased has no name any more."""
        persons: list[Person] = [one.person for one in self.of(key)]
        if not persons:
            return words.erased()
        return persons[0].name if len(persons) == 1 else words.household([one.first_name for one in persons])

    def names(self) -> dict[str, str]:
        """First names by reference."""
        return {ref: row.person.first_name for ref, row in self._rows.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One pair of a plan. `follows`: she gets the contact her household already has."""

    key: str
    newcomers: list[Participation]
    volunteer: Participation | None
    volunteer_ref: str
    name: str
    points: int | None
    rank: tuple[int, int] | None
    earned: dict[str, Earned]
    is_pinned: bool
    follows: bool
    sending: PlanSending | None
    pair: tuple[str, PairState] | None
    hides_points: bool  # an address was protected after the run: the parts would tell how far it is

    @property
    def may_be_sent(self) -> bool:
        return self.sending is None or self.sending.state in (SendingState.refused, SendingState.withdrawn)


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of a plan's pairs, and how many there are behind each filter."""

    rows: list[Line]
    page: int
    pages: int
    counts: dict[str, int]
    languages: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Sight:
    """A plan as it is opened on the desk."""

    plan: PoolPlan
    head: PlanRound
    found: Opened
    rounds: list[PlanRound]
    is_proven: bool | None

    @property
    def left(self) -> dict[str, Any]:
        left: dict[str, Any] = self.found.result["left"]
        return left

    @property
    def edits(self) -> list[PlanRound]:
        return [one for one in self.rounds if one.kind is not RoundKind.run and one.number <= self.plan.head]


def sight_of(plan: PoolPlan) -> Sight:
    """Open a plan that has a result. Raises NotThere for one without."""
    head = queries.head_of(plan)
    found = queries.opened(plan, head)
    return Sight(plan, head, found, queries.rounds_of(plan), queries.is_proven(plan, head, found))


# --- the pairs --------------------------------------------------------------------------------------


def lines(sight: Sight, *, only: str, language: str, search: str, page: int) -> Lines:
    """One page of the pairs, whoever has waited longest first. A fixed number of questions."""
    found, plan = sight.found, sight.plan
    sendings = queries.sendings_of(plan)
    keys = _in_order(found)
    groups = {name: [key for key in keys if _is_in(name, key, found, sendings)] for name in FILTERS}
    spoken = Counter(code for key in keys for code in _languages(found, key))
    wanted = groups.get(only, keys)
    if language:
        wanted = [key for key in wanted if language in _languages(found, key)]
    if search:
        named = queries.names_found(plan.programme_id, search)
        wanted = [
            key for key in wanted if named & {*found.members(key), found.pairs.get(key) or found.follows.get(key, "")}
        ]
    pages = max(1, -(-len(wanted) // queries.PAGE_SIZE))
    page = min(page, pages)
    shown = wanted[(page - 1) * queries.PAGE_SIZE : page * queries.PAGE_SIZE]
    return Lines(
        _lines(sight, shown, sendings),
        page,
        pages,
        {name: len(group) for name, group in groups.items()},
        sorted(spoken.items(), key=lambda one: (-one[1], one[0])),
    )


def _in_order(found: Opened) -> list[str]:
    """Pairs by how long the newcomer has waited, then those who follow their household."""
    later = found.settings.start_on
    paired = sorted(found.pairs, key=lambda key: (found.newcomers[key].waiting_since or later, key))
    return [*paired, *sorted(found.follows)]


def _is_in(name: str, key: str, found: Opened, sendings: dict[str, PlanSending]) -> bool:
    if name == "low":
        return found.points.get(key, LOW_POINTS) < LOW_POINTS
    if name == "pinned":
        return (key, found.pairs.get(key)) in found.pool.pins
    state = next((sendings[ref].state for ref in found.members(key) if ref in sendings), None)
    if name == "ready":
        return state in (None, SendingState.withdrawn)
    if name == "sent":
        return state in (SendingState.sent, SendingState.waiting, SendingState.recalled)
    return name == "all" or state is SendingState.refused


def _languages(found: Opened, key: str) -> list[str]:
    volunteer = found.pairs.get(key)
    if volunteer is None:
        return []
    return sorted(found.newcomers[key].languages.keys() & found.volunteers[volunteer].languages.keys())


def _lines(sight: Sight, keys: Sequence[str], sendings: dict[str, PlanSending]) -> list[Line]:
    found = sight.found
    volunteers = {key: found.pairs.get(key) or found.follows[key] for key in keys}
    people = People(found, sight.plan.programme_id, {*keys, *volunteers.values()})
    made = queries.pairs_behind(sight.plan)
    rows = []
    for key in keys:
        sending = next((sendings[ref] for ref in found.members(key) if ref in sendings), None)
        rank = found.result["ranks"].get(key)
        rows.append(
            Line(
                key=key,
                newcomers=people.of(key),
                volunteer=next(iter(people.of(volunteers[key])), None),
                volunteer_ref=volunteers[key],
                name=people.name(key),
                points=found.points.get(key),
                rank=(rank[0], rank[1]) if rank else None,
                earned=_earned(found, key),
                is_pinned=(key, volunteers[key]) in found.pool.pins,
                follows=key in found.follows,
                sending=sending,
                pair=made.get(sending.pair_id) if sending and sending.pair_id else None,
                hides_points=_protected_since(found, people, key) or _protected_since(found, people, volunteers[key]),
            )
        )
    return rows


def _protected_since(found: Opened, people: People, key: str) -> bool:
    """Whether somebody's address is protected now and was not when the pool was frozen."""
    frozen = found.newcomers.get(key) or found.volunteers.get(key)
    return frozen is not None and not frozen.place_hidden and any(one.person.is_protected for one in people.of(key))


def _earned(found: Opened, key: str) -> dict[str, Earned]:
    volunteer = found.pairs.get(key)
    if volunteer is None:
        return {}
    all_ = pool_rules.earned(found.newcomers[key], found.volunteers[volunteer], found.settings)
    return {str(one.part): one for one in all_}


# --- those who still wait ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """A newcomer without a pair: why, and the smallest change that helps."""

    key: str
    name: str
    newcomers: list[Participation]
    hurdle: str
    remedy: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    rows: list[Waiting]
    page: int
    pages: int
    count: int
    reasons: list[tuple[str, int]]  # how many stop at which rule


def waiting(sight: Sight, *, page: int) -> WaitingPage:
    """One page of those left over, whoever has waited longest first."""
    found = sight.found
    later = found.settings.start_on
    keys = sorted(sight.left, key=lambda key: (found.newcomers[key].waiting_since or later, key))
    pages = max(1, -(-len(keys) // queries.PAGE_SIZE))
    page = min(page, pages)
    shown = keys[(page - 1) * queries.PAGE_SIZE : page * queries.PAGE_SIZE]
    helping = {ref for key in shown for ref in sight.left[key]["volunteers"]}
    people = People(found, sight.plan.programme_id, {*shown, *helping})
    rows = [_waiting(sight, people, key) for key in shown]
    stops = Counter(words.stop(one) for one in sight.left.values())
    return WaitingPage(rows, page, pages, len(keys), sorted(stops.items(), key=lambda one: (-one[1], one[0])))


def _waiting(sight: Sight, people: People, key: str) -> Waiting:
    left = sight.left[key]
    hides = left["change"] in _TELLS_DISTANCE and any(
        _protected_since(sight.found, people, one) for one in (key, *left["volunteers"])
    )
    remedy = words.run_again() if hides else words.remedy(left, people.names())
    return Waiting(key, people.name(key), people.of(key), words.hurdle(left), remedy)


_TELLS_DISTANCE = ("distance", "their_distance", "postcode")


# --- one newcomer -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Other:
    """Another volunteer for a newcomer: what choosing her would cost, and who has her in this plan."""

    ref: str
    participation: Participation | None
    points: int
    cost: str
    holders: list[str]


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A volunteer the coordinator has ruled out for a newcomer, and her reason."""

    ref: str
    participation: Participation | None
    because: str | None


@dataclass(frozen=True, slots=True)
class One:
    """A newcomer in a plan, paired or waiting."""

    key: str
    name: str
    newcomers: list[Participation]
    line: Line | None
    others: list[Other]
    forbidden: list[Forbidden]
    because: str | None  # why she is pinned
    waiting: Waiting | None
    funnel: list[tuple[str, int]]


def the_one(sight: Sight, key: str) -> One:
    """One newcomer in full. Raises NotThere for somebody who is not in the plan."""
    found = sight.found
    if key not in found.newcomers:
        raise NotThere
    others = found.result["others"].get(key, [])
    ruled_out = [one for one in sight.edits if one.kind is RoundKind.forbid and one.newcomer_ref == key]
    ruled_out = [one for one in ruled_out if (key, one.volunteer_ref) in found.pool.forbids]
    holders = {other[0]: [who for who, volunteer in found.pairs.items() if volunteer == other[0]] for other in others}
    left = sight.left.get(key)
    people = People(
        found,
        sight.plan.programme_id,
        {
            key,
            *(who for group in holders.values() for who in group),
            *holders,
            *(one.volunteer_ref or "" for one in ruled_out),
            *(left["volunteers"] if left else ()),
        },
    )
    line = _lines(sight, [key], queries.sendings_of(sight.plan))[0] if key in found.pairs else None
    return One(
        key=key,
        name=people.name(key),
        newcomers=people.of(key),
        line=line,
        others=[
            Other(
                ref,
                next(iter(people.of(ref)), None),
                points,
                words.alternative_cost(costs, crosses, int(sight.head.value)),
                [people.name(who) for who in holders[ref]],
            )
            for ref, points, costs, crosses in others
        ],
        forbidden=[
            Forbidden(one.volunteer_ref or "", next(iter(people.of(one.volunteer_ref)), None), one.because)
            for one in ruled_out
        ],
        because=found.pool.reasons.get((key, line.volunteer_ref)) if line else None,
        waiting=_waiting(sight, people, key) if left else None,
        funnel=words.funnel(left) if left else [],
    )
