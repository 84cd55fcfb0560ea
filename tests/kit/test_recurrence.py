"""Rules of recurrence and the days they yield."""

import json
from calendar import monthrange
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import lunar, recurrence
from portal.kit.recurrence import (
    LunarMonthly,
    LunarYearly,
    MonthlyDate,
    MonthlyWeekday,
    Weekly,
    Yearly,
)
from portal.kit.say import Refused

MO, TU, WE, TH, FR, SA, SU = range(7)

short_months = st.sampled_from(["last", "skip"])
lasting = st.integers(1, 60)
rules = st.one_of(
    st.builds(
        Weekly,
        weekdays=st.lists(st.integers(0, 6), min_size=1).map(tuple),
        every=st.integers(1, 52),
        days=lasting,
    ),
    st.builds(MonthlyDate, day=st.integers(1, 31), short_month=short_months, days=lasting),
    st.builds(MonthlyWeekday, nth=st.sampled_from([1, 2, 3, 4, -1]), weekday=st.integers(0, 6), days=lasting),
    st.builds(Yearly, month=st.integers(1, 12), day=st.integers(1, 28), short_month=short_months, days=lasting),
    st.builds(LunarMonthly, day=st.integers(1, 30), leap_months=st.booleans(), short_month=short_months, days=lasting),
    st.builds(
        LunarYearly,
        month=st.integers(1, 12),
        day=st.integers(1, 30),
        leap_repeat=st.booleans(),
        short_month=short_months,
        days=lasting,
    ),
)
some_days = st.dates(date(1990, 1, 1), date(2050, 12, 31))


def yielded(rule, first, until, **more):
    return list(recurrence.days(rule, first=first, until=until, **more))


def in_2026(rule):
    return yielded(rule, date(2026, 1, 1), date(2026, 12, 31))


def test_every_saturday():
    days = yielded(Weekly(weekdays=(SA,)), date(2026, 6, 1), date(2026, 6, 30))
    assert days == [date(2026, 6, day) for day in (6, 13, 20, 27)]


def test_every_two_weeks_on_tuesday_and_friday_counts_from_the_week_of_the_first_day():
    days = yielded(Weekly(weekdays=(FR, TU), every=2), date(2026, 6, 3), date(2026, 7, 3))
    assert days == [date(2026, 6, 5), date(2026, 6, 16), date(2026, 6, 19), date(2026, 6, 30), date(2026, 7, 3)]


def test_a_rule_that_is_extended_later_keeps_its_weeks():
    rule, first = Weekly(weekdays=(MO,), every=3), date(2026, 1, 5)
    whole = yielded(rule, first, date(2027, 12, 31))
    assert yielded(rule, first, date(2027, 12, 31), since=date(2027, 1, 1)) == [d for d in whole if d.year == 2027]


def test_a_look_from_before_the_first_day_does_not_bring_it_forward():
    rule, first = Weekly(weekdays=(MO,)), date(2026, 6, 8)
    assert yielded(rule, first, date(2026, 6, 15), since=date(2026, 5, 1)) == [first, date(2026, 6, 15)]


def test_the_first_and_the_last_day_belong_to_the_series():
    assert yielded(Weekly(weekdays=(MO,)), date(2026, 6, 1), date(2026, 6, 8)) == [date(2026, 6, 1), date(2026, 6, 8)]


def test_the_31st_is_the_last_day_of_shorter_months():
    days = in_2026(MonthlyDate(day=31))
    assert [day.day for day in days] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_the_31st_leaves_out_shorter_months_when_told_so():
    days = in_2026(MonthlyDate(day=31, short_month="skip"))
    assert [day.month for day in days] == [1, 3, 5, 7, 8, 10, 12]


@pytest.mark.parametrize(("nth", "may", "june"), [(1, 2, 6), (2, 9, 13), (4, 23, 27), (recurrence.LAST, 30, 27)])
def test_monthly_by_weekday_counts_saturdays_from_either_end(nth, may, june):
    days = yielded(MonthlyWeekday(nth=nth, weekday=SA), date(2026, 5, 1), date(2026, 6, 30))
    assert days == [date(2026, 5, may), date(2026, 6, june)]


def test_yearly_on_29_february_is_the_28th_in_other_years_or_left_out():
    whole = (date(2026, 1, 1), date(2029, 12, 31))
    assert [day.isoformat() for day in yielded(Yearly(month=2, day=29), *whole)] == [
        "2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"
    ]  # fmt: skip
    assert yielded(Yearly(month=2, day=29, short_month="skip"), *whole) == [date(2028, 2, 29)]


def test_lantern_nights_of_2025_include_that_of_the_leap_month():
    rule = LunarMonthly(day=14)
    nights = yielded(rule, date(2025, 1, 1), date(2025, 12, 31))
    assert [night.isoformat() for night in nights] == [
        "2025-01-13", "2025-02-11", "2025-03-13", "2025-04-11", "2025-05-11", "2025-06-09", "2025-07-08",
        "2025-08-07", "2025-09-05", "2025-10-05", "2025-11-03", "2025-12-03",
    ]  # fmt: skip
    assert lunar.from_solar(date(2025, 8, 7)).leap


