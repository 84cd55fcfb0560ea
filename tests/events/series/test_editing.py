"""Editing a date of a series: this one, from here on, all; and that edited dates are safe."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.db import db
from portal.events import rules as calendar
from portal.events import taking_place
from portal.events.models import Event, EventPhoto
from portal.events.registrations import admissions
from portal.events.registrations.models import Joining
from portal.events.series import rules
from portal.events.series.models import Series
from portal.kit.say import Refused
from portal.letters.models import Reminder
from portal.media.models import Upload
from portal.people.models import Person, Role
from tests import make
from tests.events.series import series as made
from tests.make import AT

SECOND, THIRD = date(2026, 12, 1), date(2026, 12, 8)
A_WEEK = timedelta(weeks=1)


@pytest.fixture
def editor(session: Any) -> Person:
    return make.person(Role.MODERATOR)


def titles(series: Series, number: int = 4) -> list[str]:
    found = select(Event.title_vi).where(Event.series_id == series.id).order_by(Event.series_day).limit(number)
    return list(db.session.scalars(found))


def hours(series: Series, number: int = 4) -> list[int]:
    found = select(Event.starts_at).where(Event.series_id == series.id).order_by(Event.series_day).limit(number)
    return [moment.hour + 7 for moment in db.session.scalars(found)]


def test_one_date_is_edited_alone_and_keeps_it(editor: Person) -> None:
    series = made.weekly()
    rules.revise_one(made.on(series, SECOND), {"title_vi": "Đêm thơ"}, by=editor, at=AT)
    rules.revise_all(made.on(series, THIRD), {"title_vi": "Đêm lụa"}, by=editor, at=AT)
    assert titles(series) == ["Đêm lụa", "Đêm thơ", "Đêm lụa", "Đêm lụa"]


def test_from_here_leaves_earlier_dates_and_reaches_those_still_to_be_made(editor: Person) -> None:
    series = made.begun()
    rules.revise_from(made.on(series, SECOND), {"title_vi": "Đêm thơ"}, by=editor, at=AT)
    rules.extend(series, at=AT + 2 * A_WEEK)
    assert titles(series) == ["Đêm phố cổ", "Đêm thơ", "Đêm thơ", "Đêm thơ"]
    last = db.session.scalars(select(Event).order_by(Event.series_day.desc())).first()
    assert last is not None and (last.title_vi, last.series_day) == ("Đêm thơ", date(2028, 12, 5))


def test_all_means_all_that_are_not_over(editor: Person) -> None:
    series = made.weekly()
    later = AT + 2 * A_WEEK
    rules.revise_all(made.on(series, THIRD), {"title_vi": "Đêm thơ"}, by=editor, at=later)
    assert titles(series) == ["Đêm phố cổ", "Đêm phố cổ", "Đêm thơ", "Đêm thơ"]


def test_what_is_held_is_told_before_and_written_over_only_when_said(editor: Person) -> None:
    series = made.weekly()
    edited, other = made.on(series, SECOND), made.on(series, THIRD)
    rules.revise_one(edited, {"title_vi": "Đêm thơ", "venue_name": "Chùa Cầu"}, by=editor, at=AT)
    given = {"title_vi": "Đêm lụa", "price": "free"}
    held = rules.held(series, rules.changed(other, given), other.series_day, at=AT, but=other)
    assert held == []
    held = rules.held(series, rules.changed(other, given), at=AT, but=other)
    assert held == [rules.Held(edited, ["title_vi"])]
    assert rules.revise_all(other, given, by=editor, at=AT).held == 1
    assert edited.title_vi == "Đêm thơ"
    rules.revise_all(made.on(series, date(2026, 12, 15)), {"title_vi": "Đêm hoa"}, by=editor, at=AT, overwrite=True)
    assert (edited.title_vi, edited.own_fields) == ("Đêm hoa", ["venue_name"])


def test_a_field_that_nobody_touched_in_an_edited_date_is_inherited(editor: Person) -> None:
    series = made.weekly()
    edited = made.on(series, SECOND)
    rules.revise_one(edited, {"title_vi": "Đêm thơ"}, by=editor, at=AT)
    rules.revise_all(made.on(series, THIRD), {"summary_vi": "Một câu khác."}, by=editor, at=AT)
    assert (edited.title_vi, edited.summary_vi) == ("Đêm thơ", "Một câu khác.")


def test_only_what_a_form_changes_is_carried_to_the_others(editor: Person) -> None:
    series = made.weekly()
    edited = made.on(series, SECOND)
    rules.revise_one(edited, {"title_vi": "Đêm thơ"}, by=editor, at=AT)
    form = {**calendar.values(edited), "summary_vi": "Một câu khác."}
    rules.revise_all(edited, form, by=editor, at=AT)
    assert titles(series) == ["Đêm phố cổ", "Đêm thơ", "Đêm phố cổ", "Đêm phố cổ"]
    assert edited.own_fields == ["title_vi"]


def test_uid_address_and_rule_day_stay_whatever_is_edited(editor: Person) -> None:
    series = made.weekly()
    event = made.on(series, THIRD)
    kept = (event.uid, event.slug, event.series_day)
    rules.revise_all(event, {"title_vi": "Đêm thơ"}, by=editor, at=AT)
    taking_place.move(event, starts_at=event.starts_at + A_WEEK, ends_at=None, by=editor, at=AT, reason_vi="Vì bão.")
    assert (event.uid, event.slug, event.series_day) == kept


def test_a_place_is_news_for_calendars_and_a_text_is_not(editor: Person) -> None:
    series = made.weekly()
    event = made.on(series, THIRD)
    rules.revise_all(made.on(series, SECOND), {"summary_vi": "Một câu khác."}, by=editor, at=AT)
    assert event.sequence == 0
    rules.revise_all(made.on(series, SECOND), {"venue_name": "Chùa Cầu"}, by=editor, at=AT)
    assert event.sequence == 1


def test_a_venue_gives_all_dates_its_area_and_those_to_come(editor: Person) -> None:
    venue = make.listing("Quảng trường 24/3", area="tam-ky")
    series = made.begun()
    rules.revise_all(made.on(series, SECOND), {"venue_id": venue.id}, by=editor, at=AT)
    rules.extend(series, at=AT + A_WEEK)
    assert {one.area for one in db.session.scalars(select(Event))} == {"tam-ky"}


def test_who_takes_part_hears_of_another_place(editor: Person) -> None:
    series = made.weekly()
    event = made.on(series, date(2027, 3, 2))
    made.seat(event)
    rules.revise_all(made.on(series, SECOND), {"venue_name": "Chùa Cầu"}, by=editor, at=AT)
    told = db.session.scalars(select(Reminder.subject_id).where(Reminder.kind == taking_place.CHANGED)).all()
    assert [told] == [[one.id for one in db.session.scalars(calendar.history(event)).all()[:1]]]


def test_another_hour_for_dates_that_are_announced_needs_its_reason(editor: Person) -> None:
    series = made.weekly()
    event = made.on(series, THIRD)
    given = {"starts_at": datetime(2026, 12, 8, 12, tzinfo=UTC), "ends_at": datetime(2026, 12, 8, 15, tzinfo=UTC)}
    with pytest.raises(Refused) as refused:
        rules.revise_all(event, given, by=editor, at=AT)
    assert refused.value.field == "reason_vi"


def test_another_hour_moves_near_dates_with_the_reason_and_far_ones_without(editor: Person) -> None:
    series = made.weekly()
    event, far = made.on(series, THIRD), made.on(series, date(2027, 3, 2))
    given = {"starts_at": datetime(2026, 12, 8, 12, tzinfo=UTC), "ends_at": datetime(2026, 12, 8, 15, tzinfo=UTC)}
    rules.revise_from(event, given, by=editor, at=AT, reason_vi="Trời tối muộn hơn.")
    assert hours(series) == [18, 18, 19, 19]
    told = taking_place.notice(event)
    assert told is not None and told.reason_vi == "Trời tối muộn hơn."
    assert (far.starts_at.hour, taking_place.notice(far), far.own_fields, event.own_fields) == (12, None, [], [])


def test_a_date_with_an_hour_of_its_own_keeps_it(editor: Person) -> None:
    series = made.weekly()
    moved, event = made.on(series, date(2027, 3, 2)), made.on(series, date(2027, 3, 9))
    calendar.revise(moved, {"starts_at": moved.starts_at - timedelta(hours=2)}, by=editor, at=AT)
    later = {"starts_at": event.starts_at + timedelta(hours=1)}
    assert rules.revise_all(event, later, by=editor, at=AT, reason_vi="Muộn hơn.").held == 1
    assert moved.starts_at == datetime(2027, 3, 2, 9, tzinfo=UTC)


def test_a_series_is_not_moved_to_another_day_by_the_edit_of_one(editor: Person) -> None:
    event = made.on(made.weekly(), THIRD)
    given = {"starts_at": event.starts_at + timedelta(days=1), "ends_at": None}
    with pytest.raises(Refused) as refused:
        rules.revise_all(event, given, by=editor, at=AT)
    assert refused.value.field == "starts_at"


def test_a_cancelled_date_stays_cancelled_when_the_hour_changes(editor: Person) -> None:
    series = made.weekly()
    event, cancelled = made.on(series, THIRD), made.on(series, SECOND)
    taking_place.cancel(cancelled, by=editor, at=AT, reason_vi="Nghệ nhân ốm.")
    later = {"starts_at": event.starts_at + timedelta(hours=1)}
    rules.revise_all(event, later, by=editor, at=AT, reason_vi="Muộn hơn.")
    assert (cancelled.status, cancelled.starts_at.hour) == ("cancelled", 12)


def test_all_of_two_years_are_edited_in_less_than_a_second(editor: Person) -> None:
    series = made.begun()
    event = made.on(series, THIRD)
    before = time.process_time()
    outcome = rules.revise_all(event, {"title_vi": "Đêm thơ"}, by=editor, at=AT)
    assert (outcome.written, time.process_time() - before < 1) == (104, True)


# Pictures


def photographed(event: Event, names: Sequence[str]) -> None:
    uploads = [
        Upload(digest=one.encode().hex().rjust(64, "0"), size=1, media_type="image/jpeg", name=one, at=AT)
        for one in names
    ]
    event.photos = [EventPhoto(upload=one, alt_vi=one.name) for one in uploads]
    db.session.flush()


def alts(event: Event) -> list[str]:
    return [photo.alt_vi for photo in event.photos]


def test_pictures_are_shared_and_inherited_by_dates_still_to_be_made(editor: Person) -> None:
    series = made.begun()
    event = made.on(series, SECOND)
    photographed(event, ["đèn", "sông"])
    rules.share_photos(event, at=AT)
    rules.extend(series, at=AT + A_WEEK)
    assert {tuple(alts(one)) for one in db.session.scalars(select(Event))} == {("đèn", "sông")}


def test_an_edit_of_one_date_loses_no_picture_of_it_or_of_others(editor: Person) -> None:
    series = made.weekly()
    event, other = made.on(series, SECOND), made.on(series, THIRD)
    photographed(event, ["đèn"])
    rules.share_photos(event, at=AT)
    rules.revise_one(event, {"title_vi": "Đêm thơ"}, by=editor, at=AT)
    rules.revise_all(other, {"title_vi": "Đêm lụa"}, by=editor, at=AT)
    assert [alts(event), alts(other)] == [["đèn"], ["đèn"]]


def test_a_date_with_its_own_picture_keeps_it_unless_said(editor: Person) -> None:
    series = made.weekly()
    event, own = made.on(series, SECOND), made.on(series, THIRD)
    photographed(own, ["thơ"])
    photographed(event, ["đèn"])
    assert rules.share_photos(event, at=AT) == [own]
    assert alts(own) == ["thơ"]
    assert rules.share_photos(event, at=AT, overwrite=True) == [own]
    assert alts(own) == ["đèn"]


def test_all_later_dates_take_part_alike_and_those_still_to_be_made(editor: Person) -> None:
    series = made.begun()
    earlier, event, later, taken = (made.on(series, SECOND + step * A_WEEK) for step in range(4))
    made.seat(taken)
    admissions.set_up(event, {"joining": Joining.FORM, "capacity": 12, "most_people": 3}, at=AT)
    admissions.share(event, at=AT)
    rules.extend(series, at=AT + A_WEEK)
    last = db.session.scalars(select(Event).order_by(Event.starts_at.desc())).first()
    db.session.expire_all()
    shown = [(one.admission.joining, one.admission.capacity) for one in (later, last) if one and one.admission]
    assert shown == [(Joining.FORM, 12)] * 2
    assert (earlier.admission, taken.admission) == (None, None)
    assert rules.edited(series, at=AT + A_WEEK) == [made.on(series, SECOND), taken]
