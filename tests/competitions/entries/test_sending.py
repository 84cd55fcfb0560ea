"""Sending to the second: the deadline, the postmark, classes and late links; a receipt for each sending."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.competitions.entries import files, jobs, late, manifest, receipts, rules, timing
from portal.competitions.entries.files import Sum
from portal.competitions.entries.models import Entry, EntryState, EntryStep, Receipt
from portal.db import db
from portal.kit.say import Refused
from portal.people.models import Role
from tests import make
from tests.competitions import planting
from tests.competitions.entries import entering
from tests.competitions.planting import DEADLINE

SECOND = timedelta(seconds=1)
AT = make.AT


def announced(entry: Entry, words: str, *, at=AT) -> None:
    """A panel whose sum is registered and whose bytes are still on the way."""
    manifest.register(entry, [Sum("panels", entering.sum_of(words), len(words))], at=at)


def test_the_last_second_counts_and_the_next_one_does_not(session: object):
    competition = planting.competition()
    early, late_one = entering.whole(competition), entering.whole(competition)
    assert rules.send(early, at=DEADLINE - SECOND) is EntryState.SUBMITTED
    assert (early.submitted_at, early.sequence) == (DEADLINE - SECOND, 1)
    held = (late_one.title, late_one.statement_vi, files.sums(late_one))
    with pytest.raises(Refused, match="What you wrote is kept as a draft"):
        rules.send(late_one, at=DEADLINE)
    assert (late_one.state, late_one.sequence, late_one.receipts) == (EntryState.DRAFT, None, [])
    assert (late_one.title, late_one.statement_vi, files.sums(late_one)) == held
    with pytest.raises(Refused, match="nothing can be changed any more"):
        rules.keep(late_one, {"title": "Khác"}, at=DEADLINE)


def test_a_class_may_have_a_deadline_of_its_own(session: object):
    competition = planting.draft()
    student = planting.category(competition, "student")
    student.closes_at = DEADLINE + timedelta(days=1)
    db.session.flush()
    competition.published_at = planting.PUBLISHED
    competition.stage = "published"
    db.session.flush()
    one, other = entering.whole(competition, category="student"), entering.whole(competition)
    assert rules.send(one, at=DEADLINE + timedelta(days=1) - SECOND) is EntryState.SUBMITTED
    with pytest.raises(Refused):
        rules.send(other, at=DEADLINE)


def test_what_was_registered_in_time_may_arrive_in_the_window_and_nothing_else(session: object):
    competition = planting.competition()
    entry = entering.whole(competition, panels=1)
    announced(entry, "bảng hai")
    assert rules.send(entry, at=DEADLINE - SECOND) is EntryState.MANIFESTED
    two_hours = DEADLINE + timedelta(hours=2)
    with pytest.raises(Refused, match="was not announced before it"):
        entering.panel(entry, "bảng hai, sửa lại", at=two_hours)
    entering.panel(entry, "bảng hai", at=two_hours)
    assert (entry.state, entry.submitted_at, entry.sequence) == (EntryState.SUBMITTED, two_hours, 1)
    [receipt] = entry.receipts
    assert receipt.contents["postmark_at"] < "2026-11-27T17:00:00" < receipt.contents["received_at"]
    assert [step.state for step in entry.steps] == [EntryState.DRAFT, EntryState.MANIFESTED, EntryState.SUBMITTED]


def test_sums_registered_in_time_are_enough_to_send_after_the_deadline_within_the_window(session: object):
    competition = planting.competition()
    stamped, bare = entering.whole(competition, panels=1), entering.whole(competition, panels=1)
    announced(stamped, "bảng hai", at=DEADLINE - SECOND)
    with pytest.raises(Refused):
        announced(bare, "bảng hai", at=DEADLINE)
    entering.panel(stamped, "bảng hai", at=DEADLINE + timedelta(hours=12) - SECOND)
    assert rules.send(stamped, at=DEADLINE + timedelta(hours=12) - SECOND) is EntryState.SUBMITTED
    assert bare.state is EntryState.DRAFT


def test_when_the_window_is_over_a_draft_is_left_and_its_team_is_told(session: object):
    competition = planting.competition()
    entry = entering.whole(competition, panels=1)
    announced(entry, "bảng hai")
    rules.send(entry, at=AT)
    with pytest.raises(Refused, match="time in which files may still arrive is over"):
        entering.panel(entry, "bảng hai", at=DEADLINE + timedelta(hours=12))
    assert jobs.end_windows(at=DEADLINE + timedelta(hours=12)) == 1
    assert (entry.state, entry.title) == (EntryState.DRAFT, entering.TITLE)
    assert jobs.end_windows(at=DEADLINE + timedelta(hours=13)) == 0


def test_what_was_sent_last_counts_when_it_was_changed_and_not_sent_again(session: object):
    competition = planting.competition()
    entry = entering.whole(competition)
    rules.send(entry, at=AT)
    assert rules.send(entry, at=AT + SECOND) is EntryState.SUBMITTED
    assert len(entry.receipts) == 1, "the same sent twice is one receipt"
    kept = files.sums(entry)
    rules.keep(entry, {"title": "Một tên khác"}, at=AT + SECOND)
    files.remove(entry, files.standing(entry)[0], at=AT + SECOND)
    entering.panel(entry, "bảng mới", at=AT + SECOND)
    assert not receipts.is_current(entry)
    assert jobs.settle_changed(at=DEADLINE - SECOND) == 0
    assert jobs.settle_changed(at=DEADLINE) == 1
    assert (entry.title, files.sums(entry), receipts.is_current(entry)) == (entering.TITLE, kept, True)
    assert entry.typed["unsent"] == {"title": "Một tên khác"}


def test_each_new_sending_has_a_number_and_a_receipt_of_its_own(session: object):
    competition = planting.competition()
    first, second = entering.whole(competition), entering.whole(competition)
    rules.send(first, at=AT)
    rules.send(second, at=AT)
    rules.keep(first, {"title": "Mái hiên, bản hai"}, at=AT)
    rules.send(first, at=AT + SECOND)
    assert [one.sequence for one in first.receipts] == [1, 3]
    assert first.receipts[1].digest != first.receipts[0].digest
    assert [step.state for step in first.steps] == [EntryState.DRAFT, EntryState.SUBMITTED]


def test_a_late_link_lets_one_entry_in_once(session: object):
    competition = planting.competition()
    registrar = make.person(Role.REGISTRAR)
    one, other = entering.whole(competition), entering.whole(competition)
    code = late.give(
        competition, reason="Mất điện ở Cẩm Nam", until=DEADLINE + timedelta(days=1), by=registrar, at=DEADLINE
    )
    late.use(code, one, at=DEADLINE + SECOND)
    assert timing.closes_at(one) == DEADLINE + timedelta(days=1)
    assert rules.send(one, at=DEADLINE + timedelta(hours=23)) is EntryState.SUBMITTED
    with pytest.raises(Refused, match="has been used"):
        late.use(code, other, at=DEADLINE + SECOND)
    with pytest.raises(Refused):
        rules.send(other, at=DEADLINE + SECOND)


@pytest.mark.parametrize("spoil, sentence", [
    (lambda entry: rules.keep(entry, {"statement_vi": "chữ " * 601}, at=AT), "has 601 words; at most 600"),
    (lambda entry: files.remove(entry, files.standing(entry)[0], at=AT), "At least 2 files are asked for"),
    (lambda entry: rules.keep(entry, {"title": ""}, at=AT), "Give your design a title"),
    (lambda entry: setattr(entry, "agreed_brief", None), "agree to the brief"),
    (lambda entry: setattr(entry.members[0], "is_minor", True), "is under 18"),
])  # fmt: skip
def test_what_is_missing_is_said_and_the_draft_stays(session: object, spoil, sentence: str):
    entry = entering.whole(planting.competition())
    spoil(entry)
    with pytest.raises(Refused, match=sentence):
        rules.send(entry, at=AT)
    assert entry.state is EntryState.DRAFT
    assert db.session.scalars(select(Receipt)).all() == []
    states = db.session.scalars(select(EntryStep.state).where(EntryStep.entry_id == entry.id)).all()
    assert states == [EntryState.DRAFT]
