"""Thinking about portfolios: what belongs together, and how it is shared out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

UNDO_FOR = timedelta(days=14)
OVERDUE_AFTER_DAYS = 7  # a question that has waited so long is overdue: it has been reminded of (followups)


class ItemKind(StrEnum):
    """What can be somebody's responsibility."""

    person = "person"
    pair = "pair"
    task = "task"
    series = "series"
    leader = "leader"  # of a group, for a period
    before = "before"  # gets a participant back when her group is over
    call = "call"
    shift = "shift"
    case = "case"  # a newcomer a caseworker answers for


@dataclass(frozen=True, slots=True)
class Item:
    """One thing somebody is responsible for. What has the same `together` moves to the same colleague:
    a newcomer with her pairs and tasks."""

    kind: ItemKind
    ref: str  # of the thing itself, or of what it hangs on
    together: str
    person_id: int | None = None
    is_upcoming: int = 0  # for a series: how many sessions lie ahead

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.ref}"


def counts(items: Iterable[Item]) -> dict[ItemKind, int]:
    found = dict.fromkeys(ItemKind, 0)
    for item in items:
        found[item.kind] += 1
    return found


def upcoming(items: Iterable[Item]) -> int:
    return sum(item.is_upcoming for item in items)


def only_cases(items: Iterable[Item]) -> bool:
    """Whether another caseworker could take it all over; anything else takes the desk."""
    return all(item.kind is ItemKind.case for item in items)


def fingerprint(items: Iterable[Item]) -> str:
    """The same for the same things: whoever confirms a move confirms what she saw."""
    return sha256(" ".join(sorted(item.key for item in items)).encode()).hexdigest()[:16]


def share_out(items: Sequence[Item], among: Sequence[int]) -> dict[int, list[Item]]:
    """Share things out among colleagues as evenly as can be, what belongs together kept together.

    Whoever has least gets the next and largest: first by pairs, then by how many things in all. The same
    things and colleagues always give the same answer. Raises ValueError for nobody to share among.
    """
    if not among:
        raise ValueError("somebody must take over")
    groups: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda one: one.key):
        groups.setdefault(item.together, []).append(item)
    shares: dict[int, list[Item]] = {one: [] for one in among}
    order = {one: place for place, one in enumerate(among)}
    for _name, group in sorted(groups.items(), key=lambda each: (*(-n for n in _weight(each[1])), each[0])):
        least = min(among, key=lambda one: (*_weight(shares[one]), order[one]))
        shares[least].extend(group)
    return shares


def _weight(items: Sequence[Item]) -> tuple[int, int]:
    return sum(item.kind is ItemKind.pair for item in items), len(items)
