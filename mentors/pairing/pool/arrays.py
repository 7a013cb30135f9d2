"""What the kernels read: people as columns of whole numbers, and bitmaps with a bit for each volunteer."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Shorts = NDArray[np.int32]
Words = NDArray[np.uint64]

NO_LIMIT = 1_000_000  # km: more than any distance


class Rows(NamedTuple):
    """The newcomers. `base` is everything of a weight that does not depend on the volunteer."""

    key: Words
    base: Ints
    gate: Shorts
    place: Shorts
    limit: Shorts
    times: Shorts
    interpreter: Shorts  # 1: content to talk through an interpreter
    language_from: Shorts  # row i speaks language[language_from[i] : language_from[i + 1]]
    language: Shorts
    level: Shorts
    likes: Words
    trade: Shorts
    group: Shorts
    born: Shorts
    ban_from: Shorts  # volunteers this newcomer may not have: forbidden, or not_with
    ban: Shorts
    kept_from: Shorts  # volunteers already proposed to this newcomer
    kept: Shorts


class Columns(NamedTuple):
    """The volunteers."""

    key: Words
    place: Shorts
    times: Shorts
    level: NDArray[np.uint8]  # level[volunteer, language], 0: does not speak it
    likes: Words
    trade: Shorts
    group: Shorts
    born: Shorts
    capacity: Ints


class Bitmaps(NamedTuple):
    """For each 64 volunteers a word. Runs are neighbours with the same place and limit."""

    gate: Words
    language: Words
    interpreter: Words
    part: Words
    run_from: Shorts
    run_place: Shorts
    run_limit: Shorts


class Tables(NamedTuple):
    """Points by what is counted, and what points are worth, already shifted above the lots."""

    km: Shorts
    by_level: Shorts
    by_times: Shorts
    by_km: Shorts
    by_likes: Shorts
    by_years: Shorts
    same_trade: int
    near_trade: int
    hidden: int  # for a distance that may not be told
    worth: Ints
    bonus: int
    lot_shift: int


class Arrays(NamedTuple):
    """What every kernel is handed."""

    rows: Rows
    columns: Columns
    bits: Bitmaps
    tables: Tables


def bitmap(flags: Any) -> Words:
    """Bit `j % 64` of word `j // 64` for each j-th flag."""
    flags = np.asarray(flags, dtype=bool)
    padded = np.zeros((len(flags) + 63) // 64 * 64, dtype=bool)
    padded[: len(flags)] = flags
    return np.packbits(padded, bitorder="little").view("<u8").astype(np.uint64)


def flags_of(words: Words) -> NDArray[np.bool_]:
    """The way back from `bitmap`; as many flags as there are bits."""
    return np.unpackbits(words.astype("<u8").view(np.uint8), bitorder="little").astype(bool)