def test_a_lunar_month_rule_may_leave_leap_months_out():
    rule = LunarMonthly(day=14, leap_months=False)
    assert yielded(rule, date(2025, 7, 1), date(2025, 9, 30)) == [date(2025, 7, 8), date(2025, 9, 5)]


def test_the_30th_of_a_short_lunar_month_is_the_29th_or_left_out():
    until = date(2026, 2, 16)  # the eve of Tết, the 29th of a month of 29 days
    assert yielded(LunarMonthly(day=30), date(2026, 2, 1), until) == [until]
    assert yielded(LunarMonthly(day=30, short_month="skip"), date(2026, 2, 1), until) == []


def test_a_yearly_lunar_date_is_kept_in_the_normal_month_only():
    whole = (date(2025, 1, 1), date(2026, 12, 31))
    assert yielded(LunarYearly(month=6, day=1), *whole) == [date(2025, 6, 25), date(2026, 7, 14)]
    repeated = LunarYearly(month=6, day=1, leap_repeat=True)
    assert yielded(repeated, *whole) == [date(2025, 6, 25), date(2025, 7, 25), date(2026, 7, 14)]


def test_cau_bong_is_on_the_seventh_of_the_first_month():
    days = yielded(LunarYearly(month=1, day=7), date(2026, 1, 1), date(2028, 12, 31))
    assert days == [date(2026, 2, 23), date(2027, 2, 12), date(2028, 2, 1)]


def test_the_last_day_of_the_lunar_year_is_found_in_long_and_short_years():
    eves = yielded(LunarYearly(month=12, day=30), date(2020, 1, 1), date(2030, 12, 31))
    assert [lunar.from_solar(eve + timedelta(days=1))[1:3] for eve in eves] == [(1, 1)] * 11


def test_exceptions_are_left_out_and_the_rest_stays():
    pause = frozenset({date(2026, 6, 13), date(2026, 6, 14)})
    days = yielded(Weekly(weekdays=(SA,)), date(2026, 6, 1), date(2026, 6, 21), exceptions=pause)
    assert days == [date(2026, 6, 6), date(2026, 6, 20)]


def test_a_rule_yields_a_stated_number_of_days_and_no_more():
    daily = Weekly(weekdays=tuple(range(7)))
    days = yielded(daily, date(2026, 1, 1), date.max)
    assert len(days) == recurrence.MOST == 1000
    assert len(yielded(daily, date(2026, 1, 1), date.max, since=days[-1])) == 1000


@given(rules)
def test_no_rule_reaches_beyond_the_years_that_are_known(rule):
    early = recurrence.days(rule, first=date.min, until=date.max)
    late = recurrence.days(rule, first=date.min, until=date.max, since=date(2098, 1, 1))
    assert all(day >= lunar.FIRST for day in islice(early, 3))
    assert all(date(2098, 1, 1) <= day <= lunar.LAST for day in late)
    assert yielded(rule, date(2101, 1, 1), date.max) == yielded(rule, date.min, date(1899, 12, 31)) == []


def test_nothing_comes_of_a_series_that_ends_before_it_begins():
    assert yielded(Weekly(weekdays=(MO,)), date(2026, 6, 8), date(2026, 6, 1)) == []


@given(rules, some_days, st.integers(0, 900))
def test_days_come_in_order_once_each_and_within_their_bounds(rule, first, length):
    until = first + timedelta(days=length)
    days = yielded(rule, first, until)
    assert days == sorted(set(days))
    assert all(first <= day <= until for day in days)


@given(rules, some_days, st.integers(0, 900), st.integers(0, 900))
def test_a_series_looked_at_in_two_halves_is_the_same_series(rule, first, length, place):
    until, middle = first + timedelta(days=length), first + timedelta(days=place)
    before = yielded(rule, first, min(until, middle - timedelta(days=1)))
    assert before + yielded(rule, first, until, since=middle) == yielded(rule, first, until)


@given(rules, some_days, st.data())
def test_an_exception_takes_away_its_own_day_only(rule, first, data):
    until = first + timedelta(days=800)
    days = yielded(rule, first, until)
    if days:
        gone = data.draw(st.sampled_from(days))
        left = yielded(rule, first, until, exceptions=frozenset({gone}))
        assert left == [day for day in days if day != gone]


@given(st.integers(1, 30), some_days)
def test_a_lunar_day_is_that_day_or_the_last_of_its_month(number, first):
    for day in yielded(LunarMonthly(day=number), first, first + timedelta(days=760)):
        year, month, found, leap = lunar.from_solar(day)
        assert found == min(number, lunar.month_length(year, month, leap))


@given(st.integers(1, 30), some_days)
def test_every_lunar_month_has_its_day(number, first):
    until = first + timedelta(days=760)
    whole = [m for m in lunar.months_between(first, until) if m.first >= first and m.last <= until]
    days = yielded(LunarMonthly(day=number), first, until)
    assert [sum(month.first <= day <= month.last for day in days) for month in whole] == [1] * len(whole)


