"""Minutes of opening hours between a message and its reply, reckoned by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from portal.businesses.customers.reply_time import median, minutes, openings

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEK = openings("Mo-Sa 08:00-11:30,13:30-17:00")


def at(day: int, clock: str) -> datetime:
    """A day of November 2026; the 21st is a Saturday."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}:00+07:00")


@pytest.mark.parametrize(
    ("begun", "ended", "open_for"),
    [
        (at(20, "09:00"), at(20, "09:45"), 45),
        (at(20, "11:00"), at(20, "14:00"), 60),  # over noon
        (at(21, "16:30"), at(23, "08:10"), 40),  # over a Sunday
        (at(22, "10:00"), at(22, "18:00"), 0),
        (at(20, "22:00"), at(20, "23:00"), 0),
        (at(20, "09:00"), at(20, "08:00"), 0),
    ],
)
def test_only_minutes_in_which_the_shop_was_open_count(begun: datetime, ended: datetime, open_for: int) -> None:
    assert minutes(WEEK, begun, ended, zone=ZONE) == open_for


def test_a_shop_without_hours_is_taken_as_open_from_eight_to_eight() -> None:
    for text in ("", "off", "nonsense"):
        assert minutes(openings(text), at(22, "07:00"), at(22, "21:00"), zone=ZONE) == 12 * 60


def test_the_median_is_the_middle_or_the_mean_of_two() -> None:
    assert (median([]), median([9]), median([9, 1, 5]), median([1, 4])) == (None, 9, 5, 2)
