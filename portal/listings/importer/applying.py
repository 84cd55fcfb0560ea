"""Doing what a report says, and undoing it: one act each, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from portal.db import db
from portal.kit.say import N_, Refused
from portal.listings import rules
from portal.listings.importer.comparing import Fate, Line, Report
from portal.listings.importer.place import WHOLE
from portal.listings.models import Import, Listing, Revision
from portal.people.models import Person

IN_BULK_FROM = 50
LONGEST_FILE_NAME = 200

_SOME_REFUSED = N_("Nothing was imported, because %(count)s rows are refused.")
_UNDONE_ALREADY = N_("This import has been undone already.")


def apply(
    report: Report, *, by: Person | None, at: datetime, after_each: Callable[[], object] = lambda: None
) -> Import | None:
    """Writes what the report says and publishes the new listings; None when there is nothing to write.

    Raises Refused when a row is refused: a file comes in as a whole or not at all.
    """
    if refused := report.counts[Fate.REFUSED]:
        raise Refused(_SOME_REFUSED, values={"count": refused})
    if not report.due:
        return None
    import_ = _record(report, by=by, at=at)
    with _at_once(len(report.due), at=at):
        for line in report.due:
            _take(line, import_, by=by, at=at)
            after_each()
    return import_


def _record(report: Report, *, by: Person | None, at: datetime) -> Import:
    added = sum(line.listing is None for line in report.due)
    import_ = Import(
        file_name=report.table.file_name[:LONGEST_FILE_NAME], digest=report.table.digest, by_id=by.id if by else None,
        at=at, added=added, updated=len(report.due) - added,
    )  # fmt: skip
    db.session.add(import_)
    db.session.flush()
    return import_


def _at_once(count: int, *, at: datetime) -> AbstractContextManager[None]:
    return rules.in_bulk(at=at) if count > IN_BULK_FROM else nullcontext()


def _take(line: Line, import_: Import, *, by: Person | None, at: datetime) -> None:
    given = {name: new for name, (_, new) in line.changes.items()}
    listing = line.listing
    if listing is None:
        listing = rules.create(given, by=by, at=at, address=line.slug, import_=import_)
    elif given:
        rules.revise(listing, given, by=by, at=at, act="imported", import_=import_)
    if line.listing is None or line.returns:
        rules.publish(listing, by=by, at=at, import_=import_)


@dataclass
class Undone:
    """What undoing an import did, and what it left as it is because somebody has worked on it since."""

    archived: list[Listing] = field(default_factory=list)
    restored: list[tuple[Listing, tuple[str, ...]]] = field(default_factory=list)
    """Listings with the names of the fields that have their old values again."""
    stayed: list[tuple[Listing, tuple[str, ...]]] = field(default_factory=list)
    """Listings with the names of the fields that have yet another value by now; none: worked on as a whole."""


def undo(import_: Import, *, by: Person | None, at: datetime) -> Undone:
    """Takes an import back: what it brought goes to the archive, what it changed gets its old value again.

    A listing that it brought and that has been worked on since stays, and so does a field that has another value by
    now. Raises Refused the second time.
    """
    if import_.undone_at is not None:
        raise Refused(_UNDONE_ALREADY)
    import_.undone_at, import_.undone_by_id = at, by.id if by else None
    undone = Undone()
    acts, worked_on = _acts(import_), _worked_on_since(import_)
    with _at_once(len(acts), at=at):
        for listing, revisions in acts:
            brought = any(revision.act == "published" for revision in revisions)
            if brought and listing.id in worked_on:
                undone.stayed.append((listing, ()))
                continue
            _restore(listing, revisions, import_, undone, by=by, at=at)
            if brought:
                rules.archive(listing, by=by, at=at, reason=import_.file_name, import_=import_)
                undone.archived.append(listing)
    return undone


def _acts(import_: Import) -> list[tuple[Listing, list[Revision]]]:
    """The listings of an import, each with what the import did to it, in order."""
    statement = (
        select(Listing, Revision)
        .join(Revision, Revision.listing_id == Listing.id)
        .where(Revision.import_id == import_.id)
        .order_by(Listing.id, Revision.id)
    )
    found: dict[int, tuple[Listing, list[Revision]]] = {}
    for listing, revision in db.session.execute(statement):
        found.setdefault(listing.id, (listing, []))[1].append(revision)
    return list(found.values())


def _worked_on_since(import_: Import) -> set[int]:
    """The listings of an import with a later act on them; other imports that were undone do not count."""
    own = (
        select(Revision.listing_id, func.max(Revision.version).label("version"))
        .where(Revision.import_id == import_.id)
        .group_by(Revision.listing_id)
        .subquery()
    )
    statement = (
        select(Revision.listing_id)
        .join(own, and_(own.c.listing_id == Revision.listing_id, own.c.version < Revision.version))
        .outerjoin(Import, Import.id == Revision.import_id)
        .where(Import.undone_at.is_(None))
    )
    return set(db.session.scalars(statement))


def _restore(
    listing: Listing, revisions: Sequence[Revision], import_: Import, undone: Undone, *, by: Person | None, at: datetime
) -> None:
    """Gives the fields that the import changed their old values again, where nobody has changed them since."""
    changes = {name: change for one in revisions if one.act == "imported" for name, change in one.changes.items()}
    now = rules.values(listing)
    stayed = {name for name, (_, new) in changes.items() if now[name] != new}
    if stayed & WHOLE:
        stayed |= changes.keys() & WHOLE
    back: dict[str, Any] = {name: old for name, (old, _) in changes.items() if name not in stayed}
    if back:
        rules.revise(listing, back, by=by, at=at, act="undone", import_=import_)
        undone.restored.append((listing, tuple(sorted(back))))
    if stayed:
        undone.stayed.append((listing, tuple(sorted(stayed))))
