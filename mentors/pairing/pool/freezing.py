"""A pool as plain JSON values and back, so that a plan can be opened again years later with the same numbers."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from mentors.pairing.pool.facts import Gender, Newcomer, Pairing, Pool, Side, Volunteer

S = TypeVar("S", Newcomer, Volunteer)


def frozen(pool: Pool) -> dict[str, Any]:
    """Everything `hashing.input_hash` looks at, and the reasons. What has its default value is left out."""
    return {
        "newcomers": [_plain(one) for one in sorted(pool.newcomers, key=lambda one: one.ref)],
        "volunteers": [_plain(one) for one in sorted(pool.volunteers, key=lambda one: one.ref)],
        "pins": sorted(pool.pins),
        "forbids": sorted(pool.forbids),
        "previous": sorted(pool.previous),
        "reasons": [[*pair, why] for pair, why in sorted(pool.reasons.items())],
    }


def thawed(values: Mapping[str, Any]) -> Pool:
    """The pool again. KeyError, TypeError or ValueError where the values are not those of `frozen`."""
    return Pool(
        newcomers=tuple(_person(Newcomer, one) for one in values["newcomers"]),
        volunteers=tuple(_person(Volunteer, one) for one in values["volunteers"]),
        pins=_pairs(values["pins"]),
        forbids=_pairs(values["forbids"]),
        previous=_pairs(values["previous"]),
        reasons={(newcomer, volunteer): why for newcomer, volunteer, why in values["reasons"]},
    )


def packed(values: Any) -> bytes:
    """JSON values in few bytes; the same bytes for the same values."""
    return zlib.compress(json.dumps(values, sort_keys=True, separators=(",", ":")).encode(), 6)


def unpacked(packet: bytes) -> Any:
    """The way back from `packed`. Raises ValueError for anything else."""
    try:
        return json.loads(zlib.decompress(packet))
    except zlib.error as broken:
        raise ValueError(str(broken)) from None


_DATES = frozenset({"waiting_since", "clearance_until"})
_GENDERS = frozenset({"gender", "wants_gender"})
_SETS = frozenset({"interests", "not_with", "programmes"})


def _plain(one: Side) -> dict[str, Any]:
    standard = type(one)(ref=one.ref)
    said: dict[str, Any] = {"ref": one.ref}
    for field in fields(one):
        value = getattr(one, field.name)
        if value != getattr(standard, field.name):
            if isinstance(value, date):
                value = value.isoformat()
            elif isinstance(value, Mapping):
                value = dict(value)
            said[field.name] = sorted(value) if isinstance(value, frozenset) else value
    return said


def _person(kind: type[S], values: Mapping[str, Any]) -> S:
    given: dict[str, Any] = {}
    for name, value in values.items():
        if name in _DATES:
            value = date.fromisoformat(value)
        elif name in _GENDERS:
            value = Gender(value)
        elif name in _SETS:
            value = frozenset(value)
        given[name] = value
    return kind(**given)


def _pairs(values: Iterable[Iterable[str]]) -> frozenset[Pairing]:
    return frozenset((newcomer, volunteer) for newcomer, volunteer in values)
