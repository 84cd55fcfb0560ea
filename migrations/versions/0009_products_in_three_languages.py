"""products in three languages"""

from alembic import op
import sqlalchemy as sa


revision = '0009'
down_revision = '0008'
COLUMNS = {
    'name_fr': 120, 'size_en': 80, 'size_fr': 80, 'material_en': 120, 'material_fr': 120, 'care_en': 200, 'care_fr': 200,
}


def upgrade() -> None:
    for name, length in COLUMNS.items():
        op.add_column('product', sa.Column(name, sa.String(length), server_default='', nullable=False))
    op.create_index('ix_step_submission_at', 'step_submission', ['at'])


def downgrade() -> None:
    op.drop_index('ix_step_submission_at', 'step_submission')
    for name in COLUMNS:
        op.drop_column('product', name)
