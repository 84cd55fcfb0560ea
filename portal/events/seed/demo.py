"""Plants the calendar of the demo city by the rules that everybody's events pass, around the day of planting.

`events.json` says of each on which day it is, counted from today, and what has become of it. Twice changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.events import mirrors, rules, taking_place, when
from portal.events.importer.models import EventSource
from portal.events.models import Event
from portal.events.registrations.models import Admission, Joining
from portal.events.seed import registering, repeating
from portal.events.when import Span
from portal.listings.models import Listing, State
from portal.people import rules as people
from portal.people.models import Person

ROWS = Path(__file__).parent / "events.json"
ADDED = 10
"""How many days ago an event was entered, where its row does not say."""
EVENING = 17 * 60 + 30
"""The minute at which an evening begins."""
JOINED = {"venue": "venue_id", "organiser": "organiser_id", "listing": "listing_id", "speaker": "speaker_id"}
Row = Mapping[str, Any]


def plant(*, at: datetime) -> int:
    """Plants what is not here yet; returns how many events, series and registrations that were."""
    slugs = set(db.session.scalars(select(Event.slug)))
    origins = set(db.session.scalars(select(Event.origin).where(Event.origin.is_not(None))))
    missing = [row for row in rows() if row["key"] not in slugs and row.get("origin") not in origins]
    with rules.in_bulk(at=at):
        for row in missing:
            _plant(row, at=at)
    again = repeating.plant(by=_desk(), at=at)
    return len(missing) + again + registering.plant(by=_desk(), at=at)


def rows() -> list[Row]:
    told: list[Row] = json.loads(ROWS.read_text(encoding="utf-8"))
    return told


def _plant(row: Row, *, at: datetime) -> None:
    today, added_at = when.day_of(at), at - timedelta(days=row.get("added", ADDED))
    span = _span(row["when"], today=_coming_evening(at) if "evening" in row["when"] else today)
    if "origin" in row:
        event = mirrors.mirror(row["origin"], _given(row, span), at=added_at)
    else:
        event = rules.create(_given(row, span), by=_desk(), at=added_at, address=row["key"], **_provenance(row, at))
    event.demo = True
    for told in row.get("sessions", ()):
        _session(told, event, at=added_at)
    if state := row.get("state"):
        rules.turn(event, State(state), "edited", by=_desk(), at=added_at)
    elif not event.is_public():
        rules.publish(event, by=_desk(), at=added_at)
    _admit(event, row, at=added_at)
    for one, told in [(event, row), *zip(event.sessions, row.get("sessions", ()), strict=True)]:
        _act(one, told, today=today, at=at - timedelta(hours=30))


def _session(row: Row, parent: Event, *, at: datetime) -> None:
    span = _span({"date": f"{parent.first_day:%m-%d}", **row}, today=parent.first_day)
    given = {"kind": str(parent.kind), "area": parent.area, "venue_id": parent.venue_id, **_given(row, span)}
    event = rules.create(given, by=_desk(), at=at, address=f"{parent.slug}-{row['key']}", parent=parent)
    event.demo = True
    _admit(event, row, at=at)


def _given(row: Row, span: Span) -> dict[str, Any]:
    joined = {column: _listing(row[name]) for name, column in JOINED.items() if name in row}
    times = {"starts_at": span.starts_at, "ends_at": span.ends_at, "all_day": span.all_day}
    return {"area": "hoi-an", **row["given"], **joined, **times}


def _listing(address: str) -> int | None:
    """The number of a listing; None when it has been taken away since."""
    return db.session.scalar(select(Listing.id).where(Listing.slug == address))


def _provenance(row: Row, at: datetime) -> dict[str, Any]:
    """Of an event that came as a file: its source, which was approved long ago."""
    if "source" not in row:
        return {"act": "created"}
    source = db.session.scalar(select(EventSource).where(EventSource.name == row["source"]))
    if source is None:
        approved = at - timedelta(days=60)
        source = EventSource(
            name=row["source"], owner_id=_desk().id, added_at=approved, approved_at=approved,
            approved_by_id=_desk().id, succeeded_at=at - timedelta(days=2),
        )  # fmt: skip
        db.session.add(source)
        db.session.flush()
    return {"act": "imported", "source_id": source.id, "source_key": f"{row['key']}@lich.example"}


def _admit(event: Event, row: Row, *, at: datetime) -> None:
    if "admission" not in row:
        return
    told = dict(row["admission"])
    told["joining"] = Joining(told["joining"])
    for name in {"opens", "closes"} & told.keys():
        days, minute = told.pop(name)
        told[f"{name}_at"] = when.at_minute(event.first_day + timedelta(days=days), _minute(minute))
    if "closed" in told:
        told["closed_at"] = at + timedelta(days=told.pop("closed"))
    event.admission = Admission(**told)
    db.session.flush()


# What became of it


def _act(event: Event, row: Row, *, today: date, at: datetime) -> None:
    for act, *told in row.get("course", ()):
        why: Any = {"by": _desk(), "at": at, "reason_vi": told[-2], "reason_en": told[-1]}
        if act == "moved":
            span = _span(told[0], today=today)
            taking_place.move(event, starts_at=span.starts_at, ends_at=span.ends_at, **why)
        else:
            {"postponed": taking_place.postpone, "cancelled": taking_place.cancel}[act](event, **why)


# Days, told from today


def _span(told: Row, *, today: date) -> Span:
    """{"day": 3, "from": "19:30", "to": "21:00"} or {"day": -5, "days": 22}; "on" is a weekday (0: Monday).

    {"evening": 0, …} is told from the evening that comes next.
    """
    first = _day(told, today=today)
    if "days" in told:
        return when.whole_days(first, first + timedelta(days=told["days"] - 1))
    starts_at = when.at_minute(first, _minute(told["from"]))
    return when.span(starts_at, when.at_minute(first, _minute(told["to"])) if "to" in told else None)


def _day(told: Row, *, today: date) -> date:
    if "date" in told:
        month, day_of_month = map(int, told["date"].split("-"))
        this_year = today.replace(month=month, day=day_of_month)
        return this_year if this_year >= today else this_year.replace(year=today.year + 1)
    day = today + timedelta(days=told["evening"] if "evening" in told else told["day"])
    return day + timedelta(days=(told["on"] - day.weekday()) % 7) if "on" in told else day


def _coming_evening(at: datetime) -> date:
    """Today while its evening has not begun, else tomorrow: whoever plants late at night still finds a tonight."""
    today = when.day_of(at)
    return today if at < when.at_minute(today, EVENING) else today + timedelta(days=1)


def _minute(text: str) -> int:
    hours, minutes = map(int, text.split(":"))
    return hours * 60 + minutes


def _desk() -> Person:
    found = people.find("moderator@hoian.example")
    assert found is not None, "The people of the demo come first."
    return found
