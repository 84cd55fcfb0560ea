"""The verbs of the calendar: enter, publish, move, postpone, cancel. Each leaves a revision with its reason."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from portal.city.chosen import here
from portal.db import db
from portal.events import when
from portal.events.models import Event, EventKind, EventRevision, Price, Status
from portal.events.policy import may_see
from portal.kit.clock import iso, parse_iso
from portal.kit.fold import clean, fold, slug
from portal.kit.say import N_, Refused
from portal.listings import standing
from portal.listings.models import Listing, State, WardPause
from portal.people.models import Person

TEXTS = (
    "title_vi", "title_en", "summary_vi", "summary_en", "text_vi", "text_en", "venue_name", "online_url",
    "directions_vi", "directions_en", "organiser_name", "price_note", "access_vi", "access_en",
    "photo_notice_vi", "photo_notice_en",
)  # fmt: skip
LONG_TEXTS = frozenset({"text_vi", "text_en"})
TIMES = ("starts_at", "ends_at", "all_day")
PLAIN = (
    "kind", "deadline", "area", "ward_new", "ward_old", "listing_id", "venue_id", "organiser_id", "speaker_id",
    "contact_phone", "contact_email", "shows_phone", "shows_email", "price", "price_vnd", "languages", "step_free",
    "least_age", "shares_capacity",
)  # fmt: skip
FIELDS = (*TEXTS, *PLAIN, *TIMES)
NULLABLE = frozenset({
    "ward_new", "ward_old", "listing_id", "venue_id", "organiser_id", "speaker_id", "contact_phone", "contact_email",
    "price_vnd", "least_age", "ends_at",
})  # fmt: skip
MOVES = frozenset({*TIMES, "venue_id", "venue_name", "online_url", "area"})
"""What makes a subscriber's calendar look again: SEQUENCE goes up (RFC 5545, 3.8.7.4)."""
LONGEST_FOLD = 200  # letters of a folded title that are kept
RESERVED = frozenset({"new", "past", "print", "registration", "registrations", "map", "feeds"})

_postponed: ContextVar[set[int] | None] = ContextVar("postponed", default=None)


def find(address: str, *, reader: Person | None) -> Event | None:
    """The event at a slug, as far as the reader may know of it."""
    event = db.session.scalar(select(Event).where(Event.slug == address))
    return event if event is not None and may_see(reader, event) else None


def numbered(number: int) -> Event | None:
    """The event with this number, for those who look after the calendar."""
    return db.session.get(Event, number)


def values(event: Event) -> dict[str, Any]:
    """Every field that may be written, as plain JSON values: moments in ISO 8601 UTC, choices as their words."""
    found: dict[str, Any] = {name: getattr(event, name) for name in (*TEXTS, *PLAIN, *TIMES)}
    return {name: _plain(value) for name, value in found.items()}


def create(
    given: Mapping[str, Any], *, by: Person | None, at: datetime, address: str = "", act: str = "created", **kept: Any
) -> Event:
    """A new event as a draft, with its first revision. `kept` are columns that no form writes: series, parent …"""
    tidy = tidied(given)
    span = _span(tidy)
    event = Event(
        slug=free_slug(address or slug(tidy["title_vi"])), uid=f"{secrets.token_hex(8)}@{here().key}",
        state=State.DRAFT, version=0, sequence=0, added_by_id=by.id if by else None, added_at=at, changed_at=at,
        languages=[], own_fields=[], title_vi="", kind=EventKind(tidy.get("kind", EventKind.MEETING)),
        area=tidy.get("area", ""),
        starts_at=span.starts_at, first_day=span.first_day, last_day=span.last_day, **kept,
    )  # fmt: skip
    for name in TEXTS:
        setattr(event, name, "")
    for name, plain in {"all_day": False, "deadline": False, "price": Price.FREE, "status": Status.PLANNED}.items():
        setattr(event, name, plain)
    for name in ("shows_phone", "shows_email", "step_free", "shares_capacity"):
        setattr(event, name, False)
    db.session.add(event)
    revise(event, tidy, by=by, at=at, act=act)
    return event


