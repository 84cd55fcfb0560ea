"""The tables of the calendar: events, their photos and their history."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, Words, choice
from portal.listings.models import Listing, State, WardPause, Worded, worded
from portal.media.models import Upload
from portal.people.models import Person

if TYPE_CHECKING:
    from portal.events.importer.models import EventSource
    from portal.events.registrations.models import Admission
    from portal.events.series.models import Series

OPEN_END = timedelta(hours=3)
"""An event that does not say when it ends is taken to be over after this."""
# What is ahead and the days of a month are found, filtered and counted by one index alone.
IN_ORDER = ("state", "first_day", "starts_at", "id", "parent_id", "ends_at", "last_day")
FILTERED = ("kind", "area", "ward_new", "ward_old", "price", "step_free", "spoken")


class EventKind(StrEnum):
    """What kind of thing happens."""

    FESTIVAL = "festival"
    WORKSHOP = "workshop"
    EXHIBITION = "exhibition"
    TALK = "talk"
    PERFORMANCE = "performance"
    MARKET = "market"
    TRAINING = "training"
    COMPETITION = "competition"
    CAMPAIGN = "campaign"
    MEETING = "meeting"


class Status(StrEnum):
    """Whether an event takes place as announced. That it is past is told by the clock and never kept."""

    PLANNED = "planned"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Price(StrEnum):
    FREE = "free"
    AMOUNT = "amount"
    DONATION = "donation"


class Event(Model):
    """One dated entry of the calendar. Texts end in their language; a missing one falls back fr → en → vi.

    `starts_at` and `ends_at` are moments; `first_day` and `last_day` are the days in the city which they cover, kept so
    that a month is found by an index. What ends at midnight belongs to the day before.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR ends_at >= starts_at", name="ends_after_start"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("price_vnd IS NULL OR price_vnd >= 0", name="price_not_negative"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        UniqueConstraint("series_id", "series_day"),
        UniqueConstraint("source_id", "source_key"),
        Index("ix_event_first_day", *IN_ORDER, *FILTERED),
        Index("ix_event_last_day", "state", "last_day", "first_day", "parent_id", "status"),
        Index("ix_event_listing", "listing_id", "state", "first_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Words(140), unique=True)
    uid: Mapped[str] = mapped_column(Words(200), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT)
    status: Mapped[Status] = mapped_column(choice(Status), default=Status.PLANNED)
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[EventKind] = mapped_column(choice(EventKind))
    deadline: Mapped[bool] = mapped_column(default=False)
    """A moment until which something may be done, such as handing in a design."""

    title_vi: Mapped[str] = mapped_column(Words(120))
    title_en: Mapped[str] = mapped_column(Words(120), default="")
    title_fold: Mapped[str] = mapped_column(Words(200), default="")
    """The Vietnamese title without its marks: by it doubles are found, and what the desk looks for."""
    summary_vi: Mapped[str] = mapped_column(Words(250), default="")
    summary_en: Mapped[str] = mapped_column(Words(250), default="")
    text_vi: Mapped[str] = mapped_column(Words, default="")
    text_en: Mapped[str] = mapped_column(Words, default="")

    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime | None] = mapped_column(Moment)
    all_day: Mapped[bool] = mapped_column(default=False)
    first_day: Mapped[date]
    last_day: Mapped[date]

    area: Mapped[str] = mapped_column(Words(40))
    ward_new: Mapped[str | None] = mapped_column(Words(60))
    ward_old: Mapped[str | None] = mapped_column(Words(60))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"))
    """The standing event on the map of which this is a date."""
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"), index=True)
    venue_name: Mapped[str] = mapped_column(Words(120), default="")
    online_url: Mapped[str] = mapped_column(Words(300), default="")
    directions_vi: Mapped[str] = mapped_column(Words(300), default="")
    directions_en: Mapped[str] = mapped_column(Words(300), default="")

    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"), index=True)
    organiser_name: Mapped[str] = mapped_column(Words(120), default="")
    contact_phone: Mapped[str | None] = mapped_column(Words(16))
    contact_email: Mapped[str | None] = mapped_column(Words(254))
    shows_phone: Mapped[bool] = mapped_column(default=False)
    shows_email: Mapped[bool] = mapped_column(default=False)
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"))

    price: Mapped[Price] = mapped_column(choice(Price), default=Price.FREE)
    price_vnd: Mapped[int | None] = mapped_column(BigInteger)
    price_note: Mapped[str] = mapped_column(Words(120), default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    spoken: Mapped[str] = mapped_column(Words(60), default="")
    """The languages once more as " vi en ", for the filter."""
    step_free: Mapped[bool] = mapped_column(default=False)
    access_vi: Mapped[str] = mapped_column(Words(300), default="")
    access_en: Mapped[str] = mapped_column(Words(300), default="")
    least_age: Mapped[int | None]
    photo_notice_vi: Mapped[str] = mapped_column(Words(300), default="")
    photo_notice_en: Mapped[str] = mapped_column(Words(300), default="")

    parent_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    shares_capacity: Mapped[bool] = mapped_column(default=False)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("event_series.id"))
    series_day: Mapped[date | None]
    """The day which the rule of the series gave: what is moved keeps it, so that it is not made once more."""
    own_fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Fields that a person wrote in this very event: neither its series nor its source writes over them unasked."""
    source_id: Mapped[int | None] = mapped_column(ForeignKey("event_source.id"))
    source_key: Mapped[str | None] = mapped_column(Words(300))
    missing_since: Mapped[datetime | None] = mapped_column(Moment)
    origin: Mapped[str | None] = mapped_column(Words(120), unique=True)
    """Of a date that another part of the portal keeps, such as "competition:3:deadline"."""
    demo: Mapped[bool] = mapped_column(default=False)

    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)

    listing: Mapped[Listing | None] = relationship(foreign_keys=[listing_id])
    venue: Mapped[Listing | None] = relationship(foreign_keys=[venue_id])
    organiser: Mapped[Listing | None] = relationship(foreign_keys=[organiser_id])
    speaker: Mapped[Listing | None] = relationship(foreign_keys=[speaker_id])
    parent: Mapped[Event | None] = relationship(remote_side=[id], back_populates="sessions")
    sessions: Mapped[list[Event]] = relationship(back_populates="parent", order_by="Event.starts_at, Event.id")
    series: Mapped[Series | None] = relationship(back_populates="events")
    source: Mapped[EventSource | None] = relationship()
    admission: Mapped[Admission | None] = relationship(back_populates="event", cascade="all, delete-orphan")
    photos: Mapped[list[EventPhoto]] = relationship(cascade="all, delete-orphan", order_by="EventPhoto.id")

    def text(self, field: str, lang: str) -> Worded:
        """A text in a reader's language, or in the one it has: "title", "summary", "text", "directions" …"""
        return worded(lambda code: getattr(self, f"{field}_{code}"), lang)

    def is_public(self) -> bool:
        return self.state == State.PUBLISHED

    def is_over(self, at: datetime) -> bool:
        """Whether nothing of it is to come."""
        return (self.ends_at or self.starts_at + OPEN_END) <= at


