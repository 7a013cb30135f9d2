"""Compiling the hot loops where numba is there, running them as they stand where it is not: the same bytes.

Never `parallel=True`: numba's work queue aborts a process when two web threads enter it (numba issue 8563).
Threads are ours (`threads.py`); the loops let go of the interpreter's lock.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

njit: Any = None
with suppress(ImportError):  # without: slower by two orders of magnitude, and equal
    njit = import_module("numba").njit


def compiled(loop: F) -> F:
    """The loop as machine code, kept on disk between runs; the loop itself without numba."""
    if njit is None:
        return loop
    try:
        fast: F = njit(cache=True, nogil=True)(loop)
    except RuntimeError:  # nowhere to keep machine code: a read-only installation
        fast = njit(nogil=True)(loop)
    return fast


def inlined(loop: F) -> F:
    """A small step of a hot loop, put into its callers: handing over the arrays would cost more than the work."""
    if njit is None:
        return loop
    fast: F = njit(inline="always", nogil=True)(loop)
    return fast
