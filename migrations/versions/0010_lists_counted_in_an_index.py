"""lists counted in an index"""

from alembic import op


revision = '0010'
down_revision = '0009'


def upgrade() -> None:
    op.create_index('ix_listing_tally_group', 'listing_tally', ['group', 'placed', 'count'])
    op.drop_index('ix_step_progress_waiting', 'step_progress')
    op.create_index('ix_step_progress_waiting', 'step_progress', ['standing', 'submitted_at', 'shop_id'])
    op.create_index('ix_step_review_verdict', 'step_review', ['verdict', 'at'])


def downgrade() -> None:
    op.drop_index('ix_step_review_verdict', 'step_review')
    op.drop_index('ix_step_progress_waiting', 'step_progress')
    op.create_index('ix_step_progress_waiting', 'step_progress', ['standing', 'submitted_at'])
    op.drop_index('ix_listing_tally_group', 'listing_tally')
