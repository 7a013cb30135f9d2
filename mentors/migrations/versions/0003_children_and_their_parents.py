"""A child's pair stands on a certificate and on a parent's yes to it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = '0002'
branch_labels = None
depends_on = None

PURPOSE = sa.Enum(
    "youth", "contact_person", name="guardianpurpose", native_enum=False, create_constraint=True, length=32
)


def upgrade() -> None:
    with op.batch_alter_table("guardian") as batch_op:
        batch_op.add_column(sa.Column("purpose", PURPOSE, nullable=False, server_default="youth"))
    with op.batch_alter_table("programme") as batch_op:
        batch_op.create_unique_constraint("uq_programme_children", ["id", "meets_children"])
    with op.batch_alter_table("pair") as batch_op:
        batch_op.add_column(sa.Column("meets_children", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE pair SET meets_children = (SELECT meets_children FROM programme WHERE programme.id = pair.programme_id)"
    )
    # Whether a certificate and a parent's yes stand is for the house to find out: until somebody resumes them,
    # children's pairs from before this rule stand still.
    op.execute(
        "INSERT INTO pair_change (pair_id, at, what, by)"
        " SELECT id, CURRENT_TIMESTAMP, 'stands_still', 'system' FROM pair"
        " WHERE meets_children AND state IN ('agreed', 'active')"
    )
    op.execute(
        "UPDATE pair SET state = 'paused', paused_at = CURRENT_TIMESTAMP, paused_until = NULL"
        " WHERE meets_children AND state IN ('agreed', 'active')"
    )
    with op.batch_alter_table("pair") as batch_op:
        batch_op.alter_column("meets_children", existing_type=sa.Boolean(), nullable=False)
        batch_op.drop_constraint("fk_pair_programme_id", type_="foreignkey")
        batch_op.create_foreign_key(
            "fk_pair_programme",
            "programme",
            ["programme_id", "meets_children"],
            ["id", "meets_children"],
            onupdate="CASCADE",
        )
        batch_op.create_foreign_key("fk_pair_contact_id", "child_contact", ["contact_id"], ["id"], ondelete="CASCADE")
        batch_op.create_check_constraint(
            "cleared", "NOT meets_children OR state NOT IN ('agreed', 'active') OR contact_id IS NOT NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("pair") as batch_op:
        batch_op.drop_constraint(op.f("ck_pair_cleared"), type_="check")
        batch_op.drop_constraint("fk_pair_contact_id", type_="foreignkey")
        batch_op.drop_constraint("fk_pair_programme", type_="foreignkey")
        batch_op.create_foreign_key("fk_pair_programme_id", "programme", ["programme_id"], ["id"])
        batch_op.drop_column("contact_id")
        batch_op.drop_column("meets_children")
    with op.batch_alter_table("programme") as batch_op:
        batch_op.drop_constraint("uq_programme_children", type_="unique")
    with op.batch_alter_table("guardian") as batch_op:
        batch_op.drop_constraint(op.f("ck_guardian_guardianpurpose"), type_="check")
        batch_op.drop_column("purpose")
