"""The tables of who takes part: how one may, who registered, and what became of each place."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, Words, choice
from portal.events.models import Event
from portal.people.models import Person


class Joining(StrEnum):
    """How one takes part: just come, by somebody else's page, or by the form of the portal."""

    NONE = "none"
    LINK = "link"
    FORM = "form"


class Admission(Model):
    """How one takes part in an event, and how many have a place. The database itself refuses one too many."""

    __tablename__ = "event_admission"
    __table_args__ = (
        CheckConstraint("taken >= 0", name="taken_not_negative"),
        CheckConstraint("capacity IS NULL OR taken <= capacity", name="not_overbooked"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),
        CheckConstraint("most_people BETWEEN 1 AND 20", name="most_people_sane"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    joining: Mapped[Joining] = mapped_column(choice(Joining), default=Joining.NONE)
    url: Mapped[str] = mapped_column(Words(300), default="")
    capacity: Mapped[int | None]
    opens_at: Mapped[datetime | None] = mapped_column(Moment)
    closes_at: Mapped[datetime | None] = mapped_column(Moment)
    most_people: Mapped[int] = mapped_column(default=5)
    """How many may come with one registration."""
    by_hand: Mapped[bool] = mapped_column(default=False)
    """Somebody confirms each place within 72 hours."""
    residents_only: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    """The organiser closed it early."""
    taken: Mapped[int] = mapped_column(default=0)
    """People with a place or with one that is held for them."""

    event: Mapped[Event] = relationship(back_populates="admission")


class SeatState(StrEnum):
    """Where a registration stands for one event. `asked`, `confirmed` and `offered` take up places."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    LAPSED = "lapsed"


class Registration(Model):
    """Somebody who wants to come, reached by a short code. Only its digest is kept; the person is forgotten later."""

    __tablename__ = "registration"
    __table_args__ = (CheckConstraint("people BETWEEN 1 AND 20", name="people_sane"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(Words(64), unique=True)
    once: Mapped[str | None] = mapped_column(Words(64), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    """The event on whose page they registered; the sessions they chose stand in `seats`."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(Words(120))
    folded_name: Mapped[str] = mapped_column(Words(200), default="")
    phone: Mapped[str | None] = mapped_column(Words(16), index=True)
    people: Mapped[int] = mapped_column(default=1)
    access_needs: Mapped[str] = mapped_column(Words(300), default="")
    photo_consent: Mapped[bool] = mapped_column(default=False)
    is_guardian: Mapped[bool] = mapped_column(default=False)
    """A parent or guardian registers a child under 16."""
    is_resident: Mapped[bool] = mapped_column(default=False)
    walk_in: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(Words(2), default="vi")
    at: Mapped[datetime] = mapped_column(Moment)
    forgotten_at: Mapped[datetime | None] = mapped_column(Moment)

    event: Mapped[Event] = relationship()
    person: Mapped[Person | None] = relationship()
    seats: Mapped[list[Seat]] = relationship(back_populates="registration", order_by="Seat.id")


class Seat(Model):
    """A registration's place at one event or session, or in its waiting list; the list is in the order of `id`."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("registration_id", "event_id"),
        CheckConstraint("(state = 'offered') = (offered_until IS NOT NULL)", name="offer_has_its_end"),
        Index("ix_seat_event", "event_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    people: Mapped[int]
    state: Mapped[SeatState] = mapped_column(choice(SeatState))
    offered_until: Mapped[datetime | None] = mapped_column(Moment)
    kept_at: Mapped[datetime | None] = mapped_column(Moment)
    """When they said that they come to the new date of an event that was moved."""
    word: Mapped[str] = mapped_column(Words(300), default="")
    """What the organiser wrote to somebody who was refused."""
    changed_at: Mapped[datetime] = mapped_column(Moment)

    registration: Mapped[Registration] = relationship(back_populates="seats")
    event: Mapped[Event] = relationship()
    acts: Mapped[list[SeatAct]] = relationship(order_by="SeatAct.id")


class SeatAct(Model):
    """What happened to a seat: asked, confirmed, offered, present, gone again. Only added to; the last word counts."""

    __tablename__ = "seat_act"
    __table_args__ = (Index("ix_seat_act_seat", "seat_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    act: Mapped[str] = mapped_column(Words(20))
    once: Mapped[str | None] = mapped_column(Words(64), unique=True)
    """A phone without a line sends its ticks again: each counts once."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
