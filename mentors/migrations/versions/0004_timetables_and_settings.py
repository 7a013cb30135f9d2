"""Households, language levels, urgent newcomers, and versions of how a programme pairs."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('household',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('as_one', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_household_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_household')),
    sa.UniqueConstraint('ref', name=op.f('uq_household_ref'))
    )
    op.create_index(op.f('ix_household_municipality_id'), 'household', ['municipality_id'], unique=False)
    op.create_table('pairing_settings',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_by_name', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_pairing_settings_number')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_pairing_settings_programme_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pairing_settings')),
    sa.UniqueConstraint('programme_id', 'number', name=op.f('uq_pairing_settings_programme_id_number')),
    sa.UniqueConstraint('ref', name=op.f('uq_pairing_settings_ref'))
    )
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_urgent', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.alter_column('is_urgent', existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('levels', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('household_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_person_household_id'), 'household', ['household_id'], ['id'], ondelete='SET NULL')
        batch_op.create_index(op.f('ix_person_household_id'), ['household_id'], unique=False)
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.alter_column('levels', existing_type=sa.Text(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_person_household_id'))
        batch_op.drop_constraint(op.f('fk_person_household_id'), type_='foreignkey')
        batch_op.drop_column('household_id')
        batch_op.drop_column('levels')
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.drop_column('is_urgent')
    op.drop_table('pairing_settings')
    op.drop_index(op.f('ix_household_municipality_id'), table_name='household')
    op.drop_table('household')
