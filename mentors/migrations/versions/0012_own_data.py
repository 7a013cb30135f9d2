"""What is held about somebody: being forgotten, how long it is kept, and rows that are nobody."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

_KINDS = ("application", "ended_pair", "attendance", "messages", "journal")


def _kind() -> sa.Enum:
    return sa.Enum(*_KINDS, name="retentionkind", native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "erasure",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("backups_until", sa.Date(), nullable=True),
        sa.Column("stays", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_erasure_municipality_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_erasure_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("ref", name=op.f("uq_erasure_ref")),
    )
    waiting = sa.text("withdrawn_at IS NULL AND done_at IS NULL")
    op.create_index(
        "uq_erasure_waiting", "erasure", ["person_id"], unique=True, sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index("ix_erasure_municipality_id_due_at", "erasure", ["municipality_id", "due_at"])
    op.create_table(
        "retention_rule",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.CheckConstraint("months BETWEEN 1 AND 120", name=op.f("ck_retention_rule_months")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_retention_rule_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_rule")),
        sa.UniqueConstraint("ref", name=op.f("uq_retention_rule_ref")),
        sa.UniqueConstraint(
            "municipality_id", "kind", "valid_from", name=op.f("uq_retention_rule_municipality_id_kind_valid_from")
        ),
    )
    op.create_table(
        "longer_keep",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_longer_keep_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_longer_keep")),
        sa.UniqueConstraint("ref", name=op.f("uq_longer_keep_ref")),
    )
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_longer_keep_standing", "longer_keep", ["person_id"], unique=True,
        sqlite_where=standing, postgresql_where=standing,
    )  # fmt: skip
    op.create_table(
        "retention_notice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("goes_on", sa.Date(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_retention_notice_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_notice")),
        sa.UniqueConstraint("ref", name=op.f("uq_retention_notice_ref")),
    )
    told = sa.text("taken_back_at IS NULL")
    op.create_index(
        "uq_retention_notice_standing", "retention_notice", ["person_id"], unique=True,
        sqlite_where=told, postgresql_where=told,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("retention_notice")
    op.drop_table("longer_keep")
    op.drop_table("retention_rule")
    op.drop_table("erasure")
    with op.batch_alter_table("person") as table:
        table.drop_column("forgotten_at")
