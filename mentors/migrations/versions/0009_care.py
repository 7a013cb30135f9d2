"""Absences, portfolios, the mentor telephone and audit packs: new tables only."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_pack',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('seed', sa.Text(), nullable=True),
    sa.Column('wanted', sa.Integer(), nullable=False),
    sa.Column('population', sa.Integer(), nullable=False),
    sa.Column('with_names', sa.Boolean(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('maker', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.CheckConstraint('until_on >= from_on', name=op.f('ck_audit_pack_period')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_audit_pack_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_pack')),
    sa.UniqueConstraint('ref', name=op.f('uq_audit_pack_ref'))
    )
    with op.batch_alter_table('audit_pack', schema=None) as batch_op:
        batch_op.create_index('ix_audit_pack_municipality_id_made_at', ['municipality_id', 'made_at'], unique=False)

    op.create_table('hotline_number',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_hotline_number_municipality_id')),
    sa.PrimaryKeyConstraint('municipality_id', name=op.f('pk_hotline_number'))
    )
    op.create_table('absence',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('substitute_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.CheckConstraint('substitute_id IS NULL OR substitute_id <> account_id', name=op.f('ck_absence_somebody_else')),
    sa.CheckConstraint('until_on IS NULL OR until_on >= from_on', name=op.f('ck_absence_days')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_absence_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_absence_municipality_id')),
    sa.ForeignKeyConstraint(['substitute_id'], ['account.id'], name=op.f('fk_absence_substitute_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence')),
    sa.UniqueConstraint('ref', name=op.f('uq_absence_ref'))
    )
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_absence_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_absence_municipality_id_until_on', ['municipality_id', 'until_on'], unique=False)

    op.create_table('handover',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Enum('stopped', 'workload', 'knows_area', 'language', 'wish', 'group', 'group_over', 'other_work', name='changereason', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['from_id'], ['account.id'], name=op.f('fk_handover_from_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_handover_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover')),
    sa.UniqueConstraint('ref', name=op.f('uq_handover_ref'))
    )
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.create_index('ix_handover_municipality_id_made_at', ['municipality_id', 'made_at'], unique=False)

    op.create_table('hotline_call',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('caller', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('relation', sa.Enum('newcomer', 'volunteer', 'company', 'association', 'relative', 'unknown', name='relation', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('category', sa.Enum('quitting', 'workplace', 'contact', 'language', 'practical', 'rules', 'other', name='callcategory', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('urgency', sa.Enum('now', 'today', 'this_week', name='urgency', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('promised_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.Text(), nullable=True),
    sa.Column('taken_by_id', sa.Integer(), nullable=True),
    sa.Column('alerted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('logged_by', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_hotline_call_municipality_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_hotline_call_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['taken_by_id'], ['account.id'], name=op.f('fk_hotline_call_taken_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hotline_call')),
    sa.UniqueConstraint('ref', name=op.f('uq_hotline_call_ref'))
    )
    with op.batch_alter_table('hotline_call', schema=None) as batch_op:
        batch_op.create_index('ix_hotline_call_municipality_id_answered_at', ['municipality_id', 'answered_at'], unique=False)
        batch_op.create_index('ix_hotline_call_person_id', ['person_id'], unique=False)

    op.create_table('hotline_shift',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Integer(), nullable=False),
    sa.Column('ends', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.CheckConstraint('starts >= 0 AND starts < ends AND ends <= 1440', name=op.f('ck_hotline_shift_hours')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_hotline_shift_weekday')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_hotline_shift_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_hotline_shift_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hotline_shift')),
    sa.UniqueConstraint('ref', name=op.f('uq_hotline_shift_ref'))
    )
    with op.batch_alter_table('hotline_shift', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hotline_shift_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_hotline_shift_municipality_id_weekday', ['municipality_id', 'weekday'], unique=False)

    op.create_table('responsible_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=True),
    sa.Column('to_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Enum('stopped', 'workload', 'knows_area', 'language', 'wish', 'group', 'group_over', 'other_work', name='changereason', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['from_id'], ['account.id'], name=op.f('fk_responsible_change_from_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_responsible_change_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['to_id'], ['account.id'], name=op.f('fk_responsible_change_to_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_responsible_change'))
    )
    with op.batch_alter_table('responsible_change', schema=None) as batch_op:
        batch_op.create_index('ix_responsible_change_person_id_at', ['person_id', 'at'], unique=False)

    op.create_table('audit_pair',
    sa.Column('pack_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('pair_ref', sa.Text(), nullable=False),
    sa.Column('pair_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['pack_id'], ['audit_pack.id'], name=op.f('fk_audit_pair_pack_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['pair_id'], ['pair.id'], name=op.f('fk_audit_pair_pair_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('pack_id', 'position', name=op.f('pk_audit_pair'))
    )
    with op.batch_alter_table('audit_pair', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_pair_pair_id'), ['pair_id'], unique=False)

    op.create_table('complaint_notice',
    sa.Column('pair_id', sa.Integer(), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['pair_id'], ['pair.id'], name=op.f('fk_complaint_notice_pair_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('pair_id', name=op.f('pk_complaint_notice'))
    )
    op.create_table('handover_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('handover_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('person', 'pair', 'task', 'series', 'leader', 'before', 'call', 'shift', name='itemkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('thing', sa.Text(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('was_there', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['handover_id'], ['handover.id'], name=op.f('fk_handover_item_handover_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_handover_item_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['to_id'], ['account.id'], name=op.f('fk_handover_item_to_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_item')),
    sa.UniqueConstraint('handover_id', 'kind', 'thing', name=op.f('uq_handover_item_handover_id_kind_thing'))
    )
    with op.batch_alter_table('handover_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handover_item_person_id'), ['person_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('handover_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_handover_item_person_id'))

    op.drop_table('handover_item')
    op.drop_table('complaint_notice')
    with op.batch_alter_table('audit_pair', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_pair_pair_id'))

    op.drop_table('audit_pair')
    with op.batch_alter_table('responsible_change', schema=None) as batch_op:
        batch_op.drop_index('ix_responsible_change_person_id_at')

    op.drop_table('responsible_change')
    with op.batch_alter_table('hotline_shift', schema=None) as batch_op:
        batch_op.drop_index('ix_hotline_shift_municipality_id_weekday')
        batch_op.drop_index(batch_op.f('ix_hotline_shift_account_id'))

    op.drop_table('hotline_shift')
    with op.batch_alter_table('hotline_call', schema=None) as batch_op:
        batch_op.drop_index('ix_hotline_call_person_id')
        batch_op.drop_index('ix_hotline_call_municipality_id_answered_at')

    op.drop_table('hotline_call')
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.drop_index('ix_handover_municipality_id_made_at')

    op.drop_table('handover')
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.drop_index('ix_absence_municipality_id_until_on')
        batch_op.drop_index(batch_op.f('ix_absence_account_id'))

    op.drop_table('absence')
    op.drop_table('hotline_number')
    with op.batch_alter_table('audit_pack', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_pack_municipality_id_made_at')

    op.drop_table('audit_pack')
