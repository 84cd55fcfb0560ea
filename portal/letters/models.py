"""Letters and reminders: rows written in the transaction of the act that owes them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, Words
from portal.owed import Owed
from portal.people.models import Person

SEALED = ("entry_", "competition_", "result")
"""How the kinds of letters begin by which one would know who entered a competition: to whom they go, and what they are
about, is not shown on the desk of letters."""


class Letter(Owed, Model):
    """A mail owed to a person. The worker sends it when it is due and writes down what became of it."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_due", "done_at", "gave_up_at", "due_at"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(Words(40))
    subject: Mapped[str] = mapped_column(Words(200))
    body: Mapped[str] = mapped_column(Words)
    message_id: Mapped[str] = mapped_column(Words(120), unique=True)
    written_at: Mapped[datetime] = mapped_column(Moment)
    sent_to: Mapped[str] = mapped_column(Words(254), default="")
    sent_again_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def is_sealed(self) -> bool:
        return self.kind.startswith(SEALED)


class Reminder(Owed, Model):
    """Something to come back to on a day: what kind, about which row, once."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "due_at"),
        Index("ix_reminder_due", "done_at", "gave_up_at", "due_at"),
    )

    kind: Mapped[str] = mapped_column(Words(40))
    subject_id: Mapped[int]
