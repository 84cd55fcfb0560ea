"""Moments that know their zone."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import clock
from portal.kit.say import Refused

HOI_AN = ZoneInfo("Asia/Ho_Chi_Minh")
moments = st.datetimes(timezones=st.just(UTC))


@pytest.mark.parametrize("ask", [clock.aware, clock.iso, lambda at: clock.to_zone(at, HOI_AN)])
def test_a_naive_moment_is_an_error(ask):
    with pytest.raises(ValueError, match="naive"):
        ask(datetime(2026, 6, 15, 14, 12))  # noqa: DTZ001


def test_a_moment_is_kept_in_utc_and_shown_in_the_zone():
    local = datetime(2026, 6, 15, 14, 12, tzinfo=HOI_AN)
    assert clock.aware(local).isoformat() == "2026-06-15T07:12:00+00:00"
    assert clock.to_zone(clock.aware(local), HOI_AN).hour == 14


def test_iso_is_utc_to_the_second():
    at = datetime(2026, 6, 15, 14, 12, 5, 999_999, tzinfo=timezone(timedelta(hours=7)))
    assert clock.iso(at) == "2026-06-15T07:12:05Z"


@given(moments)
def test_iso_is_read_back_to_the_second(at):
    assert clock.parse_iso(clock.iso(at)) == at.replace(microsecond=0)


def test_a_moment_with_a_distance_is_read_as_utc():
    read = clock.parse_iso(" 2026-06-15T14:12:00+07:00 ")
    assert (read, read.tzinfo) == (datetime(2026, 6, 15, 7, 12, tzinfo=UTC), UTC)


@pytest.mark.parametrize("text", ["", "2026-06-15", "2026-06-15T14:12:00", "14:12", "0001-01-01T00:00:00+07:00"])
def test_what_is_no_moment_or_has_no_zone_is_refused(text):
    with pytest.raises(Refused, match="Write the moment with its zone"):
        clock.parse_iso(text)
