"""Who may be in the files twice, and what the two records hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

from sqlalchemy import select

from mentors.core.actor import Actor
from mentors.kit.db import db
from mentors.own_data import queries, words
from mentors.pairing.commands_keeping import hindrance as pairing_hindrance
from mentors.people.models import Person
from mentors.people.policy import visible_people
from mentors.people.rules import SameBecause, folded_name, may_be_same


@dataclass(frozen=True, slots=True)
class Double:
    one: Person
    other: Person
    because: SameBecause


MOST_DOUBLES = 200


def doubles(by: Actor, most: int = MOST_DOUBLES) -> list[Double]:
    """Pairs of records that look like one person, the surest first. People are put in small heaps by what two
    records would share, and compared within; a heap like a shared reception phone is cut."""
    people = list(db.session.scalars(visible_people(by).order_by(Person.id)))
    heaps: defaultdict[Hashable, list[Person]] = defaultdict(list)
    for person in people:
        for key in (("mobile", person.mobile), ("email", person.email), ("name", folded_name(person.name))):
            if key[1]:
                heaps[key].append(person)
    found: dict[tuple[int, int], Double] = {}
    for heap in heaps.values():
        for at, one in enumerate(heap[:40]):
            for other in heap[at + 1 : 40]:
                because = may_be_same(one.identity(), other.identity(), one.birth_year, other.birth_year)
                if because is not None:
                    found[one.id, other.id] = Double(one, other, because)
    order = list(SameBecause)
    return sorted(found.values(), key=lambda two: (order.index(two.because), two.one.id, two.other.id))[:most]


def mark(keep: Person, gone: Person) -> str:
    """What the two looked like when the page was shown."""
    return f"{keep.ref}.{keep.version}-{gone.ref}.{gone.version}"


def hindrance(keep: Person, gone: Person) -> str | None:
    return pairing_hindrance(keep.id, gone.id)


def what_moves(gone: Person) -> list[tuple[str, int]]:
    """What moves from the second record, in plain words with how many."""
    counts: defaultdict[str, int] = defaultdict(int)
    for held in queries.everything(gone.id).values():
        for table, rows in held.items():
            if table != "person":
                counts[str(words.TABLE.get(table, table))] += len(rows)
    return sorted(counts.items())


def the_two(by: Actor, one_ref: str, other_ref: str) -> tuple[Person, Person] | None:
    rows = {p.ref: p for p in db.session.scalars(select(Person).where(Person.id.in_(
        visible_people(by).where(Person.ref.in_((one_ref, other_ref))).with_only_columns(Person.id)
    )))}  # fmt: skip
    return (rows[one_ref], rows[other_ref]) if len(rows) == 2 else None
