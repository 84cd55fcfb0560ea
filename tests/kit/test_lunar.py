"""The Vietnamese lunar calendar."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from portal.kit import lunar
from portal.kit.lunar import LunarDay
from portal.kit.say import Refused
from tests.kit import almanac

EVERY_DAY = [lunar.FIRST + timedelta(days=n) for n in range((lunar.LAST - lunar.FIRST).days + 1)]


def test_every_month_of_two_centuries_is_that_of_the_independent_almanac():
    """No difference is excused here: docs/decisions/0012-lunar.md tells of the moons that stand near midnight."""
    ours = [
        almanac.Month(month.first, month.year, month.month, month.leap)
        for year in range(1899, 2101)
        for month in lunar.months(year)
    ]
    theirs = [month for month in almanac.months() if 1899 <= month.year <= 2100]
    assert len(theirs) > 2490
    assert ours == theirs


def test_every_day_goes_to_the_moon_and_back():
    days = [lunar.from_solar(day) for day in EVERY_DAY]
    assert [lunar.to_solar(day) for day in days] == EVERY_DAY
    assert len(set(days)) == len(EVERY_DAY)


def test_from_day_to_day_the_lunar_day_goes_on_by_one_or_begins_a_month():
    days = [lunar.from_solar(day) for day in EVERY_DAY]
    for yesterday, today in pairwise(days):
        if today.day == 1:
            assert yesterday.day == lunar.month_length(yesterday.year, yesterday.month, yesterday.leap)
        else:
            assert today == yesterday._replace(day=yesterday.day + 1)


@pytest.mark.parametrize(
    ("year", "new_year"),
    [
        (1968, date(1968, 1, 29)),  # China: 30/01; the first year that Vietnam counted at UTC+7
        (1985, date(1985, 1, 21)),  # China: 20/02
        (2007, date(2007, 2, 17)),  # China: 18/02
        (2024, date(2024, 2, 10)),
        (2025, date(2025, 1, 29)),
        (2026, date(2026, 2, 17)),
        (2027, date(2027, 2, 6)),
        (2030, date(2030, 2, 2)),  # China: 03/02
    ],
)
def test_tet_is_when_vietnam_keeps_it(year, new_year):
    assert lunar.to_solar(LunarDay(year, 1, 1)) == new_year
    assert lunar.from_solar(new_year) == (year, 1, 1, False)
    assert lunar.from_solar(new_year - timedelta(days=1))[:2] == (year - 1, 12)


def test_leap_months_stand_where_the_printed_calendars_have_them():
    leaps = {year: lunar.leap_month(year) for year in range(2017, 2034)}
    assert {year: month for year, month in leaps.items() if month} == {
        2017: 6, 2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11
    }  # fmt: skip


def test_the_months_of_a_leap_year_follow_each_other_without_a_gap():
    months = lunar.months(2025)
    assert [(month.month, month.leap) for month in months] == [
        *((number, False) for number in range(1, 7)), (6, True), *((number, False) for number in range(7, 13))
    ]  # fmt: skip
    assert [month.last + timedelta(days=1) for month in months[:-1]] == [month.first for month in months[1:]]
    assert (months[6].first, months[6].last, months[6].length) == (date(2025, 7, 25), date(2025, 8, 22), 29)


def test_a_leap_month_and_its_normal_month_are_two():
    assert lunar.to_solar(LunarDay(2025, 6, 14)) == date(2025, 7, 8)
    assert lunar.to_solar(LunarDay(2025, 6, 14, leap=True)) == date(2025, 8, 7)


def test_months_between_two_days_include_those_they_lie_in():
    between = list(lunar.months_between(date(2025, 7, 24), date(2025, 8, 23)))
    assert [(month.month, month.leap) for month in between] == [(6, False), (6, True), (7, False)]
    assert [month.month for month in lunar.months_between(date(2026, 2, 16), date(2026, 2, 17))] == [12, 1]


def test_a_month_has_29_or_30_days():
    assert (lunar.month_length(2025, 6), lunar.month_length(2025, 6, leap=True)) == (30, 29)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (LunarDay(2025, 12, 30), "Month 12 of the lunar year 2025 has the days 1 to 29."),
        (LunarDay(2026, 1, 31), "Month 1 of the lunar year 2026 has the days 1 to 30."),
        (LunarDay(2026, 1, 0), "Month 1 of the lunar year 2026 has the days 1 to 30."),
        (LunarDay(2026, 6, 1, leap=True), "The lunar year 2026 has no leap month 6."),
        (LunarDay(2025, 7, 1, leap=True), "The lunar year 2025 has no leap month 7."),
        (LunarDay(2026, 13, 1), "A lunar month is a number from 1 to 12."),
        (LunarDay(2026, 0, 1), "A lunar month is a number from 1 to 12."),
        (LunarDay(2101, 1, 1), "The lunar calendar is known here for the years 1900 to 2100."),
        (LunarDay(1898, 12, 1), "The lunar calendar is known here for the years 1900 to 2100."),
        (LunarDay(1899, 11, 1), "The lunar calendar is known here for the years 1900 to 2100."),
        (LunarDay(2100, 12, 29), "The lunar calendar is known here for the years 1900 to 2100."),
    ],
)
def test_a_lunar_day_that_does_not_exist_is_refused_in_words(day, sentence):
    with pytest.raises(Refused) as refused:
        lunar.to_solar(day)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2101, 1, 1), date.min, date.max])
def test_what_lies_outside_two_centuries_is_refused_in_words(day):
    with pytest.raises(Refused, match="known here for the years 1900 to 2100"):
        lunar.from_solar(day)


@pytest.mark.parametrize("year", [1898, 2101])
def test_a_year_outside_two_centuries_is_refused_in_words(year):
    with pytest.raises(Refused, match="known here for the years 1900 to 2100"):
        lunar.leap_month(year)


def test_the_first_and_the_last_known_day():
    assert lunar.from_solar(lunar.FIRST) == (1899, 12, 1, False)
    assert lunar.from_solar(lunar.LAST) == (2100, 12, 1, False)
