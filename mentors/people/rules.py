"""Thinking about persons: who is the same, how to reach someone, what others may see."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentors.core.calendar import add_months


class Gender(StrEnum):
    woman = "woman"
    man = "man"
    other = "other"


class Channel(StrEnum):
    sms = "sms"
    email = "email"


class ConsentKind(StrEnum):
    """What a person says yes to. The wording of each stands in `words.py` with its version."""

    sign_up = "sign_up"  # being registered and contacted about the programmes
    share_with_contact = "share_with_contact"  # first name, languages and number to the other in a pair


INTERESTS = (
    "cooking", "walking", "football", "cycling", "swimming", "fitness", "music", "dance", "crafts",
    "gardening", "reading", "film", "games", "nature", "children", "animals", "computers", "volunteering",
    "art", "history",
)  # fmt: skip
TRADES = (
    "care", "health", "teaching", "cleaning", "kitchen", "building", "transport", "office", "it",
    "engineering", "shop", "industry", "farming", "law", "finance", "creative", "public", "research",
    "student", "retired", "none",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reachability:
    """The contact ways somebody has given."""

    mobile: str | None
    email: str | None
    prefers: Channel | None = None


def channels_for(ways: Reachability) -> tuple[Channel, ...]:
    """The channels to try, the wished one first; a phone in the pocket before a mailbox."""
    have = [channel for channel, way in ((Channel.sms, ways.mobile), (Channel.email, ways.email)) if way is not None]
    return tuple(sorted(have, key=lambda channel: channel is not ways.prefers))


FLUENT = 6
# Where nobody has told how well a newcomer speaks: well enough to have ticked it, and Danish is being learned.
GUESSED_LEVEL, GUESSED_DANISH = 4, 3


def language_levels(speaks: Iterable[str], levels: Iterable[str], reads: str, *, learns: bool) -> dict[str, int]:
    """How well somebody speaks each language, 1-6 as A1-C2: as told (`da:2`), else guessed.

    `reads` is the language she reads best. Whoever is not a learner counts as fluent in all she names.
    """
    told = dict(one.split(":", 1) for one in levels if ":" in one)
    return {
        code: int(told[code]) if told.get(code) in LEVELS else _guessed(code, reads) if learns else FLUENT
        for code in speaks
    }


LEVELS = frozenset(str(level) for level in range(1, FLUENT + 1))


def _guessed(code: str, reads: str) -> int:
    if code == reads:
        return FLUENT
    return GUESSED_DANISH if code == "da" else GUESSED_LEVEL


def folded_name(name: str) -> str:
    """A name without case, accents or double blanks, for comparing."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


# --- finding somebody whose surname and number are sealed ------------------------------------------

LEAST_CLUE = 2  # letters; for one letter alone everybody is looked at
LEAST_DIGITS = 6


def clues(municipality_id: int, last_name: str, mobile: str | None) -> list[tuple[str, str, int]]:
    """What somebody is found by, as (kind, text, bits): two and four letters of each part of the surname, and the
    last six figures of the number. So few bits that ten or more of 10,000 share each
    clue by chance alone. First names are
    no part of it: they stand in plain, and a clue they shared with a surname would give it away."""
    found = []
    for word in folded_name(last_name).split():
        found += [(f"n2:{municipality_id}", word[:2], 8), (f"n4:{municipality_id}", word[:4], 10)]
    if mobile and len(mobile) >= LEAST_DIGITS:
        found.append(digits_clue(municipality_id, mobile))
    return found


def surname_clue(municipality_id: int, start: str) -> tuple[str, str, int]:
    """The clue that a surname beginning so has; `start` is folded, one word, and two letters or more."""
    short = len(start) < 4
    return (f"n2:{municipality_id}", start[:2], 8) if short else (f"n4:{municipality_id}", start[:4], 10)


def digits_clue(municipality_id: int, digits: str) -> tuple[str, str, int]:
    """The clue of a number that ends so; six figures or more."""
    return f"d6:{municipality_id}", digits[-LEAST_DIGITS:], 10


@dataclass(frozen=True, slots=True)
class Identity:
    name: str
    mobile: str | None
    email: str | None


def is_same_person(one: Identity, other: Identity) -> bool:
    """The same name and the same number or address. A family may share a phone, so a number alone is
    not enough; two people may share a name, so a name alone is not either."""
    shared_way = (one.mobile is not None and one.mobile == other.mobile) or (
        one.email is not None and one.email == other.email
    )
    return shared_way and folded_name(one.name) == folded_name(other.name)


WARN_BEFORE = timedelta(days=30)


def protection_ends_on(today: date) -> date:
    """The day the protection asked for today runs out in CPR: after a year (CPR-loven § 28, facts.md 5.6). Ours goes
    on until somebody lifts it; the day is only kept to warn her."""
    return add_months(today, 12)


def oldest_birth_year(this_year: int) -> int:
    return this_year - 110


def youngest_birth_year(this_year: int, *, least_age: int) -> int:
    return this_year - least_age


# --- what may stay of somebody who is forgotten ----------------------------------------------------

SMALLEST_GROUP = 5  # Danish practice for published figures: no group of fewer than five can be read out


def decade(birth_year: int | None) -> int | None:
    """The first year of the decade somebody was born in."""
    return None if birth_year is None else birth_year // 10 * 10


def kept_traits(
    born: int | None, gender: Gender | None, groups: Mapping[tuple[int | None, Gender | None], int]
) -> tuple[int | None, Gender | None]:
    """The decade and gender that may stay when somebody is forgotten: both where at least five others share
    both, else the decade alone, else the gender alone, else neither."""
    if groups.get((born, gender), 0) >= SMALLEST_GROUP:
        return born, gender
    if sum(count for (other, _gender), count in groups.items() if other == born) >= SMALLEST_GROUP:
        return born, None
    if sum(count for (_born, other), count in groups.items() if other == gender) >= SMALLEST_GROUP:
        return None, gender
    return None, None


# --- one person twice ------------------------------------------------------------------------------


class SameBecause(StrEnum):
    """Why two records may be one person."""

    way_and_name = "way_and_name"  # the same number or address, and the same name
    way_and_first_name = "way_and_first_name"  # the same number or address, and the same first name
    name_and_year = "name_and_year"  # the same whole name and year of birth


def may_be_same(
    one: Identity, other: Identity, born: int | None = None, other_born: int | None = None
) -> SameBecause | None:
    """Whether two records look like one person, and why. A family shares a phone, so first names must agree;
    two different years of birth speak against it, whatever else agrees."""
    if born is not None and other_born is not None and born != other_born:
        return None
    name, other_name = folded_name(one.name), folded_name(other.name)
    if not name or not other_name:
        return None
    if is_same_person(one, other):
        return SameBecause.way_and_name
    shared = (one.mobile and one.mobile == other.mobile) or (one.email and one.email == other.email)
    if shared and name.split()[0] == other_name.split()[0]:
        return SameBecause.way_and_first_name
    if name == other_name and born is not None and born == other_born and " " in name:
        return SameBecause.name_and_year
    return None
