"""tallies by group"""

from alembic import op


revision = '0010'
down_revision = '0009'


def upgrade() -> None:
    op.create_index('ix_listing_tally_group', 'listing_tally', ['group', 'placed', 'count'])


def downgrade() -> None:
    op.drop_index('ix_listing_tally_group', 'listing_tally')
