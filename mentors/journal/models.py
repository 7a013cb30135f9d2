from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import DDL

from mentors.journal.rules_guards import GUARDS
from mentors.kit.db import Base, UtcDateTime


class Entry(Base):
    """One line: who did what, about whom, when. `thing` is `<table>:<ref>`.

    Append-only: triggers refuse to change or delete it. Its place in the chain is written once, when its
    transaction commits (`commands.seal`). What may go is the person, the reason, and the salt of their digests.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_journal_entry_person_id_at", "person_id", "at"),
        Index(
            "ix_journal_entry_unsealed",
            "municipality_id",
            sqlite_where=text("hash IS NULL"),
            postgresql_where=text("hash IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(Text)
    act: Mapped[str] = mapped_column(Text)
    thing: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    reason: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(Text)
    person_digest: Mapped[str | None] = mapped_column(Text)
    reason_digest: Mapped[str | None] = mapped_column(Text)
    chain: Mapped[int | None]  # the municipality's number, 0 for the house itself
    seq: Mapped[int | None]  # counts from 1 in each chain
    previous: Mapped[str | None] = mapped_column(Text)  # the hash of the line before; empty for the first
    hash: Mapped[str | None] = mapped_column(Text)


class JournalHead(Base):
    """How far a chain has come. Whoever adds to the chain holds this row until she commits."""

    __tablename__ = "journal_head"

    chain: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(Text)


def _ddl(statement: str) -> DDL:
    return DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]


for _dialect, _statements in GUARDS.items():
    for _statement in _statements:
        # A head is made after the entries, or before them: each guard with the table it names.
        _table = JournalHead if "ON journal_head" in _statement else Entry
        event.listen(_table.__table__, "after_create", _ddl(_statement).execute_if(dialect=_dialect))
