"""The calendar as iCalendar, read back by a library that did not write it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.events import rules, taking_place
from portal.events.feeds.lines import OCTETS, line, text
from portal.events.when import whole_days
from portal.listings import rules as listings
from portal.people.models import Person, Role
from tests import make
from tests.events.feeds.calendars import events, read
from tests.looking import LookingClient
from tests.make import AT, EVENING

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(autouse=True)
def _that_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def by() -> Person:
    return make.person(Role.MODERATOR)


def test_an_event_has_its_times_in_the_zone_of_the_city(client: LookingClient) -> None:
    make.event("Đêm phố cổ")
    [one] = events(client).values()
    assert one["DTSTART"].dt == datetime(2026, 11, 28, 18, 0, tzinfo=ZONE)
    assert one["DTEND"].dt == datetime(2026, 11, 28, 21, 0, tzinfo=ZONE)
    assert one["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    [zone] = read(client).walk("STANDARD")
    assert (zone["TZOFFSETFROM"].td, zone["TZOFFSETTO"].td) == (timedelta(hours=7), timedelta(hours=7))


def test_what_it_says_beside_its_times(client: LookingClient) -> None:
    venue = make.listing(
        "Đình Cẩm Phô", street="52 Nguyễn Thị Minh Khai", lat=15.877, lon=108.326, location_mode="exact",
        ward_new="hoi-an",
    )  # fmt: skip
    event = make.event("Đêm; phố, cổ", venue_id=venue.id, directions_vi="Qua cầu, rẽ trái.", organiser_name="Hội làng")
    [one] = events(client).values()
    told = {name: str(one[name]) for name in ("UID", "SUMMARY", "STATUS", "URL", "LOCATION", "TRANSP")}
    assert told == {
        "UID": event.uid,
        "SUMMARY": "Đêm; phố, cổ",
        "STATUS": "CONFIRMED",
        "URL": "http://localhost/events/dem-pho-co",
        "LOCATION": "Đình Cẩm Phô, 52 Nguyễn Thị Minh Khai, Hội An. Qua cầu, rẽ trái",
        "TRANSP": "OPAQUE",
    }
    [one] = events(client, "/en/events.ics").values()
    assert str(one["DESCRIPTION"]) == (
        "20th of the 10th lunar month\nMột dòng về Đêm; phố, cổ.\nFree of charge\nHội làng"
    )
    assert (one["GEO"].latitude, one["GEO"].longitude) == (15.877, 108.326)
    assert (one["DTSTAMP"].dt, one["LAST-MODIFIED"].dt, one["SEQUENCE"]) == (AT, AT, 0)


def test_a_place_that_is_not_exact_has_no_point(client: LookingClient) -> None:
    venue = make.listing("Xóm", lat=15.877, lon=108.326, location_mode="approximate", precision_m=500)
    make.event(venue_id=venue.id)
    [one] = events(client).values()
    assert ("GEO" in one, str(one["LOCATION"])) == (False, "Xóm, Hội An")


def test_words_are_in_the_language_of_the_address(client: LookingClient) -> None:
    make.event("Đêm phố cổ", title_en="Lantern night")
    [one] = events(client, "/en/events.ics").values()
    assert (str(one["SUMMARY"]), one["CATEGORIES"].to_ical()) == ("Lantern night", b"Festival")
    assert str(one["URL"]) == "http://localhost/en/events/dem-pho-co"
    assert "20th of the 10th lunar month" in str(one["DESCRIPTION"])


def test_days_are_dates_with_an_exclusive_end_and_block_nothing(client: LookingClient) -> None:
    span = whole_days(date(2026, 12, 1), date(2026, 12, 3))
    make.event("Tuần lễ", starts_at=span.starts_at, ends_at=span.ends_at, all_day=True)
    make.event("Trại", starts_at=EVENING, ends_at=EVENING + timedelta(days=2))
    found = events(client)
    assert {name: (one["DTSTART"].dt, one["DTEND"].dt, str(one["TRANSP"])) for name, one in found.items()} == {
        "Tuần lễ": (date(2026, 12, 1), date(2026, 12, 4), "TRANSPARENT"),
        "Trại": (date(2026, 11, 28), date(2026, 12, 1), "TRANSPARENT"),
    }
    assert "18:00 (GMT+7), 28/11/2026 – 18:00 (GMT+7), 30/11/2026" in str(found["Trại"]["DESCRIPTION"])


def test_a_night_past_midnight_keeps_its_hours(client: LookingClient) -> None:
    make.event(starts_at=EVENING, ends_at=EVENING + timedelta(hours=9))
    [one] = events(client).values()
    assert one["DTEND"].dt == datetime(2026, 11, 29, 3, 0, tzinfo=ZONE)


def test_an_event_with_an_open_end_has_none(client: LookingClient) -> None:
    make.event(ends_at=None)
    [one] = events(client).values()
    assert "DTEND" not in one


def test_a_parent_is_days_and_its_sessions_are_hours_of_their_own(client: LookingClient) -> None:
    venue = make.listing("Nhà Tơ")
    parent = make.event("Ngày hội", venue_id=venue.id)
    make.session(parent, "Khai mạc", starts_at=EVENING)
    make.session(parent, "Xưởng", starts_at=EVENING + timedelta(hours=1), venue_name="Sân sau")
    found = events(client)
    assert found["Ngày hội"]["DTSTART"].dt == date(2026, 11, 28)
    assert [str(found[name]["RELATED-TO"]) for name in ("Khai mạc", "Xưởng")] == [parent.uid, parent.uid]
    assert [str(found[name]["LOCATION"]) for name in ("Khai mạc", "Xưởng")] == ["Nhà Tơ, Hội An", "Sân sau, Hội An"]


def test_a_moved_event_keeps_its_uid_and_counts_up(client: LookingClient) -> None:
    event = make.event()
    later = EVENING + timedelta(days=2)
    taking_place.move(event, starts_at=later, ends_at=None, by=by(), at=AT + timedelta(hours=1), reason_vi="Bão.")
    [one] = events(client).values()
    assert (str(one["UID"]), one["SEQUENCE"], one["DTSTART"].dt) == (event.uid, 1, later)
    assert one["DTSTAMP"].dt == AT + timedelta(hours=1)


def test_a_cancelled_event_stays_until_its_date_has_passed(client: LookingClient) -> None:
    event = make.event("Hát bội")
    taking_place.cancel(event, by=None, at=AT, reason_vi="Bão số 12.")
    [one] = events(client, "/en/events.ics").values()
    assert (str(one["STATUS"]), one["SEQUENCE"], str(one["SUMMARY"])) == ("CANCELLED", 1, "Cancelled: Hát bội")
    assert str(one["DESCRIPTION"]).startswith("Cancelled. Bão số 12.")
    with time_machine.travel(EVENING + timedelta(days=1)):
        assert events(client) == {}


def test_a_postponed_event_is_tentative_and_says_why(client: LookingClient) -> None:
    event = make.event("Hát bội")
    taking_place.postpone(event, by=None, at=AT, reason_vi="Nước lên.")
    [one] = events(client, "/en/events.ics").values()
    assert (str(one["STATUS"]), str(one["SUMMARY"])) == ("TENTATIVE", "Postponed: Hát bội")
    assert str(one["DESCRIPTION"]).startswith("Postponed, no new date yet. Nước lên.")


@pytest.mark.parametrize(("alarm", "rings"), [("60", timedelta(hours=-1)), ("2880", timedelta(days=-2))])
def test_a_phone_rings_when_its_owner_chose(client: LookingClient, alarm: str, rings: timedelta) -> None:
    make.event()
    span = whole_days(date(2026, 12, 1), date(2026, 12, 1))
    make.event("Cả ngày", starts_at=span.starts_at, ends_at=span.ends_at, all_day=True)
    taking_place.cancel(make.event("Bỏ"), by=None, at=AT, reason_vi="Bão.")
    found = [
        [bell["TRIGGER"].dt for bell in one.walk("VALARM")]
        for one in events(client, f"/events.ics?alarm={alarm}").values()
    ]
    assert sorted(found) == sorted([[], [rings], [timedelta(hours=-15)]])
    assert [one.walk("VALARM") for one in events(client).values()] == [[], [], []]


def test_no_private_word_leaves(client: LookingClient) -> None:
    hidden = make.listing("Nhà kín")
    event = make.event(
        venue_id=hidden.id, contact_phone="+84905123456", contact_email="a@example.org", shows_email=True
    )
    rules.hide(make.event("Đã ẩn"), by=by(), at=AT, reason="x")
    listings.hide(hidden, by=by(), at=AT, reason="x")
    told = client.get("/events.ics").get_data(as_text=True)
    assert [word in told for word in ("Nhà kín", "84905123456", "Đã ẩn")] == [False, False, False]
    assert f"UID:{event.uid}" in told and "CONTACT:a@example.org" in told


def test_the_file_says_who_it_is_and_when_to_ask_again(client: LookingClient) -> None:
    make.event()
    whole = read(client, "/en/events.ics?kind=festival&area=hoi-an")
    assert str(whole["X-WR-CALNAME"]) == "Hội An Creative City · Festival · Hội An"
    assert str(whole["DESCRIPTION"]) == "What is to come and what was in the last 30 days, at most 500 dates."
    assert whole["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert (whole["VERSION"], whole["METHOD"]) == ("2.0", "PUBLISH")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_a_line_is_folded_without_cutting_a_letter(written: str) -> None:
    folded = line("SUMMARY", text(written))
    lines = folded.encode().split(b"\r\n")
    assert lines[-1] == b"" and max(map(len, lines)) <= OCTETS
    assert [one.decode()[:1] for one in lines[1:-1]] == [" "] * (len(lines) - 2)
    assert folded.replace("\r\n ", "").removesuffix("\r\n") == f"SUMMARY:{text(written)}"


def test_what_a_text_holds_is_no_line_of_the_file() -> None:
    assert line("SUMMARY", text("a\r\nSTATUS:CANCELLED; b, \\n")) == "SUMMARY:a\\nSTATUS:CANCELLED\\; b\\, \\\\n\r\n"
