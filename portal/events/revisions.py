"""What the history of an event says: what others changed since a version, and each change in a reader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.city.chosen import here
from portal.db import db
from portal.events import rules, when, words
from portal.events.field_names import NAMES
from portal.events.models import Event, EventRevision
from portal.kit import dates, merge, phone, tongues
from portal.kit import money as amounts
from portal.kit.clock import parse_iso
from portal.kit.difference import Piece, sides
from portal.kit.merge import Merge
from portal.kit.say import N_
from portal.listings.models import Listing
from portal.people.models import Person

Say = Callable[[str], str]
"""Turns a msgid into the reader's sentence."""
_WORDS: Mapping[str, Mapping[Any, str]] = {
    "state": words.STATES, "status": words.STATUSES, "kind": words.KINDS, "price": words.PRICES,
}  # fmt: skip
_OF_LISTINGS = frozenset({"venue_id", "organiser_id", "speaker_id", "listing_id"})


@dataclass(frozen=True)
class Change:
    """One field of a revision, its old and its new value in pieces."""

    name: str
    old: list[Piece]
    new: list[Piece]


def since(event: Event, given: Mapping[str, Any], *, version: int) -> Merge | None:
    """Brings a form written on an older version together with what others wrote since; None when they wrote nothing."""
    later = select(EventRevision.changes).where(
        EventRevision.event_id == event.id, EventRevision.version > version
    )  # fmt: skip
    return merge.merge(given, rules.values(event), db.session.scalars(later.order_by(EventRevision.id)))


def of(event: Event) -> Select[EventRevision]:
    """All revisions with who made them, the latest first."""
    return rules.history(event).options(joinedload(EventRevision.by).lazyload(Person.grants))


def changes(revision: EventRevision, *, lang: str, say: Say) -> list[Change]:
    """What a revision changed, field by field, in the order of the form."""
    order = {name: number for number, name in enumerate(NAMES)}
    return [
        Change(name, *sides(told(name, old, lang=lang, say=say), told(name, new, lang=lang, say=say)))
        for name, (old, new) in sorted(revision.changes.items(), key=lambda one: order.get(one[0], len(order)))
        if old or new  # a new event's empty fields say nothing
    ]


def reason(revision: EventRevision, lang: str, *, reasons: Mapping[str, str], say: Say) -> str:
    """Why somebody acted: one of the `reasons` of the list with what stands beside it, or their own words."""
    key, _, note = revision.reason_vi.partition(": ")
    if key in reasons:
        return ": ".join(filter(None, [say(reasons[key]), note]))
    return revision.reason_vi if lang == "vi" else revision.reason_en or revision.reason_vi


def told(name: str, value: Any, *, lang: str, say: Say) -> str:
    """The value of a field in words. Nothing is "", yes and no are words."""
    if value in (None, "", []):
        return ""
    if name in _WORDS:
        known = _WORDS[name]
        return say(known[value]) if value in known else str(value)
    if name in _OF_LISTINGS:
        listing = db.session.get(Listing, value)
        return listing.name_vi if listing else str(value)
    if name in _TELLERS:
        return _TELLERS[name](value, lang)
    if isinstance(value, bool):
        return say(N_("Yes")) if value else say(N_("No"))
    return str(value)


def _moment(value: str, lang: str) -> str:
    at = parse_iso(value)
    return f"{dates.time(at, when.zone(), lang)}, {dates.day(when.day_of(at), lang)}"


def _ward(key: str, _lang: str) -> str:
    ward = here().ward(key)
    return ward.name if ward else key


_TELLERS: Mapping[str, Callable[[Any, str], str]] = {
    "starts_at": _moment,
    "ends_at": _moment,
    "area": lambda key, lang: here().areas[key].name if key in here().areas else key,
    "ward_new": _ward,
    "ward_old": _ward,
    "contact_phone": lambda number, lang: phone.show(number),
    "price_vnd": amounts.show,
    "languages": tongues.named,
}
