"""lists counted in an index"""

from alembic import op


revision = '0010'
down_revision = '0009'
LONGER = {
    'ix_step_progress_waiting': ('step_progress', ['standing', 'submitted_at'], ['shop_id']),
    'ix_customer_silent': (
        'customer', ['shop_id', 'touched_at'], ['id', 'unanswered_since', 'opted_out_at', 'later_on'],
    ),
    'ix_customer_asked': ('customer', ['shop_id', 'unanswered_since'], ['later_on']),
    'ix_customer_order_due': (
        'customer_order', ['shop_id', 'state', 'due_on'], ['id', 'later_on', 'deposit_paid_on'],
    ),
}


def upgrade() -> None:
    op.create_index('ix_listing_tally_group', 'listing_tally', ['group', 'placed', 'count'])
    op.create_index('ix_step_review_verdict', 'step_review', ['verdict', 'at'])
    for name, (table, columns, more) in LONGER.items():
        op.drop_index(name, table)
        op.create_index(name, table, columns + more)


def downgrade() -> None:
    for name, (table, columns, _more) in LONGER.items():
        op.drop_index(name, table)
        op.create_index(name, table, columns)
    op.drop_index('ix_step_review_verdict', 'step_review')
    op.drop_index('ix_listing_tally_group', 'listing_tally')
