"""Places: counted by the database in one guarded statement, and given on strictly in the order of the waiting list.

The rule of the list. Whoever comes while somebody waits for the same place waits behind them, even where a smaller
party would fit. A place that falls free is offered to the first in the list, and only once there is room for their
whole party; nobody is passed over because they are many. Where sessions share the places of their event there is one
list for all of them; who waits for a session that is full by itself holds up only those behind them at that session.

The rule of the offer (`offer_ends`). It stands for 24 hours, near the beginning for half of the time that is left, and
for an hour at least. In the last hour, and while an event is postponed or cancelled, nothing is offered: staff decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, case, exists, literal, or_, select, update

from portal.db import db
from portal.events.models import Event, Status
from portal.events.registrations.models import Admission, Joining, Registration, Seat, SeatAct, SeatState
from portal.letters import rules as letters
from portal.people.models import Person

OFFER_LASTS = timedelta(hours=24)
SHORTEST_OFFER = timedelta(hours=1)
LAPSES = "seat_offer_lapses"
"""The reminder by which an offer runs out."""
TOLD = "seat_told"
"""The reminder by which whoever has an account is told of an act on their seat."""
TELLING = frozenset({"confirmed", "offered", "refused", "lapsed"})
"""Acts of others of which a letter tells."""
TAKING = (SeatState.ASKED, SeatState.CONFIRMED, SeatState.OFFERED)
"""States that take up places."""
LIVE = (*TAKING, SeatState.WAITING)
LONGEST_LINE = 500


def is_joinable(event: Event) -> bool:
    """Whether a place at this event or session can be had by the form of the portal."""
    return bool(counters(event))


def counters(event: Event) -> list[int]:
    """The admissions that count a place there: its own first, then that of its parent where they share."""
    own = [event.id] if event.admission is not None and event.admission.joining == Joining.FORM else []
    return [*own, *_shared(event)]


def _shared(event: Event) -> list[int]:
    parent = event.parent if event.shares_capacity else None
    return [parent.id] if parent is not None and parent.admission is not None else []


def take(event: Event, people: int) -> int | None:
    """Takes places in one statement for each counter; None when they were had, else the counter that is full."""
    taken: list[int] = []
    for number in counters(event):
        if not _move(number, people):
            for one in taken:
                _move(one, -people)
            return number
        taken.append(number)
    return None


def give_back(event: Event, people: int) -> None:
    for number in counters(event):
        _move(number, -people)


def _move(number: int, people: int) -> bool:
    """Moves the count, unless that were one place too many; what two do at once is settled by the database."""
    moved = Admission.taken + people
    room = or_(Admission.capacity.is_(None), moved <= Admission.capacity, literal(people <= 0))
    kept = moved if people > 0 else case((moved > 0, moved), else_=0)  # it may have been counted otherwise meanwhile
    change = update(Admission).where(Admission.event_id == number, room).values(taken=kept)
    done = cast("CursorResult[Any]", db.session.execute(change.execution_options(synchronize_session=False)))
    if (known := db.session.get(Admission, number)) is not None:
        db.session.refresh(known, ["taken"])
    return done.rowcount == 1


def must_wait(event: Event) -> bool:
    """Whether somebody waits for the same place already."""
    if db.session.scalar(select(exists().where(Seat.event_id == event.id, Seat.state == SeatState.WAITING))):
        return True
    if not _shared(event):
        return False
    first: dict[int, Seat] = {}
    for seat in _line(_family(event)):
        first.setdefault(seat.event_id, seat)
    return any(not _is_full_by_itself(seat) for seat in first.values())


def _is_full_by_itself(seat: Seat) -> bool:
    own = seat.event.admission
    is_counted = own is not None and own.joining == Joining.FORM and bool(_shared(seat.event))
    return bool(is_counted and own and own.capacity is not None and own.taken + seat.people > own.capacity)


def offer(event: Event, *, at: datetime) -> list[Seat]:
    """Offers what is free to the first in line, then to the next, until somebody's party does not fit."""
    db.session.flush()
    offered: list[Seat] = []
    stuck: set[int] = set()
    for seat in _line(_family(event)):
        until = offer_ends(seat.event, at=at)
        if seat.event_id in stuck or until is None:
            stuck.add(seat.event_id)
            continue
        full = take(seat.event, seat.people)
        if full is not None:
            stuck.add(seat.event_id)
            if full in _shared(seat.event):
                break
            continue
        turn(seat, SeatState.OFFERED, "offered", by=None, at=at, until=until)
        letters.remind(LAPSES, of=seat.id, at=until)
        offered.append(seat)
    return offered


def offer_ends(event: Event, *, at: datetime) -> datetime | None:
    """Until when an offer made now stands; None when none is made."""
    left = event.starts_at - at
    if event.status != Status.PLANNED or not event.is_public() or left <= SHORTEST_OFFER:
        return None
    return at + min(OFFER_LASTS, max(SHORTEST_OFFER, left / 2))


def withdraw_offers(event: Event, *, at: datetime) -> None:
    """While nobody knows whether it takes place, nobody has to answer: offers go back to the head of the line."""
    open_ones = select(Seat).where(Seat.event_id == event.id, Seat.state == SeatState.OFFERED).order_by(Seat.id)
    for seat in db.session.scalars(open_ones).all():
        give_back(event, seat.people)
        turn(seat, SeatState.WAITING, "back_in_line", by=None, at=at)


def turn(
    seat: Seat, state: SeatState, act: str, *, by: Person | None, at: datetime, until: datetime | None = None
) -> SeatAct:
    """Moves a seat to another state and writes down the act."""
    seat.state, seat.offered_until, seat.changed_at = state, until, at
    return note(seat, act, by=by, at=at)


def note(seat: Seat, act: str, *, by: Person | None, at: datetime, once: str | None = None) -> SeatAct:
    """Writes down what happened to a seat; of what others did to it, whoever has an account is told by a letter."""
    db.session.flush()
    made = SeatAct(seat_id=seat.id, act=act, once=once, by_id=by.id if by else None, at=at)
    db.session.add(made)
    db.session.flush()
    if act in TELLING and seat.registration.person_id is not None:
        letters.remind(TOLD, of=made.id, at=at)
    return made


def _family(event: Event) -> list[int]:
    """The events whose waiting lists are one: those that share the places of the same parent."""
    parent = event.parent if event.shares_capacity else event
    if parent is None:
        return [event.id]
    sharing = [one.id for one in parent.sessions if one.shares_capacity]
    return [event.id] if not sharing else [parent.id, *sharing]


def _line(events: Iterable[int]) -> list[Seat]:
    """Who waits for any of these, in the order in which they came."""
    waiting = select(Seat).join(Registration).where(Seat.event_id.in_(list(events)), Seat.state == SeatState.WAITING)
    return list(db.session.scalars(waiting.order_by(Seat.id).limit(LONGEST_LINE)))


def counted(number: int) -> int:
    """People who take up places of this admission, counted from the seats: what `taken` must say."""
    event = db.session.get_one(Event, number)
    here = [event.id] if number in counters(event) else []
    seats = [*here, *(one.id for one in event.sessions if number in counters(one))]
    taking = select(Seat).join(Registration).where(
        Seat.event_id.in_(seats), Seat.state.in_(TAKING), Registration.walk_in.is_(False)
    )  # fmt: skip
    return sum(seat.people for seat in db.session.scalars(taking))
