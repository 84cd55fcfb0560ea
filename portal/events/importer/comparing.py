"""What a file would do here: each of its dates beside the event that it is, and what is here and no longer in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.events import naming, rules, taking_place, when
from portal.events.importer.items import Item, items
from portal.events.importer.models import Authority, EventSource
from portal.events.models import Event, Status
from portal.kit.fold import clean, fold
from portal.kit.geo import Point, distance_m
from portal.kit.say import N_, Refused
from portal.listings.models import Listing, State

NEAR_M = 200
TOGETHER = (
    frozenset(rules.TIMES),
    frozenset({"venue_id", "venue_name"}),
    frozenset({"organiser_id", "organiser_name"}),
)
"""Fields that are one thing to a person: who edits one of them has all of them."""
GRAVE = rules.MOVES
"""What an editor looks at before it is taken over."""

_TWIN = N_("Perhaps the same as “%(name)s”.")
_HELD = N_("Edited here, and left alone.")
_LEFT = N_("What is here already is left alone, as this source is set.")
_BACK = N_("It is in the file again.")
_GONE = N_("It is no longer in the file. It stays here.")
_CANCELS = N_("The source cancels it.")
_RESUMES = N_("The source lets it take place after all.")
_NOT_PUBLIC = N_("The event is not public, and stays so.")


class Fate(StrEnum):
    """What becomes of one date of a file."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    HELD = "held"
    TWIN = "duplicate?"
    MISSING = "missing"
    ASIDE = "aside"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """What one date would do: `changes` holds old and new of each field to be written, `held` of each left alone."""

    line: int
    title: str
    uid: str
    fate: Fate
    notes: tuple[Refused, ...] = ()
    item: Item | None = None
    event: Event | None = None
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    held: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    turns: str = ""
    """"cancelled" or "resumed"."""
    returns: bool = False

    @property
    def is_grave(self) -> bool:
        """Whether date, place or status of what is here changes."""
        return self.fate == Fate.UPDATE and bool(self.turns or GRAVE & self.changes.keys())


@dataclass(frozen=True)
class Report:
    source: EventSource
    lines: tuple[Line, ...]

    @property
    def counts(self) -> Mapping[Fate, int]:
        counted = Counter(line.fate for line in self.lines)
        return {fate: counted[fate] for fate in Fate}

    def due(self, *, twins: bool) -> Sequence[Line]:
        """The dates that would write something."""
        wanted = {Fate.NEW, Fate.UPDATE, Fate.MISSING, *([Fate.TWIN] if twins else [])}
        return [line for line in self.lines if line.fate in wanted or line.returns]

    @property
    def needs_a_look(self) -> bool:
        """Whether an editor decides: on the first file of a source, and where date, place or status changes."""
        return self.source.approved_at is None or any(line.is_grave or line.fate == Fate.TWIN for line in self.lines)


def check(source: EventSource, content: Mapping[str, Any], *, at: datetime) -> Report:
    """What taking in a file would do, date by date. Nothing is written."""
    found = list(items(content))
    known = _known(source)
    meant = Meant()
    twins = Twins(one for one in found if one.key not in known and not one.faults and one.aside is None)
    lines = [_line(one, known.get(one.key), source, meant, twins) for one in found]
    told = {one.key for one in found}
    refused = {one.uid for one in found if one.faults and one.uid}
    today = when.day_of(at)
    gone = [
        Line(0, event.title_vi, _uid(key), Fate.MISSING, (Refused(_GONE),), None, event)
        for key, event in known.items()
        if key not in told and _uid(key) not in refused and event.last_day >= today and event.missing_since is None
    ]
    return Report(source, (*lines, *gone))


def _known(source: EventSource) -> dict[str, Event]:
    """The events that came from the source, by their keys there."""
    own = select(Event).where(Event.source_id == source.id, Event.source_key.is_not(None))
    found = db.session.scalars(own.options(joinedload(Event.venue)).order_by(Event.id))
    return {str(event.source_key): event for event in found}


def _uid(key: str) -> str:
    return "" if key.startswith("sha256:") else key.rpartition("#")[0] or key


def _line(item: Item, event: Event | None, source: EventSource, meant: Meant, twins: Twins) -> Line:
    if item.faults:
        return Line(item.line, item.title, item.uid, Fate.REFUSED, item.faults, item)
    if item.aside is not None:
        return Line(item.line, item.title, item.uid, Fate.ASIDE, (item.aside,), item, event)
    given = {**item.given, **meant.fields(item)}
    if event is None:
        return _new(item, given, twins)
    return _met(item, event, given, source)


def _new(item: Item, given: Mapping[str, Any], twins: Twins) -> Line:
    twin = twins.of(item, given)
    notes = (*item.notes, *([Refused(_TWIN, values={"name": twin})] if twin else []))
    changes = {name: (None, value) for name, value in given.items()}
    fate = Fate.TWIN if twin else Fate.NEW
    return Line(item.line, item.title, item.uid, fate, notes, item, None, changes, turns="cancelled" * item.cancelled)


