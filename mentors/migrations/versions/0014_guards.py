"""The day a protection of name and address runs out in CPR, and two kinds of task."""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

TASK_KINDS = ("protection_ending", "caseworker")


def upgrade() -> None:
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("protection_ends_on", sa.Date(), nullable=True))
    _kinds("task", "ck_task_taskkind", add=TASK_KINDS)


def downgrade() -> None:
    _kinds("task", "ck_task_taskkind", drop=TASK_KINDS)
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("protection_ends_on")


def _kinds(table: str, name: str, *, add: Iterable[str] = (), drop: Iterable[str] = ()) -> None:
    """Add kinds to a column's CHECK or take them away, whatever other kinds have come meanwhile."""
    gone = tuple(drop)
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
