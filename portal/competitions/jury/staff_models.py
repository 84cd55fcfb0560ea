"""The tables of what staff do in the judging: they type ballots in from paper, and step aside from entries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.competitions.entries.models import Entry
from portal.competitions.jury.models import Ballot, ConflictKind
from portal.db import Model, Moment, Words, choice
from portal.people.models import Person


class StaffConflict(Model):
    """Somebody of the staff who knows the authors of an entry: from now on it is nothing to them. Only added to."""

    __tablename__ = "staff_conflict"
    __table_args__ = (UniqueConstraint("person_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(choice(ConflictKind))
    note: Mapped[str] = mapped_column(Words(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    entry: Mapped[Entry] = relationship()


class PaperTyping(Model):
    """A ballot on paper as one person of the staff typed it. It counts once a second one has typed the same.

    Only added to; the last typing of each person stands.
    """

    __tablename__ = "paper_typing"
    __table_args__ = (
        CheckConstraint("agrees_with_id IS NULL OR agrees_with_id <> by_id", name="by_two"),
        Index("ix_paper_typing_ballot", "ballot_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    scores: Mapped[dict[str, int | None]] = mapped_column(JSON, default=dict)
    """Tenths of a point by the key of the criterion, null where it does not apply."""
    remark: Mapped[str] = mapped_column(Words(2000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    agrees_with_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who had typed the same before: with this row the ballot counts."""
    at: Mapped[datetime] = mapped_column(Moment)

    ballot: Mapped[Ballot] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
