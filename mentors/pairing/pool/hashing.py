"""A pool's fingerprint: the same for the same people and edits, whatever the order they came in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from mentors.pairing.pool.facts import Pool, Side

FORMAT = "mentors.pairing/1"  # of a certificate; changes with the meaning of weights or prices


def input_hash(pool: Pool) -> str:
    """SHA-256 of everything that was given, whatever the order of the rows."""
    given = {
        "newcomers": _sorted(pool.newcomers),
        "volunteers": _sorted(pool.volunteers),
        "pins": sorted(pool.pins),
        "forbids": sorted(pool.forbids),
        "previous": sorted(pool.previous),
    }
    return hashlib.sha256(json.dumps(given, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _sorted(people: Iterable[Side]) -> list[dict[str, Any]]:
    return [
        {one.name: _plain(getattr(person, one.name)) for one in fields(person)}
        for person in sorted(people, key=lambda person: person.ref)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return sorted(value) if isinstance(value, frozenset) else value
