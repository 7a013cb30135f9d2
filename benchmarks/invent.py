"""Invented towns to measure with: languages, places, weeks, wishes and limits as in the study, seeds fixed. Like the
study's, they let about 7 % of all pairs of a newcomer and a volunteer through the hard rules (5 to 9 by seed and size).

Three regimes, because they behave differently: A has a third more places than newcomers, B as many, C two thirds.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate

from mentors.core.language import SPOKEN
from mentors.core.place import about_km, places
from mentors.pairing.pool.facts import Gender, Newcomer, Pool, Volunteer
from mentors.pairing.pool.settings import NEAR_TRADES, Settings
from mentors.pairing.pool.week import WEEK_PARTS, week_of

PLACES_PER_NEWCOMER = {"A": 1.33, "B": 1.00, "C": 0.65}
START = date(2026, 3, 1)
PROGRAMMES = ("host", "career_mentor", "business_mentor", "contact_person", "contact_person_child")
LIKES = tuple(f"like-{number}" for number in range(30))
TRADES = (*(trade for group in NEAR_TRADES for trade in group), "teaching", "farming", "creative", "none")
CAPACITY = (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3)  # 1.33 on average, as 74/20/6 %
TOWNS = 12
RADIUS_KM = 17  # a circle as large as a box of 30 km
LIMITS = (3, 5, 8, 10, 15, 20, 25, 30)
FREE = (0.15, 0.4, 0.7)  # some are free at one time in seven, some nearly always


def settings(seed: int = 1) -> Settings:
    return Settings(start_on=START, seed=f"bench-{seed}")


def town(size: int, regime: str, seed: int = 1) -> Pool:
    """`size` newcomers and as many volunteers as the regime has places for."""
    draw = random.Random(f"{size}-{regime}-{seed}")
    where = _neighbourhoods(draw)
    newcomers = tuple(_newcomer(draw, f"n{at:06}", where) for at in range(size))
    volunteers, left, at = [], round(size * PLACES_PER_NEWCOMER[regime]), 0
    while left > 0:
        capacity = min(left, draw.choice(CAPACITY))
        volunteers.append(_volunteer(draw, f"v{at:06}", where, capacity))
        left -= capacity
        at += 1
    return Pool(newcomers=newcomers, volunteers=tuple(volunteers))


def _zipf(draw: random.Random, choices: Sequence[str], count: int, power: float = 1.0) -> list[str]:
    weights = list(accumulate(1 / (rank + 1) ** power for rank in range(len(choices))))
    return draw.choices(choices, cum_weights=weights, k=count)


def _neighbourhoods(draw: random.Random) -> tuple[list[str], ...]:
    """Twelve towns in a box of about 30 km around Odense, each with the postcodes around it."""
    near = sorted(code for code in places() if (about_km("5000", code) or 99) <= RADIUS_KM or code == "5000")
    towns = draw.sample(near, min(TOWNS, len(near)))
    return tuple([code for code in near if (about_km(town, code) or 0) <= 6] for town in towns)


def _common(draw: random.Random, where: tuple[list[str], ...]) -> dict[str, object]:
    towns = [str(at) for at in range(len(where))]
    return {
        "postcode": draw.choice(where[int(_zipf(draw, towns, 1)[0])]),
        "gender": draw.choices((Gender.woman, Gender.man, Gender.other), (49, 49, 2))[0],
        "interests": frozenset(_zipf(draw, LIKES, draw.randint(1, 6), 0.8)),
        "trade": draw.choice(TRADES),
        "max_km": draw.choice(LIMITS),
    }


def _week(draw: random.Random) -> int:
    share = draw.choice(FREE)
    return week_of(part for part in WEEK_PARTS if draw.random() < share)


def _newcomer(draw: random.Random, ref: str, where: tuple[list[str], ...]) -> Newcomer:
    languages = dict.fromkeys(_zipf(draw, SPOKEN[2:], 1, 0.7), 6)
    if draw.random() < 0.35:
        languages["da"] = draw.randint(1, 4)
    if draw.random() < 0.30:
        languages["en"] = draw.randint(2, 6)
    school = week_of(part for part in WEEK_PARTS[:15] if not part.endswith("evening"))
    waited = min(int(draw.expovariate(1 / 70)), 2000)
    return Newcomer(
        ref=ref,
        programme=draw.choices(PROGRAMMES, (35, 20, 10, 25, 10))[0],
        languages=languages,
        free=_week(draw),
        busy=school if draw.random() < 0.6 else 0,
        wants_gender=draw.choice((Gender.woman, Gender.man)) if draw.random() < 0.25 else None,
        birth_year=draw.randint(1950, 2007),
        meets_children=draw.random() < 0.15,
        waiting_since=START - timedelta(days=waited),
        urgency=0 if draw.random() < 0.06 else None,
        **_common(draw, where),  # type: ignore[arg-type]
    )


def _volunteer(draw: random.Random, ref: str, where: tuple[list[str], ...], capacity: int) -> Volunteer:
    languages = {"da": 6}
    if draw.random() < 0.7:
        languages["en"] = draw.randint(3, 6)
    for language in _zipf(draw, SPOKEN[2:], draw.choice((0, 0, 1)), 0.7):
        languages[language] = draw.randint(3, 6)
    return Volunteer(
        ref=ref,
        programmes=frozenset(draw.sample(PROGRAMMES, draw.choice((1, 2, 3)))),
        languages=languages,
        free=_week(draw),
        wants_gender=draw.choice((Gender.woman, Gender.man)) if draw.random() < 0.08 else None,
        birth_year=draw.randint(1945, 2003),
        capacity=capacity,
        clearance_until=date(2030, 1, 1) if draw.random() < 0.48 else None,
        interpreter_ok=draw.random() < 0.3,
        **_common(draw, where),  # type: ignore[arg-type]
    )
