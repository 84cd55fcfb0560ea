"""The verbs of taking part: register, cancel, accept, keep; and for whoever runs the event confirm, refuse, call."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from portal.db import db
from portal.events.models import Event, Status
from portal.events.registrations import codes, opening, places
from portal.events.registrations.models import Registration, Seat, SeatState
from portal.events.registrations.places import LIVE, TAKING, note, turn
from portal.kit.fold import clean, fold
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.people.models import Person

CONFIRMED_WITHIN = timedelta(hours=72)
REGISTERED = "registered"
"""The reminder by which somebody with an account is sent what they registered for."""


@dataclass(frozen=True)
class Wish:
    """What somebody who wants to come has written."""

    name: str
    phone: str | None
    people: int = 1
    sessions: Sequence[int] = ()
    access_needs: str = ""
    photo_consent: bool = False
    is_guardian: bool = False
    is_resident: bool = False


class Registered(NamedTuple):
    registration: Registration
    code: str


def register(
    event: Event, wish: Wish, *, by: Person | None, at: datetime, language: str, once: str = "", key: str
) -> Registered:
    """A registration with its code: a place where there is one, else the end of the waiting list."""
    admission = opening.check(event, at=at)
    if admission.residents_only and not wish.is_resident:
        raise Refused(N_("This event is for people who live here. Tick the box if you do."), field="is_resident")
    if wish.people > admission.most_people:
        sentence = N_("With one registration at most %(most)s people can come.")
        raise Refused(sentence, field="people", values={"most": admission.most_people})
    _once_for_each_phone(event, wish.phone)
    chosen = _chosen(event, wish, at=at)
    once = once or secrets.token_urlsafe(12)
    symbols = codes.new(once, key=key)
    registration = Registration(
        digest=codes.digest(symbols), once=once, event_id=event.id, person_id=by.id if by else None,
        name=clean(wish.name), folded_name=fold(wish.name)[:200], phone=wish.phone, people=wish.people,
        access_needs=clean(wish.access_needs), photo_consent=wish.photo_consent, is_guardian=wish.is_guardian,
        is_resident=wish.is_resident, language=language, at=at,
    )  # fmt: skip
    db.session.add(registration)
    for one in chosen:
        _seat(registration, one, by_hand=admission.by_hand, by=by, at=at)
    if by is not None:
        letters.remind(REGISTERED, of=registration.id, at=at)
    return Registered(registration, symbols)


def _once_for_each_phone(event: Event, phone: str | None) -> None:
    same = select(Registration.id).join(Seat).where(
        Registration.event_id == event.id, Registration.phone == phone, Seat.state.in_(LIVE)
    )  # fmt: skip
    if phone and db.session.scalar(same.limit(1)) is not None:
        raise Refused(
            N_(
                "There is a registration with this phone number already. Look it up with its code to change it; if the"
                " code is lost, call the organiser."
            ),
            field="phone",
        )


def _chosen(event: Event, wish: Wish, *, at: datetime) -> list[Event]:
    """The sessions that were chosen, or the event itself where there is nothing to choose."""
    if not opening.has_choices(event):
        return [_fitting(event, wish)]
    open_ones = {one.id: one for one in opening.choices(event, at=at)}
    chosen = [open_ones[number] for number in sorted(set(wish.sessions)) if number in open_ones]
    if not chosen:
        raise Refused(N_("Choose at least one session."), field="session")
    return [_fitting(one, wish) for one in chosen]


def _fitting(event: Event, wish: Wish) -> Event:
    """Refused for a party that could never fit, however long it waits."""
    for one in (event.admission, event.parent.admission if event.parent and event.shares_capacity else None):
        if one is not None and one.capacity is not None and wish.people > one.capacity:
            sentence = N_("There are only %(capacity)s places in all.")
            raise Refused(sentence, field="people", values={"capacity": one.capacity})
    return event


def _seat(registration: Registration, event: Event, *, by_hand: bool, by: Person | None, at: datetime) -> Seat:
    has_place = not places.must_wait(event) and places.take(event, registration.people) is None
    state = (SeatState.ASKED if by_hand else SeatState.CONFIRMED) if has_place else SeatState.WAITING
    seat = Seat(registration=registration, event=event, people=registration.people, state=state, changed_at=at)
    db.session.add(seat)
    note(seat, {SeatState.CONFIRMED: "booked"}.get(state, str(state)), by=by, at=at)
    return seat


# What whoever registered may do


def cancel(seat: Seat, *, by: Person | None, at: datetime) -> None:
    """Gives a place back, an offer too, or leaves the waiting list; the next in line is offered what falls free."""
    if seat.state not in LIVE:
        return
    _not_over(seat, at)
    _free(seat, SeatState.CANCELLED, "turned_down" if seat.state == SeatState.OFFERED else "cancelled", by=by, at=at)


def accept(seat: Seat, *, by: Person | None, at: datetime) -> None:
    """Takes the place that is offered. Said twice it is taken once."""
    if seat.state in (SeatState.CONFIRMED, SeatState.ASKED):
        return
    if seat.state != SeatState.OFFERED or seat.offered_until is None or seat.offered_until <= at:
        raise Refused(N_("The time for this offer is over, and the place was offered to the next in line."))
    by_hand = (found := opening.admission(seat.event)) is not None and found.by_hand
    turn(seat, SeatState.ASKED if by_hand else SeatState.CONFIRMED, "accepted", by=by, at=at)


def keep(seat: Seat, *, by: Person | None, at: datetime) -> None:
    """They come to the new date too."""
    if seat.state in LIVE:
        seat.kept_at = at
        note(seat, "kept", by=by, at=at)


def lapse(seat: Seat, *, at: datetime) -> None:
    """An offer that nobody took goes to the next in line; while the event is put off, none runs out."""
    if seat.event.status != Status.PLANNED:
        return
    if seat.state == SeatState.OFFERED and seat.offered_until is not None and seat.offered_until <= at:
        _free(seat, SeatState.LAPSED, "lapsed", by=None, at=at)


# What whoever runs the event may do


def confirm(seat: Seat, *, by: Person, at: datetime) -> None:
    """Gives the place for good. Who still waits gets it only if there is one, and then before those who came first."""
    if seat.state == SeatState.CONFIRMED:
        return
    if seat.state == SeatState.WAITING:
        if places.take(seat.event, seat.people) is not None:
            raise Refused(N_("There is no place free for them. Raise the number of places first."))
    elif seat.state not in TAKING:
        raise Refused(N_("This registration has ended. They would have to register again."))
    turn(seat, SeatState.CONFIRMED, "confirmed", by=by, at=at)


def refuse(seat: Seat, word: str, *, by: Person, at: datetime) -> None:
    """Takes somebody off the list, with a word to them; the place goes to the next in line."""
    if seat.state not in LIVE:
        return
    if not clean(word):
        raise Refused(N_("Write a word to them: why there is no place."), field="word")
    seat.word = clean(word)[:300]
    _free(seat, SeatState.DECLINED, "refused", by=by, at=at)


def call(seat: Seat, *, by: Person, at: datetime) -> None:
    """They were told by telephone."""
    note(seat, "called", by=by, at=at)


def find_seat(number: int, event: Event) -> Seat | None:
    """A seat at this event or at one of its sessions."""
    seat = db.session.get(Seat, number)
    return seat if seat is not None and event.id in (seat.event_id, seat.registration.event_id) else None


def _free(seat: Seat, state: SeatState, act: str, *, by: Person | None, at: datetime) -> None:
    if seat.state in TAKING and not seat.registration.walk_in:
        places.give_back(seat.event, seat.people)
    turn(seat, state, act, by=by, at=at)
    places.offer(seat.event, at=at)


def _not_over(seat: Seat, at: datetime) -> None:
    if seat.event.is_over(at) and seat.event.status == Status.PLANNED:
        raise Refused(N_("The event is over: there is nothing to change any more."))
