"""Associations that host series and sessions; how to reach whoever booked a talk."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('series', 'session'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('association_id', sa.Integer(), nullable=True))
            batch_op.create_foreign_key(
                batch_op.f(f'fk_{table}_association_id'), 'association', ['association_id'], ['id'],
                ondelete='SET NULL',
            )
            batch_op.create_index(batch_op.f(f'ix_{table}_association_id'), ['association_id'], unique=False)
    with op.batch_alter_table('advice_slot', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mobile', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('email', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('language', sa.Text(), nullable=False, server_default='da'))
    with op.batch_alter_table('advice_slot', schema=None) as batch_op:
        batch_op.alter_column('language', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('advice_slot', schema=None) as batch_op:
        batch_op.drop_column('language')
        batch_op.drop_column('email')
        batch_op.drop_column('mobile')
    for table in ('session', 'series'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f'ix_{table}_association_id'))
            batch_op.drop_constraint(batch_op.f(f'fk_{table}_association_id'), type_='foreignkey')
            batch_op.drop_column('association_id')
