"""Files as others would bring them."""

from __future__ import annotations

from typing import Any

from portal.events.importer import applying, comparing, reading, sources
from portal.events.importer.comparing import Report
from portal.events.importer.models import Authority, EventImport, EventSource
from portal.people.models import Role
from tests import make
from tests.make import AT

DEFAULTS = {"kind": "festival", "area": "hoi-an", "price": "free"}
LANTERNS = """BEGIN:VEVENT
UID:lanterns-1@partner.example
DTSTAMP:20261101T000000Z
DTSTART;TZID=Asia/Ho_Chi_Minh:20261128T180000
DTEND;TZID=Asia/Ho_Chi_Minh:20261128T210000
SEQUENCE:0
SUMMARY:Đêm hội đèn lồng
LOCATION:Chùa Cầu\\, Trần Phú\\, Hội An
DESCRIPTION:Thắp đèn lúc sáu giờ.
CATEGORIES:Lễ hội
ORGANIZER;CN=Trung tâm Văn hóa:mailto:vh@partner.example
END:VEVENT
"""


def event(**properties: str) -> str:
    """A VEVENT of these properties; UID, DTSTART and SUMMARY are there unless they are given as ""."""
    told = {"UID": "a@partner.example", "DTSTART": "20261128T180000", "SUMMARY": "Hội làng", **properties}
    lines = [
        f"{name.replace('_', '-')}{'' if value.startswith(';') else ':'}{value}"
        for name, value in told.items()
        if value
    ]
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def calendar(*events: str, head: str = "") -> bytes:
    whole = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Partner//EN\n{head}{''.join(events)}END:VCALENDAR\n"
    return whole.replace("\n", "\r\n").encode()


def source(authority: Authority = Authority.KEEP, **more: Any) -> EventSource:
    by = make.person(Role.MODERATOR)
    values = {"name": "Trung tâm Văn hóa", "authority": authority, "defaults": DEFAULTS} | more
    return sources.create(**values, by=by, at=AT)


def brought(of: EventSource, content: bytes, name: str = "lich.ics", *, at: Any = AT) -> EventImport:
    by = make.person(Role.MODERATOR)
    return sources.bring(of, reading.read(content, name, at=at), name=name, by=by, at=at)


def looked_at(of: EventSource, content: bytes, name: str = "lich.ics", *, at: Any = AT) -> Report:
    return comparing.check(of, reading.read(content, name, at=at).content, at=at)


def taken_in(of: EventSource, content: bytes, name: str = "lich.ics", *, at: Any = AT, twins: bool = False) -> Report:
    """The report of a file that was brought and written."""
    import_ = brought(of, content, name, at=at)
    report = comparing.check(of, import_.report, at=at)
    applying.apply(import_, report, by=make.person(Role.MODERATOR), at=at, twins=twins)
    return report


def fates(report: Report) -> list[str]:
    return [str(line.fate) for line in report.lines]