@given(st.integers(1, 31), some_days)
def test_a_monthly_day_is_that_day_or_the_last_of_its_month(number, first):
    for day in yielded(MonthlyDate(day=number), first, first + timedelta(days=400)):
        assert day.day == min(number, monthrange(day.year, day.month)[1])


@given(st.sampled_from([1, 2, 3, 4, recurrence.LAST]), st.integers(0, 6), some_days)
def test_a_month_has_the_nth_of_a_weekday_once(nth, weekday, first):
    for day in yielded(MonthlyWeekday(nth=nth, weekday=weekday), first, first + timedelta(days=400)):
        length = monthrange(day.year, day.month)[1]
        same = [number for number in range(1, length + 1) if day.replace(day=number).weekday() == weekday]
        assert day.day == same[-1 if nth == recurrence.LAST else nth - 1]


@given(rules)
def test_a_rule_is_kept_as_plain_json_and_read_back(rule):
    assert recurrence.from_json(json.loads(json.dumps(recurrence.to_json(rule)))) == rule


def test_what_is_kept_can_be_read_by_people_too():
    assert recurrence.to_json(LunarMonthly(day=14, days=3)) == {
        "kind": "lunar-monthly", "days": 3, "day": 14, "leap_months": True, "short_month": "last"
    }  # fmt: skip
    assert recurrence.to_json(Weekly(weekdays=(FR, TU, FR)))["weekdays"] == [TU, FR]


def test_what_is_not_said_has_its_usual_value():
    assert recurrence.from_json({"kind": "lunar-yearly", "month": 1, "day": 7}) == LunarYearly(month=1, day=7)


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"kind": "hourly", "day": 1},
        {"kind": ["weekly"], "weekdays": [1]},
        {"kind": "weekly"},
        {"kind": "weekly", "weekdays": 1},
        {"kind": "weekly", "weekdays": "01"},
        {"kind": "weekly", "weekdays": [1], "every": "2"},
        {"kind": "weekly", "weekdays": [1], "every": True},
        {"kind": "lunar-monthly", "day": 14.0},
        {"kind": "lunar-monthly", "day": 14, "leap_months": 1},
        {"kind": "lunar-monthly", "day": 14, "short_month": "first"},
        {"kind": "lunar-monthly", "day": 14, "month": 1},
        {"kind": "yearly", "month": 1},
    ],
)
def test_what_no_rule_wrote_is_refused_in_words(kept):
    with pytest.raises(Refused, match=r"This repetition cannot be read\. Please choose it again\."):
        recurrence.from_json(kept)


@pytest.mark.parametrize(
    ("kept", "field", "sentence"),
    [
        ({"kind": "weekly", "weekdays": []}, "weekdays", "Choose at least one day of the week."),
        ({"kind": "weekly", "weekdays": [7]}, "weekdays", "Choose at least one day of the week."),
        ({"kind": "weekly", "weekdays": [True]}, "weekdays", "Choose at least one day of the week."),
        (
            {"kind": "weekly", "weekdays": [1], "every": 0},
            "every",
            "Every how many weeks? Write a number from 1 to 52.",
        ),
        (
            {"kind": "weekly", "weekdays": [1], "every": 53},
            "every",
            "Every how many weeks? Write a number from 1 to 52.",
        ),
        ({"kind": "weekly", "weekdays": [1], "days": 0}, "days", "Each occurrence lasts 1 to 60 days."),
        ({"kind": "weekly", "weekdays": [1], "days": 61}, "days", "Each occurrence lasts 1 to 60 days."),
        ({"kind": "monthly-date", "day": 0}, "day", "A month has the days 1 to 31: there is no day 0."),
        ({"kind": "monthly-date", "day": 32}, "day", "A month has the days 1 to 31: there is no day 32."),
        (
            {"kind": "monthly-weekday", "nth": 5, "weekday": 1},
            "nth",
            "Choose the first, second, third, fourth or last one of the month.",
        ),
        ({"kind": "monthly-weekday", "nth": 1, "weekday": 7}, "weekday", "Choose at least one day of the week."),
        ({"kind": "yearly", "month": 2, "day": 30}, "day", "There is no day 30 in month 2, in any year."),
        ({"kind": "yearly", "month": 4, "day": 31}, "day", "There is no day 31 in month 4, in any year."),
        ({"kind": "yearly", "month": 13, "day": 1}, "month", "A month is a number from 1 to 12."),
        (
            {"kind": "lunar-monthly", "day": 31},
            "day",
            "A lunar month has the days 1 to 29 or 30: there is no day 31.",
        ),
        (
            {"kind": "lunar-yearly", "month": 1, "day": 0},
            "day",
            "A lunar month has the days 1 to 29 or 30: there is no day 0.",
        ),
        ({"kind": "lunar-yearly", "month": 0, "day": 1}, "month", "A month is a number from 1 to 12."),
    ],
)
def test_nonsense_is_refused_at_its_field(kept, field, sentence):
    with pytest.raises(Refused) as refused:
        recurrence.from_json(kept)
    assert (refused.value.field, str(refused.value)) == (field, sentence)
