"""The two ways in which the domain says no."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A command will not do this. `why` is a sentence for the person who asked (may be lazy)."""

    def __init__(self, why: Any, *, field: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.field = field


class NotThere(Exception):
    """The thing does not exist, or not for this actor: both look the same from outside (404)."""
