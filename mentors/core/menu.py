"""The parts of the desk's menu, in the order they stand in."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    today = "today"  # what most days begin with; without a heading
    people = "people"
    pairs = "pairs"
    records = "records"
    setup = "setup"