class EventPhoto(Model):
    """A picture of an event, with who made it and what it shows; the first is the one of its page."""

    __tablename__ = "event_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    alt_vi: Mapped[str] = mapped_column(Words(200), default="")
    alt_en: Mapped[str] = mapped_column(Words(200), default="")
    credit: Mapped[str] = mapped_column(Words(120), default="")
    people_agreed: Mapped[bool] = mapped_column(default=False)

    upload: Mapped[Upload] = relationship(lazy="joined")


class EventRevision(Model):
    """What one act did to an event: its fields old and new, who, when, and why, for the public. Only added to."""

    __tablename__ = "event_revision"
    __table_args__ = (Index("ix_event_revision_event", "event_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    version: Mapped[int]
    act: Mapped[str] = mapped_column(Words(20))
    changes: Mapped[dict[str, list[Any]]] = mapped_column(JSON, default=dict)
    reason_vi: Mapped[str] = mapped_column(Words(300), default="")
    reason_en: Mapped[str] = mapped_column(Words(300), default="")
    pause_id: Mapped[int | None] = mapped_column(ForeignKey("ward_pause.id"), index=True)
    """The switch for a flood or the season that did it."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    by: Mapped[Person | None] = relationship()
    pause: Mapped[WardPause | None] = relationship()
