"""Thinking about how a programme weighs: what each kind starts with, and what a coordinator may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from mentors.pairing.pool.settings import LONG_WAIT_WEEKS, MOST_POINTS, STABILITY_BONUS, Part, Settings
from mentors.pairing.rules import months_of_one_agreement
from mentors.programmes.rules import ProgrammeKind

Weights = Mapping[Part, int]

FAR_KM = 40  # where nobody has set a limit of their own: a product default, not law
MOST_WEEKS, MOST_KM, MOST_BONUS = 520, 500, 1000


def _weights(*points: int) -> Weights:
    weights = dict(zip(Part, points, strict=True))
    if sum(weights.values()) != MOST_POINTS:
        raise ValueError("the weights of a programme add up to 1000")
    return weights


# What counts how much, of 1000: language, time, distance, interests, trade, age. Product defaults: in the
# mentor programmes for work the trade decides, elsewhere whether two can talk and meet. Waiting earns no
# points: it decides who comes first (design/pairing.md section 10, point 8).
WEIGHTS: Mapping[ProgrammeKind, Weights] = {
    ProgrammeKind.host: _weights(320, 240, 190, 170, 30, 50),
    ProgrammeKind.career_mentor: _weights(240, 180, 80, 50, 420, 30),
    ProgrammeKind.business_mentor: _weights(220, 170, 60, 40, 490, 20),
    ProgrammeKind.contact_person: _weights(320, 250, 210, 150, 20, 50),
    ProgrammeKind.contact_person_child: _weights(340, 260, 230, 140, 0, 30),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a coordinator decides about a programme's pairing. Kept as a numbered version."""

    weights: Weights = field(default_factory=lambda: WEIGHTS[ProgrammeKind.host])
    long_wait_weeks: int = LONG_WAIT_WEEKS  # longer: before the rest; 0: whoever has waited at all
    urgent_first: bool = True
    stability_bonus: int = STABILITY_BONUS  # of 10,000: what keeps a pair that is already proposed where it is
    default_max_km: int | None = FAR_KM  # for people without a limit of their own; None: any distance
    interpreters: bool = True  # whether an interpreter may stand in for a language in common
    try_again: bool = False  # whether two may be proposed to each other again after a no

    def as_json(self) -> dict[str, Any]:
        plain = asdict(self)
        plain["weights"] = {str(part): self.weights[part] for part in Part}
        return plain


def defaults_for(kind: ProgrammeKind) -> Choices:
    return Choices(weights=WEIGHTS[kind])


def choices_from(plain: Mapping[str, Any], kind: ProgrammeKind) -> Choices:
    """The choices of a kept version; what it does not name (it is older than the choice) stands as by default."""
    known = {name: plain[name] for name in Choices.__dataclass_fields__ if name in plain and name != "weights"}
    weights = plain.get("weights", {})
    return Choices(weights={part: weights.get(str(part), WEIGHTS[kind][part]) for part in Part}, **known)


def engine_settings(
    choices: Choices, *, start_on: date, months: int, months_at_most: int | None, seed: str
) -> Settings:
    """The choices as the engine takes them, for relations that begin on a day. `seed` draws the lots."""
    return Settings(
        start_on=start_on,
        months=months_of_one_agreement(months, months_at_most),
        weights=choices.weights,
        long_wait_weeks=choices.long_wait_weeks,
        stability_bonus=choices.stability_bonus,
        default_max_km=choices.default_max_km,
        seed=seed,
    )


def as_thousand(numbers: Mapping[Part, int]) -> Weights:
    """Any whole numbers (at least one above 0) as points of 1000, in the same proportion; the largest rests round up.

    Raises ValueError where all are 0 or one is negative.
    """
    total = sum(numbers.values())
    if total <= 0 or min(numbers.values()) < 0:
        raise ValueError("at least one part must count")
    points = {part: number * MOST_POINTS // total for part, number in numbers.items()}
    rests = sorted(numbers, key=lambda part: (-(numbers[part] * MOST_POINTS % total), list(Part).index(part)))
    for part in rests[: MOST_POINTS - sum(points.values())]:
        points[part] += 1
    return points


@dataclass(frozen=True, slots=True)
class Change:
    """One choice that differs between two versions."""

    name: str  # a weight's part, or a field of `Choices`
    before: int | bool | None
    after: int | bool | None


def differences(before: Choices, after: Choices) -> tuple[Change, ...]:
    """What changed between two versions, weights first."""
    weights = [Change(str(part), before.weights[part], after.weights[part]) for part in Part]
    rest = [
        Change(name, getattr(before, name), getattr(after, name))
        for name in Choices.__dataclass_fields__
        if name != "weights"
    ]
    return tuple(change for change in weights + rest if change.before != change.after)
