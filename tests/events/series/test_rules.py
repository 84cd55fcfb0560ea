"""Series: which dates are made, that nothing is made twice, and who may write over whom."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.events import rules as calendar
from portal.events import when
from portal.events.models import Event, EventRevision
from portal.events.series import copies, rules
from portal.kit import lunar
from portal.kit.recurrence import LunarMonthly, LunarYearly, MonthlyDate, Weekly
from portal.kit.say import Refused
from portal.listings.models import State
from portal.people.models import Person, Role
from tests import make
from tests.events.series.series import FIRST, begun, days, on
from tests.make import AT

FULL_MOON_EVE = LunarMonthly(day=14)


@pytest.fixture
def editor(session: Any) -> Person:
    return make.person(Role.MODERATOR)


# Which dates there are


def test_the_14_of_each_lunar_month_for_24_months_with_a_leap_month(editor: Person) -> None:
    at = datetime(2027, 5, 1, tzinfo=UTC)  # month 5 of 2028 comes twice
    series = begun(FULL_MOON_EVE, at=at, first_day=date(2027, 5, 1))
    found = [lunar.from_solar(day) for day in days(series)]
    assert {one.day for one in found} == {14}
    assert [(one.month, one.leap) for one in found if one.year == 2028 and one.month in (4, 5, 6)] == [
        (4, False), (5, False), (5, True), (6, False),
    ]  # fmt: skip
    assert len(found) == 25
    assert {(later - sooner).days for sooner, later in pairwise(days(series))} <= {29, 30}


def test_the_eve_of_the_full_moon_is_the_evening_of_lunar_day_14(editor: Person) -> None:
    series = begun(FULL_MOON_EVE)
    first = on(series, date(2026, 12, 22))
    assert (first.starts_at, first.ends_at, first.slug) == (
        datetime(2026, 12, 22, 11, tzinfo=UTC), datetime(2026, 12, 22, 14, tzinfo=UTC), "dem-pho-co-2026-12-22",
    )  # fmt: skip


def test_the_7_of_the_first_lunar_month_each_year(editor: Person) -> None:
    assert days(begun(LunarYearly(month=1, day=7))) == [date(2027, 2, 12), date(2028, 2, 1)]


@pytest.mark.parametrize(("short_month", "expected"), [("last", {29, 30}), ("skip", {30})])
def test_day_30_of_a_month_of_29_days(editor: Person, short_month: Any, expected: set[int]) -> None:
    series = begun(LunarMonthly(day=30, short_month=short_month))
    assert {lunar.from_solar(day).day for day in days(series)} == expected


def test_what_lasts_three_days_ends_on_the_third(editor: Person) -> None:
    series = begun(LunarYearly(month=7, day=14, days=3))
    event = on(series, days(series)[0])
    assert (event.last_day - event.first_day, when.minute_of(event.ends_at or AT)) == (timedelta(days=2), 21 * 60)


def test_all_day_and_open_ends(editor: Person) -> None:
    whole = on(begun(starts_minute=None, lasts_minutes=None), FIRST)
    assert (whole.all_day, whole.starts_at, whole.last_day) == (True, when.midnight(FIRST), FIRST)
    assert on(begun(lasts_minutes=None), FIRST).ends_at is None


def test_what_ends_at_midnight_covers_one_day(editor: Person) -> None:
    assert on(begun(lasts_minutes=360), FIRST).last_day == FIRST


def test_a_series_reaches_24_months_and_not_past_its_last_day(editor: Person) -> None:
    assert days(begun())[-1] == date(2028, 11, 21)
    assert days(begun(until=date(2026, 12, 8)))[-1] == date(2026, 12, 8)


def test_a_date_that_is_over_today_is_not_made(editor: Person) -> None:
    late = datetime(2026, 11, 24, 16, tzinfo=UTC)  # eleven at night
    assert days(begun(at=late))[0] == date(2026, 12, 1)


def test_a_daily_series_reaches_a_year_and_goes_on(editor: Person) -> None:
    series = begun(Weekly(weekdays=tuple(range(7))), until=None)
    assert len(days(series)) == copies.MOST
    assert rules.extend(series, at=AT + timedelta(days=10)) > 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"until": FIRST - timedelta(days=1)}, "until"),
        ({"first_day": date(2030, 1, 1)}, "first_day"),
        ({"starts_minute": 1440}, "starts_minute"),
        ({"lasts_minutes": 0}, "lasts_minutes"),
        ({"area": "atlantis"}, "area"),
    ],
)
def test_a_series_that_cannot_be_is_refused_at_its_field(editor: Person, given: Any, field: str) -> None:
    with pytest.raises(Refused) as refused:
        begun(**given)
    assert refused.value.field == field


def test_two_series_of_one_title_have_addresses_of_their_own(editor: Person) -> None:
    assert on(begun(), FIRST).slug != on(begun(), FIRST).slug


def test_each_date_has_its_own_uid_and_history(editor: Person) -> None:
    series = begun()
    events = db.session.scalars(select(Event).where(Event.series_id == series.id)).all()
    assert len({one.uid for one in events}) == len(events) == 105
    last = events[-1]
    created, published = db.session.scalars(calendar.history(last).order_by(None).order_by(EventRevision.id)).all()
    assert (created.act, created.changes["ends_at"], published.act) == (
        "created", [None, "2028-11-21T14:00:00Z"], "published",
    )  # fmt: skip
    assert (last.version, last.state, last.title_fold) == (2, State.PUBLISHED, "dem pho co")


# Made in bulk, and never twice


def test_two_years_of_a_weekly_series_take_few_statements_and_less_than_a_second(
    editor: Person, queries: list[str]
) -> None:
    begun(Weekly(weekdays=(0,)))  # what is compiled and looked up once
    queries.clear()
    before = time.process_time()
    series = begun(public=False)
    assert (len(days(series)), time.process_time() - before < 1) == (105, True)
    assert len(queries) < 30


def test_a_thousand_nights_make_nothing_twice(editor: Person) -> None:
    series = begun(MonthlyDate(day=31))
    for night in range(1000):
        rules.extend(series, at=AT + timedelta(days=night))
        if night % 100 == 0:
            rules.extend(series, at=AT + timedelta(days=night))
    made = days(series)
    assert made == sorted(set(made))
    assert (made[0], made[-1], len(made)) == (date(2026, 11, 30), date(2031, 7, 31), 57)
    assert db.session.scalar(select(func.count()).where(Event.state != State.PUBLISHED)) == 0


def test_a_night_on_which_nothing_is_due_asks_for_no_series(editor: Person) -> None:
    series = begun()
    assert rules.to_extend(AT) == []
    assert rules.to_extend(AT + timedelta(days=1)) == [series.id]


def test_the_map_is_told_the_next_day_of_its_standing_event(editor: Person) -> None:
    standing = make.listing("Đêm rằm phố cổ", group="events")
    begun(FULL_MOON_EVE, listing_id=standing.id)
    assert standing.next_on == date(2026, 12, 22)


def test_drafts_stay_drafts_until_the_series_is_published(editor: Person) -> None:
    series = begun(public=False)
    assert on(series, FIRST).state == State.DRAFT
    rules.publish(series, by=editor, at=AT)
    rules.extend(series, at=AT + timedelta(days=14))
    assert {one.state for one in db.session.scalars(select(Event))} == {State.PUBLISHED}
