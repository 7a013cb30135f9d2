"""The objective in one 64-bit integer per pair, and the lottery that settles what is equal.

    weight = (classes - class rank) * step  +  value << shift  +  lots

`step` exceeds everything values and lots can add up to in a whole plan, so classes come first; because the
sets of newcomers that can be served together form a matroid, that also pairs the most people there can be.
One unit of value exceeds all lots together. The lots are keyed hashes of the seed and the stable references:
one per newcomer (so under scarcity each has one number, whoever could be her mentor) and one per pair.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mentors.pairing.pool.facts import Pool
from mentors.pairing.pool.settings import TOP_VALUE, Settings

_HEADROOM = 3  # bits: prices and path lengths stay under eight times the heaviest weight
_MOST_LOT_BITS = 30


class TooBig(Exception):
    """The pool cannot be weighed in 64 bits. Never below a million people with ten classes."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How classes, value and lots share the 64 bits of a weight."""

    classes: int
    step: int
    shift: int
    lot_bits: int  # of each of the two lots


def scale_of(classes: int, most_pairs: int, bonus: int) -> Scale:
    """The widest lots that fit beside `classes` classes and `most_pairs` pairs. TooBig where none do."""
    total = most_pairs * (TOP_VALUE + bonus) + 1
    room = 62 - _HEADROOM - ((classes + 2) * total).bit_length()
    lot_bits = min(_MOST_LOT_BITS, room - most_pairs.bit_length() - 1)
    if lot_bits < 1:
        raise TooBig(f"{most_pairs} pairs in {classes} classes do not fit into 64-bit weights")
    shift = lot_bits + 1 + most_pairs.bit_length()
    return Scale(classes, total << shift, shift, lot_bits)


def scale_for(pool: Pool, classes: int, settings: Settings) -> Scale:
    """The scale of a pool. Pins do not change it, so that an edit keeps the prices."""
    places = sum(volunteer.capacity for volunteer in pool.volunteers)
    return scale_of(classes, min(len(pool.newcomers), places), settings.stability_bonus)


def keys_of(side: str, refs: Iterable[str], seed: str) -> np.ndarray:
    """A 64-bit number per reference, drawn with the seed; `side` keeps equal references of both sides apart."""
    key = hashlib.sha256(seed.encode()).digest()
    head = side.encode() + b"\x00"
    drawn = [hashlib.blake2b(head + ref.encode(), key=key, digest_size=8).digest() for ref in refs]
    return np.frombuffer(b"".join(drawn), dtype="<u8").astype(np.uint64)
