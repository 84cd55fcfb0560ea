"""Files as rows. The bytes stand in the storage under their digest; the row says what they are and who brought them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, Words
from portal.owed import Owed


class Upload(Model):
    """A file as it arrived. Its name is only a label; its type was read from the bytes."""

    __tablename__ = "upload"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(Words(64), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(Words(60))
    name: Mapped[str] = mapped_column(Words(200))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    previews: Mapped[list[Preview]] = relationship(back_populates="upload", lazy="selectin", order_by="Preview.width")


class Preview(Owed, Model):
    """A light picture owed for an upload: asked for at `width`, made by the worker, without the original's metadata."""

    __tablename__ = "preview"
    __table_args__ = (
        UniqueConstraint("upload_id", "width"),
        Index("ix_preview_due", "done_at", "gave_up_at", "due_at"),
    )

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), index=True)
    width: Mapped[int]
    height: Mapped[int | None]
    digest: Mapped[str | None] = mapped_column(Words(64))
    size: Mapped[int | None]

    upload: Mapped[Upload] = relationship(back_populates="previews")


class CleanCopy(Owed, Model):
    """The copy of a panel that jurors may carry away, owed for its upload: pixels alone, nothing of who made it."""

    __tablename__ = "clean_copy"
    __table_args__ = (Index("ix_clean_copy_due", "done_at", "gave_up_at", "due_at"),)

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), unique=True)
    digest: Mapped[str | None] = mapped_column(Words(64))
    size: Mapped[int | None]
    media_type: Mapped[str | None] = mapped_column(Words(60))

    upload: Mapped[Upload] = relationship()


class Pyramid(Owed, Model):
    """One sheet of a panel as light pictures, owed for its upload: two small ones, and tiles for who looks closer."""

    __tablename__ = "pyramid"
    __table_args__ = (
        UniqueConstraint("upload_id", "page"),
        Index("ix_pyramid_due", "done_at", "gave_up_at", "due_at"),
    )

    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"), index=True)
    page: Mapped[int]
    """Counted from 0."""
    manifest: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """As `panels.pyramid` writes and reads it."""

    upload: Mapped[Upload] = relationship()
