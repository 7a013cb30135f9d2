"""Plans for a whole pool: input, versions, trials, and what was sent."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('pool_plan',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'running', 'ready', 'published', 'discarded', 'failed', name='planstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('settings_number', sa.Integer(), nullable=False),
    sa.Column('seed', sa.Text(), nullable=True),
    sa.Column('newcomers', sa.Integer(), nullable=False),
    sa.Column('volunteers', sa.Integer(), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('input_hash', sa.Text(), nullable=True),
    sa.Column('facts', sa.LargeBinary(), nullable=True),
    sa.Column('head', sa.Integer(), nullable=False),
    sa.Column('step', sa.Text(), nullable=True),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('heard_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('wants_stop', sa.Boolean(), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.Enum('stopped', 'crashed', 'not_proven', 'too_big', name='failure', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('joined', sa.Integer(), nullable=False),
    sa.Column('gone', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_pool_plan_municipality_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_pool_plan_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_plan')),
    sa.UniqueConstraint('ref', name=op.f('uq_pool_plan_ref'))
    )
    with op.batch_alter_table('pool_plan', schema=None) as batch_op:
        batch_op.create_index('ix_pool_plan_municipality_id_asked_at', ['municipality_id', 'asked_at'], unique=False)
        batch_op.create_index('uq_pool_plan_unfinished', ['programme_id'], unique=True, sqlite_where=sa.text("state IN ('draft', 'running')"), postgresql_where=sa.text("state IN ('draft', 'running')"))

    op.create_table('plan_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('run', 'pin', 'forbid', 'unpin', 'allow', name='roundkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('newcomer_ref', sa.Text(), nullable=True),
    sa.Column('volunteer_ref', sa.Text(), nullable=True),
    sa.Column('because', sa.Text(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paired', sa.Integer(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('moved', sa.Integer(), nullable=False),
    sa.Column('result', sa.LargeBinary(), nullable=False),
    sa.Column('checked_hash', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['plan_id'], ['pool_plan.id'], name=op.f('fk_plan_round_plan_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_round'))
    )
    with op.batch_alter_table('plan_round', schema=None) as batch_op:
        batch_op.create_index('ix_plan_round_plan_id', ['plan_id'], unique=False)
        batch_op.create_index('uq_plan_round_number', ['plan_id', 'number'], unique=True, sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))

    op.create_table('plan_trial',
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('run', 'pin', 'forbid', 'unpin', 'allow', name='roundkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('newcomer_ref', sa.Text(), nullable=False),
    sa.Column('volunteer_ref', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.Column('told', sa.LargeBinary(), nullable=True),
    sa.Column('result', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['plan_id'], ['pool_plan.id'], name=op.f('fk_plan_trial_plan_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('plan_id', name=op.f('pk_plan_trial'))
    )
    op.create_table('plan_sending',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('newcomer_ref', sa.Text(), nullable=False),
    sa.Column('line_ref', sa.Text(), nullable=False),
    sa.Column('volunteer_ref', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'sent', 'refused', 'recalled', 'withdrawn', name='sendingstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('why', sa.Text(), nullable=True),
    sa.Column('pair_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('responsible_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['pair_id'], ['pair.id'], name=op.f('fk_plan_sending_pair_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['plan_id'], ['pool_plan.id'], name=op.f('fk_plan_sending_plan_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['responsible_id'], ['account.id'], name=op.f('fk_plan_sending_responsible_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_sending')),
    sa.UniqueConstraint('plan_id', 'newcomer_ref', name=op.f('uq_plan_sending_plan_id_newcomer_ref'))
    )
    with op.batch_alter_table('plan_sending', schema=None) as batch_op:
        batch_op.create_index('ix_plan_sending_state', ['state'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('plan_sending', schema=None) as batch_op:
        batch_op.drop_index('ix_plan_sending_state')

    op.drop_table('plan_sending')
    op.drop_table('plan_trial')
    with op.batch_alter_table('plan_round', schema=None) as batch_op:
        batch_op.drop_index('uq_plan_round_number', sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))
        batch_op.drop_index('ix_plan_round_plan_id')

    op.drop_table('plan_round')
    with op.batch_alter_table('pool_plan', schema=None) as batch_op:
        batch_op.drop_index('uq_pool_plan_unfinished', sqlite_where=sa.text("state IN ('draft', 'running')"), postgresql_where=sa.text("state IN ('draft', 'running')"))
        batch_op.drop_index('ix_pool_plan_municipality_id_asked_at')

    op.drop_table('pool_plan')
