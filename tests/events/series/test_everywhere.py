"""The lantern night of every lunar 14th, for 24 months with a leap month: in the list, each month and the `.ics`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from icalendar import Calendar

from portal.events.series import course
from portal.kit import lunar
from portal.kit.recurrence import LunarMonthly
from portal.listings.models import State
from portal.people.models import Role
from tests import make
from tests.events.series.series import begun, days, on
from tests.looking import LookingClient

AT = datetime(2027, 5, 1, 3, tzinfo=UTC)  # the fifth lunar month of 2028 comes twice
SLUG = re.compile(r'href="/events/dem-pho-co-(\d{4}-\d\d-\d\d)"')


@pytest.fixture(autouse=True)
def _clock(session: Any) -> Any:
    with time_machine.travel(AT, tick=False):
        yield


def night() -> Any:
    return begun(LunarMonthly(day=14), at=AT, first_day=AT.date(), lasts_minutes=240)


def shown(client: LookingClient, address: str) -> set[date]:
    return {date.fromisoformat(day) for day in SLUG.findall(client.get(address).text)}


def calendar(client: LookingClient) -> dict[date, Any]:
    events = Calendar.from_ical(client.get("/events.ics").get_data()).walk("VEVENT")
    return {event["DTSTART"].dt.date(): event for event in events}


def test_the_file_for_the_phone_has_all_25_of_them_each_with_its_own_uid(client: LookingClient) -> None:
    expected = days(night())
    events = calendar(client)
    assert sorted(events) == expected and len(expected) == 25
    assert len({event["UID"] for event in events.values()}) == 25
    assert {(event["DTSTART"].dt.hour, event["DTEND"].dt.hour, "RRULE" in event) for event in events.values()} == {
        (18, 22, False)
    }


def test_each_month_shows_its_lantern_night_and_the_list_all(client: LookingClient) -> None:
    expected = set(days(night()))
    months = {(day.year, day.month) for day in expected if day}
    by_month = [shown(client, f"/events?view=month&month={year}-{month:02}") for year, month in sorted(months)]
    assert {day for found in by_month for day in found} == expected
    listed = shown(client, "/events") | shown(client, "/events?page=2")
    assert listed == expected
    assert {(lunar.from_solar(day).day, lunar.from_solar(day).leap) for day in listed} == {(14, False), (14, True)}


def test_what_goes_leaves_the_file_and_what_is_near_is_cancelled_in_it(client: LookingClient) -> None:
    series, editor = night(), make.person(Role.MODERATOR)
    near, far = [day for day in days(series) if day][:2]
    before = calendar(client)[near]
    for day in (near, far):
        course.leave_out(series, day, by=editor, at=AT, reason_vi="Vì bão.")
    after = calendar(client)
    assert (far in after, on(series, far).state) == (False, State.ARCHIVED)
    assert (after[near]["STATUS"], after[near]["UID"]) == ("CANCELLED", before["UID"])
    assert after[near]["SEQUENCE"] == before["SEQUENCE"] + 1
