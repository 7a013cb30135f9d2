"""How a programme weighs: points, classes, horizon, seed. Versioned by hash, so a plan can say what it was made with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from mentors.pairing.pool.week import months_after

MOST_POINTS = 1000
TOP_VALUE = 10_000  # what a pair of 1000 points is worth in the objective
LONG_WAIT_WEEKS = 12
STABILITY_BONUS = 200  # of TOP_VALUE


class Part(StrEnum):
    language = "language"
    time = "time"
    distance = "distance"
    interests = "interests"
    trade = "trade"
    age = "age"


WEIGHTS: Mapping[Part, int] = {
    Part.language: 300,
    Part.time: 200,
    Part.distance: 200,
    Part.interests: 170,
    Part.trade: 80,
    Part.age: 50,
}
NEAR_TRADES = (
    ("care", "health"),
    ("cleaning", "kitchen"),
    ("building", "industry", "transport"),
    ("it", "engineering", "research"),
    ("office", "public", "law", "finance", "shop"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Product defaults, not law. `start_on` is the day the relations begin and waiting is counted to."""

    start_on: date
    months: int = 12  # how long a relation lasts: a child certificate must be valid through it
    weights: Mapping[Part, int] = field(default_factory=lambda: dict(WEIGHTS))
    long_wait_weeks: int = LONG_WAIT_WEEKS  # longer: class 1, else class 2, where a newcomer has no class of her own
    concave: int = 2  # the power p of the transform; 1 = plain points (docs/pairing-figures.md: what 2, 3, 4 cost)
    stability_bonus: int = STABILITY_BONUS  # in the objective's units (of 10,000) for a pair already proposed
    seed: str = "1"
    default_max_km: int | None = None  # for people without a limit of their own; None: no limit
    far_km: int = 40  # from here on distance earns nothing
    many_times: int = 4  # so many common parts of the week earn all points
    many_interests: int = 3
    near_trades: tuple[tuple[str, ...], ...] = NEAR_TRADES

    @property
    def end_on(self) -> date:
        """The last day on which a certificate must be valid."""
        return months_after(self.start_on, self.months)

    def worth(self, points: int) -> int:
        """The concave transform in whole numbers: 0..1000 points become 0..10,000."""
        lacking = MOST_POINTS - points
        return TOP_VALUE - int(TOP_VALUE * lacking**self.concave // MOST_POINTS**self.concave)

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order, for the certificate and the hash."""
        plain = asdict(self)
        plain["start_on"] = self.start_on.isoformat()
        plain["weights"] = {str(part): self.weights[part] for part in Part}
        plain["near_trades"] = [list(group) for group in self.near_trades]
        return plain

    @property
    def version(self) -> str:
        """A short hash of everything that could change a plan."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()[:16]


def settings_from(raw: Any, today: date) -> tuple[Settings, list[str]]:
    """Settings from parsed JSON, and every complaint as (key: what to write). With complaints the defaults stand."""
    complaints: list[str] = []
    if not isinstance(raw, dict):
        return Settings(start_on=today), ['skriv et JSON-objekt, fx {"seed": "2026"}']
    values: dict[str, Any] = {"start_on": today}
    for key, value in raw.items():
        read = _READERS.get(key)
        if read is None:
            complaints.append(f"{key}: kendes ikke; skriv en af {', '.join(_READERS)}")
            continue
        try:
            values[key] = read(value)
        except (ValueError, TypeError, KeyError) as problem:
            complaints.append(f"{key}: {problem}")
    return (Settings(start_on=today), complaints) if complaints else (Settings(**values), [])


def _whole(low: int, high: int) -> Any:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"skriv et helt tal fra {low} til {high}")
        return value

    return read


def _km_or_none(value: Any) -> int | None:
    return None if value is None else int(_whole(0, 1000)(value))


def _day(value: Any) -> date:
    try:
        day = date.fromisoformat(value)
    except (ValueError, TypeError):
        raise ValueError("skriv en dato som 2026-03-01") from None
    if not 2000 <= day.year <= 2100:
        raise ValueError("skriv et år fra 2000 til 2100")
    return day


def _seed(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("skriv en tekst eller et helt tal")
    text = str(value)
    if not 0 < len(text) <= 200 or not text.isprintable():
        raise ValueError("skriv 1 til 200 tegn")
    return text


def _weights(value: Any) -> dict[Part, int]:
    if not isinstance(value, dict) or set(value) != {str(part) for part in Part}:
        raise ValueError(f"skriv et tal for hver af {', '.join(Part)}")
    weights = {part: int(_whole(0, MOST_POINTS)(value[str(part)])) for part in Part}
    if sum(weights.values()) != MOST_POINTS:
        raise ValueError(f"tallene skal tilsammen give {MOST_POINTS}, ikke {sum(weights.values())}")
    return weights


def _groups(value: Any) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list) or not all(
        isinstance(group, list) and all(isinstance(trade, str) for trade in group) for group in value
    ):
        raise ValueError('skriv lister af fag, fx [["care", "health"]]')
    groups = tuple(tuple(trade.strip().casefold() for trade in group) for group in value)
    flat = [trade for group in groups for trade in group]
    if len(flat) != len(set(flat)):
        raise ValueError("et fag kan kun stå i én gruppe")
    return groups


_READERS: Mapping[str, Any] = {
    "start_on": _day,
    "months": _whole(0, 120),
    "weights": _weights,
    "long_wait_weeks": _whole(0, 1000),
    "concave": _whole(1, 8),
    "stability_bonus": _whole(0, TOP_VALUE),
    "seed": _seed,
    "default_max_km": _km_or_none,
    "far_km": _whole(1, 1000),
    "many_times": _whole(1, 21),
    "many_interests": _whole(1, 100),
    "near_trades": _groups,
}
