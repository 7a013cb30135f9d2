"""Two threads over slices of the newcomers. The loops hold no lock, and no slice writes into another's rows."""

from __future__ import annotations

import contextvars
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

THREADS = min(2, os.cpu_count() or 1)
_SMALL = 512  # rows; below this a thread costs more than it gives


def over_slices(count: int, work: Callable[[int, int], None], threads: int = THREADS) -> None:
    """Call work(first, last) for slices that cover 0..count-1; errors come back to the caller."""
    if threads <= 1 or count < _SMALL:
        work(0, count)
        return
    size = -(-count // (threads * 8))  # small slices: some newcomers have far more volunteers than others
    with ThreadPoolExecutor(threads) as pool:
        waiting = [
            # Each in a copy of the caller's context, so numpy's error state holds there too.
            pool.submit(contextvars.copy_context().run, work, first, min(first + size, count))
            for first in range(0, count, size)
        ]
        for one in waiting:
            one.result()
