"""What leaves the calendar of an event: its public values, read for many at once or from one in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from portal.city.chosen import here
from portal.db import db
from portal.events import taking_place, when
from portal.events.models import Event, EventKind, EventRevision, Price, Status
from portal.events.question import Question, answers
from portal.kit.clock import parse_iso
from portal.listings.models import Listing, LocationMode, State, Worded, worded

MOST = 500
LATELY = timedelta(days=30)
PLAIN = (
    "id", "slug", "uid", "sequence", "status", "kind", "deadline", "title_vi", "title_en", "summary_vi", "summary_en",
    "text_vi", "text_en", "starts_at", "ends_at", "all_day", "first_day", "last_day", "area", "ward_new", "ward_old",
    "venue_name", "online_url", "directions_vi", "directions_en", "organiser_name", "contact_phone", "contact_email",
    "shows_phone", "shows_email", "price", "price_vnd", "price_note", "languages", "step_free", "least_age",
    "parent_id", "added_at", "published_at", "changed_at",
)  # fmt: skip
LONG = frozenset({"text_vi", "text_en"})  # the text of the page: in the file of one event only
OF_LISTING = ("slug", "name_vi", "name_en", "street", "village", "location_mode", "lat", "lon")


class Where(NamedTuple):
    """A listing of the map that an event names: where it takes place, or who holds it."""

    slug: str
    name_vi: str
    name_en: str
    street: str
    village: str
    lat: float | None
    lon: float | None

    def name(self, lang: str) -> Worded:
        return worded(lambda code: self.name_vi if code == "vi" else self.name_en, lang)


class Told(NamedTuple):
    """Why it does not take place as announced, and when it was to begin before it was moved."""

    reason_vi: str = ""
    reason_en: str = ""
    moved_from: datetime | None = None

    def reason(self, lang: str) -> Worded:
        return worded(lambda code: self.reason_vi if code == "vi" else self.reason_en, lang)


NOTHING = Told()


@dataclass(frozen=True)
class Entry:
    """The public values of one event. Contacts whose switch is off are not among them."""

    id: int
    slug: str
    uid: str
    sequence: int
    status: Status
    kind: EventKind
    deadline: bool
    title_vi: str
    title_en: str
    summary_vi: str
    summary_en: str
    text_vi: str
    text_en: str
    starts_at: datetime
    ends_at: datetime | None
    all_day: bool
    first_day: date
    last_day: date
    area: str
    ward_new: str | None
    ward_old: str | None
    venue_name: str
    online_url: str
    directions_vi: str
    directions_en: str
    organiser_name: str
    contact_phone: str | None
    contact_email: str | None
    price: Price
    price_vnd: int | None
    price_note: str
    languages: Sequence[str]
    step_free: bool
    least_age: int | None
    parent_id: int | None
    added_at: datetime
    published_at: datetime | None
    changed_at: datetime
    venue: Where | None = None
    organiser: Where | None = None
    told: Told = NOTHING
    sessions: tuple[Entry, ...] = ()
    parent_uid: str = ""

    def text(self, name: str, lang: str) -> Worded:
        return worded(lambda code: getattr(self, f"{name}_{code}"), lang)

    @property
    def is_of_days(self) -> bool:
        """Whether it stands in a calendar as days: all day, longer than a day, or made of sessions with hours of
        their own. As hours it would block a week, or stand beside its own parts."""
        longer = self.ends_at is not None and self.ends_at - self.starts_at > when.A_DAY
        return self.all_day or longer or bool(self.sessions)


@dataclass(frozen=True)
class Edition:
    """Where a file stands and what it was made of: its language, the portal's address in that language (absolute,
    without a slash at its end), the file's own address, when the public calendar last changed, and who translates."""

    lang: str
    base: str
    address: str
    changed_at: datetime
    say: Callable[..., str]

    def url(self, one: Entry) -> str:
        return f"{self.base}/events/{one.slug}"

    @property
    def home(self) -> str:
        return f"{self.base}/events"


class Feed(NamedTuple):
    """Events in the order of their dates, sessions inside their parents, and whether more would answer."""

    entries: list[Entry]
    more: bool


def chosen(question: Question, *, at: datetime) -> Feed:
    """What is to come and what was in the last 30 days, at most `MOST` with their sessions: four statements.

    Where there is more than that, what is to come goes before what was, and sooner before later.
    """
    today = when.day_of(at)
    reach = Event.first_day >= today - when.LONGEST  # nothing lasts longer: the index need not go further back
    coming = _columns().where(*answers(question), reach, Event.last_day >= today)
    found = list(db.session.execute(coming.order_by(Event.first_day, Event.starts_at, Event.id).limit(MOST + 1)))
    if room := MOST + 1 - len(found):
        over = Event.last_day < today, Event.last_day >= today - LATELY, Event.status != Status.CANCELLED
        lately = _columns().where(*answers(question), *over)
        found += db.session.execute(lately.order_by(Event.last_day.desc(), Event.id.desc()).limit(room))
    feed = _cut(_with_sessions([_from_row(row._mapping) for row in found]))
    return feed._replace(entries=sorted(feed.entries, key=lambda one: (one.starts_at, one.id)))


