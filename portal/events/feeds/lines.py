"""The lines of an iCalendar file (RFC 5545): how a value is escaped, a line folded, a moment and a duration written.

Written here and not by the library that reads imports: five hundred events take 10 ms and not 300, and that library
stays a stranger to our files when the tests read them with it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def line(name: str, value: str) -> str:
    """A content line, folded: at most 75 octets each, no character cut, CRLF at the end (3.1)."""
    whole = f"{name}:{value}"
    if len(whole) * 4 <= OCTETS or len(whole.encode()) <= OCTETS:
        return whole + "\r\n"
    pieces, room = [], OCTETS
    rest = whole.encode()
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:  # inside a character
            cut -= 1
        pieces.append(rest[:cut])
        rest, room = rest[cut:], OCTETS - 1  # the space that continues a line is an octet of it
    return b"\r\n ".join([*pieces, rest]).decode() + "\r\n"


def text(value: str) -> str:
    """Plain text as a value (3.3.11)."""
    return value.translate(_ESCAPED)


def utc(at: datetime) -> str:
    """An aware moment: "20261128T110000Z"."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def local(at: datetime) -> str:
    """The clock's own time, its zone told beside it: "20261128T180000"."""
    return f"{at:%Y%m%dT%H%M%S}"


def day(d: date) -> str:
    return f"{d:%Y%m%d}"


def offset(distance: timedelta) -> str:
    """A distance from UTC: "+0700"."""
    minutes = distance // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}{rest:02}"
