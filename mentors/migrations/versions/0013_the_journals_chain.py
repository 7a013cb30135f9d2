"""The journal is append-only and chained; the lines there are get their places in the order they were written."""

import sqlalchemy as sa
from alembic import op
from flask import current_app

from mentors.journal.commands import seal
from mentors.journal.rules import HOUSE
from mentors.journal.rules_guards import GUARDS, UNGUARDS

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

COLUMNS = {
    "salt": sa.Text, "person_digest": sa.Text, "reason_digest": sa.Text, "chain": sa.Integer, "seq": sa.Integer,
    "previous": sa.Text, "hash": sa.Text,
}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "journal_head",
        sa.Column("chain", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_journal_head")),
    )
    with op.batch_alter_table("journal_entry") as table:
        for name, kind in COLUMNS.items():
            table.add_column(sa.Column(name, kind(), nullable=True))
        table.create_unique_constraint(op.f("uq_journal_entry_chain_seq"), ["chain", "seq"])
        table.create_index(
            "ix_journal_entry_unsealed",
            ["municipality_id"],
            unique=False,
            sqlite_where=sa.text("hash IS NULL"),
            postgresql_where=sa.text("hash IS NULL"),
        )
    connection = op.get_bind()
    towns = connection.execute(sa.text("SELECT DISTINCT municipality_id FROM journal_entry")).scalars()
    seal(connection, sorted({HOUSE if town is None else town for town in towns}), current_app.config["JOURNAL_KEYS"][0])
    for statement in GUARDS[connection.dialect.name]:
        op.execute(sa.text(statement))


def downgrade() -> None:
    for statement in UNGUARDS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))
    with op.batch_alter_table("journal_entry") as table:
        table.drop_index("ix_journal_entry_unsealed")
        table.drop_constraint(op.f("uq_journal_entry_chain_seq"), type_="unique")
        for name in reversed(COLUMNS):
            table.drop_column(name)
    op.drop_table("journal_head")
