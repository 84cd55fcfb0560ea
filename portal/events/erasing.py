"""Takes a person out of the calendar: their registrations are emptied, events and their history lose their name.

Only `people/jobs.py` calls this, while a row of `erasing` lets the history be emptied. A place at an event to come is
given up with the account: nobody could show its code any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from portal.contributions.models import Ticket
from portal.db import db
from portal.events import rules
from portal.events.importer.models import EventImport, EventSource
from portal.events.models import Event, EventPhoto, EventRevision
from portal.events.registrations import forgetting
from portal.events.registrations import rules as registrations
from portal.events.registrations.models import Registration
from portal.events.series import erasing as series
from portal.kit.blot import Blot
from portal.kit.fold import slug
from portal.listings.models import Ownership
from portal.media.models import Upload
from portal.people.models import Person

ERASED = "(đã xóa)"


def erase(person: Person, *, at: datetime) -> set[str]:
    """Takes the person out of everything dated that is tied to them; returns addresses of pages that are no more."""
    blot = Blot(name=person.full_name, phone=person.phone, email=person.email)
    _leave(person, at=at)
    tied, reached = _tied(person), _reached(person)
    slugs = {gone for event in tied for gone in _blot(event, blot, at=at)}
    for event in reached:
        _blot(event, blot.of_addresses(), at=at)
    _blot_history(person, {one.id for one in tied}, blot)
    _blot_history(None, {one.id for one in reached}, blot.of_addresses())
    _blot_sources(person, blot)
    _unsign(person, blot)
    db.session.flush()
    return slugs


def _leave(person: Person, *, at: datetime) -> None:
    """What they registered for: places of events to come are free again, and nothing says who it was."""
    mine = select(Registration).where(Registration.person_id == person.id).order_by(Registration.id)
    for registration in db.session.scalars(mine).all():
        for seat in registration.seats:
            if not seat.event.is_over(at):
                registrations.cancel(seat, by=None, at=at)
        forgetting.empty(registration, at=at)


def _tied(person: Person) -> list[Event]:
    """The events that the person entered or proposed, and those of the listings that they look after."""
    owned = select(Ownership.listing_id).where(Ownership.person_id == person.id)
    proposed = select(Ticket.event_id).where(Ticket.person_id == person.id, Ticket.event_id.is_not(None))
    tied = or_(
        Event.added_by_id == person.id, Event.id.in_(proposed), Event.organiser_id.in_(owned),
        Event.listing_id.in_(owned), Event.speaker_id.in_(owned),
    )  # fmt: skip
    return list(db.session.scalars(select(Event).where(tied).order_by(Event.id)))


def _reached(person: Person) -> list[Event]:
    """What others wrote down with the person's number or address; only these leave it."""
    addresses = [Event.contact_phone == person.phone] if person.phone else []
    addresses += [Event.contact_email == person.email] if person.email else []
    known = {one.id for one in _tied(person)}
    found = db.session.scalars(select(Event).where(or_(*addresses)).order_by(Event.id)) if addresses else ()
    return [one for one in found if one.id not in known]


def _blot(event: Event, blot: Blot, *, at: datetime) -> set[str]:
    now = rules.values(event)
    given: dict[str, Any] = {name: blot.value(now[name]) for name in rules.TEXTS}
    given |= {name: None for name in ("contact_phone", "contact_email") if now[name] and blot.is_in(now[name])}
    changed = {name: value for name, value in given.items() if value != now[name]}
    if changed:
        rules.revise(event, changed, by=None, at=at)
    if not blot.is_in(event.slug):
        return set()
    gone, event.slug = event.slug, rules.free_slug(slug(event.title_vi))
    db.session.flush()
    return {gone}


def _blot_history(person: Person | None, events: Iterable[int], blot: Blot) -> None:
    """What revisions hold of the person goes; that something was changed, by which number and when, stays."""
    theirs: ColumnElement[bool] = EventRevision.event_id.in_(set(events))
    if person is not None:
        theirs = or_(theirs, EventRevision.by_id == person.id)
    for row in db.session.scalars(select(EventRevision).where(theirs)):
        row.changes = blot.value(row.changes)
        row.reason_vi, row.reason_en = blot.text(row.reason_vi), blot.text(row.reason_en)
    db.session.flush()


def _blot_sources(person: Person, blot: Blot) -> None:
    series.erase(person, blot, erased=ERASED)
    for source in db.session.scalars(select(EventSource).where(EventSource.owner_id == person.id)):
        source.defaults = blot.value(source.defaults)
    for one in db.session.scalars(select(EventImport).where(EventImport.by_id == person.id)):
        one.report, one.file_name = blot.value(one.report), blot.text(one.file_name)


def _unsign(person: Person, blot: Blot) -> None:
    """The person's name as the maker of photos."""
    brought = select(Upload.id).where(Upload.by_id == person.id)
    for photo in db.session.scalars(select(EventPhoto).where(EventPhoto.upload_id.in_(brought))):
        photo.alt_vi, photo.alt_en, photo.credit = blot.text(photo.alt_vi), blot.text(photo.alt_en), ERASED
