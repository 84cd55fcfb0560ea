"""the businesses"""

from alembic import op
import sqlalchemy as sa

from migrations.keeping import forget_keeping, keep_as_it_is


revision = '0005'
down_revision = '0004'

SORT_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")

STAYS = (
    'step_version', 'application_act', 'measure', 'step_act', 'step_submission', 'submission_evidence', 'step_review', 'second_look',
)
"""Tables that are only added to."""


def upgrade() -> None:
    op.create_table('package',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title_vi', sa.String(120), nullable=False),
    sa.Column('title_en', sa.String(120), nullable=False),
    sa.Column('title_fr', sa.String(120), nullable=False),
    sa.Column('what_vi', sa.String(600), nullable=False),
    sa.Column('what_en', sa.String(600), nullable=False),
    sa.Column('what_fr', sa.String(600), nullable=False),
    sa.Column('whom_vi', sa.String(300), nullable=False),
    sa.Column('whom_en', sa.String(300), nullable=False),
    sa.Column('whom_fr', sa.String(300), nullable=False),
    sa.Column('result_vi', sa.String(300), nullable=False),
    sa.Column('result_en', sa.String(300), nullable=False),
    sa.Column('result_fr', sa.String(300), nullable=False),
    sa.Column('weeks', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_package')),
    sa.UniqueConstraint('number', name=op.f('uq_package_number'))
    )
    op.create_table('cohort',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name_vi', sa.String(120), nullable=False),
    sa.Column('name_en', sa.String(120), nullable=False),
    sa.Column('name_fr', sa.String(120), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('closes_at > opens_at', name=op.f('ck_cohort_closes_after_opening')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_cohort_ends_after_start')),
    sa.CheckConstraint('places BETWEEN 1 AND 1000', name=op.f('ck_cohort_places_sane')),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_cohort_added_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort'))
    )
    op.create_table('package_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('package_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(8), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('evidence_kind', sa.Enum('file', 'link', 'text', 'visit', 'check', name='evidence_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('also_visit', sa.Boolean(), nullable=False),
    sa.Column('sheet', sa.String(20), nullable=False),
    sa.Column('check', sa.String(20), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('validity_days', sa.Integer(), nullable=True),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('validity_days IS NULL OR validity_days > 0', name=op.f('ck_package_step_validity_positive')),
    sa.ForeignKeyConstraint(['package_id'], ['package.id'], name=op.f('fk_package_step_package_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_package_step')),
    sa.UniqueConstraint('key', name=op.f('uq_package_step_key')),
    sa.UniqueConstraint('package_id', 'position', name=op.f('uq_package_step_package_id_position'))
    )
    op.create_table('shop',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(120), nullable=False),
    sa.Column('listing_id', sa.Integer(), nullable=False),
    sa.Column('holder', sa.String(120), nullable=False),
    sa.Column('phone', sa.String(16), nullable=False),
    sa.Column('advisor_id', sa.Integer(), nullable=True),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['advisor_id'], ['person.id'], name=op.f('fk_shop_advisor_id')),
    sa.ForeignKeyConstraint(['listing_id'], ['listing.id'], name=op.f('fk_shop_listing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shop')),
    sa.UniqueConstraint('listing_id', name=op.f('uq_shop_listing_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_shop_slug'))
    )
    with op.batch_alter_table('shop', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shop_advisor_id'), ['advisor_id'], unique=False)

    op.create_table('step_need',
    sa.Column('step_id', sa.Integer(), nullable=False),
    sa.Column('needs_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('step_id <> needs_id', name=op.f('ck_step_need_two_steps')),
    sa.ForeignKeyConstraint(['needs_id'], ['package_step.id'], name=op.f('fk_step_need_needs_id')),
    sa.ForeignKeyConstraint(['step_id'], ['package_step.id'], name=op.f('fk_step_need_step_id')),
    sa.PrimaryKeyConstraint('step_id', 'needs_id', name=op.f('pk_step_need'))
    )
    op.create_table('step_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title_vi', sa.String(120), nullable=False),
    sa.Column('title_en', sa.String(120), nullable=False),
    sa.Column('title_fr', sa.String(120), nullable=False),
    sa.Column('why_vi', sa.String(600), nullable=False),
    sa.Column('why_en', sa.String(600), nullable=False),
    sa.Column('why_fr', sa.String(600), nullable=False),
    sa.Column('how_vi', sa.String(), nullable=False),
    sa.Column('how_en', sa.String(), nullable=False),
    sa.Column('how_fr', sa.String(), nullable=False),
    sa.Column('evidence_vi', sa.String(300), nullable=False),
    sa.Column('evidence_en', sa.String(300), nullable=False),
    sa.Column('evidence_fr', sa.String(300), nullable=False),
    sa.Column('checks_vi', sa.String(600), nullable=False),
    sa.Column('checks_en', sa.String(600), nullable=False),
    sa.Column('checks_fr', sa.String(600), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('source', sa.String(500), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['step_id'], ['package_step.id'], name=op.f('fk_step_version_step_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_step_version_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step_version')),
    sa.UniqueConstraint('step_id', 'number', name=op.f('uq_step_version_step_id_number'))
    )
    op.create_table('application',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(8), nullable=False),
    sa.Column('state', sa.Enum('draft', 'sent', 'question', 'answered', 'accepted', 'waiting_list', 'refused', 'withdrawn', name='application_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('packages', sa.JSON(), nullable=False),
    sa.Column('makes', sa.String(300), nullable=False),
    sa.Column('since_year', sa.Integer(), nullable=True),
    sa.Column('hands', sa.Integer(), nullable=True),
    sa.Column('sells', sa.String(300), nullable=False),
    sa.Column('wish', sa.String(600), nullable=False),
    sa.Column('women_led', sa.Boolean(), nullable=True),
    sa.Column('agreed', sa.Boolean(), nullable=False),
    sa.Column('typed', sa.JSON(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state = 'draft' OR sent_at IS NOT NULL", name=op.f('ck_application_sent_has_its_date')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_application_cohort_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_application_person_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_application_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('code', name=op.f('uq_application_code'))
    )
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_application_cohort_id'), ['cohort_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_application_queue', ['state', 'sent_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_shop_id'), ['shop_id'], unique=False)

    op.create_table('badge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('package_id', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('dimmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by_id', sa.Integer(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(300), nullable=False),
    sa.ForeignKeyConstraint(['package_id'], ['package.id'], name=op.f('fk_badge_package_id')),
    sa.ForeignKeyConstraint(['revoked_by_id'], ['person.id'], name=op.f('fk_badge_revoked_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_badge_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_badge'))
    )
    with op.batch_alter_table('badge', schema=None) as batch_op:
        batch_op.create_index('uq_badge_standing', ['shop_id', 'package_id'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))

    op.create_table('bank_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('bank', sa.String(6), nullable=False),
    sa.Column('number', sa.String(19), nullable=False),
    sa.Column('holder', sa.String(120), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_bank_account_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_bank_account_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_account'))
    )
    with op.batch_alter_table('bank_account', schema=None) as batch_op:
        batch_op.create_index('uq_bank_account_standing', ['shop_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('customer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(120), nullable=False),
    sa.Column('folded_name', sa.String(200), nullable=False),
    sa.Column('sort_name', SORT_KEY, nullable=False),
    sa.Column('company', sa.String(120), nullable=False),
    sa.Column('phone', sa.String(16), nullable=True),
    sa.Column('zalo', sa.Boolean(), nullable=False),
    sa.Column('email', sa.String(254), nullable=False),
    sa.Column('language', sa.String(2), nullable=False),
    sa.Column('source', sa.String(40), nullable=False),
    sa.Column('note', sa.String(2000), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opted_out_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('unanswered_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('window_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('later_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_customer_added_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_customer_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer'))
    )
    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.create_index('ix_customer_asked', ['shop_id', 'unanswered_since'], unique=False)
        batch_op.create_index('ix_customer_by_name', ['shop_id', 'sort_name', 'id'], unique=False)
        batch_op.create_index('ix_customer_silent', ['shop_id', 'touched_at'], unique=False)
        batch_op.create_index('uq_customer_phone', ['shop_id', 'phone'], unique=True, sqlite_where=sa.text('phone IS NOT NULL'), postgresql_where=sa.text('phone IS NOT NULL'))

    op.create_table('customer_export',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_customer_export_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_customer_export_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_export'))
    )
    with op.batch_alter_table('customer_export', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_customer_export_shop_id'), ['shop_id'], unique=False)

    op.create_table('customer_tombstone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_customer_tombstone_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_customer_tombstone_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_tombstone'))
    )
    with op.batch_alter_table('customer_tombstone', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_customer_tombstone_shop_id'), ['shop_id'], unique=False)

    op.create_table('enrolment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('package_id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('active', 'completed', 'stopped', name='enrolment_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('reason', sa.String(300), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_enrolment_cohort_id')),
    sa.ForeignKeyConstraint(['package_id'], ['package.id'], name=op.f('fk_enrolment_package_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_enrolment_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment')),
    sa.UniqueConstraint('shop_id', 'package_id', name=op.f('uq_enrolment_shop_id_package_id'))
    )
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enrolment_package_id'), ['package_id'], unique=False)

    op.create_table('measure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('time', sa.String(8), nullable=False),
    sa.Column('orders', sa.String(12), nullable=False),
    sa.Column('followers', sa.String(12), nullable=False),
    sa.Column('reply_time', sa.String(12), nullable=False),
    sa.Column('revenue', sa.String(12), nullable=False),
    sa.Column('channels', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("time IN ('before', 'after')", name=op.f('ck_measure_before_or_after')),
    sa.CheckConstraint('channels IS NULL OR channels BETWEEN 0 AND 50', name=op.f('ck_measure_channels_sane')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_measure_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_measure_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure'))
    )
    with op.batch_alter_table('measure', schema=None) as batch_op:
        batch_op.create_index('ix_measure_shop', ['shop_id', 'time', 'id'], unique=False)

    op.create_table('product',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(20), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name_vi', sa.String(120), nullable=False),
    sa.Column('name_en', sa.String(120), nullable=False),
    sa.Column('size', sa.String(80), nullable=False),
    sa.Column('material', sa.String(120), nullable=False),
    sa.Column('care', sa.String(200), nullable=False),
    sa.Column('to_order', sa.Boolean(), nullable=False),
    sa.Column('made_in_days', sa.Integer(), nullable=True),
    sa.Column('retail', sa.BigInteger(), nullable=True),
    sa.Column('wholesale', sa.BigInteger(), nullable=True),
    sa.Column('wholesale_from', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(300), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('made_in_days IS NULL OR made_in_days BETWEEN 0 AND 1000', name=op.f('ck_product_days_sane')),
    sa.CheckConstraint('retail IS NULL OR retail >= 0', name=op.f('ck_product_retail_not_negative')),
    sa.CheckConstraint('wholesale IS NULL OR wholesale >= 0', name=op.f('ck_product_wholesale_not_negative')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_product_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product'))
    )
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.create_index('ix_product_of', ['shop_id', 'position'], unique=False)
        batch_op.create_index('uq_product_code_standing', ['shop_id', 'code'], unique=True, sqlite_where=sa.text('removed_at IS NULL'), postgresql_where=sa.text('removed_at IS NULL'))

    op.create_table('publication_wish',
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('becomes', sa.Enum('photos', 'prices', 'story', 'hours', 'policy', name='becomes', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_publication_wish_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_publication_wish_shop_id')),
    sa.PrimaryKeyConstraint('shop_id', 'becomes', name=op.f('pk_publication_wish'))
    )
    op.create_table('quick_reply',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(80), nullable=False),
    sa.Column('text_vi', sa.String(1000), nullable=False),
    sa.Column('text_en', sa.String(1000), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_quick_reply_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quick_reply'))
    )
    with op.batch_alter_table('quick_reply', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quick_reply_shop_id'), ['shop_id'], unique=False)

    op.create_table('shop_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(64), nullable=False),
    sa.Column('invited_by_id', sa.Integer(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_shop_invitation_invited_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_shop_invitation_shop_id')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['person.id'], name=op.f('fk_shop_invitation_taken_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shop_invitation')),
    sa.UniqueConstraint('digest', name=op.f('uq_shop_invitation_digest'))
    )
    with op.batch_alter_table('shop_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shop_invitation_shop_id'), ['shop_id'], unique=False)

    op.create_table('shop_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('is_owner', sa.Boolean(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_out_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_shop_member_person_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_shop_member_shop_id')),
    sa.ForeignKeyConstraint(['taken_out_by_id'], ['person.id'], name=op.f('fk_shop_member_taken_out_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shop_member'))
    )
    with op.batch_alter_table('shop_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shop_member_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_shop_member_standing', ['shop_id', 'person_id'], unique=True, sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))

    op.create_table('shop_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(20), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['changed_by_id'], ['person.id'], name=op.f('fk_shop_sheet_changed_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_shop_sheet_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shop_sheet')),
    sa.UniqueConstraint('shop_id', 'kind', name=op.f('uq_shop_sheet_shop_id_kind'))
    )
    op.create_table('shop_visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('advisor_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('place', sa.String(200), nullable=False),
    sa.Column('notes', sa.String(4000), nullable=False),
    sa.Column('private_notes', sa.String(4000), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['advisor_id'], ['person.id'], name=op.f('fk_shop_visit_advisor_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_shop_visit_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shop_visit'))
    )
    with op.batch_alter_table('shop_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shop_visit_advisor_id'), ['advisor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_shop_visit_shop_id'), ['shop_id'], unique=False)

    op.create_table('step_progress',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=False),
    sa.Column('standing', sa.Enum('not_started', 'in_progress', 'submitted', 'changes_wanted', 'accepted', 'expiring', 'expired', 'not_applicable', name='standing', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('draft_vi', sa.String(), nullable=False),
    sa.Column('draft_en', sa.String(), nullable=False),
    sa.Column('links', sa.String(4000), nullable=False),
    sa.Column('note', sa.String(1000), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.CheckConstraint("standing NOT IN ('accepted', 'expiring', 'expired') OR accepted_at IS NOT NULL", name=op.f('ck_step_progress_accepted_has_its_date')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['person.id'], name=op.f('fk_step_progress_changed_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_step_progress_shop_id')),
    sa.ForeignKeyConstraint(['step_id'], ['package_step.id'], name=op.f('fk_step_progress_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step_progress')),
    sa.UniqueConstraint('shop_id', 'step_id', name=op.f('uq_step_progress_shop_id_step_id'))
    )
    with op.batch_alter_table('step_progress', schema=None) as batch_op:
        batch_op.create_index('ix_step_progress_expires_on', ['standing', 'expires_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_step_progress_step_id'), ['step_id'], unique=False)
        batch_op.create_index('ix_step_progress_waiting', ['standing', 'submitted_at'], unique=False)

    op.create_table('success_story',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('text_vi', sa.String(2000), nullable=False),
    sa.Column('text_en', sa.String(2000), nullable=False),
    sa.Column('agreed_by_id', sa.Integer(), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by_id', sa.Integer(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['person.id'], name=op.f('fk_success_story_agreed_by_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['person.id'], name=op.f('fk_success_story_published_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_success_story_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_success_story')),
    sa.UniqueConstraint('shop_id', name=op.f('uq_success_story_shop_id'))
    )
    op.create_table('application_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'sent', 'question', 'answered', 'accepted', 'waiting_list', 'refused', 'withdrawn', name='application_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('says', sa.String(1000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_application_act_application_id')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_application_act_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application_act'))
    )
    with op.batch_alter_table('application_act', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_application_act_application_id'), ['application_id'], unique=False)

    op.create_table('cost_card',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('material', sa.BigInteger(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('hourly', sa.BigInteger(), nullable=False),
    sa.Column('share', sa.BigInteger(), nullable=False),
    sa.Column('waste', sa.BigInteger(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('material >= 0 AND hourly >= 0 AND share >= 0 AND waste >= 0', name=op.f('ck_cost_card_money_not_negative')),
    sa.CheckConstraint('minutes BETWEEN 0 AND 100000', name=op.f('ck_cost_card_minutes_sane')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_cost_card_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cost_card')),
    sa.UniqueConstraint('product_id', name=op.f('uq_cost_card_product_id'))
    )
    op.create_table('customer_order',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(300), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'quoted', 'deposit', 'making', 'delivered', 'after_sale', 'cancelled', name='order_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=True),
    sa.Column('deposit', sa.BigInteger(), nullable=True),
    sa.Column('deposit_paid_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('sample_approved_on', sa.Date(), nullable=True),
    sa.Column('late_told_on', sa.Date(), nullable=True),
    sa.Column('delivered_on', sa.Date(), nullable=True),
    sa.Column('later_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('deposit IS NULL OR deposit >= 0', name=op.f('ck_customer_order_deposit_not_negative')),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_customer_order_something')),
    sa.CheckConstraint('total IS NULL OR total >= 0', name=op.f('ck_customer_order_total_not_negative')),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_customer_order_added_by_id')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_order_customer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_customer_order_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_order'))
    )
    with op.batch_alter_table('customer_order', schema=None) as batch_op:
        batch_op.create_index('ix_customer_order_due', ['shop_id', 'state', 'due_on'], unique=False)
        batch_op.create_index('ix_customer_order_of', ['customer_id'], unique=False)

    op.create_table('customer_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('date', 'silent_days', 'before_due', 'after_sale', name='rule_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=True),
    sa.Column('says', sa.String(300), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=True),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('days BETWEEN 0 AND 730', name=op.f('ck_customer_rule_days_sane')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_rule_customer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_customer_rule_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_rule'))
    )
    with op.batch_alter_table('customer_rule', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_customer_rule_shop_id'), ['shop_id'], unique=False)

    op.create_table('customer_tag',
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(40), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_tag_customer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('customer_id', 'key', name=op.f('pk_customer_tag'))
    )
    op.create_table('customer_word',
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('word', SORT_KEY, nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_word_customer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_customer_word_shop_id')),
    sa.PrimaryKeyConstraint('customer_id', 'word', name=op.f('pk_customer_word'))
    )
    with op.batch_alter_table('customer_word', schema=None) as batch_op:
        batch_op.create_index('ix_customer_word_of', ['shop_id', 'word', 'customer_id'], unique=False)

    op.create_table('customer_touch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('zalo', 'call', 'message', 'email', 'in_person', 'note', name='touch_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('incoming', sa.Boolean(), nullable=False),
    sa.Column('says', sa.String(2000), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_customer_touch_by_id')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_touch_customer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_customer_touch_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_touch'))
    )
    with op.batch_alter_table('customer_touch', schema=None) as batch_op:
        batch_op.create_index('ix_customer_touch_of', ['customer_id', 'at'], unique=False)
        batch_op.create_index('ix_customer_touch_shop', ['shop_id', 'at'], unique=False)

    op.create_table('step_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('progress_id', sa.Integer(), nullable=False),
    sa.Column('standing', sa.Enum('not_started', 'in_progress', 'submitted', 'changes_wanted', 'accepted', 'expiring', 'expired', 'not_applicable', name='standing', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('says', sa.String(1000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_step_act_by_id')),
    sa.ForeignKeyConstraint(['progress_id'], ['step_progress.id'], name=op.f('fk_step_act_progress_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step_act'))
    )
    with op.batch_alter_table('step_act', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_step_act_progress_id'), ['progress_id'], unique=False)

    op.create_table('step_evidence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('progress_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('file', 'link', 'text', 'visit', 'check', name='evidence_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=True),
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.Column('text_vi', sa.String(), nullable=False),
    sa.Column('text_en', sa.String(), nullable=False),
    sa.Column('link', sa.String(500), nullable=False),
    sa.Column('data', sa.JSON(), nullable=True),
    sa.Column('caption', sa.String(200), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_step_evidence_by_id')),
    sa.ForeignKeyConstraint(['progress_id'], ['step_progress.id'], name=op.f('fk_step_evidence_progress_id')),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_step_evidence_upload_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['shop_visit.id'], name=op.f('fk_step_evidence_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step_evidence'))
    )
    with op.batch_alter_table('step_evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_step_evidence_progress_id'), ['progress_id'], unique=False)
        batch_op.create_index('ix_step_evidence_upload', ['upload_id'], unique=False)

    op.create_table('step_submission',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('progress_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('step_version_id', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(1000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_step_submission_by_id')),
    sa.ForeignKeyConstraint(['progress_id'], ['step_progress.id'], name=op.f('fk_step_submission_progress_id')),
    sa.ForeignKeyConstraint(['step_version_id'], ['step_version.id'], name=op.f('fk_step_submission_step_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step_submission')),
    sa.UniqueConstraint('progress_id', 'number', name=op.f('uq_step_submission_progress_id_number'))
    )
    op.create_table('customer_order_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'quoted', 'deposit', 'making', 'delivered', 'after_sale', 'cancelled', name='order_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_customer_order_step_by_id')),
    sa.ForeignKeyConstraint(['order_id'], ['customer_order.id'], name=op.f('fk_customer_order_step_order_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_order_step'))
    )
    with op.batch_alter_table('customer_order_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_customer_order_step_order_id'), ['order_id'], unique=False)

    op.create_table('customer_reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('rule_id', sa.Integer(), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=True),
    sa.Column('occasion', sa.String(40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_reminder_customer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['order_id'], ['customer_order.id'], name=op.f('fk_customer_reminder_order_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['rule_id'], ['customer_rule.id'], name=op.f('fk_customer_reminder_rule_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_customer_reminder_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_reminder')),
    sa.UniqueConstraint('rule_id', 'customer_id', 'occasion', name=op.f('uq_customer_reminder_rule_id_customer_id_occasion'))
    )
    with op.batch_alter_table('customer_reminder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_customer_reminder_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_customer_reminder_open', ['shop_id', 'done_at', 'due_on'], unique=False)

    op.create_table('evidence_hint',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(30), nullable=False),
    sa.Column('good', sa.Boolean(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['evidence_id'], ['step_evidence.id'], name=op.f('fk_evidence_hint_evidence_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['step_submission.id'], name=op.f('fk_evidence_hint_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_hint'))
    )
    with op.batch_alter_table('evidence_hint', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_hint_submission_id'), ['submission_id'], unique=False)

    op.create_table('evidence_look',
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('taken_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.String(300), nullable=False),
    sa.Column('gave_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['submission_id'], ['step_submission.id'], name=op.f('fk_evidence_look_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_look')),
    sa.UniqueConstraint('submission_id', name=op.f('uq_evidence_look_submission_id'))
    )
    with op.batch_alter_table('evidence_look', schema=None) as batch_op:
        batch_op.create_index('ix_evidence_look_due', ['done_at', 'gave_up_at', 'due_at'], unique=False)

    op.create_table('publication',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('becomes', sa.Enum('photos', 'prices', 'story', 'hours', 'policy', name='becomes', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_publication_by_id')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_publication_ended_by_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_publication_shop_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['step_submission.id'], name=op.f('fk_publication_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication'))
    )
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publication_submission_id'), ['submission_id'], unique=False)
        batch_op.create_index('uq_publication_standing', ['shop_id', 'becomes'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('seen_picture',
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('likeness', sa.String(16), nullable=False),
    sa.ForeignKeyConstraint(['evidence_id'], ['step_evidence.id'], name=op.f('fk_seen_picture_evidence_id')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_seen_picture_shop_id')),
    sa.PrimaryKeyConstraint('evidence_id', name=op.f('pk_seen_picture'))
    )
    with op.batch_alter_table('seen_picture', schema=None) as batch_op:
        batch_op.create_index('ix_seen_picture_shop', ['shop_id'], unique=False)

    op.create_table('step_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Enum('accepted', 'changes_wanted', 'refused', name='verdict', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('ticks', sa.JSON(), nullable=False),
    sa.Column('says', sa.String(1000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_step_review_by_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['step_submission.id'], name=op.f('fk_step_review_submission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step_review'))
    )
    with op.batch_alter_table('step_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_step_review_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_step_review_submission_id'), ['submission_id'], unique=False)

    op.create_table('submission_evidence',
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['evidence_id'], ['step_evidence.id'], name=op.f('fk_submission_evidence_evidence_id')),
    sa.ForeignKeyConstraint(['submission_id'], ['step_submission.id'], name=op.f('fk_submission_evidence_submission_id')),
    sa.PrimaryKeyConstraint('submission_id', 'evidence_id', name=op.f('pk_submission_evidence'))
    )
    with op.batch_alter_table('submission_evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_submission_evidence_evidence_id'), ['evidence_id'], unique=False)

    op.create_table('customer_reminder_sent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reminder_id', sa.Integer(), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('zalo', 'call', 'message', 'email', 'in_person', 'note', name='touch_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_customer_reminder_sent_by_id')),
    sa.ForeignKeyConstraint(['reminder_id'], ['customer_reminder.id'], name=op.f('fk_customer_reminder_sent_reminder_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_customer_reminder_sent_shop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_reminder_sent')),
    sa.UniqueConstraint('reminder_id', name=op.f('uq_customer_reminder_sent_reminder_id'))
    )
    with op.batch_alter_table('customer_reminder_sent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_customer_reminder_sent_shop_id'), ['shop_id'], unique=False)

    op.create_table('second_look',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('agrees', sa.Boolean(), nullable=False),
    sa.Column('says', sa.String(1000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_second_look_by_id')),
    sa.ForeignKeyConstraint(['review_id'], ['step_review.id'], name=op.f('fk_second_look_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_look')),
    sa.UniqueConstraint('review_id', name=op.f('uq_second_look_review_id'))
    )

    for table in STAYS:
        keep_as_it_is(table)


TABLES = (
    'package', 'cohort', 'package_step', 'shop', 'step_need', 'step_version', 'application', 'badge',
    'bank_account', 'customer', 'customer_export', 'customer_tombstone', 'enrolment', 'measure', 'product',
    'publication_wish', 'quick_reply', 'shop_invitation', 'shop_member', 'shop_sheet', 'shop_visit',
    'step_progress', 'success_story', 'application_act', 'cost_card', 'customer_order', 'customer_rule',
    'customer_tag', 'customer_touch', 'customer_word', 'step_act', 'step_evidence', 'step_submission', 'customer_order_step',
    'customer_reminder', 'evidence_hint', 'evidence_look', 'publication', 'seen_picture', 'step_review',
    'submission_evidence', 'customer_reminder_sent', 'second_look',
)
"""In the order in which they are made."""


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)  # its triggers go with it
    for table in STAYS:
        forget_keeping(table)
