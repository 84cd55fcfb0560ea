"""A file as the items it holds: a calendar or a table. Nothing is compared here and nothing is written."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from portal.city.chosen import here
from portal.events import when
from portal.events.importer import sandbox, table
from portal.kit.say import N_, Refused

BYTES = 5_000_000
"""The largest file, in bytes."""
LATELY = timedelta(days=30)
AHEAD = timedelta(days=731)
"""How far a file is read: what lies beyond is left aside."""
TOO_LARGE = N_("The file is larger than %(limit)s MB. Bring it in parts.")
_EMPTY = N_("This file is empty.")
_NOT_TEXT = N_("This is no calendar and no table. Bring an .ics file, or a table saved as “CSV UTF-8”.")
_REFUSED = {
    "unknown": N_("This is no calendar: it does not begin with BEGIN:VCALENDAR."),
    "code": N_("The calendar is not written in UTF-8. Export it once more and bring that."),
    "nested": N_("The calendar is damaged: its parts stand inside each other without an end."),
    "many": N_("The file has more than %(limit)s dates. Bring it in parts."),
    "heavy": N_("The calendar takes too much time or memory to work out: a rule in it comes too often or never."),
}


class Read(NamedTuple):
    """What a file holds, as plain JSON values, and the sum of its bytes."""

    content: dict[str, Any]
    digest: str


def read(content: bytes, name: str, *, at: datetime) -> Read:
    """The items of a file. Call it outside any transaction. Raises Refused for what cannot be read as a whole."""
    if len(content) > BYTES:
        raise Refused(TOO_LARGE, values={"limit": BYTES // 1_000_000})
    if not content.strip(b"\0 \t\r\n"):
        raise Refused(_EMPTY)
    today = when.day_of(at)
    found = _content(content, name, first=today - LATELY, last=today + AHEAD)
    return Read(found, sha256(content).hexdigest())


def _content(content: bytes, name: str, *, first: date, last: date) -> dict[str, Any]:
    if _is_calendar(content, name):
        found = sandbox.run(content, zone=here().zone, first=first, last=last)
        if why := found.get("refused"):
            raise Refused(_REFUSED[why], values={"limit": sandbox.EVENTS})
        return found
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"<")):
        raise Refused(_NOT_TEXT)
    return table.read(content, first=first, last=last)


def _is_calendar(content: bytes, name: str) -> bool:
    head = content[:2_000].replace(b"\0", b"").upper()
    return b"BEGIN:VCALENDAR" in head or name.lower().endswith((".ics", ".ical", ".ifb"))
