"""The table of files on their way: for whom each is meant, how much of it has arrived, until when it may come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, Words
from portal.people.models import Person


class Transfer(Model):
    """A file that arrives in pieces. Its bytes lie in the home until the last one has come (`parts.py`)."""

    __tablename__ = "transfer"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("arrived BETWEEN 0 AND size", name="arrived_within_size"),
        Index("ix_transfer_subject", "receiver", "subject", "slot"),
        Index("ix_transfer_expires_at", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Words(64), unique=True)
    """The random end of its address, and the name of its part file."""
    receiver: Mapped[str] = mapped_column(Words(20))
    """Which part of the portal it is for: "entry"."""
    subject: Mapped[str] = mapped_column(Words(40))
    slot: Mapped[str] = mapped_column(Words(40), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who began it; NULL for a token."""
    size: Mapped[int] = mapped_column(BigInteger)
    arrived: Mapped[int] = mapped_column(BigInteger, default=0)
    """Bytes, as last written down; the length of the part file is the truth."""
    digest: Mapped[str] = mapped_column(Words(64), default="")
    """The SHA-256 that the sender announced; other bytes are refused."""
    label: Mapped[str] = mapped_column(Words(200), default="")
    media_type: Mapped[str] = mapped_column(Words(100), default="")
    """As the sender calls it: only a label, as is its name."""
    begun_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the whole file was handed over, or refused."""
    refused: Mapped[str] = mapped_column(Words(500), default="")
    """Why the whole file was not taken, as a msgid."""

    person: Mapped[Person | None] = relationship()
