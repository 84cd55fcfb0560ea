"""the desk of the map"""

from alembic import op


revision = '0011'
down_revision = '0010'


def upgrade() -> None:
    op.create_index('ix_listing_changed', 'listing', ['state', 'changed_at', 'id'])
    op.create_index('ix_listing_confirmed', 'listing', ['state', 'confirmed_at', 'id'])


def downgrade() -> None:
    op.drop_index('ix_listing_confirmed', 'listing')
    op.drop_index('ix_listing_changed', 'listing')
