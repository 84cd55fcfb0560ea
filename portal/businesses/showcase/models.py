"""The tables of what became public of a shop: publications that can be withdrawn, and badges with their date."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.businesses.models import Package, Shop
from portal.businesses.steps.models import Submission
from portal.db import Model, Moment, Words, choice


class Becomes(StrEnum):
    """What accepted evidence may become, each with a tick of its own."""

    PHOTOS = "photos"
    PRICES = "prices"
    STORY = "story"
    HOURS = "hours"
    POLICY = "policy"


class Wish(Model):
    """The owner's tick: when this step is accepted, this may become public. Taking it away deletes the row."""

    __tablename__ = "publication_wish"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), primary_key=True)
    becomes: Mapped[Becomes] = mapped_column(choice(Becomes), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class Publication(Model):
    """What stands in public of a shop, as it was accepted. A newer one ends it, or the shop withdraws it."""

    __tablename__ = "publication"
    __table_args__ = (
        Index(
            "uq_publication_standing", "shop_id", "becomes", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    becomes: Mapped[Becomes] = mapped_column(choice(Becomes))
    submission_id: Mapped[int] = mapped_column(ForeignKey("step_submission.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What is shown, and what it replaced on the listing, so that withdrawing puts that back."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    shop: Mapped[Shop] = relationship()
    submission: Mapped[Submission] = relationship()


class Badge(Model):
    """A package that a shop finished, by accepted evidence alone. It dims while evidence is expired; may be revoked."""

    __tablename__ = "badge"
    __table_args__ = (
        Index(
            "uq_badge_standing", "shop_id", "package_id", unique=True,
            sqlite_where=text("revoked_at IS NULL"), postgresql_where=text("revoked_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"))
    given_at: Mapped[datetime] = mapped_column(Moment)
    dimmed_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Words(300), default="")

    shop: Mapped[Shop] = relationship()
    package: Mapped[Package] = relationship()
