from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer

from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.imports.models import ImportList, ImportRow
from mentors.imports.policy import visible_lists
from mentors.imports.rules import ImportListState, ImportRowState, ProgrammeFacts
from mentors.kit.db import Base, db
from mentors.people.models import Person
from mentors.programmes.models import Programme
from mentors.programmes.rules import Side

PAGE = 50
AT_A_TIME = 400  # values in one question
WORKING = (ImportListState.uploaded, ImportListState.confirmed, ImportListState.undoing)


def lists(by: Actor, limit: int = 50) -> list[ImportList]:
    """The newest lists, without their content."""
    rows = visible_lists(by).order_by(ImportList.uploaded_at.desc(), ImportList.id.desc()).limit(limit)
    return list(db.session.scalars(rows.options(defer(ImportList.content))))


def the_list(by: Actor, ref: str) -> ImportList:
    """The list with a public reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_lists(by).where(ImportList.ref == ref))
    if found is None:
        raise NotThere
    return found


def find_waiting(municipality_id: int, side: Side, digest: str) -> ImportList | None:
    """The list that the very same file has made already, if it still waits."""
    return db.session.scalar(
        select(ImportList).where(
            ImportList.municipality_id == municipality_id,
            ImportList.side == side,
            ImportList.digest == digest,
            ImportList.state.in_((ImportListState.uploaded, ImportListState.read)),
        )
    )


def locked(list_id: int) -> ImportList | None:
    """A list, kept from everybody else until the commit; None where it has gone."""
    asked = select(ImportList).where(ImportList.id == list_id).with_for_update()
    return db.session.scalar(asked.execution_options(populate_existing=True))


def working() -> list[int]:
    """The lists there is work on, oldest first."""
    return list(db.session.scalars(select(ImportList.id).where(ImportList.state.in_(WORKING)).order_by(ImportList.id)))


def counts(list_id: int) -> Counter[ImportRowState]:
    rows = db.session.execute(
        select(ImportRow.state, func.count()).where(ImportRow.list_id == list_id).group_by(ImportRow.state)
    )
    return Counter({row[0]: row[1] for row in rows})


def imported_counts(list_id: int) -> tuple[int, int]:
    """How many people came anew, and how many were here already."""
    rows = db.session.execute(
        select(ImportRow.is_known, func.count())
        .where(ImportRow.list_id == list_id, ImportRow.state == ImportRowState.imported)
        .group_by(ImportRow.is_known)
    )
    found = {row[0]: row[1] for row in rows}
    return found.get(False, 0), found.get(True, 0)


@dataclass(frozen=True, slots=True)
class RowPage:
    rows: list[tuple[ImportRow, Person | None]]
    page: int
    pages: int


def rows_of(list_id: int, states: Collection[ImportRowState], page: int = 1) -> RowPage:
    """One page of a list's rows in these states, with the people they belong to."""
    chosen = (ImportRow.list_id == list_id, ImportRow.state.in_(list(states)))
    total = db.session.scalar(select(func.count()).select_from(ImportRow).where(*chosen)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    rows = db.session.execute(
        select(ImportRow, Person)
        .outerjoin(Person, Person.id == ImportRow.person_id)
        .where(*chosen)
        .order_by(ImportRow.number)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return RowPage([(row, person) for row, person in rows], page, pages)


def next_rows(list_id: int, states: Collection[ImportRowState], limit: int) -> list[ImportRow]:
    rows = select(ImportRow).where(ImportRow.list_id == list_id, ImportRow.state.in_(list(states)))
    return list(db.session.scalars(rows.order_by(ImportRow.number).limit(limit)))


def programmes_of(municipality_id: int) -> list[ProgrammeFacts]:
    rows = db.session.scalars(select(Programme).where(Programme.municipality_id == municipality_id))
    return [ProgrammeFacts(one.ref, one.name, one.kind, one.needs_company) for one in rows]


def programmes_with(municipality_id: int, refs: Collection[str]) -> dict[str, Programme]:
    """The town's programmes with these references."""
    rows = db.session.scalars(
        select(Programme).where(Programme.municipality_id == municipality_id, Programme.ref.in_(list(refs)))
    )
    return {one.ref: one for one in rows}


# --- who is here already --------------------------------------------------------------------------


def _parts(values: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(set(values))
    for start in range(0, len(every), AT_A_TIME):
        yield every[start : start + AT_A_TIME]


def standing_rows(municipality_id: int, side: Side, refs: Iterable[str]) -> dict[str, ImportRow]:
    """Rows of earlier lists by their reference."""
    found: dict[str, ImportRow] = {}
    for part in _parts(refs):
        rows = db.session.scalars(
            select(ImportRow).where(
                ImportRow.municipality_id == municipality_id,
                ImportRow.side == side,
                ImportRow.stands.is_(True),
                ImportRow.row_ref.in_(part),
            )
        )
        found |= {row.row_ref: row for row in rows}
    return found


def people_at(municipality_id: int, ways: Iterable[str]) -> dict[str, list[Person]]:
    """The town's people by number and by address."""
    found: defaultdict[str, list[Person]] = defaultdict(list)
    for part in _parts(ways):
        rows = db.session.scalars(
            select(Person).where(
                Person.municipality_id == municipality_id, or_(Person.mobile.in_(part), Person.email.in_(part))
            )
        )
        for person in rows:
            for way in {person.mobile, person.email} & set(part):
                found[str(way)].append(person)
    return dict(found)


def people_with(ids: Iterable[int]) -> dict[int, Person]:
    wanted = list(ids)
    found: dict[int, Person] = {}
    for start in range(0, len(wanted), AT_A_TIME):
        rows = db.session.scalars(select(Person).where(Person.id.in_(wanted[start : start + AT_A_TIME])))
        found |= {person.id: person for person in rows}
    return found


# --- what has been built upon a row ---------------------------------------------------------------

# Tables that only remember: they hold nobody back. A row of a list is the import's own.
_ONLY_REMEMBERS = frozenset({"journal_entry", "import_row"})


def hanging_on(table: str, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many rows of each table point at these rows of `table`, whatever room they belong to.

    Asked of the tables' own foreign keys, so that a room built later is never forgotten.
    """
    found: dict[int, dict[str, int]] = {one: {} for one in ids}
    for other in Base.metadata.sorted_tables:
        for key in other.foreign_keys:
            if other.name in _ONLY_REMEMBERS or key.column.table.name != table or key.column.name != "id":
                continue
            column = key.parent
            rows = db.session.execute(
                select(column, func.count()).select_from(other).where(column.in_(list(ids))).group_by(column)
            )
            for one, count in rows:
                found[one][f"{other.name}.{column.name}"] = count
    return found


def old_lists(before: datetime) -> list[ImportList]:
    """Lists that nobody has touched since: what they hold of people is to be forgotten."""
    return list(
        db.session.scalars(
            select(ImportList).where(
                ImportList.uploaded_at < before,
                or_(ImportList.confirmed_at.is_(None), ImportList.confirmed_at < before),
                ImportList.forgotten_at.is_(None),
            )
        )
    )


def came_with(by: Actor, person_id: int) -> list[ImportList]:
    """The lists that brought somebody, newest first."""
    return list(
        db.session.scalars(
            visible_lists(by)
            .join(ImportRow, ImportRow.list_id == ImportList.id)
            .where(ImportRow.person_id == person_id, ImportRow.stands.is_(True))
            .order_by(ImportList.id.desc())
        )
    )
