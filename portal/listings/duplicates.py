"""Which listings may be the same as one that is proposed: a question to its sender and to the desk, never an answer.

A candidate has the same telephone number or page; or lies within 100 m under nearly the same name; or has the same
name in the same area. Different groups are related, not the same: a village, its craft and its feast share a name.
What somebody has looked at and found not the same is not asked about again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from portal.audit import rules as audit
from portal.city.chosen import here
from portal.db import db
from portal.kit.alike import alike, may_be_one_person, title
from portal.kit.fold import fold
from portal.kit.geo import Point, box_around, distance_m
from portal.listings import search
from portal.listings.matching import Tier, in_box, unindexed
from portal.listings.models import Channel, Contact, Listing, NotSame, State, WebLink
from portal.listings.question import Query
from portal.people.models import Person

NEAR_M = 100
MOST_NEAR = 60
"""With more neighbours than these at one spot, the point says little: it is the middle of a ward."""
MOST_NAMED = 60
MOST = 6  # to choose from: a longer list is not read
PUBLIC = (State.PUBLISHED,)
STANDING = (State.PUBLISHED, State.WAITING, State.CHANGES_ASKED, State.HIDDEN, State.DRAFT)
CALLS = {Channel.PHONE, Channel.ZALO}
BY_TITLE = Tier("title_fold", fold)


class Why(StrEnum):
    """What makes a listing look like another, the strongest first."""

    PHONE = "phone"
    LINK = "link"
    NEAR = "near"
    NAME = "name"


class Likeness(NamedTuple):
    """A listing that may be the same, and why."""

    listing: Listing
    why: Why


@dataclass(frozen=True)
class Traits:
    """What is compared of a listing, or of what may become one."""

    name: str
    group: str
    area: str
    lat: float | None = None
    lon: float | None = None
    calls: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()

    @cached_property
    def title(self) -> tuple[str, ...]:
        return title(self.name, tails=[fold(area.name) for area in here().areas.values()])

    @property
    def point(self) -> Point | None:
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)


def traits(given: Mapping[str, Any]) -> Traits:
    """Of the fields of a listing as `rules.values` and forms name them; any may be missing."""
    contacts = {channel: value for channel, (value, _shown) in (given.get("contacts") or {}).items()}
    pages = [contacts.get(Channel.PAGE, ""), *(given.get("web_links") or ())]
    return Traits(
        name=given.get("name_vi") or "", group=given.get("group") or "", area=given.get("area") or "",
        lat=given.get("lat"), lon=given.get("lon"),
        calls=frozenset(value for channel, value in contacts.items() if channel in CALLS and value),
        pages=frozenset(filter(None, map(bare, pages))),
    )  # fmt: skip


def bare(address: str) -> str:
    """A web address as people compare it: without its scheme, "www.", the slash at its end and its fragment."""
    rest = address.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")
    host, slash, path = rest.partition("/")
    return host.lower() + slash + path


# Comparing two


def same(one: Traits, other: Traits) -> Why | None:
    """Why two may be one listing; None when nothing says so."""
    if one.group != other.group:
        return None
    if one.calls & other.calls:
        return Why.PHONE
    if one.pages & other.pages:
        return Why.LINK
    if one.group == "people" and not may_be_one_person(one.name, other.name):
        return None
    if _are_near(one, other) and alike(one.title, other.title):
        return Why.NEAR
    return Why.NAME if one.area == other.area and _are_named_the_same(one, other) else None


def _are_near(one: Traits, other: Traits) -> bool:
    return one.point is not None and other.point is not None and distance_m(one.point, other.point) <= NEAR_M


def _are_named_the_same(one: Traits, other: Traits) -> bool:
    """The same title. A title of one word is worn by many: then the heads must be the same too."""
    if one.title != other.title:
        return False
    return len(one.title) > 1 or fold(one.name) == fold(other.name)


# Asking the map


def like(given: Mapping[str, Any], *, ignore: Listing | None = None, for_desk: bool = False) -> list[Likeness]:
    """The listings that may be the same as the given fields, the strongest likeness first; at most `MOST`.

    Senders are asked about public listings and by contacts that everybody sees, or a stranger could try out whose
    number is whose. The desk (`for_desk`) is asked about all that stand. `ignore` is the listing itself, if it has one.
    """
    wanted = traits(given)
    if not wanted.group or not wanted.name:
        return []
    states = STANDING if for_desk else PUBLIC
    reached = dict.fromkeys(_by_contact(wanted.calls, states, hidden_too=for_desk), Why.PHONE)
    linked = dict.fromkeys(_by_page(wanted.pages, states, hidden_too=for_desk), Why.LINK)
    near_or_named = {*_near(wanted, states), *_named(wanted, states)}
    candidates = _outlines({*reached, *linked, *near_or_named} - _settled(ignore))
    whys = {
        id: why
        for id, other in candidates.items()
        if other.group == wanted.group
        if (why := reached.get(id) or linked.get(id) or same(wanted, other))
    }
    found = [Likeness(listing, whys[listing.id]) for listing in _listings(_strongest(whys))]
    return sorted(found, key=lambda one: (list(Why).index(one.why), one.listing.id))


def related(given: Mapping[str, Any], *, ignore: Listing | None = None) -> list[Listing]:
    """Public listings of other groups under the same name: to be linked with, never to be merged."""
    wanted = traits(given)
    titled = _outlines({*_titled(wanted, State.PUBLISHED)} - _settled(ignore))
    others = [id for id, one in titled.items() if one.group != wanted.group and one.title == wanted.title]
    return list(_listings(sorted(others)[:MOST]))


def part(one: Listing, other: Listing, *, by: Person | None, at: datetime) -> None:
    """Somebody has looked: these two are not the same, and nobody is asked about them again."""
    first, second = sorted((one.id, other.id))
    if first != second and db.session.get(NotSame, (first, second)) is None:
        db.session.add(NotSame(one_id=first, other_id=second, by_id=by.id if by else None, at=at))
        audit.note("not_same", "listing", one.id, by=by, at=at, other=other.id)
        db.session.flush()


def _strongest(whys: Mapping[int, Why]) -> list[int]:
    return sorted(whys, key=lambda id: (list(Why).index(whys[id]), id))[:MOST]


def _outlines(ids: Iterable[int]) -> dict[int, Traits]:
    """What is compared of these listings, without their contacts: those were looked up."""
    columns = (Listing.id, Listing.name_vi, Listing.group, Listing.area, Listing.lat, Listing.lon)
    if not (wanted := sorted(ids)):
        return {}
    found = db.session.execute(select(*columns).where(Listing.id.in_(wanted))).tuples()
    return {id: Traits(name, group, area, lat, lon) for id, name, group, area, lat, lon in found}


def _listings(ids: Sequence[int]) -> Sequence[Listing]:
    found = select(Listing).where(Listing.id.in_(ids)).order_by(Listing.id)
    return db.session.scalars(found).all() if ids else []


def _settled(listing: Listing | None) -> set[int]:
    """The listing itself, and those that somebody found not the same."""
    if listing is None or listing.id is None:
        return set()
    pairs = select(NotSame.one_id, NotSame.other_id).where(
        or_(NotSame.one_id == listing.id, NotSame.other_id == listing.id)
    )
    return {listing.id, *(id for pair in db.session.execute(pairs) for id in pair)}


# Contacts and addresses lead, the listing's state only checks: `unindexed` tells SQLite so.


def _by_contact(calls: frozenset[str], states: Sequence[State], *, hidden_too: bool) -> Sequence[int]:
    if not calls:
        return []
    found = select(Contact.listing_id).join(Listing, Listing.id == Contact.listing_id)
    found = found.where(Contact.value.in_(calls), Contact.channel.in_(CALLS), unindexed(Listing.state).in_(states))
    return db.session.scalars(found if hidden_too else found.where(Contact.shown)).all()


def _by_page(pages: frozenset[str], states: Sequence[State], *, hidden_too: bool) -> Iterator[int]:
    if not pages:
        return
    spelled = [
        f"{scheme}://{www}{page}{end}"
        for page in pages for scheme in ("https", "http") for www in ("", "www.") for end in ("", "/")
    ]  # fmt: skip
    own = select(Contact.listing_id).join(Listing, Listing.id == Contact.listing_id)
    own = own.where(Contact.value.in_(spelled), Contact.channel == Channel.PAGE, unindexed(Listing.state).in_(states))
    yield from db.session.scalars(own if hidden_too else own.where(Contact.shown))
    others = select(WebLink.listing_id).join(Listing, Listing.id == WebLink.listing_id)
    yield from db.session.scalars(others.where(WebLink.address.in_(spelled), unindexed(Listing.state).in_(states)))


def _near(wanted: Traits, states: Sequence[State]) -> Sequence[int]:
    if wanted.point is None:
        return []
    box = in_box(box_around(wanted.point, NEAR_M))
    found = select(Listing.id).where(box, Listing.state.in_(states), unindexed(Listing.group) == wanted.group)
    return db.session.scalars(found.limit(MOST_NEAR)).all()


def _named(wanted: Traits, states: Sequence[State]) -> Iterator[int]:
    for state in states:
        yield from _titled(wanted, state, groups=(wanted.group,))


def _titled(wanted: Traits, state: State, *, groups: tuple[str, ...] = ()) -> Sequence[int]:
    """The latest listings of the area that have every word of the title in their name."""
    asked = Query(q=" ".join(wanted.title), groups=groups, area=wanted.area, state=state)
    return search.newest(asked, MOST_NAMED, tier=BY_TITLE) if wanted.title else []
