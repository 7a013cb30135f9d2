from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mentors.imports.rules import ImportListState, ImportRowState
from mentors.kit.db import Base, Codes, Referable, UtcDateTime, text_enum
from mentors.kit.vault import SealedBytes, SealedJson
from mentors.programmes.rules import ConsentThrough, Side

_WAITS = text("state IN ('uploaded', 'read')")
_STANDS = text("stands")


class ImportList(Referable, Base):
    """A spreadsheet somebody brought: its content until it is confirmed, and then only what was done with it."""

    __tablename__ = "import_list"
    __table_args__ = (
        # The same file sent twice is one list while it waits.
        Index(
            "uq_import_list_waiting", "municipality_id", "side", "digest", unique=True,
            sqlite_where=_WAITS, postgresql_where=_WAITS,
        ),
    )  # fmt: skip

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    side: Mapped[Side] = mapped_column(text_enum(Side))
    state: Mapped[ImportListState] = mapped_column(text_enum(ImportListState), default=ImportListState.uploaded)
    file_name: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes | None] = mapped_column(SealedBytes("import_list.content"))
    fallback: Mapped[str | None] = mapped_column(Text)  # the programme's reference for rows that name none
    complaints: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # about the file as a whole
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by: Mapped[str] = mapped_column(Text)
    consent_through: Mapped[ConsentThrough | None] = mapped_column(text_enum(ConsentThrough))
    consent_source: Mapped[str | None] = mapped_column(Text)  # where the yes stands, in the coordinator's words
    consent_shares: Mapped[bool] = mapped_column(default=False)
    steps: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())  # what the coordinator says is done
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str | None] = mapped_column(Text)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # since then it holds nothing about anybody


class ImportRow(Base):
    """One row of a list. What it said is forgotten when it has been put in; what came of it stays."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("list_id", "number"),
        # A reference stands for one person of a town: the net under two coordinators with the same file.
        Index(
            "uq_import_row_standing", "municipality_id", "side", "row_ref", unique=True,
            sqlite_where=_STANDS, postgresql_where=_STANDS,
        ),
        Index("ix_import_row_list_id_state", "list_id", "state"),
        Index("ix_import_row_person_id", "person_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("import_list.id", ondelete="CASCADE"))
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    side: Mapped[Side] = mapped_column(text_enum(Side))
    number: Mapped[int]  # as the spreadsheet counts
    row_ref: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)
    state: Mapped[ImportRowState] = mapped_column(text_enum(ImportRowState))
    is_known: Mapped[bool] = mapped_column(default=False)
    stands: Mapped[bool] = mapped_column(default=False)
    said: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("import_row.said"))
    problems: Mapped[list[dict[str, Any]]] = mapped_column(SealedJson("import_row.problems"), default=list)
    made: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what came of it, to take it back by
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
