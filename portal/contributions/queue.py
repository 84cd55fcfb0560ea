"""What waits at the desk, oldest first, and why each of it waits: every reason is one condition, said here once.

The same condition marks a row, counts a tab and filters by it, so a tab can never promise what its rows do not show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.city import City
from portal.city.chosen import here
from portal.contributions.models import Decision, Ticket, TicketKind, TicketState
from portal.contributions.tickets import OPEN
from portal.db import db, statement
from portal.events import duplicates
from portal.events.models import Event
from portal.listings.models import Channel, Contact, Link, LinkKind, Listing, Ownership, State
from portal.people.models import Person

LONG = timedelta(days=7)
LATELY = timedelta(days=30)
DECIDED = "decided"
"""Asks not for what waits but for what was decided lately: there it can be taken back."""
PER_PAGE = 20
_CALLS = (Channel.PHONE, Channel.ZALO)


class Row(NamedTuple):
    """A ticket that waits, and the keys of the reasons why."""

    ticket: Ticket
    reasons: tuple[str, ...]


class Queue(NamedTuple):
    """One page of what waits, and how many wait for each reason."""

    rows: list[Row]
    total: int
    counts: Mapping[str, int]
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def reasons(long_ago: Any) -> dict[str, ColumnElement[bool]]:
    """The reasons that a row may carry, each as a condition on a ticket beside its listing and its event.

    What was sent before `long_ago` is late.
    """
    is_listing, is_event = Ticket.kind == TicketKind.PROPOSAL, Ticket.kind == TicketKind.EVENT
    return {
        "late": and_(Ticket.state == TicketState.WAITING, Ticket.sent_at < long_ago),
        "my_data": Ticket.due_at.is_not(None),
        "new": or_(is_listing, is_event),
        "edit": Ticket.kind == TicketKind.EDIT,
        "report": Ticket.kind == TicketKind.REPORT,
        "claim": Ticket.kind == TicketKind.CLAIM,
        "owner": and_(Ticket.kind == TicketKind.EDIT, _owns()),
        "duplicate": or_(
            and_(is_listing, or_(_same_name(), _same_number())), and_(is_event, duplicates.has_a_double())
        ),
        "outside": or_(and_(is_listing, _outside(Listing)), and_(is_event, _outside(Event))),
        "no_place": or_(
            and_(is_listing, Listing.lat.is_(None), Listing.ward_new.is_(None), Listing.ward_old.is_(None)),
            and_(is_event, Event.venue_id.is_(None), Event.venue_name == "", Event.online_url == ""),
        ),
        "language": or_(
            and_(is_listing, or_(Listing.name_en == "", Listing.summary_en == "")),
            and_(is_event, or_(Event.title_en == "", Event.summary_en == "")),
        ),
        "suspicious": Ticket.suspicion != "",
        "minor": and_(is_listing, Listing.group == "ideas", or_(Listing.team_name != "", _names_a_person())),
        "asked": Ticket.state == TicketState.ASKED,
    }


def page(*, at: datetime, reason: str = "", number: int = 1) -> Queue:
    """One page of what waits; with `reason` only what carries it. Two statements, however many wait."""
    since = at - LONG, at - LATELY
    numbers = db.session.execute(*_counts(here())(*since)).one()
    counts = dict(zip(("", *numbers._fields[1:]), numbers, strict=True))
    reason = reason if reason in counts else ""
    found = db.session.execute(*_rows(here(), reason)(*since, (number - 1) * PER_PAGE)).all()
    rows = [Row(row[0], _carried(row._fields[1:], row[1:])) for row in found]
    return Queue(rows, counts[reason], counts, number)


def reasons_of(ticket: Ticket, *, at: datetime) -> tuple[str, ...]:
    """Why this one waits, or would."""
    marks = db.session.execute(*_marks(here())(at - LONG, ticket.id)).one()
    return _carried(marks._fields, marks)


def _carried(keys: Sequence[str], marks: Sequence[Any]) -> tuple[str, ...]:
    return tuple(key for key, mark in zip(keys, marks, strict=True) if mark)


# The statements, whose conditions are long: each is written once for a city


def _conditions(long_ago: Any, lately: Any) -> dict[str, ColumnElement[bool]]:
    waiting = Ticket.state.in_(OPEN)
    decided = and_(Ticket.state.not_in(OPEN), Ticket.state != TicketState.WITHDRAWN, Ticket.decided_at >= lately)
    return {"": waiting, **{key: and_(waiting, one) for key, one in reasons(long_ago).items()}, DECIDED: decided}


@cache
def _counts(_city: City) -> Callable[..., Any]:
    @statement
    def counts(long_ago: datetime, lately: datetime) -> Any:
        conditions = _conditions(long_ago, lately)
        tallies = [
            func.coalesce(func.sum(case((one, 1), else_=0)), 0).label(key or "all") for key, one in conditions.items()
        ]
        return _from(select(*tallies)).where(or_(conditions[""], conditions[DECIDED]))

    return counts


@cache
def _rows(_city: City, reason: str) -> Callable[..., Any]:
    @statement
    def rows(long_ago: datetime, lately: datetime, start: int) -> Any:
        marks = [one.label(key) for key, one in reasons(long_ago).items()]
        whole = _from(select(Ticket, *marks)).options(
            joinedload(Ticket.listing).lazyload(Listing.marks),
            joinedload(Ticket.event),
            joinedload(Ticket.held_by).lazyload(Person.grants),
        )
        order = (Ticket.decided_at.desc(), Ticket.id.desc()) if reason == DECIDED else (Ticket.sent_at, Ticket.id)
        wanted = whole.where(_conditions(long_ago, lately)[reason]).order_by(*order)
        return wanted.offset(start).limit(PER_PAGE)

    return rows


@cache
def _marks(_city: City) -> Callable[..., Any]:
    @statement
    def marks(long_ago: datetime, number: int) -> Any:
        return _from(select(*(one.label(key) for key, one in reasons(long_ago).items()))).where(Ticket.id == number)

    return marks


def find(number: int) -> Ticket | None:
    """A ticket that has been sent, with what its page says: its sender's draft is nobody else's."""
    listing, event = joinedload(Ticket.listing), joinedload(Ticket.event)
    found = select(Ticket).where(Ticket.id == number, Ticket.state != TicketState.DRAFT)
    whole = found.options(
        event.joinedload(Event.venue).lazyload(Listing.marks),
        event.joinedload(Event.organiser).lazyload(Listing.marks),
        event.selectinload(Event.photos),
        listing.joinedload(Listing.contacts),
        listing.joinedload(Listing.web_links),
        listing.selectinload(Listing.photos),
        joinedload(Ticket.person).lazyload(Person.grants), joinedload(Ticket.held_by).lazyload(Person.grants),
        selectinload(Ticket.messages), selectinload(Ticket.decisions).joinedload(Decision.by).lazyload(Person.grants),
    )  # fmt: skip
    return db.session.scalars(whole).unique().one_or_none()


def proposal_of(listing: Listing) -> Ticket | None:
    """The open proposal from which a listing came: whoever sent it is waiting for a word."""
    open_ones = Ticket.listing_id == listing.id, Ticket.kind == TicketKind.PROPOSAL, Ticket.state.in_(OPEN)
    return db.session.scalar(select(Ticket).where(*open_ones).limit(1))


def proposal_of_event(event: Event) -> Ticket | None:
    """The same of an event."""
    open_ones = Ticket.event_id == event.id, Ticket.kind == TicketKind.EVENT, Ticket.state.in_(OPEN)
    return db.session.scalar(select(Ticket).where(*open_ones).limit(1))


def next_after(ticket: Ticket, *, at: datetime, by_id: int) -> Ticket | None:
    """The oldest one that waits for the desk and that nobody else holds."""
    free = or_(Ticket.held_by_id.is_(None), Ticket.held_by_id == by_id, Ticket.held_until <= at)
    waiting = select(Ticket).where(Ticket.state == TicketState.WAITING, free, Ticket.id != ticket.id)
    return db.session.scalar(waiting.order_by(Ticket.sent_at, Ticket.id).limit(1))


def place_of(ticket: Ticket) -> tuple[int, int]:
    """Which of how many it is, counted from the oldest."""
    before = and_(
        Ticket.state.in_(OPEN),
        or_(Ticket.sent_at < ticket.sent_at, and_(Ticket.sent_at == ticket.sent_at, Ticket.id <= ticket.id)),
    )
    counts = select(func.coalesce(func.sum(case((before, 1), else_=0)), 0), func.count())
    number, total = db.session.execute(counts.where(Ticket.state.in_(OPEN))).one()
    return number, total


def waiting() -> Select[int]:
    """What waits for the desk."""
    return select(Ticket.id).where(Ticket.state == TicketState.WAITING)


def late(at: datetime) -> Select[int]:
    """What of it has waited too long."""
    return waiting().where(Ticket.sent_at < at - LONG)


def _from(statement: Any) -> Any:
    beside = statement.select_from(Ticket).outerjoin(Listing, Listing.id == Ticket.listing_id)
    return beside.outerjoin(Event, Event.id == Ticket.event_id)


# Conditions on the listing


def _owns() -> ColumnElement[bool]:
    return exists().where(
        Ownership.listing_id == Ticket.listing_id, Ownership.person_id == Ticket.person_id, Ownership.ended_at.is_(None)
    )


def _same_name() -> ColumnElement[bool]:
    other = aliased(Listing)
    return exists().where(
        other.state == State.PUBLISHED, other.sort_vi == Listing.sort_vi, other.group == Listing.group,
        other.area == Listing.area, other.id != Listing.id,
    )  # fmt: skip


def _same_number() -> ColumnElement[bool]:
    """Another listing is reached by the same number. Those that wait are few: the others are looked up by them."""
    mine, theirs, ticket, other = aliased(Contact), aliased(Contact), aliased(Ticket), aliased(Listing)
    waiting = select(mine.value).join(ticket, ticket.listing_id == mine.listing_id)
    waiting = waiting.where(ticket.state.in_(OPEN), mine.channel.in_(_CALLS))
    known = select(theirs.value).join(other, other.id == theirs.listing_id)
    known = known.where(other.state == State.PUBLISHED, theirs.channel.in_(_CALLS), theirs.value.in_(waiting))
    return (
        exists()
        .where(Contact.listing_id == Ticket.listing_id, Contact.channel.in_(_CALLS), Contact.value.in_(known))
        .correlate(Ticket)
    )


def _names_a_person() -> ColumnElement[bool]:
    return exists().where(Link.source_id == Listing.id, Link.kind == LinkKind.IDEA_BY)


def _outside(of: type[Listing] | type[Event]) -> ColumnElement[bool]:
    """The ward lies in another area than it says."""
    city = here()
    elsewhere = [
        and_(of.area == area, or_(_other(of.ward_new, city.wards, area), _other(of.ward_old, city.old_wards, area)))
        for area in city.areas
    ]
    return or_(false(), *elsewhere)


def _other(column: Any, wards: Mapping[str, Any], area: str) -> ColumnElement[bool]:
    return and_(column.is_not(None), column.not_in([key for key, ward in wards.items() if ward.area == area]))
