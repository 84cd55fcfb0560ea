"""The table of events that come again by a rule."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment
from portal.events.models import Event


class Series(Model):
    """An event that comes again by a rule. Its dates are kept as events of their own, 24 months ahead."""

    __tablename__ = "event_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    rule: Mapped[dict[str, Any]] = mapped_column(JSON)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What all its dates say, as `rules.FIELDS` names it; those that concern the hour stand below."""
    first_day: Mapped[date]
    until: Mapped[date | None]
    starts_minute: Mapped[int | None]
    """The minute of the day in the city, 0 to 1439; None: all day."""
    lasts_minutes: Mapped[int | None]
    photos: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """The pictures that its dates share: the columns of `EventPhoto`, without the event's."""
    admission: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """How one takes part in each date, where the series says so: fields of `Admission`."""
    exceptions: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Days left out, in ISO 8601."""
    reaches: Mapped[date | None]
    """The day up to which its dates have been made."""
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    events: Mapped[list[Event]] = relationship(back_populates="series", order_by="Event.series_day")
