"""ballots on paper and conflicts of staff"""

from alembic import op
import sqlalchemy as sa

from migrations.keeping import forget_keeping, forget_refusal, keep_as_it_is, refuse_new


revision = '0007'
down_revision = '0006'


def upgrade() -> None:
    op.create_table('staff_conflict',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('family', 'employer', 'teacher', 'collaborator', 'competitor', 'recognised', 'not_qualified', 'other', name='conflict_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('note', sa.String(300), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_staff_conflict_by_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_staff_conflict_entry_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_staff_conflict_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_conflict')),
    sa.UniqueConstraint('person_id', 'entry_id', name=op.f('uq_staff_conflict_person_id_entry_id'))
    )
    op.create_index(op.f('ix_staff_conflict_entry_id'), 'staff_conflict', ['entry_id'])
    keep_as_it_is('staff_conflict')
    op.create_table('paper_typing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ballot_id', sa.Integer(), nullable=False),
    sa.Column('scores', sa.JSON(), nullable=False),
    sa.Column('remark', sa.String(2000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('agrees_with_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('agrees_with_id IS NULL OR agrees_with_id <> by_id', name=op.f('ck_paper_typing_by_two')),
    sa.ForeignKeyConstraint(['agrees_with_id'], ['person.id'], name=op.f('fk_paper_typing_agrees_with_id')),
    sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_paper_typing_ballot_id')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_paper_typing_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_typing'))
    )
    op.create_index('ix_paper_typing_ballot', 'paper_typing', ['ballot_id', 'id'])
    keep_as_it_is('paper_typing')
    refuse_new(
        'paper_typing', 'sealed', "EXISTS (SELECT 1 FROM ballot WHERE ballot.id = NEW.ballot_id"
        " AND (ballot.locked_at IS NOT NULL OR ballot.voided_at IS NOT NULL))",
        'this ballot is locked',
    )
    refuse_new(
        'paper_typing', 'apart', "EXISTS (SELECT 1 FROM staff_conflict JOIN ballot ON ballot.entry_id = staff_conflict.entry_id"
        " WHERE ballot.id = NEW.ballot_id AND staff_conflict.person_id = NEW.by_id)",
        'a conflict of interest stands between this person and this entry',
    )


def downgrade() -> None:
    op.drop_table('paper_typing')
    op.drop_table('staff_conflict')
    for name in ('sealed', 'apart'):
        forget_refusal('paper_typing', name)
    for table in ('paper_typing', 'staff_conflict'):
        forget_keeping(table)
