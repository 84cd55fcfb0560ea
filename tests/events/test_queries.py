"""What is ahead, running and over; what a place holds; what is never shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from portal.events import queries, rules, taking_place, when
from portal.events.models import Event, EventKind, Price
from portal.events.question import Question
from portal.listings import rules as listings
from portal.listings.models import State
from tests import make
from tests.make import AT, EVENING

ALL = Question()
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _session(session: Any) -> None:
    """A database for each test."""


def days(first: int, last: int | None = None) -> dict[str, Any]:
    """Whole days, counted from today."""
    span = when.whole_days(TODAY + timedelta(first), TODAY + timedelta(first if last is None else last))
    return {"starts_at": span.starts_at, "ends_at": span.ends_at, "all_day": True}


def titles(conditions: list[Any], order: queries.Order = queries.EARLIEST_FIRST) -> list[str]:
    return [row.title_vi for row in queries.listed(conditions, order, count=50).rows]


def test_what_begins_today_or_later_is_coming_the_earliest_first() -> None:
    make.event("Sau")
    make.event("Nay", **days(0))
    make.event("Qua", **days(-1))
    assert titles(queries.coming(ALL, AT)) == ["Nay", "Sau"]


def test_what_ended_this_morning_is_over() -> None:
    make.event("Sáng", starts_at=AT - timedelta(hours=3), ends_at=AT - timedelta(hours=1))
    make.event("Đang", starts_at=AT - timedelta(hours=3), ends_at=AT + timedelta(hours=1))
    assert titles(queries.coming(ALL, AT)) == ["Đang"]
    assert titles(queries.over(ALL, AT)) == ["Sáng"]


@pytest.mark.parametrize(("ago", "is_over"), [(timedelta(hours=2, minutes=59), False), (timedelta(hours=3), True)])
def test_what_does_not_say_when_it_ends_is_over_after_three_hours(ago: timedelta, is_over: bool) -> None:
    made = make.event("Mở", starts_at=AT - ago, ends_at=None)
    found = titles(queries.over(ALL, AT)), titles(queries.coming(ALL, AT))
    assert found == (["Mở"], []) if is_over else found == ([], ["Mở"])
    assert queries.rows([made.id])[0].is_over(AT) is is_over


def test_what_runs_for_weeks_is_said_once_the_first_to_end_first() -> None:
    make.event("Dài", **days(-5, 9))
    make.event("Ngắn", **days(-1, 1))
    assert titles(queries.running(ALL, AT), queries.EARLIEST_LAST_DAY) == ["Ngắn", "Dài"]
    assert titles(queries.coming(ALL, AT)) == titles(queries.over(ALL, AT)) == []


def test_the_archive_begins_with_the_latest() -> None:
    make.event("Xưa", **days(-9))
    make.event("Mới", **days(-2))
    assert titles(queries.over(ALL, AT), queries.LATEST_FIRST) == ["Mới", "Xưa"]


def test_a_year_long_event_is_found_on_its_last_day() -> None:
    make.event("Cả năm", **days(0, 364))
    last = TODAY + timedelta(days=364)
    assert titles(queries.on_days(ALL, last, last)) == titles(queries.reach_into(ALL, last)) == ["Cả năm"]
    assert titles(queries.on_days(ALL, last + timedelta(1), last + timedelta(1))) == []


def test_drafts_hidden_ones_and_sessions_are_not_listed() -> None:
    parent = make.event("Ngày hội")
    make.session(parent, "Khai mạc")
    rules.hide(make.event("Ẩn"), by=make.person(), at=AT, reason="sai")
    rules.turn(make.event("Nháp"), State.DRAFT, "drafted", by=None, at=AT)
    assert titles(queries.coming(ALL, AT)) == ["Ngày hội"]
    assert [row.title_vi for row in queries.sessions(parent)] == ["Khai mạc"]


def test_the_name_of_a_venue_that_is_not_public_is_not_told() -> None:
    venue = make.listing("Nhà kín")
    made = make.event(venue_id=venue.id)
    assert queries.rows([made.id])[0].place_vi == "Nhà kín"
    listings.hide(venue, by=make.person(), at=AT, reason="closed")
    assert queries.rows([made.id])[0].place_vi is None


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (Question(kinds=frozenset({EventKind.TALK})), ["Nói"]),
        (Question(area="tam-ky"), ["Nói"]),
        (Question(ward="cu-cam-nam"), ["Chơi"]),
        (Question(free=True), ["Chơi"]),
        (Question(language="en"), ["Nói"]),
        (Question(accessible=True), ["Nói"]),
    ],
)
def test_a_filter_leaves_what_answers_it(question: Question, found: list[str]) -> None:
    make.event("Chơi", ward_new="hoi-an", ward_old="cu-cam-nam", languages=["vi"])
    make.event(
        "Nói", kind="talk", area="tam-ky", price=Price.AMOUNT, price_vnd=50_000, languages=["en"], step_free=True
    )
    assert titles(queries.coming(question, AT)) == found


def test_a_place_an_organiser_and_a_standing_event_know_what_is_ahead() -> None:
    place, tailor = make.listing("Đình"), make.listing("Nhà Tơ", group="organisations")
    standing = make.listing("Đêm rằm", group="events")
    make.event("Ở đình", venue_id=place.id)
    make.event("Của Tơ", organiser_id=tailor.id)
    first = make.event("Rằm một", listing_id=standing.id)
    make.event("Rằm hai", listing_id=standing.id, starts_at=EVENING + timedelta(days=30), ends_at=None)
    make.event("Đã qua", venue_id=place.id, **days(-3))
    of = {
        one.name_vi: [row.title_vi for row in queries.dates_of(one, AT, count=9)] for one in (place, tailor, standing)
    }
    assert of == {
        "Đình": ["Ở đình"], "Nhà Tơ": ["Của Tơ"], "Đêm rằm": ["Rằm một", "Rằm hai"],
    }  # fmt: skip
    assert [row.title_vi for row in queries.kin(first, AT, count=9)] == ["Rằm hai"]
    assert queries.kin(make.event("Một mình"), AT, count=9) == []


def test_the_home_page_leaves_out_what_does_not_take_place() -> None:
    taking_place.cancel(make.event("Hủy"), by=make.person(), at=AT, reason_vi="Vì mưa.")
    make.event("Còn")
    assert [row.title_vi for row in queries.next_ones(AT, count=5)] == ["Còn"]


def test_within_the_next_days_is_what_runs_and_what_begins() -> None:
    for title, span in {"Đang": days(-3, 3), "Mai": days(1), "Xa": days(31), "Qua": days(-2)}.items():
        make.event(title, **span)
    assert [row.title_vi for row in queries.within(AT, days=30, count=9)] == ["Đang", "Mai"]


def test_what_the_public_was_told_stands_with_the_latest_first() -> None:
    by, made = make.person(), make.event()
    taking_place.postpone(made, by=by, at=AT, reason_vi="Vì bão.")
    rules.revise(made, {"summary_vi": "Khác."}, by=by, at=AT)
    taking_place.move(made, starts_at=EVENING + timedelta(2), ends_at=None, by=by, at=AT, reason_vi="Bão đã qua.")
    assert [one.reason_vi for one in queries.told([made.id])[made.id]] == ["Bão đã qua.", "Vì bão."]


def test_a_page_of_rows_asks_the_same_for_one_and_for_three(queries_sent: list[str]) -> None:
    counts = []
    for number in range(3):
        make.event(f"Số {number}", venue_id=make.listing(f"Nhà {number}").id)
        queries_sent.clear()
        assert len(queries.listed(queries.coming(ALL, AT), queries.EARLIEST_FIRST, count=20).rows) == number + 1
        counts.append(len(queries_sent))
    assert counts == [3, 3, 3]


@pytest.fixture
def queries_sent(request: pytest.FixtureRequest) -> list[str]:
    return request.getfixturevalue("queries")


def test_every_public_event_has_an_address() -> None:
    made: Event = make.event("Một")
    rules.hide(make.event("Ẩn"), by=make.person(), at=AT, reason="sai")
    assert [tuple(row) for row in queries.addresses(limit=9)] == [("mot", made.changed_at)]
