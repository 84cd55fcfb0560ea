"""Entering and changing events: what is kept, what is refused, what the record says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.db import db
from portal.events import rules
from portal.events.models import Event, EventRevision, Status
from portal.kit.say import Refused
from portal.listings.models import State
from tests import make
from tests.make import AT, EVENING


@pytest.fixture(autouse=True)
def _session(session: Any) -> None:
    """A database for each test."""


def refusal(**given: Any) -> str | None:
    with pytest.raises(Refused) as refused:
        make.event(**given)
    return refused.value.field


def test_an_event_knows_the_days_in_the_city_that_it_covers() -> None:
    made = make.event(starts_at=datetime(2026, 11, 28, 18, tzinfo=UTC), ends_at=None)  # one at night of the 29th
    assert (made.first_day, made.last_day) == (date(2026, 11, 29), date(2026, 11, 29))


def test_what_ends_at_midnight_belongs_to_the_day_before() -> None:
    made = make.event(starts_at=EVENING, ends_at=datetime(2026, 11, 28, 17, tzinfo=UTC))
    assert made.last_day == date(2026, 11, 28)


def test_an_end_before_the_beginning_is_refused_at_its_field() -> None:
    assert refusal(ends_at=EVENING - timedelta(minutes=1)) == "ends_at"


def test_an_event_of_more_than_a_year_is_refused() -> None:
    assert refusal(ends_at=EVENING + timedelta(days=367)) == "ends_at"


def test_a_venue_gives_its_area_and_ward() -> None:
    venue = make.listing("Đình Cẩm Phô", ward_new="hoi-an", ward_old="cu-cam-pho")
    made = make.event(venue_id=venue.id)
    assert (made.area, made.ward_new, made.ward_old) == ("hoi-an", "hoi-an", "cu-cam-pho")


def test_a_venue_outside_the_chosen_area_is_refused_at_its_field() -> None:
    venue = make.listing("Quảng trường", area="tam-ky")
    assert refusal(venue_id=venue.id, area="hoi-an") == "venue_id"


def test_an_edit_of_the_place_is_news_for_calendars_and_one_of_the_text_is_not() -> None:
    made = make.event()
    rules.revise(made, {"summary_vi": "Khác."}, by=None, at=AT)
    assert (made.sequence, made.version) == (0, 3)
    rules.revise(made, {"venue_name": "Chùa Cầu"}, by=None, at=AT)
    assert (made.sequence, made.own_fields) == (1, ["summary_vi", "venue_name"])


def test_the_record_is_only_added_to() -> None:
    made = make.event()
    revision = db.session.query(EventRevision).filter_by(event_id=made.id).first()
    assert revision is not None
    revision.reason_vi = "nắn lại"
    with pytest.raises(Exception, match="only added to"):
        db.session.flush()


def test_a_standing_event_on_the_map_is_told_its_next_day() -> None:
    standing = make.listing("Đêm rằm phố cổ", group="events")
    later = make.event(listing_id=standing.id, starts_at=EVENING + timedelta(days=30), ends_at=None)
    sooner = make.event(listing_id=standing.id)
    assert standing.next_on == sooner.first_day
    rules.hide(sooner, by=make.person(), at=AT, reason="trùng")
    assert standing.next_on == later.first_day


def test_the_same_title_twice_has_two_addresses() -> None:
    assert [make.event("Chợ quê").slug, make.event("Chợ quê").slug] == ["cho-que", "cho-que-2"]


def test_a_session_stretches_the_day_of_its_event() -> None:
    parent = make.event()
    make.session(parent, "Thả đèn", starts_at=EVENING + timedelta(hours=2), ends_at=EVENING + timedelta(hours=6))
    assert parent.ends_at == EVENING + timedelta(hours=6)


def test_publishing_an_event_publishes_the_sessions_that_were_drafts() -> None:
    parent = rules.create(
        {"kind": "talk", "area": "hoi-an", "title_vi": "Tọa đàm", "summary_vi": "Một dòng.", "starts_at": EVENING},
        by=None, at=AT,
    )  # fmt: skip
    part = rules.create(
        {"kind": "talk", "area": "hoi-an", "title_vi": "Phần một", "starts_at": EVENING}, by=None, at=AT, parent=parent
    )
    rules.publish(parent, by=None, at=AT)
    assert (parent.state, part.state) == (State.PUBLISHED, State.PUBLISHED)


def test_an_event_without_a_sentence_is_not_published() -> None:
    draft = rules.create({"area": "hoi-an", "title_vi": "Chợ", "starts_at": EVENING}, by=None, at=AT)
    with pytest.raises(Refused) as refused:
        rules.publish(draft, by=None, at=AT)
    assert (refused.value.field, draft.state) == ("summary_vi", State.DRAFT)


def test_the_database_knows_no_event_that_ends_before_it_begins() -> None:
    made = make.event()
    made.ends_at = made.starts_at - timedelta(hours=1)
    with pytest.raises(Exception, match="ends_after_start"):
        db.session.flush()


def test_an_event_is_over_when_it_has_ended() -> None:
    made = make.event()
    assert [made.is_over(EVENING), made.is_over(EVENING + timedelta(hours=3))] == [False, True]
    assert (made.status, db.session.get(Event, made.id)) == (Status.PLANNED, made)


def test_the_title_is_kept_without_its_marks_too_and_follows_it() -> None:
    made = make.event("Đêm phố cổ")
    assert made.title_fold == "dem pho co"
    rules.revise(made, {"title_vi": "Lễ Cầu Bông"}, by=None, at=AT)
    assert made.title_fold == "le cau bong"


def test_sessions_leave_the_public_with_their_event_and_come_back_with_it() -> None:
    parent = make.event()
    part = make.session(parent, "Thả đèn")
    rules.hide(parent, by=make.person(), at=AT, reason="Trùng.")
    hidden = part.state
    rules.publish(parent, by=None, at=AT)
    assert (hidden, part.state) == (State.DRAFT, State.PUBLISHED)
