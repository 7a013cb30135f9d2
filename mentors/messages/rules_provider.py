"""Thinking about a provider: when to leave it alone, and how many messages a second it wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(seconds=60)
LOOKED_AT = 10  # outcomes
TOO_MANY = 5  # failures among them
PROBE_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Breaker:
    """A circuit breaker: closed (all goes), or open since some instant (one probe every 30 seconds).

    `outcomes` are the latest ones, oldest first: when, and whether the provider could be reached.
    """

    outcomes: tuple[tuple[datetime, bool], ...] = ()
    opened_at: datetime | None = None
    probed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None


def after(breaker: Breaker, now: datetime, reached: Sequence[bool]) -> Breaker:
    """The breaker after some outcomes. One that was reached while it was open closes it."""
    if breaker.is_open:
        return Breaker() if any(reached) else breaker
    recent = [one for one in breaker.outcomes if now - one[0] < WINDOW]
    for yes in reached:
        if yes and not recent:
            continue  # nothing to weigh it against: in good times no row is written
        recent = [*recent, (now, yes)][-LOOKED_AT:]
        if sum(not good for _at, good in recent) >= TOO_MANY:
            return Breaker(tuple(recent), opened_at=now, probed_at=now)
    return Breaker(tuple(recent))


def allowed(breaker: Breaker, now: datetime, wanted: int) -> int:
    """How many messages may be tried now: all, one as a probe, or none."""
    if not breaker.is_open:
        return wanted
    waited = breaker.probed_at is None or now - breaker.probed_at >= PROBE_EVERY
    return min(1, wanted) if waited else 0


@dataclass(frozen=True, slots=True)
class Bucket:
    """A token bucket: `per_second` flow in, at most a second's worth (and at least one) is kept."""

    tokens: float
    filled_at: datetime


def draw(bucket: Bucket | None, now: datetime, per_second: float, wanted: int) -> tuple[Bucket, int]:
    """The bucket after drawing up to `wanted`, and how many it gave. A clock that steps back gives nothing."""
    most = max(1.0, per_second)
    if bucket is None:
        bucket = Bucket(most, now)
    flowed = max(0.0, (now - bucket.filled_at).total_seconds()) * per_second
    tokens = min(most, bucket.tokens + flowed)
    given = min(wanted, int(tokens))
    return Bucket(tokens - given, now), given


def packed(breaker: Breaker) -> str:
    """The outcomes as one text: seconds since 1970 with + or -."""
    return " ".join(f"{at.timestamp():.3f}{'+' if good else '-'}" for at, good in breaker.outcomes)


def unpacked(text: str, zone_of: datetime) -> tuple[tuple[datetime, bool], ...]:
    """What `packed` wrote; anything unreadable is left out."""
    found = []
    for word in text.split():
        try:
            found.append((datetime.fromtimestamp(float(word[:-1]), zone_of.tzinfo), word[-1] == "+"))
        except (ValueError, OverflowError, OSError):
            continue
    return tuple(found)
