"""The verbs of the map: write, publish, hide, confirm, link. Each leaves a revision: what changed, who, when, why."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select

from portal.city.chosen import here
from portal.db import db
from portal.kit import hours
from portal.kit.clock import to_zone
from portal.kit.fold import clean, slug
from portal.kit.say import N_, Refused
from portal.kit.sort import person_sort_key, sort_key
from portal.letters import rules as letters
from portal.listings import document, kept
from portal.listings.models import (
    Channel,
    Contact,
    FormerSlug,
    Import,
    Link,
    LinkKind,
    Listing,
    LocationMode,
    Mark,
    MarkKind,
    Merge,
    OpeningHour,
    Revision,
    State,
    WebLink,
)  # fmt: skip
from portal.listings.policy import may_see
from portal.listings.words import BY_ITS_OWNER
from portal.people.models import Person

TEXTS = (
    "name_vi", "name_en", "summary_vi", "summary_en", "story_vi", "story_en", "village", "street",
    "directions_vi", "directions_en", "offer_line", "need_line", "sustainability", "heritage", "hours", "price_hint",
    "access_vi", "access_en", "materials_vi", "materials_en", "problem_vi", "problem_en", "proposal_vi", "proposal_en",
    "next_vi", "next_en", "team_name", "source",
)  # fmt: skip
LONG_TEXTS = {"story_vi", "story_en"}
PLAIN = (
    "group", "area", "ward_new", "ward_old", "location_mode", "lat", "lon", "precision_m", "point_source", "stage",
    "legal_form", "steps", "price_from", "made_in_days", "source_id", "demo",
)  # fmt: skip
MARKS = {"fields": MarkKind.FIELD, "offers": MarkKind.OFFER, "needs": MarkKind.NEED, "languages": MarkKind.LANGUAGE}
FIELDS = (*TEXTS, *PLAIN, *MARKS, "paused_until", "web_links", "contacts")
RESERVED = {"new", "embed", "edit", "numbers"}
NEED_LASTS = timedelta(days=183)
FRESH = timedelta(days=365)
AT_ONCE = 500
OWNERS_WORD = {"edited", "from_campaign"}  # acts after which the fields are the owner's, whatever a file says
MOST_WEB_LINKS = 5


@dataclass
class Postponed:
    """What one act on hundreds of listings leaves for its end."""

    changed: dict[int, Listing] = field(default_factory=dict)
    to_remind: list[int] = field(default_factory=list)


_postponed: ContextVar[Postponed | None] = ContextVar("postponed", default=None)


def published() -> Select[Listing]:
    return select(Listing).where(Listing.state == State.PUBLISHED)


def find(address: str, *, reader: Person | None) -> Listing | None:
    """The listing at a slug, as far as the reader may know of it."""
    listing = db.session.scalar(select(Listing).where(Listing.slug == address))
    return listing if listing is not None and may_see(reader, listing) else None


def numbered(number: int) -> Listing | None:
    """The listing with this number, for those who look after the map."""
    return db.session.get(Listing, number)


def moved(address: str, *, reader: Person | None) -> Listing | None:
    """The listing that once stood at a slug or took in the one that did, as far as the reader may know of it."""
    former = db.session.get(FormerSlug, address)
    asked = Listing.id == former.listing_id if former else Listing.slug == address
    listing = db.session.scalar(select(Listing).where(asked))
    while listing is not None and listing.state == State.MERGED:
        into = select(Merge.kept_id).where(Merge.gone_id == listing.id, Merge.undone_at.is_(None))
        kept_id = db.session.scalar(into.order_by(Merge.id.desc()))
        listing = db.session.get(Listing, kept_id) if kept_id else None
    return listing if listing is not None and may_see(reader, listing) else None


def values(listing: Listing) -> dict[str, Any]:
    """Every field that may be written, as plain values: what a form shows, a revision compares and a file carries."""
    found: dict[str, Any] = {name: getattr(listing, name) for name in (*TEXTS, *PLAIN)}
    found |= {name: sorted(listing.keys(kind)) for name, kind in MARKS.items()}
    found["paused_until"] = day_of(listing.paused_until)
    found["web_links"] = [one.address for one in listing.web_links]
    found["contacts"] = {str(contact.channel): [contact.value, contact.shown] for contact in listing.contacts}
    return found


def day_of(moment: datetime | None) -> str | None:
    """The day in the city on which a pause ends, in ISO 8601: what a form shows and a file carries."""
    return to_zone(moment, ZoneInfo(here().zone)).date().isoformat() if moment else None


def create(
    given: Mapping[str, Any], *, by: Person | None, at: datetime, address: str = "", import_: Import | None = None
) -> Listing:
    """A new listing as a draft, with its first revision. `given` holds any of `FIELDS`; `address` is a wish."""
    listing = Listing(
        slug=free_slug(address or slug(given["name_vi"])), state=State.DRAFT, version=0, own_fields=[], steps=[],
        added_by_id=by.id if by else None, added_at=at, changed_at=at, sort_vi="", sort_en="", name_vi="",
        group=given["group"], area=given["area"],
    )  # fmt: skip
    for name in (*TEXTS, "steps"):
        setattr(listing, name, [] if name == "steps" else "")
    db.session.add(listing)
    revise(listing, given, by=by, at=at, act="created", import_=import_)
    return listing


def revise(
    listing: Listing,
    given: Mapping[str, Any],
    *,
    by: Person | None,
    at: datetime,
    act: str = "edited",
    reason: str = "",
    import_: Import | None = None,
) -> Revision | None:
    """Writes the given fields; returns the revision, or None when nothing differs.

    Raises Refused at a field. What a person writes here belongs to that person: a later import leaves it alone.
    """
    given = tidied(given)
    old = values(listing)
    changes = {name: [old[name], new] for name, new in given.items() if old[name] != new}
    if not changes:
        return None
    before = kept.footprint(listing)
    for name in changes:
        _set(listing, name, given[name], at=at)
    _derive(listing)
    if listing.is_public():
        _check_words(listing)
    if import_ is None and act in OWNERS_WORD:
        listing.own_fields = sorted({*listing.own_fields, *changes})
    revision = note(listing, act, changes, by=by, at=at, reason=reason, import_=import_)
    _keep(listing, before, at=at)
    return revision


def publish(
    listing: Listing, *, by: Person | None, at: datetime, reason: str = "", import_: Import | None = None
) -> None:
    """Makes a listing public. Refused while it lacks what a visitor needs."""
    _check_words(listing)
    if listing.published_at is None:
        listing.published_at = at
    turn(listing, State.PUBLISHED, "published", by=by, at=at, reason=reason, import_=import_)
    _remind(listing, at=at)


def hide(listing: Listing, *, by: Person, at: datetime, reason: str) -> None:
    """Takes a listing out of the public's sight; its history stays."""
    if not reason.strip():
        raise Refused(N_("Please write why the listing is hidden."), field="reason")
    turn(listing, State.HIDDEN, "hidden", by=by, at=at, reason=reason)


