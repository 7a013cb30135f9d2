"""Who did what, about whom, when. Written by every command that changes something."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path
from typing import Any, cast

from flask import current_app
from sqlalchemy import Connection, Table, bindparam, event, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.journal import queries, rules
from mentors.journal.models import Entry, JournalHead
from mentors.journal.rules import Head, Line
from mentors.journal.rules_guards import MOVED
from mentors.kit.db import change_rows, db

log = logging.getLogger("mentors.journal")
_WRITTEN = "journal chains written to"
_ENTRY, _HEAD = cast("Table", Entry.__table__), cast("Table", JournalHead.__table__)


def note(
    by: Actor,
    act: str,
    *,
    thing: str | None = None,
    person_id: int | None = None,
    reason: str | None = None,
) -> None:
    """Write one line. `act` is `<room>.<verb in the past>`; a reason is a code or a coordinator's own
    words, never a newcomer's."""
    db.session.add(
        Entry(
            municipality_id=by.municipality_id,
            at=clock.now(),
            by=by.label,
            act=act,
            thing=thing,
            person_id=person_id,
            reason=reason,
        )
    )


def forget(person_id: int) -> int:
    """Take a person out of the journal: what happened stays, and the chain fits; about whom is gone. How many lines."""
    return change_rows(
        update(Entry)
        .where(Entry.person_id == person_id)
        .values(person_id=None)
        .execution_options(synchronize_session=False)
    )


def move(keep_id: int, gone_id: int) -> int:
    """Two records of one person became one: what was about the second is about the first now, and the journal says
    so itself, or the database would refuse it. How many lines."""
    about = select(Entry.municipality_id).where(Entry.person_id == gone_id).distinct()
    thing = rules.moved(gone_id, keep_id)
    for town in db.session.scalars(about).all():
        db.session.add(Entry(municipality_id=town, at=clock.now(), by="system", act=MOVED, thing=thing))
    db.session.flush()
    return change_rows(
        update(Entry)
        .where(Entry.person_id == gone_id)
        .values(person_id=keep_id)
        .execution_options(synchronize_session=False)
    )


# --- the chain ------------------------------------------------------------------------------------


@event.listens_for(db.session, "after_flush")
def _remember(session: Session, _context: object) -> None:
    written = {rules.chain_of(new.municipality_id) for new in session.new if isinstance(new, Entry)}
    if written:
        session.info.setdefault(_WRITTEN, set()).update(written)


@event.listens_for(db.session, "before_commit")
def _seal_what_was_written(session: Session) -> None:
    """The last thing a transaction does. Only then is a chain held, and for the commit alone: whoever waits for it
    holds no chain of a higher number, and whoever holds it waits for nothing else. So no two can wait for each other."""
    if session.in_nested_transaction():
        return  # a savepoint may still be undone; the whole transaction comes here in the end
    session.flush()
    written = session.info.pop(_WRITTEN, set())
    if written:
        seal(session.connection(), sorted(written), current_app.config["JOURNAL_KEYS"][0])


@event.listens_for(db.session, "after_rollback")
def _forget_what_was_written(session: Session) -> None:
    session.info.pop(_WRITTEN, None)


def seal(connection: Connection, chains: list[int], key: str) -> int:
    """Give every line of these chains that has none yet its place; how many. Commits nothing.

    Lines of a version of this house that knew no chain are taken in by the next one that does.
    """
    return sum(_seal_chain(connection, chain, key) for chain in chains)


# Written once: building a statement costs more than the database takes for it.
_PLACED = ("chain", "seq", "previous", "hash", "salt", "person_digest", "reason_digest")
_END = select(_HEAD.c.seq, _HEAD.c.hash).where(_HEAD.c.chain == bindparam("of")).with_for_update()
_MOVE_END = update(_HEAD).where(_HEAD.c.chain == bindparam("of")).values(seq=bindparam("at"), hash=bindparam("new"))
_UNSEALED = select(*queries.COLUMNS).where(_ENTRY.c.hash.is_(None)).order_by(_ENTRY.c.id)
_OF_THE_HOUSE = _UNSEALED.where(_ENTRY.c.municipality_id.is_(None))
_OF_A_TOWN = _UNSEALED.where(_ENTRY.c.municipality_id == bindparam("of"))
_TAKE_PLACE = (
    update(_ENTRY).where(_ENTRY.c.id == bindparam("entry")).values({name: bindparam(name) for name in _PLACED})
)


def _seal_chain(connection: Connection, chain: int, key: str) -> int:
    end = _held(connection, chain)
    # Asked after the head is held: what others have committed meanwhile is seen and is sealed already.
    if chain == rules.HOUSE:
        unsealed = connection.execute(_OF_THE_HOUSE).all()
    else:
        unsealed = connection.execute(_OF_A_TOWN, {"of": chain}).all()
    places: list[dict[str, Any]] = []
    seq, previous = end.seq, end.hash
    for row in unsealed:
        seq += 1
        place = _place(queries.line_of(row), chain, seq, previous, key)
        previous = place["hash"]
        places.append(place)
    if places:
        connection.execute(_TAKE_PLACE, places)
        connection.execute(_MOVE_END, {"of": chain, "at": seq, "new": previous})
    return len(places)


def _held(connection: Connection, chain: int) -> Head:
    """The chain's head, held until the transaction ends (on SQLite there is one writer anyway)."""
    found = connection.execute(_END, {"of": chain}).one_or_none()
    if found is None:
        make = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(_HEAD)
        connection.execute(make.values(chain=chain, seq=0, hash="").on_conflict_do_nothing())
        found = connection.execute(_END, {"of": chain}).one()
    return Head(chain, found.seq, found.hash)


def _place(line: Line, chain: int, seq: int, previous: str, key: str) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    placed = Line(
        **{name: getattr(line, name) for name in ("id", "municipality_id", "at", "by", "act", "thing")},
        person_id=line.person_id, reason=line.reason, salt=salt, chain=chain, seq=seq, previous=previous, hash=None,
        person_digest=rules.digest(salt, "person", line.person_id),
        reason_digest=rules.digest(salt, "reason", line.reason),
    )  # fmt: skip
    return {
        "entry": line.id, "chain": chain, "seq": seq, "previous": previous, "hash": rules.seal(key, previous, placed),
        "salt": salt, "person_digest": placed.person_digest, "reason_digest": placed.reason_digest,
    }  # fmt: skip


# --- anchors --------------------------------------------------------------------------------------


def anchor() -> int:
    """Put the chains' heads where the database's keeper does not rule: into the log, and into a file.

    The chain alone does not show that its last lines were cut off; a head that was put away does. How many were new.
    """
    file = Path(current_app.config["JOURNAL_ANCHORS"])
    known = set(anchors(file))
    fresh = [head for head in queries.heads(db.session.connection()).values() if head not in known and head.seq]
    for head in fresh:
        log.info("journal head: chain %s line %s hash %s", head.chain, head.seq, head.hash)
    if fresh:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="ascii") as kept:
            kept.writelines(f"{rules.written(head, clock.now())}\n" for head in fresh)
    return len(fresh)


def anchors(file: Path) -> list[Head]:
    """The heads that were put away in a file; none where there is no file. Raises ValueError for another kind of file."""
    if not file.exists():
        return []
    return [rules.read(line) for line in file.read_text(encoding="ascii").splitlines() if line.strip()]