def _met(item: Item, event: Event, given: Mapping[str, Any], source: EventSource) -> Line:
    old = rules.values(event)
    differs = {name: (old[name], new) for name, new in given.items() if old[name] != new}
    turns, returns = _turn(item, event), event.missing_since is not None
    notes = [*item.notes, *([Refused(_BACK)] if returns else [])]
    if source.authority == Authority.LEAVE:
        held, changes, turns = differs, {}, ""
        notes += [Refused(_LEFT)] if differs else []
    else:
        own = set() if source.authority == Authority.OVERWRITE else _held(event)
        held = {name: change for name, change in differs.items() if name in own}
        changes = {name: change for name, change in differs.items() if name not in own}
        notes += [Refused(_HELD)] if held else []
        notes += [Refused(_CANCELS if turns == "cancelled" else _RESUMES)] if turns else []
    if (changes or turns) and event.state != State.PUBLISHED:
        notes.append(Refused(_NOT_PUBLIC))
    fate = Fate.UPDATE if changes or turns else Fate.HELD if held else Fate.SAME
    return Line(
        item.line, event.title_vi, item.uid, fate, tuple(notes), item, event, changes, held, turns, returns=returns
    )  # fmt: skip


def _held(event: Event) -> set[str]:
    """What a person wrote in this very event, and what belongs together with it."""
    own = set(event.own_fields)
    return own.union(*(group for group in TOGETHER if group & own))


def _turn(item: Item, event: Event) -> str:
    """What the source's word on its status would change. What somebody here has stopped, no source lets go on."""
    if item.cancelled:
        return "cancelled" if event.status != Status.CANCELLED else ""
    if event.status != Status.CANCELLED:
        return ""
    stopped = taking_place.latest(event, "cancelled", "postponed")
    by_source = stopped is not None and stopped.by_id is None and stopped.pause_id is None
    return "resumed" if by_source else ""


class Meant:
    """Which listings the names of a file mean; each name is looked for once."""

    def __init__(self) -> None:
        self._known: dict[str, Listing | None] = {}

    def fields(self, item: Item) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if item.venue is not None:
            found |= self._venue(clean(item.venue))
        if item.organiser is not None:
            listing = self.of(item.organiser)
            words = "" if listing else clean(item.organiser)[:120]
            found |= {"organiser_id": listing.id if listing else None, "organiser_name": words}
        return rules.tidied(found)

    def _venue(self, words: str) -> dict[str, Any]:
        if words.startswith(("http://", "https://")):
            return {"venue_id": None, "venue_name": "", "online_url": words[:300]}
        listing = self.of(words) or self.of(words.split(",")[0])
        return {"venue_id": listing.id if listing else None, "venue_name": "" if listing else words[:120].rstrip()}

    def of(self, name: str) -> Listing | None:
        name = clean(name)[:120]
        if name not in self._known:
            self._known[name] = naming.meant(name).listing
        return self._known[name]


class Spot(NamedTuple):
    """Where an event is, as far as two can be compared."""

    venue_id: int | None
    name: str
    lat: float | None
    lon: float | None

    def is_near(self, other: Spot) -> bool:
        if self.venue_id is not None and self.venue_id == other.venue_id:
            return True
        if self.lat is not None and self.lon is not None and other.lat is not None and other.lon is not None:
            return distance_m(Point(self.lat, self.lon), Point(other.lat, other.lon)) < NEAR_M
        return self.name == other.name


class Twins:
    """Events that are here under the same title on the same day at the same place: asked for at once for all days."""

    def __init__(self, new: Any) -> None:
        days = {item.first_day for item in new}
        columns = (Event.title_vi, Event.first_day, Event.venue_id, Event.venue_name)
        same_days = select(*columns, Listing.lat, Listing.lon, Listing.name_vi).outerjoin(Event.venue).where(
            Event.first_day.in_(days), Event.state != State.ARCHIVED, Event.parent_id.is_(None)
        )  # fmt: skip
        self._known: dict[tuple[str, Any], list[tuple[str, Spot]]] = {}
        for row in db.session.execute(same_days) if days else ():
            spot = Spot(row.venue_id, fold(row.name_vi or row.venue_name), row.lat, row.lon)
            self._known.setdefault((fold(row.title_vi), row.first_day), []).append((row.title_vi, spot))

    def of(self, item: Item, given: Mapping[str, Any]) -> str:
        """The title of an event that this new one may be; "" for none."""
        alike = self._known.get((fold(item.title), item.first_day), ())
        if not alike:
            return ""
        venue = db.session.get(Listing, given["venue_id"]) if given.get("venue_id") else None
        name = fold(venue.name_vi if venue else given.get("venue_name", ""))
        here = Spot(venue.id if venue else None, name, venue.lat if venue else None, venue.lon if venue else None)
        return next((title for title, spot in alike if spot.is_near(here)), "")