def archive(listing: Listing, *, by: Person | None, at: datetime, reason: str, import_: Import | None = None) -> None:
    """Lays a listing away for good: an undone import, a place that has closed."""
    turn(listing, State.ARCHIVED, "archived", by=by, at=at, reason=reason, import_=import_)


def turn(
    listing: Listing, state: State, act: str, *, by: Person | None, at: datetime, reason: str = "",
    import_: Import | None = None,
) -> None:  # fmt: skip
    """Moves a listing to another state. For acts that have a verb of their own here, that verb is the way."""
    if listing.state == state:
        return
    before, was = kept.footprint(listing), listing.state
    listing.state = state
    note(listing, act, {"state": [was, state]}, by=by, at=at, reason=reason, import_=import_)
    _keep(listing, before, at=at)


def confirm(listing: Listing, *, by: Person | None, at: datetime, as_owner: bool = False) -> None:
    """Somebody who knows has looked: the listing is still true.

    The public reads who it was. Owners are named only where they show their name; who holds a card is an owner.
    """
    is_named = by is not None and (by.show_name or not as_owner)
    listing.confirmed_at, listing.confirmed_by = at, by.full_name if by and is_named else BY_ITS_OWNER
    note(listing, "confirmed", {}, by=by, at=at)
    _remind(listing, at=at)
    kept.touch(at=at)


def told(listing: Listing, *, at: datetime) -> None:
    """Something that stands on the public page of a listing has changed, though not the listing itself."""
    if listing.is_public():
        kept.touch(at=at)


def is_fresh(listing: Listing, *, at: datetime) -> bool:
    """Whether somebody confirmed the listing within the last year."""
    return listing.confirmed_at is not None and at - listing.confirmed_at < FRESH


