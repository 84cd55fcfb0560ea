"""The month: whole weeks with both calendars, three events a day and a count, several days told once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from portal.events import month, taking_place, when
from portal.events.models import EventKind
from portal.events.month import Month
from portal.events.question import Question
from portal.kit import lunar_names
from tests import make
from tests.make import AT

ALL = Question()
NOVEMBER = Month(date(2026, 11, 1))


@pytest.fixture(autouse=True)
def _session(session: Any) -> None:
    """A database for each test."""


def at(day: int, hour: int = 18) -> datetime:
    return when.at_minute(date(2026, 11, day), hour * 60)


def held(shown: Month = NOVEMBER, question: Question = ALL) -> dict[date, tuple[list[str], int]]:
    """The days that hold something: their titles, and how many are not shown."""
    days = month.filled(shown, question)
    return {day.on: ([row.title_vi for row in day.rows], day.more) for day in days if day.count}


def test_a_month_is_whole_weeks_with_the_days_of_its_neighbours() -> None:
    grid = NOVEMBER.grid()
    assert (grid[0].on, grid[-1].on, len(grid)) == (date(2026, 10, 26), date(2026, 12, 6), 42)
    assert [day.on.day for day in grid if day.is_off] == [26, 27, 28, 29, 30, 31, 1, 2, 3, 4, 5, 6]
    assert (NOVEMBER.before, NOVEMBER.after) == (date(2026, 10, 1), date(2026, 12, 1))


def test_each_day_has_its_lunar_day_and_a_leap_month_is_marked() -> None:
    of_july = {day.on: day for day in Month(date(2025, 7, 1)).grid()}
    assert lunar_names.short(of_july[date(2025, 7, 25)].moon) == "1/6+"
    assert of_july[date(2025, 7, 25)].is_first_of_moon and not of_july[date(2025, 7, 26)].is_first_of_moon
    assert of_july[date(2025, 7, 9)].is_full_moon


def test_the_facts_of_a_month_are_its_new_and_full_moons() -> None:
    facts = [(fact.on, lunar_names.in_line(fact.moon, "vi")) for fact in month.facts(Month(date(2025, 8, 1)))]
    assert facts == [
        (date(2025, 8, 8), "rằm tháng Sáu nhuận âm lịch"),
        (date(2025, 8, 23), "mùng 1 tháng Bảy âm lịch"),
    ]


def test_the_last_month_that_is_known_can_be_drawn() -> None:
    grid = Month(date(2100, 12, 1)).grid()
    assert [day.moon for day in grid if day.on.year > 2100] == [None, None]


def test_a_day_shows_three_and_counts_the_others() -> None:
    for hour in (9, 7, 20, 18, 12):
        make.event(f"Lúc {hour}", starts_at=at(28, hour), ends_at=None)
    assert held() == {date(2026, 11, 28): (["Lúc 7", "Lúc 9", "Lúc 12"], 2)}


def test_several_days_are_one_entry_on_the_first_of_them() -> None:
    make.event("Triển lãm", starts_at=at(10), ends_at=at(20))
    assert held() == {date(2026, 11, 10): (["Triển lãm"], 0)}


def test_what_runs_when_the_month_begins_stands_on_its_first_day_before_the_others() -> None:
    make.event("Dài", starts_at=at(10), ends_at=when.at_minute(date(2026, 12, 9), 1200))
    for hour in (8, 9, 10):
        make.event(f"Lúc {hour}", starts_at=when.at_minute(date(2026, 12, 1), hour * 60), ends_at=None)
    assert held(Month(date(2026, 12, 1))) == {date(2026, 12, 1): (["Dài", "Lúc 8", "Lúc 9"], 1)}


def test_what_ended_at_midnight_before_the_month_is_not_in_it() -> None:
    make.event("Giao thừa", starts_at=at(30), ends_at=when.midnight(date(2026, 12, 1)))
    assert held(Month(date(2026, 12, 1))) == {}


def test_a_filter_holds_for_the_rows_and_the_counts() -> None:
    for hour in range(8, 13):
        make.event(f"Nói {hour}", kind="talk", starts_at=at(5, hour), ends_at=None)
        make.event(f"Chơi {hour}", starts_at=at(5, hour), ends_at=None)
    asked = Question(kinds=frozenset({EventKind.TALK}))
    assert held(question=asked) == {date(2026, 11, 5): (["Nói 8", "Nói 9", "Nói 10"], 2)}


def test_what_is_cancelled_stays_in_its_cell() -> None:
    made = make.event("Hủy", starts_at=at(9), ends_at=None)
    taking_place.cancel(made, by=make.person(), at=AT, reason_vi="Vì mưa.")
    assert held() == {date(2026, 11, 9): (["Hủy"], 0)}


def test_many_are_found_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond `FEW` each day is asked for its first three; the answer is the same."""
    for day in (3, 3, 3, 3, 17, 30):
        make.event(f"Ngày {day}", starts_at=at(day, 8 + day % 5), ends_at=None)
    make.event("Dài", starts_at=at(1) - timedelta(days=3), ends_at=at(2))
    few = held()
    monkeypatch.setattr(month, "FEW", 0)
    assert held() == few == {
        date(2026, 11, 1): (["Dài"], 0), date(2026, 11, 3): (["Ngày 3"] * 3, 1),
        date(2026, 11, 17): (["Ngày 17"], 0), date(2026, 11, 30): (["Ngày 30"], 0),
    }  # fmt: skip


def test_a_month_asks_the_same_for_one_event_and_for_three(queries: list[str]) -> None:
    counts = []
    for day in (3, 4, 5):
        make.event(f"Ngày {day}", starts_at=at(day), ends_at=None)
        queries.clear()
        held()
        counts.append(len(queries))
    assert counts == [4, 4, 4]
