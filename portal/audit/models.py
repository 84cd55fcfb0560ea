"""One row for each act that somebody may ask about later. The database refuses to change or delete any."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, Words
from portal.people.models import Person


class AuditEntry(Model):
    """An act: by whom, on what, when, from which address. `details` hold ids and keys, never what people wrote."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_of", "kind", "of_id"),
        Index("ix_audit_entry_act", "act", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    act: Mapped[str] = mapped_column(Words(40))
    kind: Mapped[str] = mapped_column(Words(20))
    of_id: Mapped[int | None]
    address: Mapped[str] = mapped_column(Words(45), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    by: Mapped[Person | None] = relationship()


class Restoring(Model):
    """Stands only inside the transaction that puts a backup back: its rows come in the order of their tables."""

    __tablename__ = "restoring"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