def link(source: Listing, kind: LinkKind, target: Listing) -> Link | None:
    """Joins two listings; None when they are joined so already."""
    if source.id == target.id:
        raise Refused(N_("A listing cannot be linked to itself."))
    known = select(Link).filter_by(source_id=source.id, kind=kind, target_id=target.id)
    if db.session.scalar(known):
        return None
    made = Link(source_id=source.id, kind=kind, target_id=target.id)
    db.session.add(made)
    return made


def links_of(listing: Listing, *, reader: Person | None) -> list[tuple[LinkKind, bool, Listing]]:
    """What the listing is joined to and the reader may see: the kind, whether it is read from here, the other one."""
    rows = db.session.scalars(
        select(Link).where(or_(Link.source_id == listing.id, Link.target_id == listing.id)).order_by(Link.id)
    ).all()
    others = {row.target_id if row.source_id == listing.id else row.source_id for row in rows}
    known = {one.id: one for one in db.session.scalars(select(Listing).where(Listing.id.in_(others)))}
    return [
        (row.kind, outward, known[row.target_id if outward else row.source_id])
        for row in rows
        for outward in [row.source_id == listing.id]
        if may_see(reader, known[row.target_id if outward else row.source_id])
    ]


def history(listing: Listing) -> Select[Revision]:
    return select(Revision).where(Revision.listing_id == listing.id).order_by(Revision.id.desc())


def free_slug(wish: str) -> str:
    """A slug that no listing has, had, or may not have: `-2`, `-3` … is added when the wish is taken."""
    wish = (wish or "muc")[:100].strip("-")
    wishes = itertools.chain([wish], (f"{wish}-{number}" for number in itertools.count(2)))
    return next(one for one in wishes if not _is_taken(one))


def _is_taken(address: str) -> bool:
    taken = select(Listing.slug).where(Listing.slug == address)
    once_taken = select(FormerSlug.slug).where(FormerSlug.slug == address)
    return address in RESERVED or db.session.scalar(taken.union(once_taken)) is not None


@contextmanager
def in_bulk(*, at: datetime) -> Iterator[None]:
    """For one act on hundreds of listings: what is derived from them is made once, at the end of the block."""
    postponed = Postponed()
    token = _postponed.set(postponed)
    try:
        yield
    finally:
        _postponed.reset(token)
    letters.remind_all("confirm_listing", of=postponed.to_remind, at=at + FRESH)
    changed = list(postponed.changed.values())
    for start in range(0, len(changed), AT_ONCE):
        document.keep(changed[start : start + AT_ONCE])
    kept.rebuild(at=at)


def rebuild(*, at: datetime) -> None:
    """Makes everything that is derived anew: words, tallies and cells. After a restore and after a bulk import."""
    for listings in db.session.scalars(select(Listing).order_by(Listing.id)).partitions(AT_ONCE):
        document.keep(listings)
    kept.rebuild(at=at)


def tidied(given: Mapping[str, Any]) -> dict[str, Any]:
    """The given fields as they are kept. Raises Refused at a text that is too long."""
    tidy: dict[str, Any] = dict(given)
    if unknown := set(tidy) - set(FIELDS):
        raise ValueError(f"Not fields of a listing: {sorted(unknown)}")
    for name in tidy.keys() & set(TEXTS):
        tidy[name] = clean(tidy[name] or "", lines=name in LONG_TEXTS)
        limit = getattr(Listing.__table__.c[name].type, "length", None)
        if limit and len(tidy[name]) > limit:
            raise Refused(N_("This is too long: at most %(limit)s characters."), field=name, values={"limit": limit})
    for name in tidy.keys() & MARKS.keys():
        tidy[name] = sorted(set(tidy[name] or ()))
    if "web_links" in tidy:
        tidy["web_links"] = list(dict.fromkeys(tidy["web_links"] or ()))
        if len(tidy["web_links"]) > MOST_WEB_LINKS:
            sentence = N_("At most %(most)s addresses have room here.")
            raise Refused(sentence, field="web_links", values={"most": MOST_WEB_LINKS})
    for name in tidy.keys() & {"lat", "lon"}:
        tidy[name] = None if tidy[name] is None else round(tidy[name], 6)  # 0.1 m; kept.py counts on it
    for name in tidy.keys() & {"ward_new", "ward_old", "stage", "legal_form", "source_id", "paused_until"}:
        tidy[name] = tidy[name] or None
    return tidy


