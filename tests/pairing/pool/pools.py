"""Invented pools for tests: small, full of ties, scarce or rich, with pins and forbids that obey the rules."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from mentors.pairing.pool import rules
from mentors.pairing.pool.facts import Gender, Newcomer, Pool, Volunteer
from mentors.pairing.pool.settings import Settings

POSTCODES = ("5000", "5200", "5220", "5230", "7700", "7000", None)
LANGUAGES = ("da", "en", "ar", "uk", "fa")
LIKES = ("cooking", "walking", "football", "music", "film")
TRADES = ("care", "health", "it", "none", None)
START = date(2026, 3, 1)


def settings(**changes: object) -> Settings:
    return Settings(**{"start_on": START, "seed": "test", **changes})  # type: ignore[arg-type]


def languages(draw: random.Random) -> dict[str, int]:
    return {code: draw.randint(1, 6) for code in draw.sample(LANGUAGES, draw.randint(0, 3))}


def newcomer(draw: random.Random, ref: str, wide: float) -> Newcomer:
    return Newcomer(
        ref=ref,
        programme=draw.choice(("host", "host", "career", None)),
        languages=languages(draw),
        postcode=draw.choice(POSTCODES),
        gender=draw.choice((None, *Gender)),
        wants_gender=draw.choice((None, None, None, Gender.woman, Gender.man)),
        free=draw.getrandbits(21) if draw.random() < wide else 1 << draw.randrange(21),
        busy=draw.getrandbits(21) & draw.getrandbits(21),
        interests=frozenset(draw.sample(LIKES, draw.randint(0, 4))),
        trade=draw.choice(TRADES),
        birth_year=draw.choice((None, 1950, 1980, 1990, 2001)),
        meets_children=draw.random() < 0.2,
        waiting_since=draw.choice((None, START - timedelta(days=draw.randint(0, 200)))),
        urgency=draw.choice((None, None, 0, 1, 2, 3)),
        max_km=draw.choice((None, None, 5, 20, 0)),
        not_with=frozenset(draw.sample(("v0", "v1", "v2", "gone"), draw.choice((0, 0, 1)))),
        interpreter_ok=draw.random() < 0.2,
        place_hidden=draw.random() < 0.15,
    )


def volunteer(draw: random.Random, ref: str, wide: float, most: int) -> Volunteer:
    return Volunteer(
        ref=ref,
        programmes=frozenset(draw.sample(("host", "career", "other"), draw.randint(0, 2))),
        languages=languages(draw),
        postcode=draw.choice(POSTCODES),
        gender=draw.choice((None, *Gender)),
        wants_gender=draw.choice((None, None, None, None, Gender.woman)),
        free=draw.getrandbits(21) if draw.random() < wide else 1 << draw.randrange(21),
        interests=frozenset(draw.sample(LIKES, draw.randint(0, 4))),
        trade=draw.choice(TRADES),
        birth_year=draw.choice((None, 1955, 1980, 1999)),
        capacity=draw.randint(0, most),
        clearance_until=draw.choice((None, date(2027, 2, 28), date(2027, 3, 1), date(2030, 1, 1))),
        max_km=draw.choice((None, None, 10, 60)),
        interpreter_ok=draw.random() < 0.3,
        place_hidden=draw.random() < 0.15,
    )


def pool(
    draw: random.Random, newcomers: int, volunteers: int, *, wide: float = 1.0, most: int = 3, ties: bool = False
) -> Pool:
    """A pool without pins or forbids. With `ties` there are only a few different people, many times over."""
    kinds = max(1, 2 if ties else newcomers), max(1, 2 if ties else volunteers)
    seeds = [draw.random() for _ in range(sum(kinds))]
    some = tuple(newcomer(random.Random(seeds[at % kinds[0]]), f"n{at}", wide) for at in range(newcomers))
    other = tuple(
        volunteer(random.Random(seeds[kinds[0] + at % kinds[1]]), f"v{at}", wide, most) for at in range(volunteers)
    )
    return Pool(newcomers=some, volunteers=other)


def with_edits(draw: random.Random, one: Pool, chosen: Settings, *, pins: int, forbids: int, previous: int = 0) -> Pool:
    """The pool with some forbids, then some pins that keep every rule, then some previous pairs."""
    everybody = [(n.ref, v.ref) for n in one.newcomers for v in one.volunteers]
    forbidden = frozenset(draw.sample(everybody, min(forbids, len(everybody))))
    left = {v.ref: v.capacity for v in one.volunteers}
    pinned: dict[str, str] = {}
    feasible = [
        (n, v)
        for n in one.newcomers
        for v in one.volunteers
        if not rules.broken_rules(n, v, chosen, is_forbidden=(n.ref, v.ref) in forbidden)
    ]
    draw.shuffle(feasible)
    for n, v in feasible:
        if len(pinned) < pins and n.ref not in pinned and left[v.ref] > 0:
            pinned[n.ref] = v.ref
            left[v.ref] -= 1
    kept = frozenset(draw.sample(everybody, min(previous, len(everybody))))
    return Pool(
        newcomers=one.newcomers,
        volunteers=one.volunteers,
        pins=frozenset(pinned.items()),
        forbids=forbidden,
        previous=kept,
    )


def with_class(one: Newcomer, urgency: int) -> Newcomer:
    return replace(one, urgency=urgency)
