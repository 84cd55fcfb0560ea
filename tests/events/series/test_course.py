"""The course of a series: another rule, days left out, its end; what goes, what is cancelled, what stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.events import rules as calendar
from portal.events import taking_place
from portal.events.models import Event, Status
from portal.events.registrations.models import Admission, Joining
from portal.events.series import course, rules
from portal.events.series.models import Series
from portal.events.series.settling import Outcome
from portal.kit.recurrence import Rule, Weekly
from portal.kit.say import Refused
from portal.letters.models import Reminder
from portal.listings.models import State
from portal.people.models import Person, Role
from tests import make
from tests.events.series.series import FIRST, begun, days, on, seat, weekly
from tests.make import AT

NEAR, FAR = date(2026, 12, 8), date(2027, 3, 2)  # Tuesdays
WEDNESDAYS = Weekly(weekdays=(2,))
WHY = "Theo lịch mới của phường."


@pytest.fixture
def editor(session: Any) -> Person:
    return make.person(Role.MODERATOR)


def changed(series: Series, rule: Rule, editor: Person, **given: Any) -> Outcome:
    hour = {"first_day": FIRST, "until": series.until, "starts_minute": 18 * 60, "lasts_minutes": 180}
    return course.change(series, rule, by=editor, at=AT, **({"reason_vi": WHY} | hour | given))


def seen(event: Event) -> tuple[State, Status]:
    return event.state, event.status


GONE = (State.ARCHIVED, Status.PLANNED)
CANCELLED = (State.PUBLISHED, Status.CANCELLED)
STANDS = (State.PUBLISHED, Status.PLANNED)


def test_another_weekday_takes_far_dates_away_and_cancels_near_ones_in_words(editor: Person) -> None:
    series = begun()
    outcome = changed(series, WEDNESDAYS, editor)
    near, far = on(series, NEAR), on(series, FAR)
    assert (seen(near), seen(far)) == (CANCELLED, GONE)
    notice = taking_place.notice(near)
    assert notice is not None and notice.reason_vi == WHY
    assert (outcome.gone, outcome.cancelled, outcome.made) == (101, 4, 105)
    assert seen(on(series, NEAR + timedelta(days=1))) == STANDS


def test_what_must_be_cancelled_needs_a_reason(editor: Person) -> None:
    with pytest.raises(Refused) as refused:
        changed(weekly(), WEDNESDAYS, editor, reason_vi=" ")
    assert refused.value.field == "reason_vi"


def test_a_far_date_with_people_is_cancelled_and_they_are_told(editor: Person) -> None:
    series = weekly()
    event = on(series, FAR)
    seat(event)
    changed(series, WEDNESDAYS, editor)
    assert seen(event) == CANCELLED
    told = taking_place.notice(event)
    assert told is not None
    assert db.session.scalar(select(func.count()).where(Reminder.subject_id == told.id)) == 1


def test_drafts_just_go(editor: Person) -> None:
    series = begun(public=False)
    assert changed(series, WEDNESDAYS, editor, reason_vi="").cancelled == 0
    assert on(series, NEAR).state == State.ARCHIVED


@pytest.mark.parametrize("work", ["field", "session", "admission", "hidden", "postponed"])
def test_a_date_into_which_somebody_put_work_stays_and_is_counted(editor: Person, work: str) -> None:
    series = weekly()
    event = on(series, FAR)
    if work == "field":
        calendar.revise(event, {"title_vi": "Đêm thơ"}, by=editor, at=AT)
    elif work == "session":
        make.session(event, "Thả đèn")
    elif work == "admission":
        event.admission = Admission(joining=Joining.FORM)
    elif work == "hidden":
        calendar.hide(event, by=editor, at=AT, reason="Trùng.")
    else:
        taking_place.postpone(event, by=editor, at=AT, reason_vi="Vì lụt.")
    db.session.flush()
    before = seen(event)
    assert (changed(series, WEDNESDAYS, editor).held, seen(event)) == (1, before)


def test_an_edited_date_goes_when_that_is_said(editor: Person) -> None:
    series = weekly()
    event = on(series, FAR)
    calendar.revise(event, {"title_vi": "Đêm thơ"}, by=editor, at=AT)
    changed(series, WEDNESDAYS, editor, overwrite=True)
    assert seen(event) == GONE


def test_past_dates_are_never_touched(editor: Person) -> None:
    series = weekly()
    past = on(series, FIRST)
    version = past.version
    later = AT + timedelta(days=10)
    course.change(
        series, WEDNESDAYS, first_day=FIRST, until=series.until, starts_minute=600, lasts_minutes=60, by=editor,
        at=later, reason_vi=WHY,
    )  # fmt: skip
    assert (seen(past), past.version, past.starts_at.hour) == (STANDS, version, 11)


def test_a_moved_date_keeps_its_day_of_the_rule_and_is_not_made_once_more(editor: Person) -> None:
    series = weekly()
    moved = on(series, NEAR)
    next_day = moved.starts_at + timedelta(days=1)
    taking_place.move(moved, starts_at=next_day, ends_at=None, by=editor, at=AT, reason_vi="Vì bão.")
    assert changed(series, Weekly(weekdays=(1, 3)), editor).made == 22
    assert (moved.series_day, moved.first_day) == (NEAR, NEAR + timedelta(days=1))
    assert days(series).count(NEAR) == 1


def test_another_hour_moves_all_and_keeps_uid_and_day(editor: Person) -> None:
    series = weekly()
    near, far = on(series, NEAR), on(series, FAR)
    uids = near.uid, far.uid
    assert changed(series, Weekly(weekdays=(1,)), editor, starts_minute=17 * 60).moved == 23
    assert (near.starts_at.hour, far.starts_at.hour, near.sequence, near.uid, far.uid) == (10, 10, 1, *uids)
    assert (near.own_fields, changed(series, Weekly(weekdays=(1,)), editor, starts_minute=17 * 60)) == ([], Outcome())


def test_the_old_rule_brings_back_what_it_took_with_the_same_uid_and_as_it_is_now(editor: Person) -> None:
    series = weekly()
    near, far = on(series, NEAR), on(series, FAR)
    uids = near.uid, far.uid
    changed(series, WEDNESDAYS, editor)
    rules.rewrite(series, {"title_vi": "Đêm lụa"}, by=editor, at=AT)
    outcome = changed(series, Weekly(weekdays=(1,)), editor)
    assert (seen(near), seen(far), outcome.brought_back) == (STANDS, STANDS, 23)
    assert (near.uid, far.uid, near.title_vi, far.title_vi) == (*uids, "Đêm lụa", "Đêm lụa")


def test_what_a_person_took_away_does_not_come_back(editor: Person) -> None:
    series = weekly()
    near, far = on(series, NEAR), on(series, FAR)
    taking_place.cancel(near, by=editor, at=AT, reason_vi="Nghệ nhân ốm.")
    calendar.turn(far, State.ARCHIVED, "archived", by=editor, at=AT)
    changed(series, WEDNESDAYS, editor)
    changed(series, Weekly(weekdays=(1,)), editor)
    rules.extend(series, at=AT + timedelta(days=7))
    assert (seen(near), seen(far)) == (CANCELLED, GONE)


# Days left out


def test_a_pause_takes_its_dates_away_and_none_other_and_may_be_taken_back(editor: Person) -> None:
    series = begun()
    tet = [date(2027, 2, 2), date(2027, 2, 9)]
    assert course.leave_out(series, date(2027, 2, 1), date(2027, 2, 14), by=editor, at=AT).gone == 2
    assert series.exceptions == [day.isoformat() for day in tet]
    assert not {*tet} & {*days(series)}
    rules.extend(series, at=AT + timedelta(days=7))
    assert not {*tet} & {*days(series)}
    course.take_back(series, tet[0], by=editor, at=AT)
    assert (seen(on(series, tet[0])), seen(on(series, tet[1]))) == (STANDS, GONE)


def test_a_storm_cancels_a_near_date_and_the_sun_resumes_it(editor: Person) -> None:
    series = weekly()
    course.leave_out(series, NEAR, by=editor, at=AT, reason_vi="Vì bão.")
    event = on(series, NEAR)
    assert (seen(event), event.sequence) == (CANCELLED, 1)
    course.take_back(series, NEAR, by=editor, at=AT, reason_vi="Bão đã tan.")
    assert (seen(event), event.sequence, taking_place.notice(event)) == (STANDS, 2, None)


def test_a_day_left_out_that_was_not_made_yet_is_not_made_later(editor: Person) -> None:
    series = begun()
    late = date(2028, 11, 28)
    series.exceptions = [late.isoformat()]
    rules.extend(series, at=AT + timedelta(days=14))
    assert days(series)[-2:] == [date(2028, 11, 21), date(2028, 12, 5)]


def test_an_edited_date_stays_through_a_pause(editor: Person) -> None:
    series = weekly()
    calendar.revise(on(series, FAR), {"title_vi": "Đêm thơ"}, by=editor, at=AT)
    assert course.leave_out(series, FAR, by=editor, at=AT).held == 1
    assert seen(on(series, FAR)) == STANDS


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(date(2027, 1, 6), None, "first"), (FAR, FAR - timedelta(days=1), "last"), (NEAR, date(2027, 6, 1), "last")],
)
def test_a_pause_that_cannot_be_is_refused(editor: Person, first: date, last: date | None, field: str) -> None:
    with pytest.raises(Refused) as refused:
        course.leave_out(weekly(), first, last, by=editor, at=AT)
    assert refused.value.field == field


# Its end


def test_a_series_that_ends_leaves_what_is_past_and_what_somebody_edited(editor: Person) -> None:
    series = weekly()
    calendar.revise(on(series, FAR), {"title_vi": "Đêm thơ"}, by=editor, at=AT)
    later = AT + timedelta(days=3)
    course.end(series, by=editor, at=later, reason_vi="Hết mùa.")
    assert [day for day in days(series) if seen(on(series, day or FIRST)) == STANDS] == [FIRST, FAR]
    assert rules.extend(series, at=AT + timedelta(days=400)) == 0


def test_a_series_that_goes_on_has_its_dates_again(editor: Person) -> None:
    series = weekly()
    before = days(series)
    course.end(series, by=editor, at=AT, reason_vi="Hết mùa.")
    course.go_on(series, by=editor, at=AT)
    assert (days(series), seen(on(series, NEAR)), seen(on(series, FAR))) == (before, STANDS, STANDS)


def test_the_map_learns_the_next_day_that_is_left(editor: Person) -> None:
    standing = make.listing("Đêm rằm phố cổ", group="events")
    series = begun(listing_id=standing.id)
    course.leave_out(series, FIRST, by=editor, at=AT, reason_vi="Vì bão.")
    assert standing.next_on == FIRST + timedelta(days=7)
