"""Who came: one tap for present, one to take it back, and people who come without having registered."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.events.models import Event
from portal.events.registrations import codes
from portal.events.registrations.models import Registration, Seat, SeatAct, SeatState
from portal.events.registrations.places import note
from portal.kit.fold import clean, fold
from portal.kit.say import N_, Refused
from portal.kit.sort import person_sort_key
from portal.people.models import Person

PRESENT, GONE = "present", "gone"
EXPECTED = (SeatState.CONFIRMED, SeatState.ASKED)


@dataclass(frozen=True)
class Guest:
    """Somebody on the list, and when they were found present."""

    seat: Seat
    present_at: datetime | None
    waited: bool = False
    """Their place came from the waiting list."""

    @property
    def registration(self) -> Registration:
        return self.seat.registration


@dataclass(frozen=True)
class Counts:
    """People, not registrations."""

    registered: int
    present: int
    walk_ins: int


def mark(seat: Seat, act: str, *, by: Person, at: datetime, once: str | None = None) -> None:
    """Present, or not after all. A phone that sends a tick again is counted once; the last word counts.

    A tick stands even where the registration was cancelled meanwhile: whoever is there, is there.
    """
    if once and db.session.scalar(select(SeatAct.id).where(SeatAct.once == once)) is not None:
        return
    if (present_at(seat) is not None) != (act == PRESENT):
        note(seat, act, by=by, at=at, once=once or None)


def present_at(seat: Seat) -> datetime | None:
    """When somebody was found present, as far as that was not taken back."""
    last = select(SeatAct).where(SeatAct.seat_id == seat.id, SeatAct.act.in_([PRESENT, GONE]))
    return _is_there(db.session.scalar(last.order_by(SeatAct.id.desc()).limit(1)))


def _is_there(last: SeatAct | None) -> datetime | None:
    return last.at if last is not None and last.act == PRESENT else None


def walk_in(
    event: Event, *, name: str, people: int, by: Person, at: datetime, once: str = "", language: str = "vi"
) -> Seat:
    """People who come without having registered. They take no place on the list, but the house holds no more."""
    if once and (known := codes.with_once(once, event.id)) is not None:
        return known.seats[0]
    counts = count(event)
    inside = counts.present + counts.walk_ins
    capacity = event.admission.capacity if event.admission is not None else None
    if capacity is not None and inside + people > capacity:
        sentence = N_("The house is full: %(inside)s of %(capacity)s are inside.")
        raise Refused(sentence, field="people", values={"inside": inside, "capacity": capacity})
    registration = Registration(
        digest=codes.digest(secrets.token_hex()), once=once or None, event_id=event.id, name=clean(name)[:120],
        folded_name=fold(name)[:200], people=people, walk_in=True, language=language, at=at, access_needs="",
    )  # fmt: skip
    seat = Seat(registration=registration, event=event, people=people, state=SeatState.CONFIRMED, changed_at=at)
    db.session.add(seat)
    note(seat, PRESENT, by=by, at=at)
    return seat


def count(event: Event) -> Counts:
    """How many are expected, how many of them came, how many came besides."""
    registered = present = walk_ins = 0
    last = _last_words()
    rows = db.session.execute(
        select(Registration.walk_in, Seat.state, SeatAct.act, func.sum(Seat.people))
        .join(Seat, Seat.registration_id == Registration.id)
        .outerjoin(last, last.c.seat_id == Seat.id)
        .outerjoin(SeatAct, SeatAct.id == last.c.act_id)
        .where(Seat.event_id == event.id)
        .group_by(Registration.walk_in, Seat.state, SeatAct.act)
    )
    for is_walk_in, state, last_word, people in rows:
        registered += people if state in EXPECTED and not is_walk_in else 0
        present += people if last_word == PRESENT and not is_walk_in else 0
        walk_ins += people if last_word == PRESENT and is_walk_in else 0
    return Counts(registered, present, walk_ins)


def guests(event: Event, *, typed: str = "") -> list[Guest]:
    """Who is expected and who has come, by given name as people are called; searched by name, number or code."""
    last = _last_words()
    chosen = (
        select(Seat, SeatAct)
        .join(Registration)
        .outerjoin(last, last.c.seat_id == Seat.id)
        .outerjoin(SeatAct, SeatAct.id == last.c.act_id)
        .options(joinedload(Seat.registration))
        .where(Seat.event_id == event.id)
        .where(Seat.state.in_(EXPECTED) | (SeatAct.act == PRESENT))
    )
    from_list = _from_the_waiting_list(event)
    found = [Guest(seat, _is_there(act), seat.id in from_list) for seat, act in db.session.execute(chosen)]
    return sorted(_searched(found, typed), key=lambda one: person_sort_key(one.registration.name))


def _from_the_waiting_list(event: Event) -> set[int]:
    waited = select(SeatAct.seat_id).join(Seat).where(Seat.event_id == event.id, SeatAct.act == "waiting")
    return set(db.session.scalars(waited))


def _last_words() -> Any:
    """For each seat the number of the last word on whether somebody is there."""
    words = select(SeatAct.seat_id, func.max(SeatAct.id).label("act_id")).where(SeatAct.act.in_([PRESENT, GONE]))
    return words.group_by(SeatAct.seat_id).subquery()


def _searched(found: Sequence[Guest], typed: str) -> list[Guest]:
    if not typed.strip():
        return list(found)
    by_code = codes.find(typed)
    digits = "".join(sign for sign in typed if sign.isdigit()).lstrip("0")
    words = fold(typed)
    return [
        one
        for one in found
        if one.registration is by_code
        or words in one.registration.folded_name
        or (len(digits) >= 3 and digits in (one.registration.phone or ""))
    ]
