"""the desks of the map and of the events"""

from alembic import op


revision = '0011'
down_revision = '0010'


def upgrade() -> None:
    op.create_index('ix_listing_changed', 'listing', ['state', 'changed_at', 'id'])
    op.create_index('ix_listing_confirmed', 'listing', ['state', 'confirmed_at', 'id'])
    op.drop_index('ix_event_last_day', 'event')
    op.create_index('ix_event_last_day', 'event', ['state', 'last_day', 'first_day', 'parent_id', 'status'])


def downgrade() -> None:
    op.drop_index('ix_event_last_day', 'event')
    op.create_index('ix_event_last_day', 'event', ['state', 'last_day', 'first_day'])
    op.drop_index('ix_listing_confirmed', 'listing')
    op.drop_index('ix_listing_changed', 'listing')
