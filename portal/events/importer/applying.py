"""Writing what a file says, as far as the report of it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.audit import rules as audit
from portal.db import db
from portal.events import rules, taking_place
from portal.events.importer.comparing import Fate, Line, Report
from portal.events.importer.models import EventImport
from portal.events.models import Event, Status
from portal.kit.clock import iso, parse_iso
from portal.listings.models import Listing
from portal.people.models import Person

TOLD = 500  # lines of a report that are kept
VI, EN = "Theo nguồn: {}", "According to its source: {}"
"""Why a date of a source changed, as everybody reads it; it is content and no sentence of the portal."""


def apply(import_: EventImport, report: Report, *, by: Person, at: datetime, twins: bool = False) -> None:
    """Does what the report says, and keeps the report in place of the file. The source is approved by it."""
    due = report.due(twins=twins)
    venues = _venues(due)
    with rules.in_bulk(at=at):
        for line in due:
            _write(line, import_, venues, by=by, at=at)
    source = import_.source
    audit.note("event_import_applied", "event_source", source.id, by=by, at=at)
    import_.applied_at, import_.applied_by_id = at, by.id
    import_.report = {"counts": {str(fate): n for fate, n in report.counts.items()}, "lines": kept(report.lines)}
    source.succeeded_at, source.failure = at, ""
    if source.approved_at is None:
        source.approved_at, source.approved_by_id = at, by.id
    db.session.flush()


def kept(lines: Sequence[Line], *, most: int | None = TOLD) -> list[dict[str, Any]]:
    """The lines that say something, as plain JSON values: what asks for a look first, then as the file has them."""
    telling = [line for line in lines if line.fate != Fate.SAME]
    telling.sort(key=lambda line: (not line.is_grave, line.line == 0, line.line))
    return [
        {
            "line": line.line, "title": line.title, "uid": line.uid, "fate": str(line.fate), "grave": line.is_grave,
            "starts_at": _begins(line), "notes": [[note.sentence, note.values] for note in line.notes],
            "changes": {} if line.event is None else {name: list(change) for name, change in line.changes.items()},
            "held": {name: list(change) for name, change in line.held.items()},
        }
        for line in telling[:most]
    ]  # fmt: skip


def _begins(line: Line) -> str:
    """When it begins, as it is here or as the file has it; "" where that cannot be read."""
    if line.event is not None:
        return iso(line.event.starts_at)
    return str(line.item.given.get("starts_at", "")) if line.item is not None and not line.item.faults else ""


def _venues(due: Sequence[Line]) -> Mapping[int, Listing]:
    """The places of all that is written, asked for at once and held, so that no event asks for its own."""
    wanted = {line.changes["venue_id"][1] for line in due if "venue_id" in line.changes} - {None}
    found = db.session.scalars(select(Listing).where(Listing.id.in_(wanted))) if wanted else ()
    return {listing.id: listing for listing in found}


def _write(
    line: Line, import_: EventImport, venues: Mapping[int, Listing], *, by: Person, at: datetime
) -> None:  # fmt: skip
    if line.event is None:
        _create(line, import_, venues, by=by, at=at)
    elif line.fate == Fate.MISSING:
        line.event.missing_since = at
    else:
        line.event.missing_since = None
        _update(line.event, line, import_.source.name, by=by, at=at)


def _create(
    line: Line, import_: EventImport, venues: Mapping[int, Listing], *, by: Person, at: datetime
) -> None:  # fmt: skip
    source = import_.source
    assert line.item is not None
    given = {name: new for name, (_old, new) in line.changes.items()}
    defaults: dict[str, Any] = dict(source.defaults)
    if (venue := venues.get(given.get("venue_id") or 0)) is not None:
        defaults["area"] = venue.area
    event = rules.create(
        {**defaults, **given}, by=by, at=at, act="imported", source_id=source.id, source_key=line.item.key, sessions=[]
    )  # fmt: skip
    rules.publish(event, by=by, at=at)
    if line.turns:
        _turn(event, line.turns, source.name, at=at)


def _update(event: Event, line: Line, source: str, *, by: Person, at: datetime) -> None:
    given = {name: new for name, (_old, new) in line.changes.items()}
    if line.turns:
        _turn(event, line.turns, source, at=at)
    times = {name: given.pop(name) for name in rules.TIMES if name in given}
    if times and event.is_public() and event.status == Status.PLANNED:
        _move(event, times, source, by=by, at=at)
    else:
        given |= times
    if given:
        rules.revise(
            event, given, by=by, at=at, act="imported", reason_vi=VI.format(source), reason_en=EN.format(source)
        )


def _move(event: Event, times: Mapping[str, Any], source: str, *, by: Person, at: datetime) -> None:
    """To another date. Its times stay the source's: nobody here wrote them."""
    own = list(event.own_fields)
    values = {**rules.values(event), **times}
    ends_at = parse_iso(values["ends_at"]) if values["ends_at"] else None
    taking_place.move(
        event, starts_at=parse_iso(values["starts_at"]), ends_at=ends_at, all_day=values["all_day"], by=by, at=at,
        reason_vi=VI.format(source), reason_en=EN.format(source),
    )  # fmt: skip
    event.own_fields = own


def _turn(event: Event, turns: str, source: str, *, at: datetime) -> None:
    """By nobody here: so it is known that its source may take it back."""
    verb = taking_place.cancel if turns == "cancelled" else taking_place.resume
    verb(event, by=None, at=at, reason_vi=VI.format(source), reason_en=EN.format(source))
