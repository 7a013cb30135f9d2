"""Lists that people are imported from, and reports on a pool."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('import_list',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('volunteer', 'newcomer', name='side', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('uploaded', 'unreadable', 'read', 'confirmed', 'done', 'undoing', 'undone', name='importliststate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('file_name', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('fallback', sa.Text(), nullable=True),
    sa.Column('complaints', sa.JSON(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('uploaded_by', sa.Text(), nullable=False),
    sa.Column('consent_through', sa.Enum('herself', 'meeting', 'phone', 'paper', 'guardian', name='consentthrough', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('consent_source', sa.Text(), nullable=True),
    sa.Column('consent_shares', sa.Boolean(), nullable=False),
    sa.Column('steps', sa.Text(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by', sa.Text(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Text(), nullable=True),
    sa.Column('forgotten_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_import_list_municipality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_list')),
    sa.UniqueConstraint('ref', name=op.f('uq_import_list_ref'))
    )
    with op.batch_alter_table('import_list', schema=None) as batch_op:
        batch_op.create_index('uq_import_list_waiting', ['municipality_id', 'side', 'digest'], unique=True, sqlite_where=sa.text("state IN ('uploaded', 'read')"), postgresql_where=sa.text("state IN ('uploaded', 'read')"))

    op.create_table('import_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('list_id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('volunteer', 'newcomer', name='side', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('row_ref', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('new', 'known', 'again', 'wrong', 'imported', 'refused', 'undone', 'kept', name='importrowstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('is_known', sa.Boolean(), nullable=False),
    sa.Column('stands', sa.Boolean(), nullable=False),
    sa.Column('said', sa.JSON(), nullable=True),
    sa.Column('problems', sa.JSON(), nullable=False),
    sa.Column('made', sa.JSON(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['list_id'], ['import_list.id'], name=op.f('fk_import_row_list_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_import_row_municipality_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_import_row_person_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_row')),
    sa.UniqueConstraint('list_id', 'number', name=op.f('uq_import_row_list_id_number'))
    )
    with op.batch_alter_table('import_row', schema=None) as batch_op:
        batch_op.create_index('ix_import_row_list_id_state', ['list_id', 'state'], unique=False)
        batch_op.create_index('ix_import_row_person_id', ['person_id'], unique=False)
        batch_op.create_index('uq_import_row_standing', ['municipality_id', 'side', 'row_ref'], unique=True, sqlite_where=sa.text('stands'), postgresql_where=sa.text('stands'))

    op.create_table('pool_report',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'ready', 'failed', name='reportstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('body', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_pool_report_programme_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('programme_id', name=op.f('pk_pool_report'))
    )


def downgrade() -> None:
    op.drop_table('pool_report')
    with op.batch_alter_table('import_row', schema=None) as batch_op:
        batch_op.drop_index('uq_import_row_standing', sqlite_where=sa.text('stands'), postgresql_where=sa.text('stands'))
        batch_op.drop_index('ix_import_row_person_id')
        batch_op.drop_index('ix_import_row_list_id_state')

    op.drop_table('import_row')
    with op.batch_alter_table('import_list', schema=None) as batch_op:
        batch_op.drop_index('uq_import_list_waiting', sqlite_where=sa.text("state IN ('uploaded', 'read')"), postgresql_where=sa.text("state IN ('uploaded', 'read')"))

    op.drop_table('import_list')
