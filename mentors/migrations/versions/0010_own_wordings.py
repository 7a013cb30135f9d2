"""A municipality's own words; its line on the front page is one of them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("said_before", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_own_wording_municipality_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_wording")),
        sa.UniqueConstraint(
            "municipality_id", "key", "language", name=op.f("uq_own_wording_municipality_id_key_language")
        ),
    )
    op.execute(
        "INSERT INTO own_wording (municipality_id, key, language, said, changed_at, changed_by) "
        "SELECT id, 'front', 'da', promise, CURRENT_TIMESTAMP, 'system' FROM municipality WHERE promise IS NOT NULL"
    )
    with op.batch_alter_table("municipality") as table:
        table.drop_column("promise")


def downgrade() -> None:
    with op.batch_alter_table("municipality") as table:
        table.add_column(sa.Column("promise", sa.Text(), nullable=True))
    op.execute(
        "UPDATE municipality SET promise = (SELECT said FROM own_wording WHERE municipality_id = municipality.id "
        "AND key = 'front' AND language = 'da')"
    )
    op.drop_table("own_wording")
