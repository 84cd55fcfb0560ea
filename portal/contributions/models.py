"""Tickets: what somebody sends in about the map or the calendar, reached by a short code; and owners' paper cards."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, Words, choice
from portal.events.models import Event
from portal.listings.models import Listing
from portal.media.models import Upload
from portal.people.models import Person


class TicketKind(StrEnum):
    """What somebody sends in."""

    PROPOSAL = "proposal"
    EDIT = "edit"
    REPORT = "report"
    CLAIM = "claim"
    EVENT = "event"


class TicketState(StrEnum):
    """Where a ticket stands. Only `waiting` and `asked` are open for the desk; `draft` is its sender's alone."""

    DRAFT = "draft"
    WAITING = "waiting"
    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    MERGED = "merged"
    SPAM = "spam"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What becomes of a ticket: sent and answered by its sender, the rest by the desk."""

    SENT = "sent"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"
    ASKED = "asked"
    REFUSED = "refused"
    MERGED = "merged"
    UNMERGED = "unmerged"
    HIDDEN = "hidden"
    SPAM = "spam"
    SETTLED = "settled"
    UNDONE = "undone"


class Ticket(Model):
    """One proposal, edit, report, claim or event. Its code is kept as a digest; `typed` is the form as it was typed."""

    __tablename__ = "ticket"
    __table_args__ = (
        CheckConstraint("(state = 'draft') = (sent_at IS NULL)", name="sent_unless_draft"),
        CheckConstraint("(held_by_id IS NULL) = (held_until IS NULL)", name="held_whole"),
        UniqueConstraint("kind", "once"),
        Index("ix_ticket_queue", "state", "sent_at", "id"),
        Index("ix_ticket_listing", "listing_id", "state"),
        Index("ix_ticket_event", "event_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(Words(64), unique=True)
    once: Mapped[str | None] = mapped_column(Words(64))
    kind: Mapped[TicketKind] = mapped_column(choice(TicketKind))
    state: Mapped[TicketState] = mapped_column(choice(TicketState), default=TicketState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    group: Mapped[str] = mapped_column(Words(20), default="")
    reason: Mapped[str] = mapped_column(Words(20), default="")
    """Of a report: what is wrong."""
    suspicion: Mapped[str] = mapped_column(Words(10), default="", server_default="")
    """Why it looks like spam: "trap", "fast" or "links"; the desk sees it marked, nothing is lost for it."""
    typed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    given: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Of an edit: the fields as they are to be."""
    base_version: Mapped[int | None]
    """Of an edit: the version of the listing that its sender saw."""
    language: Mapped[str] = mapped_column(Words(2), default="vi")
    sender_name: Mapped[str] = mapped_column(Words(120), default="")
    sender_phone: Mapped[str | None] = mapped_column(Words(16))
    begun_at: Mapped[datetime] = mapped_column(Moment)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    held_until: Mapped[datetime | None] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)

    listing: Mapped[Listing | None] = relationship()
    event: Mapped[Event | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    held_by: Mapped[Person | None] = relationship(foreign_keys=[held_by_id])
    photos: Mapped[list[TicketPhoto]] = relationship(cascade="all, delete-orphan", order_by="TicketPhoto.id")
    messages: Mapped[list[Message]] = relationship(order_by="Message.id")
    decisions: Mapped[list[Decision]] = relationship(order_by="Decision.id")


class TicketPhoto(Model):
    """A picture that came with a ticket; when the ticket is sent it becomes a photo of the listing."""

    __tablename__ = "ticket_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    alt_vi: Mapped[str] = mapped_column(Words(200), default="")
    credit: Mapped[str] = mapped_column(Words(120), default="")
    people_agreed: Mapped[bool] = mapped_column(default=False)

    upload: Mapped[Upload] = relationship(lazy="joined")


class Message(Model):
    """A question of the desk or an answer of the sender."""

    __tablename__ = "ticket_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    from_desk: Mapped[bool]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Words(2000))
    at: Mapped[datetime] = mapped_column(Moment)


class Decision(Model):
    """What became of a ticket: the act, its reason from the list, a sentence to the sender. Only ever added to."""

    __tablename__ = "ticket_decision"
    __table_args__ = (Index("ix_ticket_decision_at", "at", "act"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    act: Mapped[Act] = mapped_column(choice(Act))
    reason: Mapped[str] = mapped_column(Words(20), default="")
    note: Mapped[str] = mapped_column(Words(1000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    by: Mapped[Person | None] = relationship()


class Card(Model):
    """A paper card with a code that lets whoever holds it look after one listing, once."""

    __tablename__ = "claim_card"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    digest: Mapped[str] = mapped_column(Words(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)

    listing: Mapped[Listing] = relationship(lazy="joined")
    made_by: Mapped[Person] = relationship(lazy="joined")
