"""The rules for one pair, said plainly: which hard rules it breaks, and what it earns for what.

The slow and readable form. The kernels do the same for millions of pairs at once and the checker does it a
third way; tests hold the three against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mentors.core.place import about_km, find_place
from mentors.pairing.pool.facts import FLUENT, Gender, Newcomer, Side, Volunteer
from mentors.pairing.pool.settings import Part, Settings
from mentors.pairing.pool.week import parts_of

NO_TRADE = frozenset({"none", "student", "retired"})
HIDDEN_SHARE = 50  # of 100 for a distance that may not be told: neither a gain nor a loss
NEAR_IN_YEARS = 5  # up to here an age difference costs nothing; 4 of 100 for each year beyond


class Rule(StrEnum):
    """The hard rules in the order in which the funnel asks them."""

    programme = "programme"
    language = "language"
    clearance = "clearance"
    gender = "gender"
    time = "time"
    distance = "distance"
    distance_unknown = "distance_unknown"
    not_with = "not_with"
    forbidden = "forbidden"
    capacity = "capacity"


def broken_rules(newcomer: Newcomer, volunteer: Volunteer, settings: Settings, *, is_forbidden: bool) -> list[Rule]:
    """Every hard rule the pair would break, in the funnel's order; empty: it may be made."""
    km = km_between(newcomer, volunteer)
    limit = least_limit(newcomer, volunteer, settings)
    broken = {
        Rule.programme: not _same_programme(newcomer, volunteer),
        Rule.language: not (
            volunteer.interpreter_ok
            or newcomer.interpreter_ok
            or newcomer.languages.keys() & volunteer.languages.keys()
        ),
        Rule.clearance: newcomer.meets_children and not is_cleared(volunteer, settings),
        Rule.gender: not (suits(newcomer.wants_gender, volunteer) and suits(volunteer.wants_gender, newcomer)),
        Rule.time: not newcomer.times & volunteer.free,
        Rule.distance: km is not None and limit is not None and km > limit,
        # A limit that cannot be seen to be kept counts as not kept; a hidden place must not be seen at all.
        Rule.distance_unknown: km is None and limit is not None and not is_hidden(newcomer, volunteer),
        Rule.not_with: volunteer.ref in newcomer.not_with,
        Rule.forbidden: is_forbidden,
        Rule.capacity: volunteer.capacity == 0,
    }
    return [rule for rule in Rule if broken[rule]]


def _same_programme(newcomer: Newcomer, volunteer: Volunteer) -> bool:
    return newcomer.programme is None or not volunteer.programmes or newcomer.programme in volunteer.programmes


def is_cleared(volunteer: Volunteer, settings: Settings) -> bool:
    """Whether the child certificate is valid from the first day through the last one of the relation."""
    return volunteer.clearance_until is not None and volunteer.clearance_until >= settings.end_on


def suits(wish: Gender | None, other: Side) -> bool:
    """An unknown gender satisfies no wish."""
    return wish is None or wish is other.gender


def limit_of(side: Side, settings: Settings) -> int | None:
    """How far, in whole km, somebody will go; None for no limit."""
    return side.max_km if side.max_km is not None else settings.default_max_km


def least_limit(newcomer: Newcomer, volunteer: Volunteer, settings: Settings) -> int | None:
    """The shorter of the two limits, in whole km; None where neither has one."""
    limits = (limit_of(newcomer, settings), limit_of(volunteer, settings))
    return min((limit for limit in limits if limit is not None), default=None)


def is_hidden(newcomer: Side, volunteer: Side) -> bool:
    """Whether nothing may be told of how far they live from each other."""
    return newcomer.place_hidden or volunteer.place_hidden


def km_between(newcomer: Side, volunteer: Side) -> int | None:
    """About how many whole km lie between them; None where a postcode is hidden, missing or not in the list."""
    if is_hidden(newcomer, volunteer):
        return None
    if newcomer.postcode is None or volunteer.postcode is None:
        return None
    if find_place(newcomer.postcode) is None or find_place(volunteer.postcode) is None:
        return None
    return about_km(newcomer.postcode, volunteer.postcode)


