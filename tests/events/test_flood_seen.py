"""Before the switch, while it stands, and taken back: pages, files for calendars, deadlines; nothing kept wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from portal.db import db
from portal.events import flood, when
from portal.events.flood import Order, Stop
from portal.events.models import Event
from portal.events.registrations.models import Admission, Joining
from portal.listings.models import PauseCause, WardPause
from portal.people.models import Role
from portal.web import clock
from tests import make
from tests.looking import LookingClient

pytestmark = pytest.mark.usefixtures("session")
REASON = "Nước lên, đường ngập."


@pytest.fixture
def event(client: LookingClient) -> Iterator[Event]:
    made = make.event("Đêm thơ", ward_old="cu-cam-nam", starts_at=clock.now() + timedelta(days=10), ends_at=None)
    minute = clock.now().replace(second=0, microsecond=0)
    made.admission = Admission(joining=Joining.FORM, capacity=10, closes_at=minute + timedelta(days=3))
    db.session.flush()
    yield made


def throw(event: Event, stop: Stop) -> WardPause:
    day = when.day_of(clock.now() + timedelta(days=5))
    order = Order(PauseCause.FLOOD, None, REASON, stops={event.id: stop}, closings={event.id: day})
    by, other = make.person(Role.MODERATOR), make.person(Role.ORGANISER)
    [pause] = flood.begin(["cu-cam-nam"], order, by=by, together_with=other, at=clock.now())
    db.session.flush()
    return pause


def entry(client: LookingClient, address: str, event: Event) -> dict[str, str]:
    """What a file for calendars says of the event."""
    text = client.get(address).get_data(as_text=True).replace("\r\n ", "")
    [said] = [one for one in text.split("BEGIN:VEVENT") if f"UID:{event.uid}" in one]
    return {name: value for name, _, value in (line.partition(":") for line in said.split("\r\n"))}


@pytest.mark.parametrize(("stop", "status", "tag"), [
    (Stop.POSTPONE, "TENTATIVE", "Postponed"), (Stop.CANCEL, "CANCELLED", "Cancelled"),
])  # fmt: skip
def test_calendars_and_pages_say_it_and_say_it_no_more(
    client: LookingClient, event: Event, stop: Stop, status: str, tag: str
) -> None:
    addresses = ("/events.ics", f"/events/{event.slug}.ics", "/events.ics?ward=cu-cam-nam")
    shown = rf'role="status">\s*<h2>{tag}.*\s*<p[^>]*>{REASON}'

    def says() -> list[tuple[str, str]]:
        return [(one["STATUS"], one["SEQUENCE"]) for one in (entry(client, address, event) for address in addresses)]

    def pages() -> list[bool]:
        page, rows = (client.get(f"/en/events{path}").get_data(as_text=True) for path in (f"/{event.slug}", ""))
        return [bool(re.search(shown, page)), tag in rows.partition("<main")[2]]

    assert (says(), pages()) == ([("CONFIRMED", "0")] * 3, [False, False])
    pause = throw(event, stop)
    assert (says(), pages()) == ([(status, "1")] * 3, [True, True])
    flood.end(pause, by=None, at=clock.now())
    assert (says(), pages()) == ([("CONFIRMED", "2")] * 3, [False, False])


def test_a_phone_that_asks_whether_anything_changed_is_told(client: LookingClient, event: Event) -> None:
    def etag(known: str = "") -> tuple[int, str]:
        answer = client.get("/events.ics", headers={"If-None-Match": known} if known else {})
        return answer.status_code, answer.headers["ETag"]

    _status, first = etag()
    assert etag(first)[0] == 304
    pause = throw(event, Stop.POSTPONE)
    status, second = etag(first)
    assert (status, second != first) == (200, True)
    flood.end(pause, by=None, at=clock.now())
    assert etag(second)[0] == 200


def test_a_kept_page_is_made_anew_with_the_switch_and_without_it(client: LookingClient, event: Event) -> None:
    """These answers last until the map changes; asked again and again they never say what is over."""
    for address in ("/", "/map", "/events"):
        assert [REASON in client.get(address).get_data(as_text=True) for _again in range(2)] == [False, False]
    pause = throw(event, Stop.LEAVE)
    for address in ("/", "/map", "/events", "/about", "/people/sign-in", f"/events/{event.slug}"):
        assert [REASON in client.get(address).get_data(as_text=True) for _again in range(2)] == [True, True]
    flood.end(pause, by=None, at=clock.now())
    for address in ("/", "/map", "/events", "/about", "/people/sign-in", f"/events/{event.slug}"):
        assert [REASON in client.get(address).get_data(as_text=True) for _again in range(2)] == [False, False]


def test_a_deadline_is_later_and_then_as_it_was(client: LookingClient, event: Event) -> None:
    admission = event.admission
    assert admission is not None and admission.closes_at is not None
    before = admission.closes_at
    pause = throw(event, Stop.LEAVE)
    assert admission.closes_at > before + timedelta(hours=12)
    flood.end(pause, by=None, at=clock.now())
    assert admission.closes_at == before
