"""A provider's breaker and token bucket, kept in a row so that they hold for all workers together."""

from __future__ import annotations

from sqlalchemy import select

from mentors.kit.db import db, shared_now
from mentors.messages import rules_provider
from mentors.messages.models_delivery import Provider
from mentors.messages.rules_provider import Breaker, Bucket


def _row(name: str, *, lock: bool) -> Provider | None:
    found = select(Provider).where(Provider.name == name).execution_options(populate_existing=True)
    return db.session.scalar(found.with_for_update() if lock else found)


def _made(name: str) -> Provider:
    """The provider's row, made where there is none. Two workers may make it at once: then one step of one of
    them is undone by the unique key, and its next one finds the row."""
    found = _row(name, lock=True)
    if found is None:
        found = Provider(name=name, outcomes="")
        db.session.add(found)
        db.session.flush()
    return found


def _breaker(row: Provider) -> Breaker:
    now = shared_now()
    return Breaker(rules_provider.unpacked(row.outcomes, now), row.opened_at, row.probed_at)


def allow(name: str, wanted: int, per_second: float) -> int:
    """How many messages a provider may be given now; they are counted as given."""
    if wanted <= 0:
        return 0
    seen = _row(name, lock=False)
    if not per_second and (seen is None or seen.opened_at is None):
        return wanted  # the usual case costs one look and no lock
    row, now = _made(name), shared_now()
    given = rules_provider.allowed(_breaker(row), now, wanted)
    if row.opened_at is not None and given:
        row.probed_at = now
    if per_second and given:
        bucket = None if row.tokens is None or row.filled_at is None else Bucket(row.tokens, row.filled_at)
        bucket, given = rules_provider.draw(bucket, now, per_second, given)
        row.tokens, row.filled_at = bucket.tokens, bucket.filled_at
    db.session.flush()
    return given


def has_no_trouble(name: str) -> bool:
    """Whether the breaker is closed and remembers no failure: then good outcomes are nothing to write down."""
    seen = _row(name, lock=False)
    return seen is None or not (seen.outcomes or seen.opened_at)


def note_outcomes(name: str, reached: list[bool]) -> bool:
    """Let the breaker know how the latest tries went, oldest first; whether it is open now."""
    if all(reached) and has_no_trouble(name):
        return False
    row = _made(name)
    breaker = rules_provider.after(_breaker(row), shared_now(), reached)
    row.outcomes, row.opened_at, row.probed_at = rules_provider.packed(breaker), breaker.opened_at, breaker.probed_at
    db.session.flush()
    return breaker.is_open
