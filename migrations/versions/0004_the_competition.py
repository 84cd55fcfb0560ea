"""the competition"""

from alembic import op
import sqlalchemy as sa


revision = '0004'
down_revision = '0003'


STAYS = (
    'competition_step', 'extension', 'brief_version', 'addendum', 'checklist_acknowledgement', 'entry_step', 'vault_access',
    'manifest', 'entry_receipt', 'score_act', 'commitment', 'vote', 'ranked_ballot', 'flag_seen', 'jury_sentence', 'minutes',
    'minutes_confirmation', 'reveal_key', 'frozen_result', 'public_vote',
)
"""Tables that are only added to."""

FROZEN = ('category', 'entry_slot', 'criterion', 'prize')
"""Rules of a competition: they stand from the moment it is published."""


def upgrade() -> None:
    op.create_table('restoring',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_restoring_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_restoring'))
    )
    op.create_table('competition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(140), nullable=False),
    sa.Column('stage', sa.Enum('setup', 'published', 'questions_closed', 'submission_closed', 'judging', 'ranking_signed', 'revealed', 'results_published', 'exhibition', 'archived', name='stage', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('brief_version', sa.Integer(), nullable=False),
    sa.Column('title_vi', sa.String(120), nullable=False),
    sa.Column('title_en', sa.String(120), nullable=False),
    sa.Column('title_fr', sa.String(120), nullable=False),
    sa.Column('summary_vi', sa.String(300), nullable=False),
    sa.Column('summary_en', sa.String(300), nullable=False),
    sa.Column('summary_fr', sa.String(300), nullable=False),
    sa.Column('brief_vi', sa.String(), nullable=False),
    sa.Column('brief_en', sa.String(), nullable=False),
    sa.Column('brief_fr', sa.String(), nullable=False),
    sa.Column('licence_vi', sa.String(), nullable=False),
    sa.Column('licence_en', sa.String(), nullable=False),
    sa.Column('licence_fr', sa.String(), nullable=False),
    sa.Column('obligation', sa.Enum('project', 'ideas', name='obligation', native_enum=False, create_constraint=True, length=20), nullable=True),
    sa.Column('obligation_vi', sa.String(), nullable=False),
    sa.Column('obligation_en', sa.String(), nullable=False),
    sa.Column('obligation_fr', sa.String(), nullable=False),
    sa.Column('may_withhold', sa.Boolean(), nullable=True),
    sa.Column('most_members', sa.Integer(), nullable=False),
    sa.Column('transfer_hours', sa.Integer(), nullable=False),
    sa.Column('method', sa.String(20), nullable=False),
    sa.Column('method_version', sa.String(20), nullable=False),
    sa.Column('tie_ladder', sa.JSON(), nullable=False),
    sa.Column('per_entry', sa.Integer(), nullable=True),
    sa.Column('has_public_vote', sa.Boolean(), nullable=False),
    sa.Column('vote_rules_vi', sa.String(), nullable=False),
    sa.Column('vote_rules_en', sa.String(), nullable=False),
    sa.Column('contact_email', sa.String(254), nullable=False),
    sa.Column('contact_phone', sa.String(16), nullable=False),
    sa.Column('listing_id', sa.Integer(), nullable=True),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("stage = 'setup' OR published_at IS NOT NULL", name=op.f('ck_competition_published_has_its_date')),
    sa.CheckConstraint('most_members BETWEEN 1 AND 30', name=op.f('ck_competition_most_members_sane')),
    sa.CheckConstraint('transfer_hours BETWEEN 0 AND 72', name=op.f('ck_competition_transfer_hours_sane')),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_competition_added_by_id')),
    sa.ForeignKeyConstraint(['listing_id'], ['listing.id'], name=op.f('fk_competition_listing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_competition')),
    sa.UniqueConstraint('slug', name=op.f('uq_competition_slug'))
    )
    op.create_index(op.f('ix_competition_stage'), 'competition', ['stage'], unique=False)
    op.create_table('transfer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(64), nullable=False),
    sa.Column('receiver', sa.String(20), nullable=False),
    sa.Column('subject', sa.String(40), nullable=False),
    sa.Column('slot', sa.String(40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('arrived', sa.BigInteger(), nullable=False),
    sa.Column('digest', sa.String(64), nullable=False),
    sa.Column('label', sa.String(200), nullable=False),
    sa.Column('media_type', sa.String(100), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused', sa.String(500), nullable=False),
    sa.CheckConstraint('arrived BETWEEN 0 AND size', name=op.f('ck_transfer_arrived_within_size')),
    sa.CheckConstraint('size > 0', name=op.f('ck_transfer_not_empty')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_transfer_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transfer')),
    sa.UniqueConstraint('name', name=op.f('uq_transfer_name'))
    )
    op.create_index('ix_transfer_expires_at', 'transfer', ['expires_at'], unique=False)
    op.create_index(op.f('ix_transfer_person_id'), 'transfer', ['person_id'], unique=False)
    op.create_index('ix_transfer_subject', 'transfer', ['receiver', 'subject', 'slot'], unique=False)
    op.create_table('clean_copy',
    sa.Column('upload_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(64), nullable=True),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.Column('media_type', sa.String(60), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('taken_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.String(300), nullable=False),
    sa.Column('gave_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_clean_copy_upload_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clean_copy')),
    sa.UniqueConstraint('upload_id', name=op.f('uq_clean_copy_upload_id'))
    )
    with op.batch_alter_table('clean_copy', schema=None) as batch_op:
        batch_op.create_index('ix_clean_copy_due', ['done_at', 'gave_up_at', 'due_at'], unique=False)

    op.create_table('pyramid',
    sa.Column('upload_id', sa.Integer(), nullable=False),
    sa.Column('page', sa.Integer(), nullable=False),
    sa.Column('manifest', sa.JSON(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('taken_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.String(300), nullable=False),
    sa.Column('gave_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_pyramid_upload_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pyramid')),
    sa.UniqueConstraint('upload_id', 'page', name=op.f('uq_pyramid_upload_id_page'))
    )
    with op.batch_alter_table('pyramid', schema=None) as batch_op:
        batch_op.create_index('ix_pyramid_due', ['done_at', 'gave_up_at', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_pyramid_upload_id'), ['upload_id'], unique=False)

    op.create_table('addendum',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text_vi', sa.String(), nullable=False),
    sa.Column('text_en', sa.String(), nullable=False),
    sa.Column('text_fr', sa.String(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_addendum_by_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_addendum_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_addendum')),
    sa.UniqueConstraint('competition_id', 'number', name=op.f('uq_addendum_competition_id_number'))
    )
    op.create_table('brief_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('texts', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_brief_version_by_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_brief_version_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_brief_version')),
    sa.UniqueConstraint('competition_id', 'version', name=op.f('uq_brief_version_competition_id_version'))
    )
    op.create_table('category',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(40), nullable=False),
    sa.Column('name_vi', sa.String(120), nullable=False),
    sa.Column('name_en', sa.String(120), nullable=False),
    sa.Column('name_fr', sa.String(120), nullable=False),
    sa.Column('hint_vi', sa.String(300), nullable=False),
    sa.Column('hint_en', sa.String(300), nullable=False),
    sa.Column('hint_fr', sa.String(300), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_category_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_category')),
    sa.UniqueConstraint('competition_id', 'key', name=op.f('uq_category_competition_id_key'))
    )
    op.create_index(op.f('ix_category_competition_id'), 'category', ['competition_id'], unique=False)
    op.create_table('checklist_acknowledgement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('warning', sa.String(40), nullable=False),
    sa.Column('reason', sa.String(300), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_checklist_acknowledgement_by_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_checklist_acknowledgement_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checklist_acknowledgement'))
    )
    op.create_index(op.f('ix_checklist_acknowledgement_competition_id'), 'checklist_acknowledgement', ['competition_id'], unique=False)
    op.create_table('competition_phase',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('register', 'questions', 'submit', 'check', 'round_1', 'shortlist', 'control', 'final', 'sign', 'reveal', 'results', 'exhibition', 'public_vote', name='phase_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('closes_at > opens_at', name=op.f('ck_competition_phase_ends_after_start')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_competition_phase_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_competition_phase')),
    sa.UniqueConstraint('competition_id', 'kind', name=op.f('uq_competition_phase_competition_id_kind'))
    )
    op.create_index(op.f('ix_competition_phase_competition_id'), 'competition_phase', ['competition_id'], unique=False)
    op.create_table('competition_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(1000), nullable=False),
    sa.Column('language', sa.String(2), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('shown_vi', sa.String(1000), nullable=False),
    sa.Column('shown_en', sa.String(1000), nullable=False),
    sa.Column('answer_vi', sa.String(), nullable=False),
    sa.Column('answer_en', sa.String(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('batch', sa.Integer(), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('left_out_because', sa.String(300), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_competition_question_answered_by_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_competition_question_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_competition_question'))
    )
    op.create_index('ix_competition_question_batch', 'competition_question', ['competition_id', 'batch'], unique=False)
    op.create_table('competition_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Enum('setup', 'published', 'questions_closed', 'submission_closed', 'judging', 'ranking_signed', 'revealed', 'results_published', 'exhibition', 'archived', name='stage', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_competition_step_by_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_competition_step_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_competition_step'))
    )
    op.create_index(op.f('ix_competition_step_competition_id'), 'competition_step', ['competition_id'], unique=False)
    op.create_table('criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(40), nullable=False),
    sa.Column('name_vi', sa.String(120), nullable=False),
    sa.Column('name_en', sa.String(120), nullable=False),
    sa.Column('name_fr', sa.String(120), nullable=False),
    sa.Column('hint_vi', sa.String(300), nullable=False),
    sa.Column('hint_en', sa.String(300), nullable=False),
    sa.Column('hint_fr', sa.String(300), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('allows_na', sa.Boolean(), nullable=False),
    sa.Column('independent', sa.Boolean(), nullable=False),
    sa.Column('anchors', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('weight BETWEEN 0 AND 100', name=op.f('ck_criterion_weight_percent')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_criterion_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_criterion')),
    sa.UniqueConstraint('competition_id', 'key', name=op.f('uq_criterion_competition_id_key'))
    )
    op.create_index(op.f('ix_criterion_competition_id'), 'criterion', ['competition_id'], unique=False)
    op.create_table('entry_slot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(40), nullable=False),
    sa.Column('kind', sa.Enum('panel', 'statement', 'photo', 'video', name='slot_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('name_vi', sa.String(120), nullable=False),
    sa.Column('name_en', sa.String(120), nullable=False),
    sa.Column('name_fr', sa.String(120), nullable=False),
    sa.Column('least', sa.Integer(), nullable=False),
    sa.Column('most', sa.Integer(), nullable=False),
    sa.Column('formats', sa.JSON(), nullable=False),
    sa.Column('sizes', sa.JSON(), nullable=False),
    sa.Column('orientation', sa.String(10), nullable=False),
    sa.Column('most_bytes', sa.BigInteger(), nullable=True),
    sa.Column('most_pages', sa.Integer(), nullable=True),
    sa.Column('least_dpi', sa.Integer(), nullable=True),
    sa.Column('most_words', sa.Integer(), nullable=True),
    sa.Column('blocks', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('least >= 0 AND most >= least AND most BETWEEN 1 AND 20', name=op.f('ck_entry_slot_counts_sane')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_entry_slot_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_slot')),
    sa.UniqueConstraint('competition_id', 'key', name=op.f('uq_entry_slot_competition_id_key'))
    )
    op.create_index(op.f('ix_entry_slot_competition_id'), 'entry_slot', ['competition_id'], unique=False)
    op.create_table('frozen_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('json', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_frozen_result_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_frozen_result')),
    sa.UniqueConstraint('competition_id', 'version', name=op.f('uq_frozen_result_competition_id_version'))
    )
    op.create_table('jury_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('seat', sa.Enum('chair', 'member', 'reserve', name='seat', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('independent', sa.Boolean(), nullable=False),
    sa.Column('pseudonym', sa.String(10), nullable=False),
    sa.Column('work_vi', sa.String(200), nullable=False),
    sa.Column('work_en', sa.String(200), nullable=False),
    sa.Column('organisation', sa.String(120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decline_reason', sa.String(300), nullable=False),
    sa.Column('brief_approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stands_in_for_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('accepted_at IS NULL OR declined_at IS NULL', name=op.f('ck_jury_member_accepted_or_declined')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_jury_member_competition_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_jury_member_person_id')),
    sa.ForeignKeyConstraint(['stands_in_for_id'], ['jury_member.id'], name=op.f('fk_jury_member_stands_in_for_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jury_member')),
    sa.UniqueConstraint('competition_id', 'person_id', name=op.f('uq_jury_member_competition_id_person_id')),
    sa.UniqueConstraint('competition_id', 'pseudonym', name=op.f('uq_jury_member_competition_id_pseudonym'))
    )
    op.create_index(op.f('ix_jury_member_competition_id'), 'jury_member', ['competition_id'], unique=False)
    op.create_index(op.f('ix_jury_member_person_id'), 'jury_member', ['person_id'], unique=False)
    op.create_table('jury_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('eligibility', 'scoring', 'control', 'final', name='round_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('seed', sa.BigInteger(), nullable=False),
    sa.Column('per_entry', sa.Integer(), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('locked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('unsealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('unsealed_at IS NULL OR locked_at IS NOT NULL', name=op.f('ck_jury_round_unsealed_after_lock')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_jury_round_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jury_round')),
    sa.UniqueConstraint('competition_id', 'number', name=op.f('uq_jury_round_competition_id_number'))
    )
    op.create_index(op.f('ix_jury_round_competition_id'), 'jury_round', ['competition_id'], unique=False)
    op.create_table('minutes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('contents', sa.JSON(), nullable=False),
    sa.Column('sha256', sa.String(64), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_minutes_by_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_minutes_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes')),
    sa.UniqueConstraint('competition_id', 'version', name=op.f('uq_minutes_competition_id_version'))
    )
    op.create_table('refused_vote',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.String(10), nullable=False),
    sa.Column('why', sa.String(20), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_refused_vote_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refused_vote')),
    sa.UniqueConstraint('competition_id', 'day', 'why', name=op.f('uq_refused_vote_competition_id_day_why'))
    )
    op.create_table('reveal_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_reveal_key_by_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_reveal_key_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reveal_key')),
    sa.UniqueConstraint('competition_id', 'by_id', name=op.f('uq_reveal_key_competition_id_by_id'))
    )
    op.create_table('site_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=False),
    sa.Column('label_vi', sa.String(120), nullable=False),
    sa.Column('label_en', sa.String(120), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_site_file_competition_id')),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_site_file_upload_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site_file'))
    )
    op.create_index(op.f('ix_site_file_competition_id'), 'site_file', ['competition_id'], unique=False)
    op.create_table('vote_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(64), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_vote_code_competition_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_vote_code_made_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vote_code')),
    sa.UniqueConstraint('digest', name=op.f('uq_vote_code_digest'))
    )
    op.create_index(op.f('ix_vote_code_competition_id'), 'vote_code', ['competition_id'], unique=False)
    op.create_table('entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(6), nullable=False),
    sa.Column('state', sa.Enum('draft', 'manifested', 'submitted', 'in_technical_check', 'query', 'fixed', 'cleared', 'in_round', 'shortlisted', 'not_advanced', 'revived', 'finalist', 'awarded', 'mentioned', 'not_awarded', 'exhibited', 'withdrawn', 'excluded', 'hors_concours', name='entry_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('anonymity', sa.Enum('unchecked', 'flagged', 'cleared', name='anonymity', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('title', sa.String(120), nullable=False),
    sa.Column('statement_vi', sa.String(), nullable=False),
    sa.Column('statement_en', sa.String(), nullable=False),
    sa.Column('video_url', sa.String(300), nullable=False),
    sa.Column('language', sa.String(2), nullable=False),
    sa.Column('typed', sa.JSON(), nullable=False),
    sa.Column('agreed_brief', sa.Integer(), nullable=True),
    sa.Column('practice', sa.Boolean(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('manifested_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('exclusion_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'excluded') = (exclusion_id IS NOT NULL)", name=op.f('ck_entry_excluded_by_vote')),
    sa.CheckConstraint('(submitted_at IS NULL) = (sequence IS NULL)', name=op.f('ck_entry_submitted_has_its_number')),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_entry_category_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_entry_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry')),
    sa.UniqueConstraint('code', name=op.f('uq_entry_code')),
    sa.UniqueConstraint('competition_id', 'sequence', name=op.f('uq_entry_competition_id_sequence'))
    )
    op.create_index(op.f('ix_entry_competition_id'), 'entry', ['competition_id'], unique=False)
    op.create_index('ix_entry_state', 'entry', ['competition_id', 'state', 'category_id'], unique=False)
    op.create_table('extension',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('phase', sa.Enum('register', 'questions', 'submit', 'check', 'round_1', 'shortlist', 'control', 'final', 'sign', 'reveal', 'results', 'exhibition', 'public_vote', name='phase_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=True),
    sa.Column('was_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('now_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason_vi', sa.String(300), nullable=False),
    sa.Column('reason_en', sa.String(300), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('now_at > was_at', name=op.f('ck_extension_only_longer')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_extension_by_id')),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_extension_category_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_extension_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extension'))
    )
    op.create_index(op.f('ix_extension_competition_id'), 'extension', ['competition_id'], unique=False)
    op.create_table('flag_seen',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('flag', sa.String(80), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_flag_seen_by_id')),
    sa.ForeignKeyConstraint(['round_id'], ['jury_round.id'], name=op.f('fk_flag_seen_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_flag_seen'))
    )
    op.create_index(op.f('ix_flag_seen_round_id'), 'flag_seen', ['round_id'], unique=False)
    op.create_table('juror_lock',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reopened_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['jury_member.id'], name=op.f('fk_juror_lock_member_id')),
    sa.ForeignKeyConstraint(['round_id'], ['jury_round.id'], name=op.f('fk_juror_lock_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_juror_lock'))
    )
    op.create_index(op.f('ix_juror_lock_member_id'), 'juror_lock', ['member_id'], unique=False)
    op.create_index(op.f('ix_juror_lock_round_id'), 'juror_lock', ['round_id'], unique=False)
    op.create_table('kept_ranking',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('of_version', sa.Integer(), nullable=False),
    sa.Column('record', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('taken_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.String(300), nullable=False),
    sa.Column('gave_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['round_id'], ['jury_round.id'], name=op.f('fk_kept_ranking_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_ranking')),
    sa.UniqueConstraint('round_id', name=op.f('uq_kept_ranking_round_id'))
    )
    op.create_index('ix_kept_ranking_due', 'kept_ranking', ['done_at', 'gave_up_at', 'due_at'], unique=False)
    op.create_table('minutes_confirmation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('minutes_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_minutes_confirmation_by_id')),
    sa.ForeignKeyConstraint(['member_id'], ['jury_member.id'], name=op.f('fk_minutes_confirmation_member_id')),
    sa.ForeignKeyConstraint(['minutes_id'], ['minutes.id'], name=op.f('fk_minutes_confirmation_minutes_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_confirmation')),
    sa.UniqueConstraint('minutes_id', 'member_id', name=op.f('uq_minutes_confirmation_minutes_id_member_id'))
    )
    op.create_table('prize',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=True),
    sa.Column('name_vi', sa.String(120), nullable=False),
    sa.Column('name_en', sa.String(120), nullable=False),
    sa.Column('name_fr', sa.String(120), nullable=False),
    sa.Column('amount_vnd', sa.BigInteger(), nullable=False),
    sa.Column('how_many', sa.Integer(), nullable=False),
    sa.Column('least_tenths', sa.Integer(), nullable=True),
    sa.Column('by_public', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount_vnd >= 0', name=op.f('ck_prize_amount_not_negative')),
    sa.CheckConstraint('how_many BETWEEN 1 AND 50', name=op.f('ck_prize_how_many_sane')),
    sa.CheckConstraint('least_tenths IS NULL OR least_tenths BETWEEN 0 AND 100', name=op.f('ck_prize_least_in_range')),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_prize_category_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_prize_competition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prize'))
    )
    op.create_index(op.f('ix_prize_competition_id'), 'prize', ['competition_id'], unique=False)
    op.create_table('ranked_ballot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('positions', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_ranked_ballot_by_id')),
    sa.ForeignKeyConstraint(['member_id'], ['jury_member.id'], name=op.f('fk_ranked_ballot_member_id')),
    sa.ForeignKeyConstraint(['round_id'], ['jury_round.id'], name=op.f('fk_ranked_ballot_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranked_ballot'))
    )
    op.create_index(op.f('ix_ranked_ballot_member_id'), 'ranked_ballot', ['member_id'], unique=False)
    op.create_index(op.f('ix_ranked_ballot_round_id'), 'ranked_ballot', ['round_id'], unique=False)
    op.create_table('reopening',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(300), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed_by_id', sa.Integer(), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('agreed_by_id IS NULL OR agreed_by_id <> asked_by_id', name=op.f('ck_reopening_by_two')),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['person.id'], name=op.f('fk_reopening_agreed_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_reopening_asked_by_id')),
    sa.ForeignKeyConstraint(['member_id'], ['jury_member.id'], name=op.f('fk_reopening_member_id')),
    sa.ForeignKeyConstraint(['round_id'], ['jury_round.id'], name=op.f('fk_reopening_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reopening'))
    )
    op.create_index(op.f('ix_reopening_round_id'), 'reopening', ['round_id'], unique=False)
    op.create_table('sitting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(120), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_sitting_by_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_sitting_competition_id')),
    sa.ForeignKeyConstraint(['round_id'], ['jury_round.id'], name=op.f('fk_sitting_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sitting'))
    )
    op.create_index(op.f('ix_sitting_competition_id'), 'sitting', ['competition_id'], unique=False)
    op.create_table('attendance',
    sa.Column('sitting_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('present', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['jury_member.id'], name=op.f('fk_attendance_member_id')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_attendance_sitting_id')),
    sa.PrimaryKeyConstraint('sitting_id', 'member_id', name=op.f('pk_attendance'))
    )
    op.create_table('ballot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('assigned', 'started', 'complete', 'locked', 'void', name='ballot_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('remark', sa.String(2000), nullable=False),
    sa.Column('note', sa.String(2000), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('locked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'locked') = (locked_at IS NOT NULL)", name=op.f('ck_ballot_locked_has_its_date')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_ballot_entry_id')),
    sa.ForeignKeyConstraint(['member_id'], ['jury_member.id'], name=op.f('fk_ballot_member_id')),
    sa.ForeignKeyConstraint(['round_id'], ['jury_round.id'], name=op.f('fk_ballot_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ballot')),
    sa.UniqueConstraint('member_id', 'entry_id', 'round_id', name=op.f('uq_ballot_member_id_entry_id_round_id')),
    sa.UniqueConstraint('round_id', 'member_id', 'position', name=op.f('uq_ballot_round_id_member_id_position'))
    )
    op.create_index(op.f('ix_ballot_entry_id'), 'ballot', ['entry_id'], unique=False)
    op.create_index(op.f('ix_ballot_member_id'), 'ballot', ['member_id'], unique=False)
    op.create_index('ix_ballot_round', 'ballot', ['round_id', 'state'], unique=False)
    op.create_table('conflict',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('family', 'employer', 'teacher', 'collaborator', 'competitor', 'recognised', 'not_qualified', 'other', name='conflict_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('source', sa.Enum('juror', 'entrant', 'match', 'staff', name='conflict_source', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('note', sa.String(300), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('stands_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dismissed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('stands_at IS NULL OR dismissed_at IS NULL', name=op.f('ck_conflict_stands_or_dismissed')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_conflict_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_conflict_decided_by_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_conflict_entry_id')),
    sa.ForeignKeyConstraint(['member_id'], ['jury_member.id'], name=op.f('fk_conflict_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict'))
    )
    op.create_index(op.f('ix_conflict_entry_id'), 'conflict', ['entry_id'], unique=False)
    op.create_index(op.f('ix_conflict_member_id'), 'conflict', ['member_id'], unique=False)
    op.create_index('uq_conflict_standing', 'conflict', ['member_id', 'entry_id'], unique=True, sqlite_where=sa.text('stands_at IS NOT NULL'), postgresql_where=sa.text('stands_at IS NOT NULL'))
    op.create_table('entry_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('upload_id', sa.Integer(), nullable=True),
    sa.Column('alt_vi', sa.String(300), nullable=False),
    sa.Column('alt_en', sa.String(300), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('announced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('size > 0', name=op.f('ck_entry_file_not_empty')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_entry_file_entry_id')),
    sa.ForeignKeyConstraint(['slot_id'], ['entry_slot.id'], name=op.f('fk_entry_file_slot_id')),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_entry_file_upload_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_file'))
    )
    op.create_index('ix_entry_file_entry', 'entry_file', ['entry_id', 'slot_id', 'position'], unique=False)
    op.create_table('entry_identity',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('phone', sa.String(16), nullable=False),
    sa.Column('email', sa.String(254), nullable=False),
    sa.Column('studio', sa.String(120), nullable=False),
    sa.Column('school', sa.String(120), nullable=False),
    sa.Column('teacher', sa.String(120), nullable=False),
    sa.Column('town', sa.String(120), nullable=False),
    sa.Column('shown_as', sa.String(200), nullable=False),
    sa.Column('relations', sa.String(1000), nullable=False),
    sa.Column('upload_digest', sa.String(64), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_entry_identity_entry_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_entry_identity_person_id')),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_entry_identity')),
    sa.UniqueConstraint('upload_digest', name=op.f('uq_entry_identity_upload_digest'))
    )
    op.create_index(op.f('ix_entry_identity_person_id'), 'entry_identity', ['person_id'], unique=False)
    op.create_table('entry_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(120), nullable=False),
    sa.Column('is_leader', sa.Boolean(), nullable=False),
    sa.Column('is_minor', sa.Boolean(), nullable=False),
    sa.Column('guardian_name', sa.String(120), nullable=False),
    sa.Column('guardian_phone', sa.String(16), nullable=False),
    sa.Column('guardian_agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('invite_digest', sa.String(64), nullable=True),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_entry_member_entry_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_entry_member_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_member')),
    sa.UniqueConstraint('entry_id', 'person_id', name=op.f('uq_entry_member_entry_id_person_id')),
    sa.UniqueConstraint('invite_digest', name=op.f('uq_entry_member_invite_digest'))
    )
    op.create_index(op.f('ix_entry_member_entry_id'), 'entry_member', ['entry_id'], unique=False)
    op.create_index(op.f('ix_entry_member_person_id'), 'entry_member', ['person_id'], unique=False)
    op.create_table('entry_query',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(1000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.String(1000), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_entry_query_by_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_entry_query_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_query'))
    )
    op.create_index(op.f('ix_entry_query_entry_id'), 'entry_query', ['entry_id'], unique=False)
    op.create_table('entry_receipt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(64), nullable=False),
    sa.Column('contents', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_entry_receipt_competition_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_entry_receipt_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_receipt')),
    sa.UniqueConstraint('competition_id', 'sequence', name=op.f('uq_entry_receipt_competition_id_sequence'))
    )
    op.create_index(op.f('ix_entry_receipt_entry_id'), 'entry_receipt', ['entry_id'], unique=False)
    op.create_table('entry_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'manifested', 'submitted', 'in_technical_check', 'query', 'fixed', 'cleared', 'in_round', 'shortlisted', 'not_advanced', 'revived', 'finalist', 'awarded', 'mentioned', 'not_awarded', 'exhibited', 'withdrawn', 'excluded', 'hors_concours', name='entry_state', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('reason', sa.String(500), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_entry_step_by_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_entry_step_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_step'))
    )
    op.create_index('ix_entry_step_entry', 'entry_step', ['entry_id', 'id'], unique=False)
    op.create_table('jury_motion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('sitting_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('exclude', 'shortlist', 'revive', 'prize', 'withhold', 'tie', 'hors_concours', name='motion_kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('prize_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(1000), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('carried', sa.Boolean(), nullable=True),
    sa.Column('by_casting_vote', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_jury_motion_competition_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_jury_motion_entry_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_jury_motion_opened_by_id')),
    sa.ForeignKeyConstraint(['prize_id'], ['prize.id'], name=op.f('fk_jury_motion_prize_id')),
    sa.ForeignKeyConstraint(['round_id'], ['jury_round.id'], name=op.f('fk_jury_motion_round_id')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_jury_motion_sitting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jury_motion'))
    )
    op.create_index(op.f('ix_jury_motion_competition_id'), 'jury_motion', ['competition_id'], unique=False)
    op.create_table('jury_sentence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('text_vi', sa.String(1000), nullable=False),
    sa.Column('text_en', sa.String(1000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_jury_sentence_by_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_jury_sentence_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jury_sentence'))
    )
    op.create_index(op.f('ix_jury_sentence_entry_id'), 'jury_sentence', ['entry_id'], unique=False)
    op.create_table('late_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('digest', sa.String(64), nullable=False),
    sa.Column('reason', sa.String(300), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_late_link_by_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_late_link_competition_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_late_link_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_late_link')),
    sa.UniqueConstraint('digest', name=op.f('uq_late_link_digest'))
    )
    op.create_index(op.f('ix_late_link_competition_id'), 'late_link', ['competition_id'], unique=False)
    op.create_table('manifest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(64), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_manifest_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_manifest'))
    )
    op.create_index(op.f('ix_manifest_entry_id'), 'manifest', ['entry_id'], unique=False)
    op.create_table('public_vote',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('voter', sa.String(64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_public_vote_competition_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_public_vote_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_vote')),
    sa.UniqueConstraint('competition_id', 'voter', name=op.f('uq_public_vote_competition_id_voter'))
    )
    op.create_index(op.f('ix_public_vote_entry_id'), 'public_vote', ['entry_id'], unique=False)
    op.create_table('rank_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('value', sa.Double(), nullable=True),
    sa.Column('raw', sa.Double(), nullable=True),
    sa.Column('low', sa.Double(), nullable=True),
    sa.Column('high', sa.Double(), nullable=True),
    sa.Column('ballots', sa.Integer(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_rank_row_entry_id')),
    sa.ForeignKeyConstraint(['round_id'], ['jury_round.id'], name=op.f('fk_rank_row_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rank_row')),
    sa.UniqueConstraint('round_id', 'entry_id', name=op.f('uq_rank_row_round_id_entry_id'))
    )
    op.create_index('ix_rank_row_order', 'rank_row', ['round_id', 'position'], unique=False)
    op.create_table('vault_access',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.String(40), nullable=False),
    sa.Column('why', sa.String(300), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_vault_access_by_id')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_vault_access_competition_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_vault_access_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vault_access'))
    )
    op.create_index(op.f('ix_vault_access_competition_id'), 'vault_access', ['competition_id'], unique=False)
    op.create_index(op.f('ix_vault_access_entry_id'), 'vault_access', ['entry_id'], unique=False)
    op.create_table('anonymity_finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('words', sa.String(300), nullable=False),
    sa.Column('sure', sa.Boolean(), nullable=False),
    sa.Column('page', sa.Integer(), nullable=True),
    sa.Column('box', sa.JSON(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.Column('settled_because', sa.String(300), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_anonymity_finding_entry_id')),
    sa.ForeignKeyConstraint(['file_id'], ['entry_file.id'], name=op.f('fk_anonymity_finding_file_id')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['person.id'], name=op.f('fk_anonymity_finding_settled_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_anonymity_finding'))
    )
    op.create_index(op.f('ix_anonymity_finding_entry_id'), 'anonymity_finding', ['entry_id'], unique=False)
    op.create_index(op.f('ix_anonymity_finding_file_id'), 'anonymity_finding', ['file_id'], unique=False)
    op.create_table('award',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('competition_id', sa.Integer(), nullable=False),
    sa.Column('prize_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('motion_id', sa.Integer(), nullable=True),
    sa.Column('withheld', sa.Boolean(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(entry_id IS NULL) = withheld', name=op.f('ck_award_to_somebody_or_withheld')),
    sa.ForeignKeyConstraint(['competition_id'], ['competition.id'], name=op.f('fk_award_competition_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_award_entry_id')),
    sa.ForeignKeyConstraint(['motion_id'], ['jury_motion.id'], name=op.f('fk_award_motion_id')),
    sa.ForeignKeyConstraint(['prize_id'], ['prize.id'], name=op.f('fk_award_prize_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award'))
    )
    op.create_index(op.f('ix_award_competition_id'), 'award', ['competition_id'], unique=False)
    op.create_table('commitment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ballot_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(64), nullable=False),
    sa.Column('salt', sa.String(64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_commitment_ballot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment')),
    sa.UniqueConstraint('ballot_id', 'number', name=op.f('uq_commitment_ballot_id_number'))
    )
    op.create_table('score',
    sa.Column('ballot_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('tenths', sa.Integer(), nullable=True),
    sa.Column('is_na', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(tenths IS NULL) = is_na', name=op.f('ck_score_points_or_not_applicable')),
    sa.CheckConstraint('tenths IS NULL OR tenths BETWEEN 0 AND 100', name=op.f('ck_score_in_range')),
    sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_score_ballot_id')),
    sa.ForeignKeyConstraint(['criterion_id'], ['criterion.id'], name=op.f('fk_score_criterion_id')),
    sa.PrimaryKeyConstraint('ballot_id', 'criterion_id', name=op.f('pk_score'))
    )
    op.create_table('score_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ballot_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=True),
    sa.Column('tenths', sa.Integer(), nullable=True),
    sa.Column('is_na', sa.Boolean(), nullable=False),
    sa.Column('once', sa.String(64), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['ballot_id'], ['ballot.id'], name=op.f('fk_score_act_ballot_id')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_score_act_by_id')),
    sa.ForeignKeyConstraint(['criterion_id'], ['criterion.id'], name=op.f('fk_score_act_criterion_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_act')),
    sa.UniqueConstraint('once', name=op.f('uq_score_act_once'))
    )
    op.create_index('ix_score_act_ballot', 'score_act', ['ballot_id', 'id'], unique=False)
    op.create_table('vote',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('motion_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('says', sa.String(10), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_vote_by_id')),
    sa.ForeignKeyConstraint(['member_id'], ['jury_member.id'], name=op.f('fk_vote_member_id')),
    sa.ForeignKeyConstraint(['motion_id'], ['jury_motion.id'], name=op.f('fk_vote_motion_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vote'))
    )
    op.create_index('ix_vote_motion', 'vote', ['motion_id', 'id'], unique=False)
    op.create_table('certificate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('award_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(8), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_certificate_award_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_certificate_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('code', name=op.f('uq_certificate_code'))
    )
    op.create_index(op.f('ix_certificate_entry_id'), 'certificate', ['entry_id'], unique=False)

    for table in STAYS:
        keep_as_it_is(table)
    for table in FROZEN:
        refuse_when(
            f'{table}_frozen', table, 'INSERT OR UPDATE OR DELETE', published_of('competition_id'),
            f'{table} stands since the competition was published',
        )
    refuse_when(
        'jury_member_frozen', 'jury_member', 'INSERT OR UPDATE OF competition_id, person_id, seat, independent, pseudonym OR DELETE',
        published_of('competition_id'), 'the jury stands since the competition was published',
    )
    refuse_when(
        'ballot_conflict', 'ballot', 'INSERT', "EXISTS (SELECT 1 FROM conflict WHERE conflict.member_id = {row}.member_id"
        " AND conflict.entry_id = {row}.entry_id AND conflict.stands_at IS NOT NULL)",
        'a conflict of interest stands between this juror and this entry',
    )
    refuse_when(
        'ballot_sealed', 'ballot', 'INSERT OR UPDATE OR DELETE',
        "EXISTS (SELECT 1 FROM jury_round WHERE jury_round.id = {row}.round_id AND jury_round.locked_at IS NOT NULL)",
        'the round of this ballot is locked',
    )
    refuse_when(
        'score_sealed', 'score', 'INSERT OR UPDATE OR DELETE',
        "EXISTS (SELECT 1 FROM ballot WHERE ballot.id = {row}.ballot_id"
        " AND (ballot.locked_at IS NOT NULL OR ballot.voided_at IS NOT NULL))",
        'this ballot is locked',
    )
    refuse_when(
        'jury_round_sealed', 'jury_round', 'UPDATE OF competition_id, number, kind, seed, per_entry, opened_at, locked_at OR DELETE',
        "{row}.locked_at IS NOT NULL", 'this round is locked', only_old=True,
    )


def published_of(column: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM competition WHERE competition.id = {row}." + column
        + " AND competition.published_at IS NOT NULL)"
    )


def refuse_when(name: str, table: str, acts: str, when: str, says: str, *, only_old: bool = False) -> None:
    """Refuses acts on rows for which `when` holds; "{row}" in it is the row, old or new. Both engines say it alike.

    With `only_old` what a row was decides alone: it may become what it may not cease to be.

    A backup that is put back brings its rows in any order: while a row stands in `restoring` nothing is refused.
    """
    when = f"({when} AND NOT EXISTS (SELECT 1 FROM restoring))"
    if op.get_bind().dialect.name == "sqlite":
        for act in acts.split(" OR "):
            row = "OLD" if act == "DELETE" else "NEW"
            also = f" OR {when.format(row='OLD')}" if act.startswith("UPDATE") else ""
            if only_old:
                row, also = "OLD", ""
            op.execute(
                f"CREATE TRIGGER {name}_{act.split()[0].lower()} BEFORE {act} ON {table}"
                f" WHEN {when.format(row=row)}{also} BEGIN SELECT RAISE(ABORT, '{says}'); END"
            )
        return
    new = f"IF TG_OP <> 'DELETE' THEN IF {when.format(row='NEW')} THEN RAISE EXCEPTION '{says}'; END IF; END IF;"
    op.execute(
        f"CREATE FUNCTION refuse_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" {'' if only_old else new}"
        f" IF TG_OP <> 'INSERT' THEN IF {when.format(row='OLD')} THEN RAISE EXCEPTION '{says}'; END IF; END IF;"
        f" IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {acts} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_{name}()")


def keep_as_it_is(table: str) -> None:
    """Refuses to change or delete a row; while a row stands in `erasing`, a person's values may be emptied."""
    standing = "EXISTS (SELECT 1 FROM erasing)"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
        op.execute(f"CREATE TRIGGER {table}_changed BEFORE UPDATE ON {table} WHEN NOT {standing} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_deleted BEFORE DELETE ON {table} {refuse}")
        return
    op.execute(
        f"CREATE FUNCTION keep_{table}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF TG_OP = 'UPDATE' AND {standing} THEN RETURN NEW; END IF;"
        f" RAISE EXCEPTION '{table} is only added to'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION keep_{table}()"
    )


TABLES = (
    'restoring', 'clean_copy', 'pyramid', 'competition', 'transfer', 'addendum', 'brief_version', 'category', 'checklist_acknowledgement',
    'competition_phase', 'competition_question', 'competition_step', 'criterion', 'entry_slot', 'frozen_result',
    'jury_member', 'jury_round', 'minutes', 'refused_vote', 'reveal_key', 'site_file', 'vote_code', 'entry',
    'extension', 'flag_seen', 'juror_lock', 'kept_ranking', 'minutes_confirmation', 'prize', 'ranked_ballot',
    'reopening', 'sitting', 'attendance', 'ballot', 'conflict', 'entry_file', 'entry_identity',
    'entry_member', 'entry_query', 'entry_receipt', 'entry_step', 'jury_motion', 'jury_sentence', 'late_link',
    'manifest', 'public_vote', 'rank_row', 'vault_access', 'anonymity_finding', 'award', 'commitment', 'score',
    'score_act', 'vote', 'certificate',
)
"""In the order in which they are made."""


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)  # its triggers go with it
    if op.get_bind().dialect.name != "sqlite":
        for name in (*(f'keep_{table}' for table in STAYS), *(f'refuse_{table}_frozen' for table in FROZEN),
                     'refuse_jury_member_frozen', 'refuse_ballot_conflict', 'refuse_ballot_sealed', 'refuse_score_sealed', 'refuse_jury_round_sealed'):
            op.execute(f"DROP FUNCTION {name}()")
