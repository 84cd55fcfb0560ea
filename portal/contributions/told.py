"""What the moderation page says of a ticket: its changes, its facts, its pictures and what it may be a double of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.city.chosen import here
from portal.contributions import decisions, desk_words, subjects
from portal.contributions.models import Ticket, TicketKind
from portal.contributions.subjects import Subject
from portal.contributions.tickets import OPEN
from portal.events import dated
from portal.events import duplicates as event_duplicates
from portal.events import field_names as event_names
from portal.events import revisions as event_revisions
from portal.events import rules as events
from portal.events.models import Event
from portal.kit.difference import sides
from portal.listings import duplicates, revisions
from portal.listings import rules as listings
from portal.listings.field_names import NAMES
from portal.media import rules as media
from portal.web.language import current

_LABELS = {**event_names.NAMES, **NAMES}
"""What the fields of listings and of events are called; a name that both have is said in the words of the map."""


def name(ticket: Ticket) -> str:
    subject = subjects.of(ticket)
    return subjects.name(subject) if subject else str(_(desk_words.KINDS[ticket.kind]))


def changes(ticket: Ticket) -> list[dict[str, Any]]:
    """Of an edit: each field as it is public now and as it is to be, and whether others changed it meanwhile."""
    if ticket.kind is not TicketKind.EDIT or ticket.listing is None:
        return []
    stands = listings.values(ticket.listing)
    others = decisions.changed_since(ticket.listing, ticket.base_version or 0) if ticket.state in OPEN else {}
    wished = rows({name: (stands.get(name), new) for name, new in ticket.given.items()})
    return [row | {"by_others": row["key"] in others} for row in wished]


def rows(changed: Mapping[str, tuple[Any, Any]]) -> list[dict[str, Any]]:
    order = {name: number for number, name in enumerate(NAMES)}
    found = []
    for name in sorted(changed, key=lambda one: order.get(one, len(order))):
        old, new = sides(*(_told(name, value) for value in changed[name]))
        found.append({"key": name, "name": _(_LABELS.get(name, name)), "old": old, "new": new})
    return found


def facts(subject: Subject) -> list[tuple[str, str, str]]:
    """Every field that says something, in the order of the form: its name, its value, its language."""
    if isinstance(subject, Event):
        return _facts_of_event(subject)
    values = listings.values(subject)
    silent = {"group", "name_vi", "demo", "source_id", "point_source"}
    found = ((name, _told(name, values[name])) for name in NAMES if name in values and name not in silent)
    return [(_(NAMES[name]), said, _language_of(name)) for name, said in found if said]


def _facts_of_event(event: Event) -> list[tuple[str, str, str]]:
    """When it is by both calendars, then its fields."""
    lang, values = current(), events.values(event)
    dates = [
        (_("By the sun"), dated.solar(event, lang), ""),
        (_("By the moon"), dated.by_moon(event.first_day, lang), ""),
    ]
    silent = {"title_vi", "starts_at", "ends_at", "all_day", "deadline"}
    found = (
        (name, event_revisions.told(name, values[name], lang=lang, say=_))
        for name in event_names.NAMES
        if name in values and name not in silent and values[name] is not False
    )
    return dates + [(_(event_names.NAMES[name]), said, _language_of(name)) for name, said in found if said]


def _language_of(field: str) -> str:
    return field[-2:] if field.endswith(("_vi", "_en")) else ""


def pictures(subject: Subject) -> list[dict[str, Any]]:
    """The photos whose light pictures are made, with the addresses at which the desk sees them."""
    found = []
    for photo in subject.photos:
        if preview := media.picture(photo.upload, width=320):
            if isinstance(subject, Event):
                there = url_for("event_photos.picture", number=subject.id, photo=photo.id, width=preview.width)
            else:
                there = url_for("listings.picture", slug=subject.slug, number=photo.id, width=preview.width)
            found.append({"photo": photo, "preview": preview, "address": there})
    return found


def _told(name: str, value: Any) -> str:
    if name in event_names.NAMES and name not in NAMES:
        return event_revisions.told(name, value, lang=current(), say=_)
    return revisions.told(name, value, lang=current(), say=_)


def twins(ticket: Ticket) -> list[dict[str, Any]]:
    """What may be the same, and why: of a listing with a way to merge or to part them, of an event to be looked at."""
    if ticket.kind is TicketKind.EVENT and ticket.event is not None:
        same = event_duplicates.like(events.values(ticket.event), ignore=ticket.event, for_desk=True)
        why = _(desk_words.LIKE_AN_EVENT)
        return [{"listing": None, "event": one, "why": why, "area": dated.solar(one, current())} for one in same]
    if ticket.kind is not TicketKind.PROPOSAL or ticket.listing is None:
        return []
    found = duplicates.like(listings.values(ticket.listing), ignore=ticket.listing, for_desk=True)
    return [
        {
            "listing": one.listing,
            "event": None,
            "why": _(desk_words.LIKE[one.why]),
            "area": here().areas[one.listing.area].name,
        }
        for one in found
    ]