@dataclass(frozen=True, slots=True)
class Earned:
    """Points for one part of `most` possible, with the codes that say what for."""

    part: Part
    points: int
    most: int
    detail: tuple[str, ...] = ()


def earned(newcomer: Newcomer, volunteer: Volunteer, settings: Settings) -> tuple[Earned, ...]:
    """What the pair earns, part by part in the order of `Part`; together 0..1000."""
    shares = {
        Part.language: _language(newcomer, volunteer),
        Part.time: _times(newcomer, volunteer, settings),
        Part.distance: _distance(newcomer, volunteer, settings),
        Part.interests: _interests(newcomer, volunteer, settings),
        Part.trade: _trade(newcomer, volunteer, settings),
        Part.age: _age(newcomer, volunteer),
    }
    return tuple(
        Earned(part, settings.weights[part] * share // 100, settings.weights[part], detail)
        for part, (share, detail) in shares.items()
    )


def points(newcomer: Newcomer, volunteer: Volunteer, settings: Settings) -> int:
    """The sum of what the pair earns, 0..1000."""
    return sum(one.points for one in earned(newcomer, volunteer, settings))


# Each share is a whole number from 0 to 100 with the codes that explain it.
Share = tuple[int, tuple[str, ...]]


def level_share(level: int) -> int:
    """What a conversation at this level is worth: the weaker of the two speakers decides."""
    return 100 * level // FLUENT


def _language(newcomer: Newcomer, volunteer: Volunteer) -> Share:
    levels = {
        code: min(level, volunteer.languages[code])
        for code, level in newcomer.languages.items()
        if code in volunteer.languages
    }
    if not levels:
        return 0, ()
    return level_share(max(levels.values())), tuple(sorted(levels, key=lambda code: (-levels[code], code)))


def _times(newcomer: Newcomer, volunteer: Volunteer, settings: Settings) -> Share:
    common = parts_of(newcomer.times & volunteer.free)
    return 100 * min(len(common), settings.many_times) // settings.many_times, common


def km_share(km: int, far_km: int) -> int:
    return max(0, 100 - 100 * km // far_km)


def _distance(newcomer: Newcomer, volunteer: Volunteer, settings: Settings) -> Share:
    if is_hidden(newcomer, volunteer):
        return HIDDEN_SHARE, ()
    km = km_between(newcomer, volunteer)
    return (0, ()) if km is None else (km_share(km, settings.far_km), (str(km),))


def _interests(newcomer: Newcomer, volunteer: Volunteer, settings: Settings) -> Share:
    common = tuple(sorted(newcomer.interests & volunteer.interests))
    return 100 * min(len(common), settings.many_interests) // settings.many_interests, common


def _trade(newcomer: Newcomer, volunteer: Volunteer, settings: Settings) -> Share:
    one, other = newcomer.trade, volunteer.trade
    if one is None or other is None or {one, other} & NO_TRADE:
        return 0, ()
    if one == other:
        return 100, (one,)
    near = any(one in group and other in group for group in settings.near_trades)
    return (50, (one, other)) if near else (0, ())


def age_share(years: int) -> int:
    return max(0, min(100, 100 - 4 * (years - NEAR_IN_YEARS)))


def _age(newcomer: Newcomer, volunteer: Volunteer) -> Share:
    if newcomer.birth_year is None or volunteer.birth_year is None:
        return 0, ()
    years = abs(newcomer.birth_year - volunteer.birth_year)
    return age_share(years), (str(years),)


def urgency_of(newcomer: Newcomer, settings: Settings) -> int:
    """The class, 0 first: her own, or 1 after a long wait, else 2."""
    if newcomer.urgency is not None:
        return newcomer.urgency
    if newcomer.waiting_since is None:
        return 2
    return 1 if (settings.start_on - newcomer.waiting_since).days > 7 * settings.long_wait_weeks else 2
