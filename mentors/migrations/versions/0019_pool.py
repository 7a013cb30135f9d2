"""Two who must not be paired, newcomers at whose home children are met, and how long a plan's people are kept."""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_apart",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("awaits", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_kept_apart_municipality_id")),
        sa.ForeignKeyConstraint(["one_id"], ["person.id"], name=op.f("fk_kept_apart_one_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_kept_apart_other_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_apart")),
        sa.UniqueConstraint("one_id", "awaits", name=op.f("uq_kept_apart_one_id_awaits")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_kept_apart_one_id_other_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_kept_apart_ref")),
    )
    op.create_index("ix_kept_apart_municipality_id_awaits", "kept_apart", ["municipality_id", "awaits"])
    op.create_index("ix_kept_apart_other_id", "kept_apart", ["other_id"])
    with op.batch_alter_table("participation") as table:
        table.add_column(sa.Column("meets_children", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("participation") as table:
        table.alter_column("meets_children", server_default=None)
    with op.batch_alter_table("pool_plan") as table:
        table.add_column(sa.Column("thinned_at", sa.DateTime(timezone=True), nullable=True))
    _kinds("retention_rule", add=("plans",))
    _kinds("retention_notice", add=("plans",))


def downgrade() -> None:
    _kinds("retention_notice", drop=("plans",))
    _kinds("retention_rule", drop=("plans",))
    with op.batch_alter_table("pool_plan") as table:
        table.drop_column("thinned_at")
    with op.batch_alter_table("participation") as table:
        table.drop_column("meets_children")
    op.drop_table("kept_apart")


def _kinds(table: str, *, add: Iterable[str] = (), drop: Iterable[str] = ()) -> None:
    """Add kinds to a column's CHECK or take them away."""
    gone, name = tuple(drop), f"ck_{table}_retentionkind"
    if gone:
        rows = sa.table(table, sa.column("kind"))
        op.execute(sa.delete(rows).where(rows.c.kind.in_(gone)))
    checks = {check["name"]: check["sqltext"] for check in sa.inspect(op.get_bind()).get_check_constraints(table)}
    known = [value for value in re.findall(r"'([a-z0-9_]+)'", checks[name]) if value not in gone]
    known += [value for value in add if value not in known]
    said = ", ".join(f"'{value}'" for value in known)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"kind IN ({said})")
