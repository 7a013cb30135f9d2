"""The first house: every table of the main job."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('municipality',
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('promise', sa.Text(), nullable=True),
    sa.Column('colour', sa.Text(), nullable=False),
    sa.Column('logo', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('sms_sender', sa.Text(), nullable=False),
    sa.Column('languages', sa.Text(), nullable=False),
    sa.Column('from_hour', sa.Integer(), nullable=False),
    sa.Column('until_hour', sa.Integer(), nullable=False),
    sa.Column('was_url', sa.Text(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('changed_by', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_municipality')),
    sa.UniqueConstraint('ref', name=op.f('uq_municipality_ref')),
    sa.UniqueConstraint('slug', name=op.f('uq_municipality_slug'))
    )
    op.create_table('throttle_hit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bucket', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_throttle_hit'))
    )
    with op.batch_alter_table('throttle_hit', schema=None) as batch_op:
        batch_op.create_index('ix_throttle_hit_bucket_at', ['bucket', 'at'], unique=False)

    op.create_table('draft',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('volunteer', 'newcomer', name='side', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_draft_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
    sa.UniqueConstraint('ref', name=op.f('uq_draft_ref')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_draft_token_hash'))
    )
    op.create_table('person',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('first_name', sa.Text(), nullable=False),
    sa.Column('last_name', sa.Text(), nullable=False),
    sa.Column('name_folded', sa.Text(), nullable=False),
    sa.Column('mobile', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('prefers', sa.Enum('sms', 'email', name='channel', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('speaks', sa.Text(), nullable=False),
    sa.Column('birth_year', sa.Integer(), nullable=True),
    sa.Column('gender', sa.Enum('woman', 'man', 'other', name='gender', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('postcode', sa.Text(), nullable=True),
    sa.Column('expected_on', sa.Date(), nullable=True),
    sa.Column('interests', sa.Text(), nullable=False),
    sa.Column('trade', sa.Text(), nullable=True),
    sa.Column('is_protected', sa.Boolean(), nullable=False),
    sa.Column('responsible_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_person_municipality_id')),
    sa.ForeignKeyConstraint(['responsible_id'], ['account.id'], name=op.f('fk_person_responsible_id'), ondelete='SET NULL', use_alter=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('ref', name=op.f('uq_person_ref'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index('ix_person_municipality_id_email', ['municipality_id', 'email'], unique=False)
        batch_op.create_index('ix_person_municipality_id_mobile', ['municipality_id', 'mobile'], unique=False)
        batch_op.create_index('ix_person_municipality_id_name_folded', ['municipality_id', 'name_folded'], unique=False)

    op.create_table('programme',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('host', 'career_mentor', 'business_mentor', 'contact_person', 'contact_person_child', name='programmekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('steps', sa.Text(), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('months_at_most', sa.Integer(), nullable=True),
    sa.Column('minutes_a_month', sa.Integer(), nullable=False),
    sa.Column('meet_every_days', sa.Integer(), nullable=False),
    sa.Column('check_every_days', sa.Integer(), nullable=False),
    sa.Column('first_contact_days', sa.Integer(), nullable=False),
    sa.Column('fit_after_days', sa.Integer(), nullable=False),
    sa.Column('needs_company', sa.Boolean(), nullable=False),
    sa.Column('meets_children', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_programme_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
    sa.UniqueConstraint('ref', name=op.f('uq_programme_ref'))
    )
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_programme_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('account',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('roles', sa.Text(), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_account_municipality_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_account_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email')),
    sa.UniqueConstraint('person_id', name=op.f('uq_account_person_id')),
    sa.UniqueConstraint('ref', name=op.f('uq_account_ref'))
    )
    op.create_table('clearance',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('child_certificate', 'confidentiality', name='clearancekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('asked', 'consent_pending', 'clean', 'refused', name='clearancestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('requested_on', sa.Date(), nullable=False),
    sa.Column('consent_by', sa.Date(), nullable=True),
    sa.Column('assessed_on', sa.Date(), nullable=True),
    sa.Column('assessed_by', sa.Text(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('wording', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_clearance_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clearance')),
    sa.UniqueConstraint('person_id', 'kind', name=op.f('uq_clearance_person_id_kind')),
    sa.UniqueConstraint('ref', name=op.f('uq_clearance_ref'))
    )
    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('sign_up', 'share_with_contact', name='consentkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('wording', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_through', sa.Text(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent')),
    sa.UniqueConstraint('person_id', 'kind', 'given_at', name=op.f('uq_consent_person_id_kind_given_at'))
    )
    op.create_table('journal_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('act', sa.Text(), nullable=False),
    sa.Column('thing', sa.Text(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_journal_entry_municipality_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_journal_entry_person_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_entry'))
    )
    with op.batch_alter_table('journal_entry', schema=None) as batch_op:
        batch_op.create_index('ix_journal_entry_person_id_at', ['person_id', 'at'], unique=False)

    op.create_table('participation',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('volunteer', 'newcomer', name='side', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('applied', 'approved', 'paused', 'turned_down', 'left', name='participationstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paused_until', sa.Date(), nullable=True),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('wants_gender', sa.Enum('woman', 'man', 'other', name='gender', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('interpreter_ok', sa.Boolean(), nullable=False),
    sa.Column('max_km', sa.Integer(), nullable=True),
    sa.Column('company_cvr', sa.Text(), nullable=True),
    sa.Column('company_name', sa.Text(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('consent_through', sa.Enum('herself', 'meeting', 'phone', 'paper', 'guardian', name='consentthrough', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_participation_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_participation_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participation')),
    sa.UniqueConstraint('programme_id', 'person_id', 'side', name=op.f('uq_participation_programme_id_person_id_side')),
    sa.UniqueConstraint('ref', name=op.f('uq_participation_ref'))
    )
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participation_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_participation_programme_id_side_state', ['programme_id', 'side', 'state'], unique=False)

    op.create_table('week',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('free', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_week_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_week'))
    )
    op.create_table('message',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.Enum('sms', 'email', name='channel', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('spare_subject', sa.Text(), nullable=True),
    sa.Column('spare_body', sa.Text(), nullable=True),
    sa.Column('is_urgent', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'sending', 'sent', 'delivered', 'failed', 'expired', 'cancelled', name='messagestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lease_token', sa.Text(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('provider_ref', sa.Text(), nullable=True),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_message_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_message_municipality_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_message_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('key', name=op.f('uq_message_key')),
    sa.UniqueConstraint('ref', name=op.f('uq_message_ref'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index('ix_message_about', ['about'], unique=False)
        batch_op.create_index('ix_message_municipality_id_created_at', ['municipality_id', 'created_at'], unique=False)
        batch_op.create_index('ix_message_person_id', ['person_id'], unique=False)
        batch_op.create_index('ix_message_sending', ['lease_until'], unique=False, sqlite_where=sa.text("state = 'sending'"), postgresql_where=sa.text("state = 'sending'"))
        batch_op.create_index('ix_message_urgent', ['not_before', 'id'], unique=False, sqlite_where=sa.text("state = 'waiting' AND is_urgent"), postgresql_where=sa.text("state = 'waiting' AND is_urgent"))
        batch_op.create_index('ix_message_waiting', ['not_before', 'id'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.create_table('pair',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('newcomer_id', sa.Integer(), nullable=False),
    sa.Column('volunteer_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'volunteer_yes', 'agreed', 'active', 'paused', 'ended', 'declined', 'lapsed', name='pairstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('responsible_id', sa.Integer(), nullable=True),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('override_reason', sa.Text(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('volunteer_said_yes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('newcomer_said_yes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_met_on', sa.Date(), nullable=True),
    sa.Column('volunteer_fit', sa.Enum('good', 'deciding', 'bad', name='volunteer_fit', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('newcomer_fit', sa.Enum('good', 'deciding', 'bad', name='newcomer_fit', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('active_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('planned_end_on', sa.Date(), nullable=True),
    sa.Column('renewed_from', sa.Date(), nullable=True),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paused_until', sa.Date(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Enum('job', 'placement', 'education', 'volunteering', 'network', 'none', 'unknown', name='outcome', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('goal', sa.Text(), nullable=True),
    sa.Column('tasks', sa.Text(), nullable=True),
    sa.Column('minutes_a_month', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('newcomer_id <> volunteer_id', name=op.f('ck_pair_two_people')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_pair_municipality_id')),
    sa.ForeignKeyConstraint(['newcomer_id'], ['person.id'], name=op.f('fk_pair_newcomer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_pair_programme_id')),
    sa.ForeignKeyConstraint(['responsible_id'], ['account.id'], name=op.f('fk_pair_responsible_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['volunteer_id'], ['person.id'], name=op.f('fk_pair_volunteer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pair')),
    sa.UniqueConstraint('ref', name=op.f('uq_pair_ref'))
    )
    with op.batch_alter_table('pair', schema=None) as batch_op:
        batch_op.create_index('ix_pair_municipality_id_state', ['municipality_id', 'state'], unique=False)
        batch_op.create_index('ix_pair_newcomer_id', ['newcomer_id'], unique=False)
        batch_op.create_index('ix_pair_volunteer_id', ['volunteer_id'], unique=False)
        batch_op.create_index('uq_pair_open_newcomer', ['programme_id', 'newcomer_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('personal_link',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('thing', sa.Text(), nullable=True),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_personal_link_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_personal_link_municipality_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_personal_link_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_personal_link')),
    sa.UniqueConstraint('ref', name=op.f('uq_personal_link_ref')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_personal_link_token_hash'))
    )
    with op.batch_alter_table('personal_link', schema=None) as batch_op:
        batch_op.create_index('ix_personal_link_thing', ['thing'], unique=False)

    op.create_table('sitting',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sitting_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sitting')),
    sa.UniqueConstraint('ref', name=op.f('uq_sitting_ref')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sitting_token_hash'))
    )
    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sitting_account_id'), ['account_id'], unique=False)

    op.create_table('step_done',
    sa.Column('participation_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Enum('interview', 'confidentiality', 'child_certificate', 'course', name='stepkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('done_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['participation_id'], ['participation.id'], name=op.f('fk_step_done_participation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('participation_id', 'step', name=op.f('pk_step_done'))
    )
    op.create_table('task',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('call_me', 'wants_to_stop', 'new_time', 'bad_face', 'not_a_fit', 'no_contact', 'silence', 'declined', 'lapsed', 'unreachable', 'ending_soon', 'pause_over', 'maybe_same_person', name='taskkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('thing', sa.Text(), nullable=True),
    sa.Column('responsible_id', sa.Integer(), nullable=True),
    sa.Column('wish', sa.Enum('extend', 'finish', name='wish', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_task_municipality_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_task_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['responsible_id'], ['account.id'], name=op.f('fk_task_responsible_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task')),
    sa.UniqueConstraint('key', name=op.f('uq_task_key')),
    sa.UniqueConstraint('ref', name=op.f('uq_task_ref'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index('ix_task_municipality_id_done_at', ['municipality_id', 'done_at'], unique=False)
        batch_op.create_index('ix_task_person_id', ['person_id'], unique=False)

    op.create_table('check_in',
    sa.Column('pair_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('first_contact', 'fit', 'check_in', 'ending', name='checkkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('period', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['pair_id'], ['pair.id'], name=op.f('fk_check_in_pair_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_check_in_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_in')),
    sa.UniqueConstraint('pair_id', 'person_id', 'kind', 'period', name=op.f('uq_check_in_pair_id_person_id_kind_period')),
    sa.UniqueConstraint('ref', name=op.f('uq_check_in_ref'))
    )
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.create_index('ix_check_in_person_id', ['person_id'], unique=False)

    op.create_table('meeting',
    sa.Column('pair_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('walk', 'talk', 'activity', 'practical', 'phone', 'online', name='meetingkind', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('place', sa.Text(), nullable=True),
    sa.Column('held_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('face', sa.Enum('good', 'ok', 'bad', name='face', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('logged_by', sa.Text(), nullable=True),
    sa.Column('logged_by_id', sa.Integer(), nullable=True),
    sa.Column('log_key', sa.Text(), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.CheckConstraint('minutes IS NULL OR minutes BETWEEN 1 AND 1440', name=op.f('ck_meeting_minutes')),
    sa.ForeignKeyConstraint(['logged_by_id'], ['person.id'], name=op.f('fk_meeting_logged_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['pair_id'], ['pair.id'], name=op.f('fk_meeting_pair_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    sa.UniqueConstraint('log_key', name=op.f('uq_meeting_log_key')),
    sa.UniqueConstraint('ref', name=op.f('uq_meeting_ref'))
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_pair_id_starts_at', ['pair_id', 'starts_at'], unique=False)

    op.create_table('pair_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pair_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['pair_id'], ['pair.id'], name=op.f('fk_pair_change_pair_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pair_change'))
    )
    with op.batch_alter_table('pair_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pair_change_pair_id'), ['pair_id'], unique=False)

    op.create_table('answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('check_in_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('said', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['check_in_id'], ['check_in.id'], name=op.f('fk_answer_check_in_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer'))
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_check_in_id'), ['check_in_id'], unique=False)

    # A person has a responsible account, and an account may be a person's: the second of the two keys
    # can be made only when both tables stand.
    with op.batch_alter_table("person") as batch_op:
        batch_op.create_foreign_key(
            op.f("fk_person_responsible_id"), "account", ["responsible_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_constraint(op.f("fk_person_responsible_id"), type_="foreignkey")

    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_check_in_id'))

    op.drop_table('answer')
    with op.batch_alter_table('pair_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pair_change_pair_id'))

    op.drop_table('pair_change')
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_pair_id_starts_at')

    op.drop_table('meeting')
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.drop_index('ix_check_in_person_id')

    op.drop_table('check_in')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index('ix_task_person_id')
        batch_op.drop_index('ix_task_municipality_id_done_at')

    op.drop_table('task')
    op.drop_table('step_done')
    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sitting_account_id'))

    op.drop_table('sitting')
    with op.batch_alter_table('personal_link', schema=None) as batch_op:
        batch_op.drop_index('ix_personal_link_thing')

    op.drop_table('personal_link')
    with op.batch_alter_table('pair', schema=None) as batch_op:
        batch_op.drop_index('uq_pair_open_newcomer', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.drop_index('ix_pair_volunteer_id')
        batch_op.drop_index('ix_pair_newcomer_id')
        batch_op.drop_index('ix_pair_municipality_id_state')

    op.drop_table('pair')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index('ix_message_waiting', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index('ix_message_urgent', sqlite_where=sa.text("state = 'waiting' AND is_urgent"), postgresql_where=sa.text("state = 'waiting' AND is_urgent"))
        batch_op.drop_index('ix_message_sending', sqlite_where=sa.text("state = 'sending'"), postgresql_where=sa.text("state = 'sending'"))
        batch_op.drop_index('ix_message_person_id')
        batch_op.drop_index('ix_message_municipality_id_created_at')
        batch_op.drop_index('ix_message_about')

    op.drop_table('message')
    op.drop_table('week')
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.drop_index('ix_participation_programme_id_side_state')
        batch_op.drop_index(batch_op.f('ix_participation_person_id'))

    op.drop_table('participation')
    with op.batch_alter_table('journal_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_journal_entry_person_id_at')

    op.drop_table('journal_entry')
    op.drop_table('consent')
    op.drop_table('clearance')
    op.drop_table('account')
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_programme_municipality_id'))

    op.drop_table('programme')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index('ix_person_municipality_id_name_folded')
        batch_op.drop_index('ix_person_municipality_id_mobile')
        batch_op.drop_index('ix_person_municipality_id_email')

    op.drop_table('person')
    op.drop_table('draft')
    with op.batch_alter_table('throttle_hit', schema=None) as batch_op:
        batch_op.drop_index('ix_throttle_hit_bucket_at')

    op.drop_table('throttle_hit')
    op.drop_table('municipality')
