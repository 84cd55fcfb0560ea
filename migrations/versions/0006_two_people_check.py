"""two people check each entry"""

from alembic import op
import sqlalchemy as sa

from migrations.keeping import forget_keeping, keep_as_it_is


revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    op.create_table('entry_verdict',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('fits', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(500), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("fits OR reason <> ''", name=op.f('ck_entry_verdict_no_has_its_reason')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_entry_verdict_by_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_entry_verdict_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_verdict'))
    )
    op.create_index(op.f('ix_entry_verdict_entry_id'), 'entry_verdict', ['entry_id'])
    keep_as_it_is('entry_verdict')


def downgrade() -> None:
    op.drop_table('entry_verdict')
    forget_keeping('entry_verdict')