def _set(listing: Listing, name: str, value: Any, *, at: datetime) -> None:
    if name in MARKS:
        _set_marks(listing, MARKS[name], value, at=at)
    elif name == "contacts":
        _set_contacts(listing, value)
    elif name == "web_links":
        listing.web_links = [WebLink(address=address) for address in value]
    elif name == "paused_until":
        listing.paused_until = _begin_of(value) if value else None
    else:
        setattr(listing, name, value)
        if name == "hours":
            listing.openings = [
                OpeningHour(weekday=o.weekday, opens=o.opens, closes=o.closes)
                for o in (hours.parse(value) if value else ())
            ]


def _begin_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), tzinfo=ZoneInfo(here().zone))


def _set_marks(listing: Listing, kind: MarkKind, keys: Iterable[str], *, at: datetime) -> None:
    wanted = set(keys)
    listing.marks = [mark for mark in listing.marks if mark.kind != kind or mark.key in wanted]
    lapses = at + NEED_LASTS if kind is MarkKind.NEED else None
    missing = sorted(wanted - set(listing.keys(kind)))
    listing.marks += [Mark(kind=kind, key=key, lapses_at=lapses) for key in missing]


def _set_contacts(listing: Listing, wanted: Mapping[str, tuple[str, bool]]) -> None:
    standing = {str(contact.channel): contact for contact in listing.contacts}
    listing.contacts = [contact for channel, contact in standing.items() if channel in wanted]
    for channel, (value, shown) in wanted.items():
        if channel in standing:
            standing[channel].value, standing[channel].shown = value, shown
        else:
            listing.contacts.append(Contact(channel=Channel(channel), value=value, shown=shown))


def _derive(listing: Listing) -> None:
    """What follows from the fields: how it sorts, and that a listing without a point is shown by its area."""
    key = person_sort_key if listing.group == "people" else sort_key
    listing.sort_vi, listing.sort_en = key(listing.name_vi), sort_key(listing.name_en or listing.name_vi)
    if listing.lat is None or listing.lon is None:
        listing.lat = listing.lon = listing.precision_m = None
        listing.location_mode = LocationMode.AREA
    elif listing.location_mode in {None, LocationMode.AREA}:
        listing.location_mode = LocationMode.APPROXIMATE
    _check_place(listing)


def _check_words(listing: Listing) -> None:
    """What the public may read has at least a name and a sentence."""
    for name in ("name_vi", "summary_vi"):
        if not getattr(listing, name):
            sentence = N_("A listing needs its name and one sentence in Vietnamese before it can be published.")
            raise Refused(sentence, field=name)


def _check_place(listing: Listing) -> None:
    city = here()
    if listing.group not in city.groups:
        raise Refused(N_("There is no such group."), field="group")
    if listing.area not in city.areas:
        raise Refused(N_("There is no such area."), field="area")
    if listing.lat is None or listing.lon is None:
        return
    if (area := city.area_of(listing.lat, listing.lon)) is None or area.key != listing.area:
        raise Refused(N_("This point lies outside the area."), field="lat")


def note(
    listing: Listing, act: str, changes: dict[str, list[Any]], *, by: Person | None, at: datetime, reason: str = "",
    import_: Import | None = None,
) -> Revision:  # fmt: skip
    """Writes down what an act changed: every verb of the map ends with it."""
    listing.version += 1
    listing.changed_at = at
    if listing.id is None:
        db.session.flush()
    revision = Revision(
        listing_id=listing.id, version=listing.version, act=act, changes=changes, reason=clean(reason),
        by_id=by.id if by else None, import_id=import_.id if import_ else None, at=at,
    )  # fmt: skip
    db.session.add(revision)
    return revision


def _keep(listing: Listing, before: kept.Footprint | None, *, at: datetime) -> None:
    if (postponed := _postponed.get()) is not None:
        postponed.changed[listing.id] = listing
        return
    after = kept.footprint(listing)
    document.keep([listing])
    kept.move(before, after)
    if before or after:
        kept.touch(at=at)


def _remind(listing: Listing, *, at: datetime) -> None:
    """A year from now somebody is asked whether this still holds."""
    if (postponed := _postponed.get()) is not None:
        postponed.to_remind.append(listing.id)
        return
    letters.remind("confirm_listing", of=listing.id, at=at + FRESH)
