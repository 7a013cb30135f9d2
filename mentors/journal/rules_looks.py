"""What a look is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody reads what is sensitive: what kind of page (`<room>.<what>_seen`), about what, about whom."""

    act: str
    thing: str
    person_id: int | None = None
