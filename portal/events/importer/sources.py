"""Where events come from as files: sources, their files, and how well they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.audit import rules as audit
from portal.db import db
from portal.events.importer.models import Authority, EventImport, EventSource
from portal.events.importer.reading import Read
from portal.events.models import Event
from portal.kit.fold import fold
from portal.kit.say import N_, Refused
from portal.media.rules import label
from portal.people.models import Person

_TAKEN = N_("There is a source of this name already.")
_DONE = N_("Somebody has decided on this file already.")


def all_of_them() -> Select[EventSource]:
    """Every source, by its name."""
    return select(EventSource).options(joinedload(EventSource.owner)).order_by(EventSource.name, EventSource.id)


def find(number: int) -> EventSource | None:
    return db.session.get(EventSource, number)


def find_import(number: int) -> EventImport | None:
    return db.session.get(EventImport, number)


def count_events(source: EventSource) -> int:
    return db.session.scalar(select(func.count()).select_from(Event).where(Event.source_id == source.id)) or 0


def files(source: EventSource) -> Select[EventImport]:
    """Its files, the latest first."""
    return select(EventImport).where(EventImport.source_id == source.id).order_by(EventImport.id.desc())


def waiting() -> Select[EventImport]:
    """The files that wait for an editor's word, the oldest first."""
    undecided = EventImport.applied_at.is_(None), EventImport.dropped_at.is_(None)
    return select(EventImport).where(*undecided).options(joinedload(EventImport.source)).order_by(EventImport.id)


def create(
    name: str, *, authority: Authority, defaults: Mapping[str, Any], by: Person, at: datetime
) -> EventSource:  # fmt: skip
    """A new source, looked after by whoever enters it. Raises Refused at "name" when another is called so."""
    _check_name(name)
    source = EventSource(name=name, authority=authority, defaults=dict(defaults), owner_id=by.id, added_at=at)
    db.session.add(source)
    db.session.flush()
    audit.note("event_source_added", "event_source", source.id, by=by, at=at)
    return source


def update(
    source: EventSource, name: str, *, authority: Authority, defaults: Mapping[str, Any], by: Person, at: datetime
) -> None:
    """Other terms, for the files to come."""
    _check_name(name, beside=source)
    source.name, source.authority, source.defaults = name, authority, dict(defaults)
    audit.note("event_source_changed", "event_source", source.id, by=by, at=at)
    db.session.flush()


def bring(source: EventSource, read: Read, *, name: str, by: Person, at: datetime) -> EventImport:
    """A file that was read: it waits for `applying.apply` or `drop`. An older one that still waits gives way to it."""
    for older in db.session.scalars(waiting().where(EventImport.source_id == source.id)):
        drop(older, at=at)
    brought = EventImport(
        source=source, file_name=label(name), digest=read.digest, report=read.content, by_id=by.id, at=at
    )  # fmt: skip
    db.session.add(brought)
    db.session.flush()
    return brought


def drop(import_: EventImport, *, at: datetime) -> None:
    """Forgets a file that waits; nothing of it was written."""
    check_waits(import_)
    import_.dropped_at, import_.report = at, {}


def check_waits(import_: EventImport) -> None:
    if import_.applied_at is not None or import_.dropped_at is not None:
        raise Refused(_DONE)


def note_failure(source: EventSource, why: Refused, *, at: datetime) -> None:
    """Its last file could not be read, and why."""
    source.failed_at, source.failure = at, json.dumps([why.sentence, why.values], ensure_ascii=False)


def failure(source: EventSource) -> Refused | None:
    """Why its last file could not be read; None while it is well."""
    if not source.failure:
        return None
    sentence, values = json.loads(source.failure)
    return Refused(sentence, values=values)


def _check_name(name: str, *, beside: EventSource | None = None) -> None:
    for known in db.session.scalars(select(EventSource)):
        if fold(known.name) == fold(name) and known is not beside:
            raise Refused(_TAKEN, field="name")
