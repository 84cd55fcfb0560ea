"""An event as a thing of schema.org: what a search engine reads of it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from portal.events import taking_place
from portal.events.feeds import event_jsonld, event_ld
from portal.events.models import Event
from portal.events.when import whole_days
from portal.people.models import Role
from tests import make
from tests.make import AT, EVENING

BASE = "http://localhost/en"


@pytest.fixture(autouse=True)
def _session(session: Any) -> None:
    """A database for each test."""


def ld(event: Event, lang: str = "vi") -> dict[str, Any]:
    return event_ld(event, lang, BASE)


def test_an_event_says_what_when_and_where_it_is() -> None:
    venue = make.listing("Đình Cẩm Phô", lat=15.877, lon=108.326, location_mode="exact", ward_new="hoi-an")
    found = ld(
        make.event("Đêm phố cổ", title_en="Lantern night", venue_id=venue.id, price="amount", price_vnd=50_000), "en"
    )
    expected = {
        "@type": "Festival",
        "url": "http://localhost/en/events/dem-pho-co",
        "name": "Lantern night",
        "startDate": "2026-11-28T18:00:00+07:00",
        "endDate": "2026-11-28T21:00:00+07:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
    }
    assert {name: found[name] for name in expected} == expected
    assert found["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 15.877, "longitude": 108.326}
    assert (found["location"]["name"], found["offers"]["price"]) == ("Đình Cẩm Phô", 50_000)


def test_a_moved_event_says_when_it_was_to_be() -> None:
    event = make.event()
    later = {"starts_at": EVENING + timedelta(days=2), "ends_at": None}
    taking_place.move(event, **later, by=make.person(Role.MODERATOR), at=AT, reason_vi="Bão.")
    found = ld(event)
    assert found["eventStatus"] == "https://schema.org/EventRescheduled"
    assert (found["previousStartDate"], found["startDate"]) == (
        "2026-11-28T18:00:00+07:00",
        "2026-11-30T18:00:00+07:00",
    )


def test_a_cancelled_event_and_a_postponed_one_say_so() -> None:
    gone, waiting = make.event("Một"), make.event("Hai")
    taking_place.cancel(gone, by=None, at=AT, reason_vi="Bão.")
    taking_place.postpone(waiting, by=None, at=AT, reason_vi="Lụt.")
    assert [ld(one)["eventStatus"].rpartition("/")[2] for one in (gone, waiting)] == [
        "EventCancelled",
        "EventPostponed",
    ]


def test_days_are_dates_and_sessions_are_parts() -> None:
    span = whole_days(EVENING.date(), EVENING.date() + timedelta(days=2))
    event = make.event(starts_at=span.starts_at, ends_at=span.ends_at, all_day=True)
    make.session(event, "Khai mạc", starts_at=EVENING)
    found = ld(event)
    assert (found["startDate"], found["endDate"]) == ("2026-11-28", "2026-11-30")
    assert [part["name"] for part in found["subEvent"]] == ["Khai mạc"]


def test_an_event_online_is_nowhere_on_the_ground() -> None:
    found = ld(make.event(online_url="https://example.org/live"))
    assert found["location"] == {"@type": "VirtualLocation", "url": "https://example.org/live"}
    assert found["eventAttendanceMode"].endswith("OnlineEventAttendanceMode")


def test_a_hidden_venue_and_a_contact_that_is_off_do_not_leave() -> None:
    event = make.event(venue_id=make.draft("Nhà kín").id, organiser_name="Hội làng", contact_phone="+84905123456")
    told = event_jsonld(event, "vi", BASE)
    assert ("Nhà kín" in told, "84905123456" in told) == (False, False)
    event.shows_phone = True
    assert ld(event)["organizer"] == {"@type": "Organization", "name": "Hội làng", "telephone": "+84905123456"}


def test_no_text_can_end_the_script_element() -> None:
    told = event_jsonld(make.event("Hát </script><b>"), "vi", BASE)
    assert "<" not in told and json.loads(told)["name"] == "Hát </script><b>"
