"""The ladder of checks after a job start, a town's own: versions beside those of the programmes' ladders."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ladder_version") as table:
        table.alter_column("programme_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("municipality_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_ladder_version_municipality_id"), "municipality", ["municipality_id"], ["id"])
        table.create_unique_constraint(op.f("uq_ladder_version_municipality_id_number"), ["municipality_id", "number"])
        table.create_check_constraint(
            op.f("ck_ladder_version_whose"), "(programme_id IS NULL) <> (municipality_id IS NULL)"
        )


def downgrade() -> None:
    versions = sa.table("ladder_version", sa.column("programme_id"))
    op.execute(sa.delete(versions).where(versions.c.programme_id.is_(None)))
    with op.batch_alter_table("ladder_version") as table:
        table.drop_constraint(op.f("ck_ladder_version_whose"), type_="check")
        table.drop_constraint(op.f("uq_ladder_version_municipality_id_number"), type_="unique")
        table.drop_constraint(op.f("fk_ladder_version_municipality_id"), type_="foreignkey")
        table.drop_column("municipality_id")
        table.alter_column("programme_id", existing_type=sa.Integer(), nullable=False)
