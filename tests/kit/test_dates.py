"""Days and times as each language writes them."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import dates
from portal.kit.say import Refused

HOI_AN = ZoneInfo("Asia/Ho_Chi_Minh")
SOME_MONDAY = date(2026, 6, 15)
THEN = datetime(2026, 6, 15, 7, 12, tzinfo=UTC)
days = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize(
    ("lang", "short", "long"),
    [
        ("vi", "15/06/2026", "Thứ Hai, 15/06/2026"),
        ("en", "15 June 2026", "Monday 15 June 2026"),
        ("fr", "15/06/2026", "lundi 15 juin 2026"),
    ],
)
def test_a_day_is_written_in_the_way_of_the_language(lang, short, long):
    assert dates.day(SOME_MONDAY, lang) == short
    assert dates.long_day(SOME_MONDAY, lang) == long


def test_a_week_begins_with_monday_and_ends_with_chu_nhat():
    week = [dates.long_day(SOME_MONDAY + timedelta(days=n), "vi").split(",")[0] for n in range(7)]
    assert week == ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"]


def test_the_first_of_a_month_is_an_ordinal_in_french_only():
    first = date(2026, 8, 1)
    assert dates.long_day(first, "fr") == "samedi 1er août 2026"
    assert dates.long_day(first, "en") == "Saturday 1 August 2026"


def test_months_have_their_names():
    assert [dates.month_name(6, lang) for lang in ("vi", "en", "fr")] == ["tháng 6", "June", "juin"]
    assert [dates.month_name(12, lang) for lang in ("vi", "en", "fr")] == ["tháng 12", "December", "décembre"]


@pytest.mark.parametrize(
    ("lang", "afternoon", "morning"),
    [("vi", "14:12", "9:00"), ("en", "14:12", "9:00"), ("fr", "14\u00a0h\u00a012", "9\u00a0h")],
)
def test_times_have_twenty_four_hours_in_the_zone_of_the_city(lang, afternoon, morning):
    assert dates.time(THEN, HOI_AN, lang) == afternoon
    assert dates.time(datetime(2026, 6, 15, 2, 0, tzinfo=UTC), HOI_AN, lang) == morning


def test_a_minute_of_the_day_is_a_time():
    assert [dates.time_of_day(minute, "vi") for minute in (0, 65, 1440)] == ["0:00", "1:05", "24:00"]


def test_a_deadline_says_its_distance_from_gmt():
    assert dates.moment(THEN, HOI_AN, "vi") == "14:12 (GMT+7), 15/06/2026"
    assert dates.moment(THEN, HOI_AN, "en") == "14:12 (GMT+7), 15 June 2026"


@pytest.mark.parametrize(
    ("minutes", "distance"), [(330, "GMT+5:30"), (-180, "GMT-3"), (-210, "GMT-3:30"), (0, "GMT"), (420, "GMT+7")]
)
def test_the_distance_is_computed_from_the_zone(minutes, distance):
    zone = timezone(timedelta(minutes=minutes))
    assert f"({distance})" in dates.moment(THEN, zone, "vi")


def test_a_deadline_before_midnight_in_greenwich_is_the_next_day_in_the_city():
    assert dates.moment(datetime(2026, 12, 31, 17, 30, tzinfo=UTC), HOI_AN, "vi") == "0:30 (GMT+7), 01/01/2027"


def test_a_naive_moment_has_no_time():
    with pytest.raises(ValueError, match="naive"):
        dates.time(THEN.replace(tzinfo=None), HOI_AN, "vi")


@pytest.mark.parametrize("text", ["15/06/2026", "15/6/2026", "15.6.2026", " 15-06-2026 ", "2026-06-15"])
def test_a_typed_day_is_read(text):
    assert dates.parse_day(text) == SOME_MONDAY


@given(days)
def test_a_shown_day_can_be_typed_again(d):
    assert dates.parse_day(dates.day(d, "vi")) == dates.parse_day(d.isoformat()) == d


@pytest.mark.parametrize("text", ["", "mai", "31/02/2026", "06/15/2026", "15/06/26", "2026/06/15", "15/06-2026"])
def test_what_is_no_day_is_refused_with_an_example(text):
    with pytest.raises(Refused, match="Write the date as day/month/year, for example "):
        dates.parse_day(text)


@pytest.mark.parametrize("text", ["31/02/2026", "06/15/2026", "2026-02-30"])
def test_a_day_that_no_month_has_is_told_apart(text):
    with pytest.raises(Refused, match="no such day"):
        dates.parse_day(text)


@pytest.mark.parametrize(
    ("text", "minute"),
    [("18:30", 1110), ("8.05", 485), ("18h30", 1110), ("18 giờ", 1080), ("7h", 420), ("0:00", 0), ("24:00", 1440),
     ("18:30:00", 1110), ("9", 540)],
)  # fmt: skip
def test_a_typed_time_is_read_as_its_minute(text, minute):
    assert dates.parse_time(text) == minute


@pytest.mark.parametrize("text", ["", "25:61", "24:01", "12:60", "six", "12:3", "-1:00", "18:30:15", "99"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(Refused):
        dates.parse_time(text)


@pytest.mark.parametrize(
    ("then", "now", "ago"),
    [
        ("2026-11-22", "2026-11-22", (0, "today")),
        ("2026-11-23", "2026-11-22", (0, "today")),
        ("2026-11-21", "2026-11-22", (1, "day")),
        ("2026-10-23", "2026-11-22", (30, "day")),
        ("2026-10-22", "2026-11-22", (1, "month")),
        ("2026-08-22", "2026-11-22", (3, "month")),
        ("2025-11-23", "2026-11-22", (11, "month")),
        ("2025-11-22", "2026-11-22", (1, "year")),
        ("2024-02-29", "2025-02-28", (1, "year")),
        ("2026-01-31", "2026-02-28", (1, "month")),
        ("2024-11-21", "2026-11-22", (2, "year")),
    ],
)
def test_an_age_is_said_in_the_largest_whole_unit(then, now, ago):
    assert dates.age(date.fromisoformat(then), date.fromisoformat(now)) == ago


@given(then=days, later=st.integers(0, 3000), still_later=st.integers(0, 3000))
def test_ages_never_shrink(then, later, still_later):
    def rank(passed):
        count, unit = dates.age(then, then + timedelta(days=passed))
        return ["today", "day", "month", "year"].index(unit), count

    early, late = sorted([later, still_later])
    assert rank(early) <= rank(late)


@pytest.mark.parametrize(
    ("came", "due"),
    [
        ("2026-11-16T09:00:00+07:00", "2026-11-18T23:59:00+07:00"),  # a Monday: until Wednesday ends
        ("2026-11-20T09:00:00+07:00", "2026-11-24T23:59:00+07:00"),  # a Friday: until Tuesday ends
        ("2026-11-21T09:00:00+07:00", "2026-11-24T23:59:00+07:00"),  # a Saturday counts as Friday does
        ("2026-11-15T23:30:00+00:00", "2026-11-18T23:59:00+07:00"),  # Monday already, in the city
    ],
)
def test_two_working_days_leave_the_weekend_out(came, due):
    at = datetime.fromisoformat(came)
    assert dates.working_days_after(at, 2, ZoneInfo("Asia/Ho_Chi_Minh")) == datetime.fromisoformat(due)
