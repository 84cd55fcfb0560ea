"""Selections for those who run an event: who registered, who waits, whom to call, what has to be decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, exists, func, inspect, or_, select
from sqlalchemy.orm import joinedload, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from portal.db import db, statement
from portal.events import queries as calendar
from portal.events.models import Event, EventRevision
from portal.events.registrations import rules
from portal.events.registrations.models import Registration, Seat, SeatAct, SeatState
from portal.events.registrations.places import LIVE
from portal.events.registrations.policy import may_run
from portal.kit.fold import fold
from portal.listings.models import Listing
from portal.people.models import Person

ORDER = (SeatState.ASKED, SeatState.OFFERED, SeatState.WAITING, SeatState.CONFIRMED)


def places_of(event: Event) -> list[int]:
    """The event and its sessions."""
    return [event.id, *(one.id for one in event.sessions)]


def run_by(person: Person | None, number: int) -> Event | None:
    """The event with this number, for whoever runs it; for all others there is none."""
    event = db.session.scalars(*_with_who_runs_them([number])).unique().one_or_none()
    return event if event is not None and may_run(person, event) else None


@statement
def _with_who_runs_them(numbers: Collection[int]) -> Select[Event]:
    """With who looks after the listings that organise them, or the events that they belong to."""
    listings = [
        joinedload(one).options(lazyload(Listing.marks), joinedload(Listing.ownerships))
        for one in (Event.organiser, Event.listing)
    ]
    return select(Event).where(Event.id.in_(numbers)).options(*listings, joinedload(Event.parent).options(*listings))


def read_places(house: Event) -> None:
    """How one takes part in an event and in each of its sessions, in one statement, unless it has been read already."""
    if "sessions" in inspect(house).unloaded or any(_is_unread(one) for one in (house, *house.sessions)):
        found = db.session.scalars(*_with_its_sessions(house.id)).all()
        set_committed_value(house, "sessions", [one for one in found if one is not house])


def _is_unread(event: Event) -> bool:
    return "admission" in inspect(event).unloaded


@statement
def _with_its_sessions(number: int) -> Select[Event]:
    both = select(Event).where(or_(Event.id == number, Event.parent_id == number))
    return both.options(joinedload(Event.admission)).order_by(Event.starts_at, Event.id)


def has_seats(event: Event) -> bool:
    return db.session.scalar(select(exists().where(Seat.event_id == event.id))) or False


def all_seats(event: Event) -> list[Seat]:
    """Every seat at an event and its sessions, walk-ins too, for a table."""
    found = (
        select(Seat).join(Registration).options(joinedload(Seat.registration), joinedload(Seat.event))
        .where(Seat.event_id.in_(places_of(event))).order_by(Seat.event_id, Seat.id)
    )  # fmt: skip
    return list(db.session.scalars(found))


def seats(event: Event, *, state: SeatState | None = None, typed: str = "") -> Select[Seat]:
    """All seats at an event and its sessions, in the order in which people came; walk-ins are on another list."""
    found = (
        select(Seat).join(Registration)
        .options(joinedload(Seat.registration), joinedload(Seat.event))
        .where(Seat.event_id.in_(places_of(event)), Registration.walk_in.is_(False))
    )  # fmt: skip
    if state is not None:
        found = found.where(Seat.state == state)
    if words := fold(typed):
        found = found.where(Registration.folded_name.contains(words, autoescape=True))
    return found.order_by(Seat.id)


def people(event: Event) -> dict[SeatState, int]:
    """How many people there are in each state, walk-ins left out."""
    counted = (
        select(Seat.state, func.sum(Seat.people)).join(Registration)
        .where(Seat.event_id.in_(places_of(event)), Registration.walk_in.is_(False)).group_by(Seat.state)
    )  # fmt: skip
    found = {state: int(number) for state, number in db.session.execute(counted)}
    return {state: found.get(state, 0) for state in SeatState}


def ahead_of(seat: Seat) -> int:
    """How many registrations stand before this one in the waiting list."""
    line = select(func.count()).select_from(Seat).where(
        Seat.event_id == seat.event_id, Seat.state == SeatState.WAITING, Seat.id < seat.id
    )  # fmt: skip
    return db.session.scalar(line) or 0


def waiting(numbers: Sequence[int]) -> dict[int, int]:
    """People in the waiting list of each of these events; where nobody waits it has no entry."""
    if not numbers:
        return {}
    found = db.session.execute(*_waiting(numbers))
    return {number: int(people) for number, people in found}


@statement
def _waiting(numbers: Sequence[int]) -> Select[int, int]:
    line = select(Seat.event_id, func.sum(Seat.people)).where(Seat.event_id.in_(numbers))
    return line.where(Seat.state == SeatState.WAITING).group_by(Seat.event_id)


def to_call(event: Event) -> list[Seat]:
    """Who has to hear by telephone that something changed: they have no account, and nobody has called them since.

    An offer counts, and that the event was moved, postponed or cancelled after they registered.
    """
    news = _news(event)
    chosen = (
        select(Seat).join(Registration)
        .options(joinedload(Seat.registration), joinedload(Seat.event))
        .where(Seat.event_id.in_(places_of(event)), Seat.state.in_(LIVE), Registration.walk_in.is_(False))
        .where(Registration.person_id.is_(None), Registration.phone.is_not(None))
    )  # fmt: skip
    found = db.session.scalars(chosen.order_by(Seat.id)).all()
    calls = select(SeatAct.seat_id, func.max(SeatAct.at)).where(SeatAct.act == "called").group_by(SeatAct.seat_id)
    called = dict(db.session.execute(calls.where(SeatAct.seat_id.in_([one.id for one in found]))).tuples().all())
    return [seat for seat in found if _is_to_be_called(seat, news[seat.event_id], called.get(seat.id))]


def _news(event: Event) -> dict[int, datetime | None]:
    """When the public was told last of the event and of each session: of its own change, or of the whole event's."""
    inside = {event.id: event.parent_id, **dict.fromkeys((one.id for one in event.sessions), event.id)}
    told = calendar.told([*inside, *filter(None, [event.parent_id])])
    at = {number: last.at for number, (last, *_) in told.items() if last.act != "resumed"}
    return {one: at.get(one) or at.get(whole or 0) for one, whole in inside.items()}