def revise(
    event: Event, given: Mapping[str, Any], *, by: Person | None, at: datetime, act: str = "edited",
    reason_vi: str = "", reason_en: str = "", pause: WardPause | None = None,
) -> EventRevision | None:  # fmt: skip
    """Writes the given fields; returns the revision, or None when nothing differs. Raises Refused at a field.

    A date that is moved while the public knows it is an act of its own: `move` says why.
    """
    tidy, old = tidied(given), values(event)
    changes = {name: [old[name], new] for name, new in tidy.items() if old[name] != new}
    if not changes and act != "created":
        return None
    was = event.listing_id if event.is_public() else None
    for name in changes:
        _set(event, name, tidy[name])
    _derive(event, span=_span({**old, **tidy}), given=tidy)
    if event.is_public():
        check_words(event)
    if act == "edited":
        event.own_fields = sorted({*event.own_fields, *changes})
    revision = note(
        event, act, changes, by=by, at=at, reason_vi=reason_vi, reason_en=reason_en, pause=pause,
        is_news=bool(MOVES & changes.keys()),
    )  # fmt: skip
    keep(event, at=at, was=was)
    if event.parent is not None and act != "moved":
        stretch(event.parent, by=by, at=at)
    return revision


def publish(event: Event, *, by: Person | None, at: datetime) -> None:
    """Makes an event public, its sessions with it. Refused while it lacks what a visitor needs."""
    check_words(event)
    if event.published_at is None:
        event.published_at = at
    turn(event, State.PUBLISHED, "published", by=by, at=at)
    for session in event.sessions:
        if session.state == State.DRAFT:
            publish(session, by=by, at=at)


def hide(event: Event, *, by: Person, at: datetime, reason: str) -> None:
    """Takes an event out of the public's sight; its history stays."""
    if not reason.strip():
        raise Refused(N_("Please write why the event is hidden."), field="reason")
    turn(event, State.HIDDEN, "hidden", by=by, at=at, reason=reason)


