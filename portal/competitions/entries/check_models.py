"""The tables of the technical check: names that were found, questions to a team, what two people say of an entry."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.competitions.entries.models import Entry, EntryFile
from portal.db import Model, Moment, Words
from portal.people.models import Person


class Finding(Model):
    """A name that the anonymity scanner found, in the vault: for the entrant and the registrar alone."""

    __tablename__ = "anonymity_finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("entry_file.id"), index=True)
    kind: Mapped[str] = mapped_column(Words(40))
    """Where: "text", "info", "xmp", "layer", "annotation", "exif", "qr", "link", "file_name", "statement" …"""
    words: Mapped[str] = mapped_column(Words(300))
    sure: Mapped[bool] = mapped_column(default=True)
    page: Mapped[int | None]
    box: Mapped[list[float] | None] = mapped_column(JSON)
    """Left, top, width, height as fractions of the page."""
    at: Mapped[datetime] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_because: Mapped[str] = mapped_column(Words(300), default="")

    file: Mapped[EntryFile | None] = relationship(back_populates="findings")


class EntryQuery(Model):
    """What the technical check asks an entrant, and the answer."""

    __tablename__ = "entry_query"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    text: Mapped[str] = mapped_column(Words(1000))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Words(1000), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)

    entry: Mapped[Entry] = relationship(back_populates="queries")


class Verdict(Model):
    """What one person of the check says: the entry fits the rules, or why not. Only added to; the last word counts."""

    __tablename__ = "entry_verdict"
    __table_args__ = (CheckConstraint("fits OR reason <> ''", name="no_has_its_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    fits: Mapped[bool]
    reason: Mapped[str] = mapped_column(Words(500), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    by: Mapped[Person] = relationship()
