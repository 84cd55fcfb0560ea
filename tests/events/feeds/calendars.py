"""Reading our own files back with a library that did not write them."""

from __future__ import annotations

from typing import Any

import icalendar

from tests.looking import LookingClient


def read(client: LookingClient, address: str = "/events.ics") -> icalendar.Calendar:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return icalendar.Calendar.from_ical(answer.get_data())


def events(client: LookingClient, address: str = "/events.ics") -> dict[str, Any]:
    """The VEVENTs of a file by their summaries."""
    found = read(client, address).walk("VEVENT")
    assert all(one.errors == [] for one in found)
    return {str(one["SUMMARY"]): one for one in found}