def turn(event: Event, state: State, act: str, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """Moves an event to another state. For acts that have a verb of their own here, that verb is the way.

    Out of the public's sight its sessions go with it, as drafts that are public again together with it.
    """
    if event.state == state:
        return
    was, before = (event.listing_id if event.is_public() else None), event.state
    event.state = state
    note(event, act, {"state": [str(before), str(state)]}, by=by, at=at, reason_vi=reason, is_news=False)
    keep(event, at=at, was=was, is_public_matter=State.PUBLISHED in (before, state))
    if before == State.PUBLISHED:
        for session in event.sessions:
            if session.state == State.PUBLISHED:
                turn(session, State.DRAFT, act, by=by, at=at, reason=reason)


def history(event: Event) -> Select[EventRevision]:
    """All revisions, the latest first."""
    return select(EventRevision).where(EventRevision.event_id == event.id).order_by(EventRevision.id.desc())


def free_slug(wish: str) -> str:
    """A slug that no event has: `-2`, `-3` … is added when the wish is taken."""
    wish = (wish or "su-kien")[:120].strip("-")
    wishes = itertools.chain([wish], (f"{wish}-{number}" for number in itertools.count(2)))
    return next(one for one in wishes if one not in RESERVED and not _is_taken(one))


def _is_taken(address: str) -> bool:
    return db.session.scalar(select(Event.id).where(Event.slug == address)) is not None


@contextmanager
def in_bulk(*, at: datetime) -> Iterator[None]:
    """For one act on many events: the map learns of their next dates once, at the end of the block."""
    listings: set[int] = set()
    token = _postponed.set(listings)
    try:
        yield
    finally:
        _postponed.reset(token)
    db.session.flush()
    keep_next(listings, at=at)
    standing.touch(at=at)


def keep_next(listings: set[int], *, at: datetime) -> None:
    """Tells the map the next day of each of these standing events."""
    today = when.day_of(at)
    for number in sorted(listings):
        coming = select(func.min(Event.first_day)).where(
            Event.listing_id == number, Event.state == State.PUBLISHED, Event.status == Status.PLANNED,
            Event.last_day >= today,
        )  # fmt: skip
        standing.foretell(number, db.session.scalar(coming), at=at)


def tidied(given: Mapping[str, Any]) -> dict[str, Any]:
    """The given fields as they are kept. Raises Refused at a text that is too long."""
    tidy: dict[str, Any] = {name: _plain(value) for name, value in given.items()}
    if unknown := set(tidy) - set(FIELDS):
        raise ValueError(f"Not fields of an event: {sorted(unknown)}")
    for name in tidy.keys() & set(TEXTS):
        tidy[name] = clean(tidy[name] or "", lines=name in LONG_TEXTS)
        limit = getattr(Event.__table__.c[name].type, "length", None)
        if limit and len(tidy[name]) > limit:
            raise Refused(N_("This is too long: at most %(limit)s characters."), field=name, values={"limit": limit})
    for name in tidy.keys() & NULLABLE:
        tidy[name] = None if tidy[name] == "" else tidy[name]
    if "languages" in tidy:
        tidy["languages"] = sorted(set(tidy["languages"] or ()))
    return tidy


def check_words(event: Event) -> None:
    """What the public may read has a title and a sentence; sessions and what others keep need the title only."""
    if not event.title_vi:
        raise Refused(N_("An event needs its title in Vietnamese."), field="title_vi")
    if not event.summary_vi and event.parent_id is None and event.origin is None and event.source_id is None:
        raise Refused(N_("Say in one sentence what happens there."), field="summary_vi")


def note(
    event: Event, act: str, changes: dict[str, list[Any]], *, by: Person | None, at: datetime, is_news: bool,
    reason_vi: str = "", reason_en: str = "", pause: WardPause | None = None,
) -> EventRevision:  # fmt: skip
    """Writes down what an act changed: every verb of the calendar ends with it."""
    event.version += 1
    event.changed_at = at
    if is_news and event.published_at is not None:
        event.sequence += 1
    db.session.flush()
    revision = EventRevision(
        event_id=event.id, version=event.version, act=act, changes=changes, reason_vi=clean(reason_vi),
        reason_en=clean(reason_en), by_id=by.id if by else None, pause_id=pause.id if pause else None, at=at,
    )  # fmt: skip
    db.session.add(revision)
    db.session.flush()
    return revision


def keep(event: Event, *, at: datetime, was: int | None = None, is_public_matter: bool | None = None) -> None:
    """What else the public sees of it: the next day of its standing event, and that kept pages are out of date."""
    if not (event.is_public() if is_public_matter is None else is_public_matter):
        return
    listings = {number for number in (event.listing_id, was) if number is not None}
    if (postponed := _postponed.get()) is not None:
        postponed |= listings
        return
    db.session.flush()
    keep_next(listings, at=at)
    standing.touch(at=at)


def stretch(parent: Event, *, by: Person | None, at: datetime) -> None:
    """A parent covers its sessions: its times are their hull."""
    db.session.flush()
    db.session.refresh(parent, ["sessions"])
    sessions = [one for one in parent.sessions if one.state != State.ARCHIVED]
    if not sessions:
        return
    starts = min(parent.starts_at, *(one.starts_at for one in sessions))
    ends = max([parent.ends_at or parent.starts_at, *(one.ends_at or one.starts_at for one in sessions)])
    if (starts, ends) != (parent.starts_at, parent.ends_at or parent.starts_at):
        revise(parent, {"starts_at": starts, "ends_at": ends}, by=by, at=at, act="followed")


# How a field is kept


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    return str(value) if isinstance(value, EventKind | Price) else value


def _set(event: Event, name: str, value: Any) -> None:
    if name in ("starts_at", "ends_at"):
        value = parse_iso(value) if value else None
    elif name == "kind":
        value = EventKind(value)
    elif name == "price":
        value = Price(value)
    setattr(event, name, value)


def _span(fields: Mapping[str, Any]) -> when.Span:
    if not fields.get("starts_at"):
        raise Refused(N_("Say when it begins."), field="starts_at")
    ends_at = parse_iso(fields["ends_at"]) if fields.get("ends_at") else None
    return when.span(parse_iso(fields["starts_at"]), ends_at, all_day=bool(fields.get("all_day")))


def _derive(event: Event, *, span: when.Span, given: Mapping[str, Any]) -> None:
    """What follows from the fields: its days, the place of its venue, the languages once more."""
    event.first_day, event.last_day = span.first_day, span.last_day
    event.title_fold = fold(event.title_vi)[:LONGEST_FOLD]
    event.spoken = f" {' '.join(event.languages)} " if event.languages else ""
    if event.price != Price.AMOUNT:
        event.price_vnd = None
    venue = db.session.get(Listing, event.venue_id) if event.venue_id else None
    if venue is not None:
        if given.get("area") and given["area"] != venue.area and "venue_id" in given:
            raise Refused(N_("This place lies in another area than you chose."), field="venue_id")
        event.area, event.ward_new, event.ward_old = venue.area, venue.ward_new, venue.ward_old
    if event.area not in here().areas:
        raise Refused(N_("There is no such area."), field="area")
    for ward in (event.ward_new, event.ward_old):
        if ward and here().ward(ward) is None:
            raise Refused(N_("There is no such ward."), field="ward")
