"""Thinking about associations: what an activity offers, where a referral stands, what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentors.core.calendar import add_months


class OrganisationKind(StrEnum):
    association = "association"
    company = "company"
    union = "union"


class PricePer(StrEnum):
    session = "session"
    month = "month"
    season = "season"


class AgreementKind(StrEnum):
    cooperation = "cooperation"
    mentoring = "mentoring"
    confidentiality = "confidentiality"


TARGET_GROUPS = ("everyone", "women", "men", "families", "children", "youth", "seniors")
ALL_AGES = (0, 110)
VIEW_LASTS = timedelta(minutes=30)  # how long an opened referral stays open for the one who opened it
MEMBER_AFTER_MONTHS = 3  # systems.md row 18
NOMINATION_LASTS = timedelta(days=30)  # then a name without a yes is forgotten
NOMINEES_MOST = 6
RENEWAL_NOTICE = timedelta(days=30)
DECLARATION_LASTS_MONTHS = 12  # once a year (facts.md 5.2)


# --- the directory --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offer:
    """What an activity offers, as the directory's filter sees it."""

    age_from: int
    age_to: int
    day: str | None
    languages: tuple[str, ...]
    price_kr: int
    pram_access: bool
    wheelchair_access: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for; None and False leave a thing open."""

    age: int | None = None
    day: str | None = None
    language: str | None = None
    most_kr: int | None = None
    pram: bool = False
    wheelchair: bool = False


def fits(offer: Offer, wish: Wish) -> bool:
    """Whether an activity is what somebody looks for. One without a fixed day fits any day."""
    return (
        (wish.age is None or offer.age_from <= wish.age <= offer.age_to)
        and (wish.day is None or offer.day is None or offer.day == wish.day)
        and (wish.language is None or wish.language in offer.languages)
        and (wish.most_kr is None or offer.price_kr <= wish.most_kr)
        and (offer.pram_access or not wish.pram)
        and (offer.wheelchair_access or not wish.wheelchair)
    )


# --- referrals ------------------------------------------------------------------------------------


class ReferralStage(StrEnum):
    """Introduced, came the first time, still a member after three months (systems.md row 18)."""

    asked = "asked"
    introduced = "introduced"
    came = "came"
    member = "member"
    not_member = "not_member"
    withdrawn = "withdrawn"
    closed = "closed"


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    introduced_on: date | None
    came_on: date | None
    still_member: bool | None
    is_withdrawn: bool
    is_closed: bool


def stage(facts: ReferralFacts) -> ReferralStage:
    if facts.is_withdrawn:
        return ReferralStage.withdrawn
    if facts.still_member is not None:
        return ReferralStage.member if facts.still_member else ReferralStage.not_member
    if facts.is_closed:
        return ReferralStage.closed
    if facts.came_on is not None:
        return ReferralStage.came
    return ReferralStage.introduced if facts.introduced_on else ReferralStage.asked


def member_check_due(came_on: date) -> date:
    return add_months(came_on, MEMBER_AFTER_MONTHS)


# --- declarations and contributors ----------------------------------------------------------------


def is_declaration_due(last: date | None, on: date) -> bool:
    """Whether an association must declare (again) that it has asked for child certificates."""
    return last is None or on >= add_months(last, DECLARATION_LASTS_MONTHS)


def quarter(day: date) -> str:
    """`2026-4`: the year and the quarter of a day."""
    return f"{day.year}-{(day.month + 2) // 3}"


def moved_by_quarter(lives: Iterable[tuple[date, date]]) -> list[tuple[str, int]]:
    """How many people began to contribute after having received, per quarter, oldest first (row 7).

    Each life is (first received, first contributed); whoever contributed first has not moved.
    """
    counts = Counter(quarter(contributed) for received, contributed in lives if received < contributed)
    return sorted(counts.items())
