"""The outbox: leased and unclear messages, what happened to each, receipts, providers and workers."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

OLD = ('waiting', 'sending', 'sent', 'delivered', 'failed', 'expired', 'cancelled')
NEW = ('waiting', 'leased', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'expired', 'cancelled')
EVENTS = (
    'refused', 'worker_lost', 'gave_up', 'unclear', 'other_channel', 'receipt', 'sent_again', 'address_corrected',
    'called', 'closed',
)
WAITING = sa.text("state = 'waiting'")
URGENT = sa.text("state = 'waiting' AND is_urgent")
SENDING = sa.text("state = 'sending'")
HELD = sa.text("state IN ('leased', 'sending')")
UNSAID = sa.text("state IN ('failed', 'expired', 'unknown') AND closed_at IS NULL")
OPEN = sa.text("processed_at IS NULL")


def _enum(name, members, **kwargs):
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32, **kwargs)


def _states(batch_op, members):
    listed = ', '.join(f"'{one}'" for one in members)
    batch_op.drop_constraint(op.f('ck_message_messagestate'), type_='check')
    batch_op.create_check_constraint(op.f('ck_message_messagestate'), f"state IN ({listed})")


def _index(batch_op, name, columns, where):
    batch_op.create_index(name, columns, unique=False, sqlite_where=where, postgresql_where=where)


def upgrade():
    with op.batch_alter_table('message') as batch_op:
        for name in ('ix_message_waiting', 'ix_message_urgent', 'ix_message_sending'):
            batch_op.drop_index(name)
    with op.batch_alter_table('message') as batch_op:
        batch_op.add_column(sa.Column('due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('turn', sa.Integer(), server_default=sa.text('0'), nullable=False))
        batch_op.add_column(sa.Column('provider', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('closed_by', sa.Text(), nullable=True))
        _states(batch_op, NEW)
    with op.batch_alter_table('message') as batch_op:
        _index(batch_op, 'ix_message_waiting', ['channel', 'not_before', 'id'], WAITING)
        _index(batch_op, 'ix_message_urgent', ['channel', 'not_before', 'id'], URGENT)
        _index(batch_op, 'ix_message_held', ['lease_until'], HELD)
        _index(batch_op, 'ix_message_unsaid', ['municipality_id', 'id'], UNSAID)

    op.create_table('message_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('what', _enum('messageeventkind', EVENTS), nullable=False),
    sa.Column('code', sa.Text(), nullable=True),
    sa.Column('by', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_message_event_message_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_event'))
    )
    op.create_index('ix_message_event_message_id_id', 'message_event', ['message_id', 'id'])
    op.create_table('contact_point',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('channel', _enum('channel', ('sms', 'email')), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('bounces', sa.Integer(), nullable=False),
    sa.Column('bounced_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('suspended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_contact_point_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_point')),
    sa.UniqueConstraint('person_id', 'channel', 'address', name=op.f('uq_contact_point_person_id_channel_address')),
    sa.UniqueConstraint('ref', name=op.f('uq_contact_point_ref'))
    )
    op.create_table('provider',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('outcomes', sa.Text(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('probed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tokens', sa.Double(), nullable=True),
    sa.Column('filled_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_provider'))
    )
    op.create_table('receipt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.Text(), nullable=False),
    sa.Column('event', sa.Text(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('arrived', sa.Boolean(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('processed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipt')),
    sa.UniqueConstraint('provider', 'event', name=op.f('uq_receipt_provider_event'))
    )
    op.create_index('ix_receipt_open', 'receipt', ['received_at'], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table('worker',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('host', sa.Text(), nullable=False),
    sa.Column('version', sa.Text(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('beaten_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_worker'))
    )
    op.create_table('leadership',
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('holder', sa.Text(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('what', name=op.f('pk_leadership'))
    )


def downgrade():
    op.drop_table('leadership')
    op.drop_table('worker')
    op.drop_table('receipt')
    op.drop_table('provider')
    op.drop_table('contact_point')
    op.drop_table('message_event')
    # What nobody had begun to send waits again; what was unclear is what the older version called failed.
    op.execute("UPDATE message SET state = 'waiting', lease_token = NULL, lease_until = NULL WHERE state = 'leased'")
    op.execute("UPDATE message SET state = 'failed' WHERE state = 'unknown'")
    with op.batch_alter_table('message') as batch_op:
        for name in ('ix_message_waiting', 'ix_message_urgent', 'ix_message_held', 'ix_message_unsaid'):
            batch_op.drop_index(name)
    with op.batch_alter_table('message') as batch_op:
        _states(batch_op, OLD)
        for name in ('closed_by', 'closed_at', 'provider', 'turn', 'due_at'):
            batch_op.drop_column(name)
    with op.batch_alter_table('message') as batch_op:
        _index(batch_op, 'ix_message_waiting', ['not_before', 'id'], WAITING)
        _index(batch_op, 'ix_message_urgent', ['not_before', 'id'], URGENT)
        _index(batch_op, 'ix_message_sending', ['lease_until'], SENDING)
