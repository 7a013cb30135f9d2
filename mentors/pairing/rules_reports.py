"""Thinking about reports on a programme's pool: the picture of who waits where, and what is worth keeping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mentors.pairing.pool.facts import Newcomer, Side, Volunteer
from mentors.pairing.pool.week import WEEK_PARTS, parts_of

if TYPE_CHECKING:  # the engine's solver is loaded where it is used
    from mentors.pairing.pool.blockers import Blocker
    from mentors.pairing.pool.recruiting import Kind


class ReportState(StrEnum):
    asked = "asked"
    ready = "ready"
    failed = "failed"


# --- the picture ----------------------------------------------------------------------------------

MOST_AREAS, MOST_LANGUAGES = 15, 8


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many people there are by area, language and time of the week: never who. An area of None is one that
    is unknown or protected."""

    total: int
    areas: Mapping[str | None, int]
    languages: Mapping[str, int]
    parts: Mapping[str, int]
    cells: Mapping[tuple[str | None, str], int]

    def as_json(self) -> dict[str, Any]:
        return {
            "total": self.total,
            "areas": [[area, count] for area, count in self.areas.items()],
            "languages": [[code, count] for code, count in self.languages.items()],
            "parts": dict(self.parts),
            "cells": [[area, code, count] for (area, code), count in self.cells.items()],
        }


def crowd_of(people: Iterable[Side]) -> Crowd:
    """Count people; the areas and languages with most of them first."""
    everybody = list(people)
    areas, languages = Counter[str | None](), Counter[str]()
    parts, cells = Counter[str](), Counter[tuple[str | None, str]]()
    for one in everybody:
        area = None if one.place_hidden else one.postcode
        free = one.times if isinstance(one, Newcomer) else one.free
        areas[area] += 1
        parts.update(parts_of(free))
        for code in one.languages:
            languages[code] += 1
            cells[area, code] += 1
    return Crowd(len(everybody), _most_first(areas), _most_first(languages), parts, cells)


def _most_first(counted: Counter[Any]) -> dict[Any, int]:
    order = sorted(counted, key=lambda name: (-counted[name], name is None, str(name)))
    return {name: counted[name] for name in order}


def offering(volunteers: Iterable[Volunteer]) -> Crowd:
    """The volunteers with a place left."""
    return crowd_of(one for one in volunteers if one.capacity)


# --- what is kept of a report ---------------------------------------------------------------------


def blocker_as_json(found: Blocker) -> dict[str, Any]:
    """A change and what it promises. People stand in it by reference: a page looks up who they are today."""
    recruit = found.wish.recruit
    return {
        "change": str(found.wish.change),
        "detail": found.wish.detail,
        "people": list(found.people) if recruit is None else [],
        "newcomers": list(found.newcomers),
        "paired": len(found.pairs),
        "recruit": None if recruit is None else wanted_as_json(recruit),
    }


def wanted_as_json(one: Volunteer) -> dict[str, Any]:
    return {
        "languages": sorted(one.languages),
        "interpreter": one.interpreter_ok,
        "parts": list(parts_of(one.free)),
        "postcode": one.postcode,
        "gender": None if one.gender is None else str(one.gender),
        "cleared": one.clearance_until is not None,
    }


def merged(kinds: Sequence[Kind], most: int = 20) -> list[dict[str, Any]]:
    """The kinds as they are kept, those first that would suit most people. What asks for the same volunteer at
    another time of the week is one kind with several times: any one of them is enough."""
    found: dict[str, dict[str, Any]] = {}
    for kind in kinds:
        one = wanted_as_json(kind.example)
        same = found.setdefault(repr({**one, "parts": ()}), {**one, "parts": [], "count": 0})
        same["parts"] += [part for part in one["parts"] if part not in same["parts"]]
        same["count"] = max(same["count"], len(kind.waiting))
    for one in found.values():
        one["parts"] = [part for part in WEEK_PARTS if part in one["parts"]]
    return sorted(found.values(), key=lambda one: -one["count"])[:most]
