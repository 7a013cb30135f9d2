"""Names and contact details are sealed in their columns, and found by marks and clues (docs/decisions/0007).

Rows are sealed and opened with the running house's keys, a batch at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from mentors.kit.vault import HEAD, ring
from mentors.people.rules import clues, folded_name

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

BATCH = 500
# Table, column, and what it finds.
TEXTS = (
    ("person", "last_name", None), ("person", "mobile", "way"), ("person", "email", "way"),
    ("contact_point", "address", "way"),
    ("message", "address", None), ("message", "subject", None), ("message", "body", None),
    ("message", "spare_subject", None), ("message", "spare_body", None),
    ("sign_up", "name", "name"), ("sign_up", "mobile", "way"), ("sign_up", "email", "way"),
    ("speaker", "name", "name"), ("speaker", "mobile", "way"), ("speaker", "email", "way"),
    ("advice_slot", "first_name", "name"), ("advice_slot", "mobile", "way"), ("advice_slot", "email", "way"),
    ("lead", "name", "name"), ("lead", "mobile", "way"), ("lead", "email", "way"),
    ("nomination", "name", None), ("nomination", "mobile", None),
    ("guardian", "name", None), ("guardian", "mobile", None),
    ("job", "contact_name", None), ("job", "contact_email", None), ("job", "contact_mobile", None),
    ("hotline_call", "caller", "name"), ("hotline_call", "phone", "way"),
    ("meeting", "place", None),
)  # fmt: skip
JSONS = (("import_row", "said", True), ("import_row", "problems", False), ("draft", "answers", False))
PERSON_INDEXES = ("name_folded", "mobile", "email")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA secure_delete=ON")  # what was plain is overwritten in the file, and not only let go of
    with op.batch_alter_table("person") as table:
        for name in PERSON_INDEXES:
            table.drop_index(f"ix_person_municipality_id_{name}")
        table.add_column(sa.Column("first_folded", sa.Text(), nullable=True))
        table.add_column(sa.Column("clues", sa.Text(), nullable=True))
    with op.batch_alter_table("contact_point") as table:
        table.drop_constraint(op.f("uq_contact_point_person_id_channel_address"), type_="unique")
    for name, column, nullable in JSONS:
        with op.batch_alter_table(name) as table:
            table.alter_column(column, type_=sa.Text(), existing_type=sa.JSON(), existing_nullable=nullable,
                               postgresql_using=f"{column}::text")  # fmt: skip
    _rewrite("person", ("municipality_id", "first_name", "last_name", "mobile", "is_protected"), _found_again)
    _seal_all()
    with op.batch_alter_table("person") as table:
        table.alter_column("first_folded", existing_type=sa.Text(), nullable=False)
        table.alter_column("clues", existing_type=sa.Text(), nullable=False)
        table.drop_column("name_folded")
    op.create_index("ix_person_municipality_id_first_folded", "person", ["municipality_id", "first_folded"])
    for column in ("mobile", "email"):
        op.create_index(f"ix_person_municipality_id_{column}", "person", ["municipality_id", _head(column)])
    op.create_index(
        "uq_contact_point_person_id_channel_address", "contact_point", ["person_id", "channel", _head("address")],
        unique=True,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("uq_contact_point_person_id_channel_address", "contact_point")
    for name in ("first_folded", "mobile", "email"):
        op.drop_index(f"ix_person_municipality_id_{name}", "person")
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("name_folded", sa.Text(), nullable=True))
    _open_all()
    _rewrite("person", ("first_name", "last_name"), lambda row: {
        "name_folded": folded_name(f"{row.first_name} {row.last_name}")
    })  # fmt: skip
    for name, column, nullable in JSONS:
        with op.batch_alter_table(name) as table:
            table.alter_column(column, type_=sa.JSON(), existing_type=sa.Text(), existing_nullable=nullable,
                               postgresql_using=f"{column}::json")  # fmt: skip
    with op.batch_alter_table("contact_point") as table:
        table.create_unique_constraint(
            op.f("uq_contact_point_person_id_channel_address"), ["person_id", "channel", "address"]
        )
    with op.batch_alter_table("person") as table:
        table.alter_column("name_folded", existing_type=sa.Text(), nullable=False)
        table.drop_column("first_folded")
        table.drop_column("clues")
        for name in PERSON_INDEXES:
            table.create_index(f"ix_person_municipality_id_{name}", ["municipality_id", name])


def _head(column: str) -> Any:
    return sa.text(f"substr({column}, 1, {HEAD})")


def _found_again(row: Any) -> dict[str, Any]:
    wanted = [] if row.is_protected else clues(row.municipality_id, row.last_name, row.mobile)
    return {"first_folded": folded_name(row.first_name), "clues": ring().clues(wanted)}


def _seal_all() -> None:
    keys = ring()
    for name, column, finds in TEXTS:
        _each(name, column, lambda said, place, finds=finds: keys.seal(said, place, finds))
    for name, column, nullable in JSONS:
        _each(name, column, lambda said, place, nullable=nullable: (
            None if nullable and said == "null" else keys.seal(said, place)
        ))  # fmt: skip
    _each("import_list", "content", keys.seal_bytes)


def _open_all() -> None:
    keys = ring()
    for name, column, *_rest in (*TEXTS, *JSONS):
        _each(name, column, keys.open)
    _each("import_list", "content", keys.open_bytes)


def _each(name: str, column: str, changed: Callable[..., Any]) -> None:
    _rewrite(name, (column,), lambda row: {column: changed(row[1], f"{name}.{column}")}, only=column)


def _rewrite(name: str, columns: tuple[str, ...], changed: Callable[[Any], dict[str, Any]], only: str = "id") -> None:
    """Rows of a table, changed a batch at a time; with `only` those that have something in a column."""
    connection, last = op.get_bind(), 0
    kinds = {"content": sa.LargeBinary(), "is_protected": sa.Boolean()}
    found = sa.table(name, sa.column("id", sa.Integer()), *(sa.column(one, kinds.get(one)) for one in (
        *columns, "first_folded", "clues", "name_folded"
    )))  # fmt: skip
    while True:
        rows = connection.execute(
            sa.select(found.c.id, *(found.c[one] for one in columns))
            .where(found.c.id > last, found.c[only].is_not(None)).order_by(found.c.id).limit(BATCH)
        ).all()  # fmt: skip
        if not rows:
            return
        values = [{"row_id": row.id, **changed(row)} for row in rows]
        said = [one for one in values[0] if one != "row_id"]
        connection.execute(
            sa.update(found).where(found.c.id == sa.bindparam("row_id")).values({one: sa.bindparam(one) for one in said}),
            values,
        )
        last = rows[-1].id
