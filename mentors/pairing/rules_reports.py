"""Thinking about reports on a programme's pool: which there are, and the picture of who waits where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ReportKind(StrEnum):
    blockers = "blockers"
    recruiting = "recruiting"


class ReportState(StrEnum):
    asked = "asked"
    ready = "ready"
    failed = "failed"


# A report is worked out anew at most so often unless somebody asks; the pool moves all day.
FRESH = timedelta(minutes=30)


def is_stale(made_at: datetime, now: datetime) -> bool:
    return now - made_at > FRESH


# --- the picture ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the picture knows of somebody: no name, and no place where the place is protected."""

    languages: tuple[str, ...]
    area: str | None  # a postcode; None: none known, or not to be shown
    free: frozenset[str]


@dataclass(frozen=True, slots=True)
class Picture:
    """Who waits and who offers: by area and language, and by the time of the week."""

    areas: tuple[str | None, ...]
    languages: tuple[str, ...]
    cells: dict[tuple[str | None, str], int]
    by_area: dict[str | None, int]
    by_language: dict[str, int]
    by_part: dict[str, int]
    total: int


def picture_of(people: Iterable[Waiting], *, most_languages: int = 8, most_areas: int = 12) -> Picture:
    """Count people; languages and areas with most people first, the rest of a long list left to the table's totals."""
    everybody = list(people)
    by_area, by_language = Counter[str | None](), Counter[str]()
    by_part, cells = Counter[str](), Counter[tuple[str | None, str]]()
    for one in everybody:
        by_area[one.area] += 1
        by_part.update(one.free)
        for language in one.languages:
            by_language[language] += 1
            cells[one.area, language] += 1
    areas = sorted(by_area, key=lambda area: (-by_area[area], area is None, area or ""))[:most_areas]
    languages = sorted(by_language, key=lambda code: (-by_language[code], code))[:most_languages]
    return Picture(
        tuple(areas), tuple(languages), dict(cells), dict(by_area), dict(by_language), dict(by_part), len(everybody)
    )
