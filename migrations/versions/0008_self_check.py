"""the questions of the self-check"""

from alembic import op
import sqlalchemy as sa


revision = '0008'
down_revision = '0007'


def upgrade() -> None:
    op.create_table('self_check_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(20), nullable=False),
    sa.Column('decides', sa.Boolean(), nullable=False),
    sa.Column('asks_vi', sa.String(200), nullable=False),
    sa.Column('asks_en', sa.String(200), nullable=False),
    sa.Column('asks_fr', sa.String(200), nullable=False),
    sa.Column('no_vi', sa.String(300), nullable=False),
    sa.Column('no_en', sa.String(300), nullable=False),
    sa.Column('no_fr', sa.String(300), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_self_check_question')),
    sa.UniqueConstraint('key', name=op.f('uq_self_check_question_key'))
    )


def downgrade() -> None:
    op.drop_table('self_check_question')
