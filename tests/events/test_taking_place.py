"""Moved, postponed, cancelled, resumed: what the public reads, and what happens to the sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from portal.events import mirrors, taking_place
from portal.events.models import Status
from portal.kit.say import Refused
from portal.listings.models import State
from portal.people.models import Person, Role
from tests import make
from tests.make import AT, EVENING

A_WEEK = timedelta(days=7)


@pytest.fixture
def editor(session: Any) -> Person:
    return make.person(Role.MODERATOR)


def test_a_moved_event_says_why_and_keeps_its_uid(editor: Person) -> None:
    made = make.event()
    uid = made.uid
    later = EVENING + A_WEEK
    taking_place.move(
        made, starts_at=later, ends_at=later + timedelta(hours=3), by=editor, at=AT, reason_vi="Vì mưa lớn."
    )
    told = taking_place.notice(made)
    assert told is not None
    assert (told.act, told.reason_vi, made.uid, made.sequence, made.starts_at) == (
        "moved",
        "Vì mưa lớn.",
        uid,
        1,
        later,
    )


def test_sessions_are_moved_by_as_much(editor: Person) -> None:
    parent = make.event()
    part = make.session(parent, "Thả đèn", starts_at=EVENING + timedelta(hours=1))
    taking_place.move(
        parent, starts_at=EVENING + A_WEEK, ends_at=EVENING + A_WEEK + timedelta(hours=3), by=editor, at=AT,
        reason_vi="Bão.",
    )  # fmt: skip
    assert (parent.starts_at, part.starts_at) == (EVENING + A_WEEK, EVENING + A_WEEK + timedelta(hours=1))


def test_a_cancelled_event_cancels_its_sessions_and_resuming_brings_them_back(editor: Person) -> None:
    parent = make.event()
    part, gone = make.session(parent, "Thả đèn"), make.session(parent, "Bài chòi")
    taking_place.cancel(gone, by=editor, at=AT, reason_vi="Nghệ nhân ốm.")
    taking_place.cancel(parent, by=editor, at=AT + timedelta(hours=1), reason_vi="Bão.")
    assert [one.status for one in (parent, part, gone)] == [Status.CANCELLED] * 3
    taking_place.resume(parent, by=editor, at=AT + timedelta(hours=2))
    assert [one.status for one in (parent, part, gone)] == [Status.PLANNED, Status.PLANNED, Status.CANCELLED]
    assert taking_place.notice(parent) is None


def test_without_a_reason_nothing_is_cancelled(editor: Person) -> None:
    made = make.event()
    with pytest.raises(Refused) as refused:
        taking_place.cancel(made, by=editor, at=AT, reason_vi=" ")
    assert (refused.value.field, made.status) == ("reason_vi", Status.PLANNED)


def test_a_cancelled_date_is_not_the_next_one_on_the_map(editor: Person) -> None:
    standing = make.listing("Đêm rằm phố cổ", group="events")
    made = make.event(listing_id=standing.id)
    taking_place.cancel(made, by=editor, at=AT, reason_vi="Bão.")
    assert standing.next_on is None


def test_a_date_of_another_part_of_the_portal_stands_once_and_changes_with_it(session: Any) -> None:
    given = {"kind": "competition", "area": "hoi-an", "title_vi": "Hạn nộp bài", "starts_at": EVENING, "deadline": True}
    made = mirrors.mirror("competition:1:deadline", given, at=AT)
    again = mirrors.mirror("competition:1:deadline", given | {"starts_at": EVENING + A_WEEK}, at=AT)
    assert (again.id, again.starts_at, again.sequence, again.state) == (made.id, EVENING + A_WEEK, 1, State.PUBLISHED)
    mirrors.unmirror("competition:1:deadline", at=AT)
    assert made.state == State.ARCHIVED