def entry(event: Event) -> Entry:
    """The public values of an event in hand, with its public sessions and the texts of its page."""
    parents = [_from_event(event)]
    sessions = [_from_event(one) for one in event.sessions if one.is_public()]
    uid = event.parent.uid if event.parent is not None and event.parent.is_public() else ""
    if event.parent is not None:
        parents = [_placed_like(_from_event(event.parent), parents[0])]
    [whole] = _joined(parents, sessions, _told([one.id for one in (*parents, *sessions)]))
    return replace(whole, parent_uid=uid)


def _columns() -> Select[Any]:
    venue, held_by = aliased(Listing), aliased(Listing)
    plain = [getattr(Event, name) for name in PLAIN if name not in LONG]
    beside = [
        getattr(table, name).label(f"{which}:{name}")
        for which, table in (("venue", venue), ("organiser", held_by))
        for name in OF_LISTING
    ]
    return (
        select(*plain, *beside)
        .outerjoin(venue, and_(Event.venue_id == venue.id, venue.state == State.PUBLISHED))
        .outerjoin(held_by, and_(Event.organiser_id == held_by.id, held_by.state == State.PUBLISHED))
    )


def _from_row(row: Mapping[Any, Any]) -> Entry:
    listings = {
        which: _where({name: row[f"{which}:{name}"] for name in OF_LISTING}) if row[f"{which}:slug"] else None
        for which in ("venue", "organiser")
    }
    return _entry({name: "" if name in LONG else row[name] for name in PLAIN}, **listings)


def _from_event(event: Event) -> Entry:
    listings = {
        which: _where({name: getattr(listing, name) for name in OF_LISTING})
        if listing is not None and listing.is_public()
        else None
        for which, listing in (("venue", event.venue), ("organiser", event.organiser))
    }
    return _entry({name: getattr(event, name) for name in PLAIN}, **listings)


def _entry(values: dict[str, Any], *, venue: Where | None, organiser: Where | None) -> Entry:
    shows_phone, shows_email = values.pop("shows_phone"), values.pop("shows_email")
    values["contact_phone"] = values["contact_phone"] if shows_phone else None
    values["contact_email"] = values["contact_email"] if shows_email else None
    return Entry(**values, venue=venue, organiser=organiser)


def _where(values: dict[str, Any]) -> Where:
    """Only an exact point leaves: the others are drawn off on purpose."""
    if values.pop("location_mode") != LocationMode.EXACT:
        values["lat"] = values["lon"] = None
    return Where(**values)


def _with_sessions(parents: list[Entry]) -> list[Entry]:
    of = [one.id for one in parents]
    public = _columns().where(Event.parent_id.in_(of), Event.state == State.PUBLISHED)
    rows = db.session.execute(public.order_by(Event.starts_at, Event.id)).all() if of else []
    sessions = [_from_row(row._mapping) for row in rows]
    changed = [one.id for one in (*parents, *sessions) if one.sequence > 0 or one.status != Status.PLANNED]
    return _joined(parents, sessions, _told(changed) if changed else {})


def _joined(parents: list[Entry], sessions: list[Entry], told: Mapping[int, Told]) -> list[Entry]:
    inside: dict[int | None, list[Entry]] = {}
    for one in sessions:
        inside.setdefault(one.parent_id, []).append(replace(one, told=told.get(one.id, NOTHING)))
    return [
        replace(
            one,
            told=told.get(one.id, NOTHING),
            sessions=tuple(_placed_like(one, session) for session in inside.get(one.id, ())),
        )
        for one in parents
    ]


def _placed_like(parent: Entry, session: Entry) -> Entry:
    """A session that names no place of its own is where its parent is."""
    placed = session.venue or session.venue_name or session.online_url
    at = session if placed else parent
    return replace(session, parent_uid=parent.uid, venue=at.venue, venue_name=at.venue_name, online_url=at.online_url)


def _told(ids: Iterable[int]) -> dict[int, Told]:
    """The last word on each of these events, as the page has it above the event."""
    acts = EventRevision.act.in_((*taking_place.TOLD, "followed"))
    words = select(
        EventRevision.event_id, EventRevision.act, EventRevision.changes, EventRevision.reason_vi,
        EventRevision.reason_en,
    ).where(EventRevision.event_id.in_(list(ids)), acts)  # fmt: skip
    found: dict[int, Told] = {}
    for row in db.session.execute(words.order_by(EventRevision.id)):
        before = row.changes.get("starts_at", [None])[0]
        was = parse_iso(before) if before else found.get(row.event_id, NOTHING).moved_from
        if row.act == "followed":
            found[row.event_id] = found.get(row.event_id, NOTHING)._replace(moved_from=was)
        elif row.act == "resumed":
            found[row.event_id] = Told(moved_from=was)
        else:
            found[row.event_id] = Told(row.reason_vi, row.reason_en, was)
    return found


def _cut(whole: list[Entry]) -> Feed:
    """The first that are at most `MOST` together with their sessions, in whole events."""
    count, kept = 0, list[Entry]()
    for one in whole:
        count += 1 + len(one.sessions)
        if count > MOST:
            return Feed(kept or [replace(one, sessions=one.sessions[: MOST - 1])], more=True)
        kept.append(one)
    return Feed(kept, more=False)


def locality(one: Entry) -> str:
    """The ward and the area, today's names."""
    city = here()
    unit, area = city.ward(one.ward_new or one.ward_old or ""), city.areas.get(one.area)
    return ", ".join(dict.fromkeys(known.name for known in (unit, area) if known))