def _is_to_be_called(seat: Seat, news: datetime | None, called: datetime | None) -> bool:
    since = news if news is not None and news >= seat.registration.at else None
    if seat.state == SeatState.OFFERED:
        since = max(since, seat.changed_at) if since else seat.changed_at
    if since is None or (seat.kept_at is not None and seat.kept_at >= since):
        return False
    return called is None or called < since


class Due(NamedTuple):
    """What has to be decided at one event."""

    event: Event
    asked: int
    first_asked_at: datetime | None
    offered: int

    def is_late(self, at: datetime) -> bool:
        return self.first_asked_at is not None and self.first_asked_at + rules.CONFIRMED_WITHIN < at


def due(person: Person, *, at: datetime) -> Iterator[Due]:
    """The events of this person's with registrations to confirm or offers to make known, the longest waiting first."""
    asked = and_(Seat.state == SeatState.ASKED)
    silent = and_(Seat.state == SeatState.OFFERED, Registration.person_id.is_(None))
    called = exists().where(SeatAct.seat_id == Seat.id, SeatAct.act == "called", SeatAct.at >= Seat.changed_at)
    rows = db.session.execute(
        select(
            Registration.event_id,
            func.count().filter(asked), func.min(Seat.changed_at).filter(asked), func.count().filter(silent),
        )
        .join(Seat, Seat.registration_id == Registration.id)
        .where(or_(asked, and_(silent, ~called)), Registration.forgotten_at.is_(None))
        .group_by(Registration.event_id).order_by(func.min(Seat.changed_at))
    ).all()  # fmt: skip
    if not rows:
        return
    events = {one.id: one for one in db.session.scalars(*_with_who_runs_them([row[0] for row in rows])).unique()}
    for number, waiting, first, offered in rows:
        event = events[number]
        if may_run(person, event) and not event.is_over(at):
            yield Due(event, waiting, first, offered)


def seat(number: int) -> Seat | None:
    return db.session.get(Seat, number)


def act(number: int) -> SeatAct | None:
    return db.session.get(SeatAct, number)


def registration(number: int) -> Registration | None:
    return db.session.get(Registration, number)


def revision(number: int) -> EventRevision | None:
    return db.session.get(EventRevision, number)


def event_of(revision: EventRevision) -> Event:
    return db.session.get_one(Event, revision.event_id)


def is_last_word(act: SeatAct) -> bool:
    """Whether nothing has happened to the seat since."""
    later = select(SeatAct.id).where(SeatAct.seat_id == act.seat_id, SeatAct.id > act.id)
    return db.session.scalar(later.limit(1)) is None


def is_part_of_another(revision: EventRevision) -> bool:
    """Whether the whole event that a session belongs to was changed by the same act."""
    parent = event_of(revision).parent
    if parent is None:
        return False
    same = select(EventRevision.id).where(
        EventRevision.event_id == parent.id, EventRevision.act == revision.act, EventRevision.at == revision.at
    )
    return db.session.scalar(same.limit(1)) is not None


def takers(revision: EventRevision) -> list[Registration]:
    """Whom a change of an event concerns: all who registered before it and still count on coming."""
    event = db.session.get_one(Event, revision.event_id)
    live = exists().where(
        Seat.registration_id == Registration.id, Seat.state.in_(LIVE), Seat.event_id.in_(places_of(event))
    )
    chosen = select(Registration).where(live, Registration.at <= revision.at, Registration.walk_in.is_(False))
    return list(db.session.scalars(chosen.order_by(Registration.id)))


def of_person(person: Person) -> Select[Registration]:
    """What a person has registered for with their account, the latest first."""
    return select(Registration).where(Registration.person_id == person.id).order_by(Registration.id.desc())
