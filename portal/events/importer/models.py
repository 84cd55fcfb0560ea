"""The tables of where events come from as files."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, Words, choice
from portal.media.models import Upload
from portal.people.models import Person


class Authority(StrEnum):
    """What an import may do to events that are here already."""

    OVERWRITE = "overwrite"
    LEAVE = "leave"
    KEEP = "keep"


class EventSource(Model):
    """Where events come from as files: a calendar of a partner. Its first file waits for approval."""

    __tablename__ = "event_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Words(120), unique=True)
    authority: Mapped[Authority] = mapped_column(choice(Authority), default=Authority.KEEP)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    defaults: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What its events say where the file is silent: kind, area, venue, organiser."""
    added_at: Mapped[datetime] = mapped_column(Moment)
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    succeeded_at: Mapped[datetime | None] = mapped_column(Moment)
    failed_at: Mapped[datetime | None] = mapped_column(Moment)
    failure: Mapped[str] = mapped_column(Words(300), default="")

    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])


class EventImport(Model):
    """One file of a source: what it would do, and what became of it."""

    __tablename__ = "event_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("event_source.id"), index=True)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    file_name: Mapped[str] = mapped_column(Words(200))
    digest: Mapped[str] = mapped_column(Words(64))
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    applied_at: Mapped[datetime | None] = mapped_column(Moment)
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    dropped_at: Mapped[datetime | None] = mapped_column(Moment)

    source: Mapped[EventSource] = relationship()
    upload: Mapped[Upload | None] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
