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

    op.create_table('agreement_template',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('cooperation', 'mentoring', 'confidentiality', name='agreementkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('renew_months', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_agreement_template_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_template')),
    sa.UniqueConstraint('municipality_id', 'kind', 'version', name=op.f('uq_agreement_template_municipality_id_kind_version')),
    sa.UniqueConstraint('ref', name=op.f('uq_agreement_template_ref'))
    )
    op.create_table('association',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('association', 'company', 'union', name='organisationkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('cvr', sa.Text(), nullable=True),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('target_groups', sa.Text(), nullable=False),
    sa.Column('languages', sa.Text(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('postcode', sa.Text(), nullable=True),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('public_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('public_by', sa.Text(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_association_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_association')),
    sa.UniqueConstraint('municipality_id', 'cvr', name=op.f('uq_association_municipality_id_cvr')),
    sa.UniqueConstraint('ref', name=op.f('uq_association_ref'))
    )
    with op.batch_alter_table('association', schema=None) as batch_op:
        batch_op.create_index('ix_association_municipality_id_name', ['municipality_id', 'name'], unique=False)

    op.create_table('clearance_policy',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('child_months', sa.Integer(), nullable=False),
    sa.Column('criminal_months', sa.Integer(), nullable=False),
    sa.Column('criminal_in_homes', sa.Boolean(), nullable=False),
    sa.Column('course_for_children', sa.Boolean(), nullable=False),
    sa.Column('set_by', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_clearance_policy_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clearance_policy')),
    sa.UniqueConstraint('municipality_id', 'valid_from', name=op.f('uq_clearance_policy_municipality_id_valid_from')),
    sa.UniqueConstraint('ref', name=op.f('uq_clearance_policy_ref'))
    )
    op.create_table('closing_day',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('closing', 'school_holiday', name='closingkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.CheckConstraint('from_on <= to_on', name=op.f('ck_closing_day_order')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_closing_day_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closing_day')),
    sa.UniqueConstraint('ref', name=op.f('uq_closing_day_ref'))
    )
    with op.batch_alter_table('closing_day', schema=None) as batch_op:
        batch_op.create_index('ix_closing_day_municipality_id_to_on', ['municipality_id', 'to_on'], unique=False)

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
    op.create_table('job_posting',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('company', sa.Text(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('postcode', sa.Text(), nullable=False),
    sa.Column('age_from', sa.Integer(), nullable=False),
    sa.Column('at_school', sa.Boolean(), nullable=False),
    sa.Column('school_day', sa.Integer(), nullable=False),
    sa.Column('other_day', sa.Integer(), nullable=False),
    sa.Column('school_week', sa.Integer(), nullable=False),
    sa.Column('holiday_week', sa.Integer(), nullable=False),
    sa.Column('begins', sa.Integer(), nullable=False),
    sa.Column('ends', sa.Integer(), nullable=False),
    sa.Column('lift_kg', sa.Integer(), nullable=False),
    sa.Column('machines', sa.Boolean(), nullable=False),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_job_posting_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job_posting')),
    sa.UniqueConstraint('ref', name=op.f('uq_job_posting_ref'))
    )
    with op.batch_alter_table('job_posting', schema=None) as batch_op:
        batch_op.create_index('ix_job_posting_municipality_id', ['municipality_id'], unique=False)

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

    op.create_table('series',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('barselscafe', 'salon', 'advice_cafe', 'womens_course', 'intro_course', 'motivation_group', 'homework_cafe', 'leisure', 'open_company', 'open_event', name='serieskind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=True),
    sa.Column('who_for', sa.Text(), nullable=True),
    sa.Column('texts', sa.JSON(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=True),
    sa.Column('rule_from', sa.Date(), nullable=False),
    sa.Column('at', sa.Time(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('languages', sa.Text(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('minimum', sa.Integer(), nullable=True),
    sa.Column('mode', sa.Enum('open_door', 'link', 'coordinator', name='signupmode', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('is_course', sa.Boolean(), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('promotes', sa.Boolean(), nullable=False),
    sa.Column('children_sit', sa.Boolean(), nullable=False),
    sa.Column('childcare', sa.Boolean(), nullable=False),
    sa.Column('skips_school_holidays', sa.Boolean(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_series_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series')),
    sa.UniqueConstraint('ref', name=op.f('uq_series_ref'))
    )
    with op.batch_alter_table('series', schema=None) as batch_op:
        batch_op.create_index('ix_series_municipality_id_ended_at', ['municipality_id', 'ended_at'], unique=False)

    op.create_table('youth_activity',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('day', sa.Text(), nullable=True),
    sa.Column('part', sa.Text(), nullable=True),
    sa.Column('postcode', sa.Text(), nullable=True),
    sa.Column('age_from', sa.Integer(), nullable=False),
    sa.Column('age_to', sa.Integer(), nullable=False),
    sa.Column('per_adult', sa.Integer(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('meets_under_15', sa.Boolean(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('age_from <= age_to AND per_adult > 0 AND capacity > 0', name=op.f('ck_youth_activity_sound')),
    sa.CheckConstraint('meets_under_15 = (age_from < 15)', name=op.f('ck_youth_activity_children')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_youth_activity_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_youth_activity')),
    sa.UniqueConstraint('id', 'meets_under_15', name='uq_youth_activity_children'),
    sa.UniqueConstraint('ref', name=op.f('uq_youth_activity_ref'))
    )
    with op.batch_alter_table('youth_activity', schema=None) as batch_op:
        batch_op.create_index('ix_youth_activity_municipality_id', ['municipality_id'], unique=False)

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
    op.create_table('activity',
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('age_from', sa.Integer(), nullable=False),
    sa.Column('age_to', sa.Integer(), nullable=False),
    sa.Column('day', sa.Text(), nullable=True),
    sa.Column('part', sa.Text(), nullable=True),
    sa.Column('price_kr', sa.Integer(), nullable=False),
    sa.Column('price_per', sa.Enum('session', 'month', 'season', name='priceper', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('languages', sa.Text(), nullable=False),
    sa.Column('pram_access', sa.Boolean(), nullable=False),
    sa.Column('wheelchair_access', sa.Boolean(), nullable=False),
    sa.Column('postcode', sa.Text(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.CheckConstraint('age_from >= 0 AND age_from <= age_to AND price_kr >= 0', name=op.f('ck_activity_sound')),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_activity_association_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity')),
    sa.UniqueConstraint('ref', name=op.f('uq_activity_ref'))
    )
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.create_index('ix_activity_association_id', ['association_id'], unique=False)

    op.create_table('agreement',
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('template_id', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_name', sa.Text(), nullable=True),
    sa.Column('accepted_through', sa.Text(), nullable=True),
    sa.Column('renew_on', sa.Date(), nullable=True),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_agreement_association_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['template_id'], ['agreement_template.id'], name=op.f('fk_agreement_template_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement')),
    sa.UniqueConstraint('ref', name=op.f('uq_agreement_ref'))
    )
    with op.batch_alter_table('agreement', schema=None) as batch_op:
        batch_op.create_index('ix_agreement_association_id', ['association_id'], unique=False)
        batch_op.create_index('ix_agreement_renew_on', ['renew_on'], unique=False)

    op.create_table('association_contact',
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_association_contact_association_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_association_contact_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_association_contact')),
    sa.UniqueConstraint('ref', name=op.f('uq_association_contact_ref'))
    )
    with op.batch_alter_table('association_contact', schema=None) as batch_op:
        batch_op.create_index('ix_association_contact_person_id', ['person_id'], unique=False)
        batch_op.create_index('uq_association_contact_live', ['association_id', 'person_id'], unique=True, sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))

    op.create_table('busy_time',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('language_school', 'work_duty', 'placement', 'school_pickup', 'other', name='busykind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('from_time', sa.Time(), nullable=False),
    sa.Column('to_time', sa.Time(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.CheckConstraint('from_time < to_time', name=op.f('ck_busy_time_hours')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_busy_time_weekday')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_busy_time_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_busy_time')),
    sa.UniqueConstraint('ref', name=op.f('uq_busy_time_ref'))
    )
    with op.batch_alter_table('busy_time', schema=None) as batch_op:
        batch_op.create_index('ix_busy_time_person_id', ['person_id'], unique=False)

    op.create_table('clearance',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('child_certificate', 'criminal_record', 'confidentiality', 'course', name='clearancekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('asked', 'consent_pending', 'clean', 'refused', name='clearancestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('requested_on', sa.Date(), nullable=False),
    sa.Column('consent_by', sa.Date(), nullable=True),
    sa.Column('assessed_on', sa.Date(), nullable=True),
    sa.Column('assessed_by', sa.Text(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('wording', sa.Text(), nullable=True),
    sa.Column('policy', sa.Text(), nullable=True),
    sa.Column('paused_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_clearance_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clearance')),
    sa.UniqueConstraint('person_id', 'kind', 'state', 'valid_until', name='uq_clearance_held'),
    sa.UniqueConstraint('person_id', 'kind', name=op.f('uq_clearance_person_id_kind')),
    sa.UniqueConstraint('ref', name=op.f('uq_clearance_ref'))
    )
    op.create_table('clearance_need',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('child_certificate', 'criminal_record', 'confidentiality', 'course', name='clearancekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('thing', sa.Text(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_clearance_need_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'kind', 'thing', name=op.f('pk_clearance_need'))
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
    op.create_table('course_module',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('topic', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_course_module_series_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_module')),
    sa.UniqueConstraint('ref', name=op.f('uq_course_module_ref')),
    sa.UniqueConstraint('series_id', 'topic', name=op.f('uq_course_module_series_id_topic'))
    )
    op.create_table('door_tag',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_door_tag_municipality_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_door_tag_person_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_door_tag')),
    sa.UniqueConstraint('municipality_id', 'number', name=op.f('uq_door_tag_municipality_id_number')),
    sa.UniqueConstraint('ref', name=op.f('uq_door_tag_ref'))
    )
    with op.batch_alter_table('door_tag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_door_tag_person_id'), ['person_id'], unique=False)

    op.create_table('guardian',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('mobile', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_guardian_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guardian')),
    sa.UniqueConstraint('ref', name=op.f('uq_guardian_ref'))
    )
    with op.batch_alter_table('guardian', schema=None) as batch_op:
        batch_op.create_index('ix_guardian_person_id', ['person_id'], unique=False)

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

    op.create_table('lead',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('association_id', sa.Integer(), nullable=True),
    sa.Column('company', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('mobile', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('thing', sa.Text(), nullable=False),
    sa.Column('wanted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('became_placement', sa.Boolean(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_lead_association_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_lead_municipality_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_lead_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead')),
    sa.UniqueConstraint('municipality_id', 'thing', name=op.f('uq_lead_municipality_id_thing')),
    sa.UniqueConstraint('ref', name=op.f('uq_lead_ref'))
    )
    op.create_table('leave',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('went_on_to', sa.Enum('language_school', 'placement', 'job', 'other', 'none', name='afterleave', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('noted_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_leave_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_leave_series_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leave')),
    sa.UniqueConstraint('person_id', name=op.f('uq_leave_person_id')),
    sa.UniqueConstraint('ref', name=op.f('uq_leave_ref'))
    )
    with op.batch_alter_table('leave', schema=None) as batch_op:
        batch_op.create_index('ix_leave_ends_on', ['ends_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_leave_series_id'), ['series_id'], unique=False)

    op.create_table('nomination',
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('mobile', sa.Text(), nullable=True),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('nominated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('nominated_by', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('said_yes', sa.Boolean(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_nomination_association_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_nomination_person_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_nomination_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nomination')),
    sa.UniqueConstraint('ref', name=op.f('uq_nomination_ref'))
    )
    with op.batch_alter_table('nomination', schema=None) as batch_op:
        batch_op.create_index('ix_nomination_association_id', ['association_id'], unique=False)

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

    op.create_table('referral_consent',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('wording', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_through', sa.Text(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_through', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_referral_consent_association_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_referral_consent_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referral_consent')),
    sa.UniqueConstraint('ref', name=op.f('uq_referral_consent_ref'))
    )
    with op.batch_alter_table('referral_consent', schema=None) as batch_op:
        batch_op.create_index('uq_referral_consent_standing', ['person_id', 'association_id'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('session',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('own_title', sa.Text(), nullable=True),
    sa.Column('own_place', sa.Text(), nullable=True),
    sa.Column('own_capacity', sa.Integer(), nullable=True),
    sa.Column('topic', sa.Text(), nullable=True),
    sa.Column('materials', sa.Text(), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_edited', sa.Boolean(), nullable=False),
    sa.Column('is_extra', sa.Boolean(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_session_municipality_id')),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_session_series_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session')),
    sa.UniqueConstraint('ref', name=op.f('uq_session_ref'))
    )
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.create_index('ix_session_municipality_id_starts_at', ['municipality_id', 'starts_at'], unique=False)
        batch_op.create_index('ix_session_series_id_starts_at', ['series_id', 'starts_at'], unique=False)

    op.create_table('spare_job_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.Enum('has', 'wants', 'neither', name='sparejob', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_through', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_spare_job_answer_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spare_job_answer'))
    )
    with op.batch_alter_table('spare_job_answer', schema=None) as batch_op:
        batch_op.create_index('ix_spare_job_answer_person_id_answered_at', ['person_id', 'answered_at'], unique=False)

    op.create_table('unit_note',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('unit', sa.Enum('job_centre', 'social_psychiatry', 'family_centre', 'integration', 'volunteering', name='unit', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_unit_note_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_unit_note_series_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_note')),
    sa.UniqueConstraint('ref', name=op.f('uq_unit_note_ref'))
    )
    with op.batch_alter_table('unit_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_note_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_unit_note_series_id_unit', ['series_id', 'unit'], unique=False)

    op.create_table('week',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('free', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_week_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_week'))
    )
    op.create_table('yearly_declaration',
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('declared_on', sa.Date(), nullable=False),
    sa.Column('declared_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_yearly_declaration_association_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('association_id', 'declared_on', name=op.f('pk_yearly_declaration'))
    )
    op.create_table('youth_member',
    sa.Column('activity_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('joined_on', sa.Date(), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['activity_id'], ['youth_activity.id'], name=op.f('fk_youth_member_activity_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_youth_member_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_youth_member')),
    sa.UniqueConstraint('ref', name=op.f('uq_youth_member_ref'))
    )
    with op.batch_alter_table('youth_member', schema=None) as batch_op:
        batch_op.create_index('ix_youth_member_person_id', ['person_id'], unique=False)
        batch_op.create_index('uq_youth_member_live', ['activity_id', 'person_id'], unique=True, sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))

    op.create_table('youth_profile',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('birth_year', sa.Integer(), nullable=False),
    sa.Column('birth_month', sa.Integer(), nullable=False),
    sa.Column('at_school', sa.Boolean(), nullable=False),
    sa.Column('known_since', sa.Date(), nullable=False),
    sa.CheckConstraint('birth_month BETWEEN 1 AND 12', name=op.f('ck_youth_profile_month')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_youth_profile_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_youth_profile'))
    )
    op.create_table('advice_slot',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('first_name', sa.Text(), nullable=True),
    sa.Column('topic', sa.Text(), nullable=True),
    sa.Column('booked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['session.id'], name=op.f('fk_advice_slot_session_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_advice_slot')),
    sa.UniqueConstraint('ref', name=op.f('uq_advice_slot_ref')),
    sa.UniqueConstraint('session_id', 'starts_at', name=op.f('uq_advice_slot_session_id_starts_at'))
    )
    op.create_table('child_contact',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('thing', sa.Text(), nullable=False),
    sa.Column('begins_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('clearance_kind', sa.Text(), nullable=False),
    sa.Column('clearance_state', sa.Text(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.CheckConstraint("clearance_kind = 'child_certificate' AND (ended_on IS NOT NULL OR (clearance_state IS NOT NULL AND clearance_state = 'clean' AND valid_until IS NOT NULL AND begins_on <= valid_until AND (ends_on IS NULL OR ends_on <= valid_until)))", name=op.f('ck_child_contact_carried')),
    sa.ForeignKeyConstraint(['person_id', 'clearance_kind', 'clearance_state', 'valid_until'], ['clearance.person_id', 'clearance.kind', 'clearance.state', 'clearance.valid_until'], name='fk_child_contact_clearance', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_child_contact_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_child_contact')),
    sa.UniqueConstraint('ref', name=op.f('uq_child_contact_ref'))
    )
    with op.batch_alter_table('child_contact', schema=None) as batch_op:
        batch_op.create_index('ix_child_contact_thing', ['thing'], unique=False)
        batch_op.create_index('uq_child_contact_standing', ['person_id', 'thing'], unique=True, sqlite_where=sa.text('ended_on IS NULL'), postgresql_where=sa.text('ended_on IS NULL'))

    op.create_table('childcare_helper',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_childcare_helper_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['session.id'], name=op.f('fk_childcare_helper_session_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_id', 'person_id', name=op.f('pk_childcare_helper'))
    )
    with op.batch_alter_table('childcare_helper', schema=None) as batch_op:
        batch_op.create_index('ix_childcare_helper_person_id', ['person_id'], unique=False)

    op.create_table('guardian_consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guardian_id', sa.Integer(), nullable=False),
    sa.Column('wording', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_through', sa.Text(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['guardian_id'], ['guardian.id'], name=op.f('fk_guardian_consent_guardian_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guardian_consent'))
    )
    with op.batch_alter_table('guardian_consent', schema=None) as batch_op:
        batch_op.create_index('uq_guardian_consent_standing', ['guardian_id'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('leader_period',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('leader_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['leader_id'], ['account.id'], name=op.f('fk_leader_period_leader_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_leader_period_series_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('series_id', name=op.f('pk_leader_period'))
    )
    op.create_table('leader_switch',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('before_id', sa.Integer(), nullable=True),
    sa.Column('leader_id', sa.Integer(), nullable=False),
    sa.Column('switched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('back_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['before_id'], ['account.id'], name=op.f('fk_leader_switch_before_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['leader_id'], ['account.id'], name=op.f('fk_leader_switch_leader_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_leader_switch_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_leader_switch_series_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('series_id', 'person_id', name=op.f('pk_leader_switch'))
    )
    with op.batch_alter_table('leader_switch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_leader_switch_person_id'), ['person_id'], unique=False)

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

    op.create_table('module_done',
    sa.Column('module_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['module_id'], ['course_module.id'], name=op.f('fk_module_done_module_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_module_done_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('module_id', 'person_id', name=op.f('pk_module_done'))
    )
    with op.batch_alter_table('module_done', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_module_done_person_id'), ['person_id'], unique=False)

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

    op.create_table('referral',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('activity_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('consent_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('introduced_on', sa.Date(), nullable=True),
    sa.Column('came_on', sa.Date(), nullable=True),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('still_member', sa.Boolean(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_referral_activity_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_referral_association_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['consent_id'], ['referral_consent.id'], name=op.f('fk_referral_consent_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_referral_municipality_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_referral_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referral')),
    sa.UniqueConstraint('ref', name=op.f('uq_referral_ref'))
    )
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.create_index('ix_referral_association_id', ['association_id'], unique=False)
        batch_op.create_index('ix_referral_came_on', ['came_on'], unique=False)
        batch_op.create_index('ix_referral_person_id', ['person_id'], unique=False)

    op.create_table('series_owner',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('unit', sa.Enum('job_centre', 'social_psychiatry', 'family_centre', 'integration', 'volunteering', name='unit', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_series_owner_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_series_owner_series_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('series_id', 'account_id', name=op.f('pk_series_owner'))
    )
    op.create_table('sign_up',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('series_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('mobile', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('adults', sa.Integer(), nullable=False),
    sa.Column('children', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('taken', 'waiting', 'offered', 'left', name='seatstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('offered_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('wants_contact', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.CheckConstraint('(session_id IS NULL) <> (series_id IS NULL)', name=op.f('ck_sign_up_one_thing')),
    sa.CheckConstraint('adults BETWEEN 0 AND 12 AND children BETWEEN 0 AND 12', name=op.f('ck_sign_up_party')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_sign_up_municipality_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_up_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_sign_up_series_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['session.id'], name=op.f('fk_sign_up_session_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_up')),
    sa.UniqueConstraint('ref', name=op.f('uq_sign_up_ref'))
    )
    with op.batch_alter_table('sign_up', schema=None) as batch_op:
        batch_op.create_index('ix_sign_up_offered_until', ['offered_until'], unique=False)
        batch_op.create_index('ix_sign_up_person_id', ['person_id'], unique=False)
        batch_op.create_index('ix_sign_up_series_id_state', ['series_id', 'state'], unique=False)
        batch_op.create_index('ix_sign_up_session_id_state', ['session_id', 'state'], unique=False)
        batch_op.create_index('uq_sign_up_series_person', ['series_id', 'person_id'], unique=True, sqlite_where=sa.text("state <> 'left'"), postgresql_where=sa.text("state <> 'left'"))
        batch_op.create_index('uq_sign_up_session_person', ['session_id', 'person_id'], unique=True, sqlite_where=sa.text("state <> 'left'"), postgresql_where=sa.text("state <> 'left'"))

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

    op.create_table('speaker',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('mobile', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('state', sa.Enum('invited', 'confirmed', 'declined', name='speakerstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['session.id'], name=op.f('fk_speaker_session_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_speaker')),
    sa.UniqueConstraint('ref', name=op.f('uq_speaker_ref'))
    )
    with op.batch_alter_table('speaker', schema=None) as batch_op:
        batch_op.create_index('ix_speaker_session_id', ['session_id'], unique=False)

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
    sa.Column('kind', sa.Enum('call_me', 'wants_to_stop', 'new_time', 'bad_face', 'not_a_fit', 'no_contact', 'silence', 'declined', 'lapsed', 'unreachable', 'ending_soon', 'pause_over', 'maybe_same_person', 'clearance_ending', 'clearance_lapsed', 'clearance_renewal', 'contact_stopped', 'consent_withdrawn', 'membership_check', 'nominee_ready', 'turns_15', 'turns_18', 'no_guardian', 'absent_thrice', 'leave_ends', name='taskkind', native_enum=False, create_constraint=True, length=32), nullable=False),
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

    op.create_table('association_volunteer',
    sa.Column('association_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('with_children', sa.Boolean(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('since_on', sa.Date(), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.CheckConstraint('with_children = (contact_id IS NOT NULL)', name=op.f('ck_association_volunteer_cleared')),
    sa.ForeignKeyConstraint(['association_id'], ['association.id'], name=op.f('fk_association_volunteer_association_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['contact_id'], ['child_contact.id'], name=op.f('fk_association_volunteer_contact_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_association_volunteer_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_association_volunteer')),
    sa.UniqueConstraint('ref', name=op.f('uq_association_volunteer_ref'))
    )
    with op.batch_alter_table('association_volunteer', schema=None) as batch_op:
        batch_op.create_index('ix_association_volunteer_person_id', ['person_id'], unique=False)
        batch_op.create_index('uq_association_volunteer_live', ['association_id', 'person_id'], unique=True, sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))

    op.create_table('attendance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('tag_id', sa.Integer(), nullable=True),
    sa.Column('sign_up_id', sa.Integer(), nullable=True),
    sa.Column('client_uuid', sa.Text(), nullable=False),
    sa.Column('adults', sa.Integer(), nullable=False),
    sa.Column('children', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('adults BETWEEN -1 AND 99 AND children BETWEEN -1 AND 99', name=op.f('ck_attendance_count')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attendance_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['session.id'], name=op.f('fk_attendance_session_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sign_up_id'], ['sign_up.id'], name=op.f('fk_attendance_sign_up_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['tag_id'], ['door_tag.id'], name=op.f('fk_attendance_tag_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('client_uuid', name=op.f('uq_attendance_client_uuid'))
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index('ix_attendance_person_id', ['person_id'], unique=False)
        batch_op.create_index('ix_attendance_session_id', ['session_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_sign_up_id'), ['sign_up_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_tag_id'), ['tag_id'], unique=False)
        batch_op.create_index('uq_attendance_session_person', ['session_id', 'person_id'], unique=True, sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))
        batch_op.create_index('uq_attendance_session_sign_up', ['session_id', 'sign_up_id'], unique=True, sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))
        batch_op.create_index('uq_attendance_session_tag', ['session_id', 'tag_id'], unique=True, sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))

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

    op.create_table('referral_view',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('referral_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_referral_view_account_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_referral_view_referral_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referral_view'))
    )
    with op.batch_alter_table('referral_view', schema=None) as batch_op:
        batch_op.create_index('ix_referral_view_referral_id_at', ['referral_id', 'at'], unique=False)

    op.create_table('youth_helper',
    sa.Column('activity_id', sa.Integer(), nullable=False),
    sa.Column('meets_under_15', sa.Boolean(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('since_on', sa.Date(), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.CheckConstraint('left_on IS NOT NULL OR NOT meets_under_15 OR contact_id IS NOT NULL', name=op.f('ck_youth_helper_cleared')),
    sa.ForeignKeyConstraint(['activity_id', 'meets_under_15'], ['youth_activity.id', 'youth_activity.meets_under_15'], name='fk_youth_helper_activity', onupdate='CASCADE', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['contact_id'], ['child_contact.id'], name=op.f('fk_youth_helper_contact_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_youth_helper_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_youth_helper')),
    sa.UniqueConstraint('ref', name=op.f('uq_youth_helper_ref'))
    )
    with op.batch_alter_table('youth_helper', schema=None) as batch_op:
        batch_op.create_index('uq_youth_helper_live', ['activity_id', 'person_id'], unique=True, sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))

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
    with op.batch_alter_table('youth_helper', schema=None) as batch_op:
        batch_op.drop_index('uq_youth_helper_live', sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))

    op.drop_table('youth_helper')
    with op.batch_alter_table('referral_view', schema=None) as batch_op:
        batch_op.drop_index('ix_referral_view_referral_id_at')

    op.drop_table('referral_view')
    with op.batch_alter_table('pair_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pair_change_pair_id'))

    op.drop_table('pair_change')
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_pair_id_starts_at')

    op.drop_table('meeting')
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.drop_index('ix_check_in_person_id')

    op.drop_table('check_in')
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_index('uq_attendance_session_tag', sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))
        batch_op.drop_index('uq_attendance_session_sign_up', sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))
        batch_op.drop_index('uq_attendance_session_person', sqlite_where=sa.text('undone_at IS NULL'), postgresql_where=sa.text('undone_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_attendance_tag_id'))
        batch_op.drop_index(batch_op.f('ix_attendance_sign_up_id'))
        batch_op.drop_index('ix_attendance_session_id')
        batch_op.drop_index('ix_attendance_person_id')

    op.drop_table('attendance')
    with op.batch_alter_table('association_volunteer', schema=None) as batch_op:
        batch_op.drop_index('uq_association_volunteer_live', sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))
        batch_op.drop_index('ix_association_volunteer_person_id')

    op.drop_table('association_volunteer')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index('ix_task_person_id')
        batch_op.drop_index('ix_task_municipality_id_done_at')

    op.drop_table('task')
    op.drop_table('step_done')
    with op.batch_alter_table('speaker', schema=None) as batch_op:
        batch_op.drop_index('ix_speaker_session_id')

    op.drop_table('speaker')
    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sitting_account_id'))

    op.drop_table('sitting')
    with op.batch_alter_table('sign_up', schema=None) as batch_op:
        batch_op.drop_index('uq_sign_up_session_person', sqlite_where=sa.text("state <> 'left'"), postgresql_where=sa.text("state <> 'left'"))
        batch_op.drop_index('uq_sign_up_series_person', sqlite_where=sa.text("state <> 'left'"), postgresql_where=sa.text("state <> 'left'"))
        batch_op.drop_index('ix_sign_up_session_id_state')
        batch_op.drop_index('ix_sign_up_series_id_state')
        batch_op.drop_index('ix_sign_up_person_id')
        batch_op.drop_index('ix_sign_up_offered_until')

    op.drop_table('sign_up')
    op.drop_table('series_owner')
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.drop_index('ix_referral_person_id')
        batch_op.drop_index('ix_referral_came_on')
        batch_op.drop_index('ix_referral_association_id')

    op.drop_table('referral')
    with op.batch_alter_table('personal_link', schema=None) as batch_op:
        batch_op.drop_index('ix_personal_link_thing')

    op.drop_table('personal_link')
    with op.batch_alter_table('pair', schema=None) as batch_op:
        batch_op.drop_index('uq_pair_open_newcomer', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.drop_index('ix_pair_volunteer_id')
        batch_op.drop_index('ix_pair_newcomer_id')
        batch_op.drop_index('ix_pair_municipality_id_state')

    op.drop_table('pair')
    with op.batch_alter_table('module_done', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_module_done_person_id'))

    op.drop_table('module_done')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index('ix_message_waiting', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index('ix_message_urgent', sqlite_where=sa.text("state = 'waiting' AND is_urgent"), postgresql_where=sa.text("state = 'waiting' AND is_urgent"))
        batch_op.drop_index('ix_message_sending', sqlite_where=sa.text("state = 'sending'"), postgresql_where=sa.text("state = 'sending'"))
        batch_op.drop_index('ix_message_person_id')
        batch_op.drop_index('ix_message_municipality_id_created_at')
        batch_op.drop_index('ix_message_about')

    op.drop_table('message')
    with op.batch_alter_table('leader_switch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_leader_switch_person_id'))

    op.drop_table('leader_switch')
    op.drop_table('leader_period')
    with op.batch_alter_table('guardian_consent', schema=None) as batch_op:
        batch_op.drop_index('uq_guardian_consent_standing', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.drop_table('guardian_consent')
    with op.batch_alter_table('childcare_helper', schema=None) as batch_op:
        batch_op.drop_index('ix_childcare_helper_person_id')

    op.drop_table('childcare_helper')
    with op.batch_alter_table('child_contact', schema=None) as batch_op:
        batch_op.drop_index('uq_child_contact_standing', sqlite_where=sa.text('ended_on IS NULL'), postgresql_where=sa.text('ended_on IS NULL'))
        batch_op.drop_index('ix_child_contact_thing')

    op.drop_table('child_contact')
    op.drop_table('advice_slot')
    op.drop_table('youth_profile')
    with op.batch_alter_table('youth_member', schema=None) as batch_op:
        batch_op.drop_index('uq_youth_member_live', sqlite_where=sa.text('left_on IS NULL'), postgresql_where=sa.text('left_on IS NULL'))
        batch_op.drop_index('ix_youth_member_person_id')

    op.drop_table('youth_member')
    op.drop_table('yearly_declaration')
    op.drop_table('week')
    with op.batch_alter_table('unit_note', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_note_series_id_unit')
        batch_op.drop_index(batch_op.f('ix_unit_note_person_id'))

    op.drop_table('unit_note')
    with op.batch_alter_table('spare_job_answer', schema=None) as batch_op:
        batch_op.drop_index('ix_spare_job_answer_person_id_answered_at')

    op.drop_table('spare_job_answer')
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.drop_index('ix_session_series_id_starts_at')
        batch_op.drop_index('ix_session_municipality_id_starts_at')

    op.drop_table('session')
    with op.batch_alter_table('referral_consent', schema=None) as batch_op:
        batch_op.drop_index('uq_referral_consent_standing', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.drop_table('referral_consent')
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.drop_index('ix_participation_programme_id_side_state')
        batch_op.drop_index(batch_op.f('ix_participation_person_id'))

    op.drop_table('participation')
    with op.batch_alter_table('nomination', schema=None) as batch_op:
        batch_op.drop_index('ix_nomination_association_id')

    op.drop_table('nomination')
    with op.batch_alter_table('leave', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_leave_series_id'))
        batch_op.drop_index('ix_leave_ends_on')

    op.drop_table('leave')
    op.drop_table('lead')
    with op.batch_alter_table('journal_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_journal_entry_person_id_at')

    op.drop_table('journal_entry')
    with op.batch_alter_table('guardian', schema=None) as batch_op:
        batch_op.drop_index('ix_guardian_person_id')

    op.drop_table('guardian')
    with op.batch_alter_table('door_tag', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_door_tag_person_id'))

    op.drop_table('door_tag')
    op.drop_table('course_module')
    op.drop_table('consent')
    op.drop_table('clearance_need')
    op.drop_table('clearance')
    with op.batch_alter_table('busy_time', schema=None) as batch_op:
        batch_op.drop_index('ix_busy_time_person_id')

    op.drop_table('busy_time')
    with op.batch_alter_table('association_contact', schema=None) as batch_op:
        batch_op.drop_index('uq_association_contact_live', sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))
        batch_op.drop_index('ix_association_contact_person_id')

    op.drop_table('association_contact')
    with op.batch_alter_table('agreement', schema=None) as batch_op:
        batch_op.drop_index('ix_agreement_renew_on')
        batch_op.drop_index('ix_agreement_association_id')

    op.drop_table('agreement')
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.drop_index('ix_activity_association_id')

    op.drop_table('activity')
    op.drop_table('account')
    with op.batch_alter_table('youth_activity', schema=None) as batch_op:
        batch_op.drop_index('ix_youth_activity_municipality_id')

    op.drop_table('youth_activity')
    with op.batch_alter_table('series', schema=None) as batch_op:
        batch_op.drop_index('ix_series_municipality_id_ended_at')

    op.drop_table('series')
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_programme_municipality_id'))

    op.drop_table('programme')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index('ix_person_municipality_id_name_folded')
        batch_op.drop_index('ix_person_municipality_id_mobile')
        batch_op.drop_index('ix_person_municipality_id_email')

    op.drop_table('person')
    with op.batch_alter_table('job_posting', schema=None) as batch_op:
        batch_op.drop_index('ix_job_posting_municipality_id')

    op.drop_table('job_posting')
    op.drop_table('draft')
    with op.batch_alter_table('closing_day', schema=None) as batch_op:
        batch_op.drop_index('ix_closing_day_municipality_id_to_on')

    op.drop_table('closing_day')
    op.drop_table('clearance_policy')
    with op.batch_alter_table('association', schema=None) as batch_op:
        batch_op.drop_index('ix_association_municipality_id_name')

    op.drop_table('association')
    op.drop_table('agreement_template')
    with op.batch_alter_table('throttle_hit', schema=None) as batch_op:
        batch_op.drop_index('ix_throttle_hit_bucket_at')

    op.drop_table('throttle_hit')
    op.drop_table('municipality')
