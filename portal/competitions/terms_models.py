"""The tables of what a competition asks for and gives: its classes, slots, criteria and prizes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.competitions.models import NAME, Competition
from portal.db import Model, Moment, Words, choice
from portal.listings.models import Texts, Worded, worded


class SlotKind(StrEnum):
    """What goes into a slot of an entry. Nothing is handed in outside the slots."""

    PANEL = "panel"
    STATEMENT = "statement"
    PHOTO = "photo"
    VIDEO = "video"


class Category(Texts, Model):
    """A class in which one enters, such as students. It may have a deadline of its own."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    key: Mapped[str] = mapped_column(Words(40))
    name_vi: Mapped[str] = mapped_column(Words(NAME))
    name_en: Mapped[str] = mapped_column(Words(NAME), default="")
    name_fr: Mapped[str] = mapped_column(Words(NAME), default="")
    hint_vi: Mapped[str] = mapped_column(Words(300), default="")
    hint_en: Mapped[str] = mapped_column(Words(300), default="")
    hint_fr: Mapped[str] = mapped_column(Words(300), default="")
    closes_at: Mapped[datetime | None] = mapped_column(Moment)
    """The deadline of this class, where it differs."""
    position: Mapped[int] = mapped_column(default=0)

    competition: Mapped[Competition] = relationship(back_populates="categories")


class Slot(Texts, Model):
    """What an entry holds: panels, a statement, photos, a link; how many, how large, of what kind."""

    __tablename__ = "entry_slot"
    __table_args__ = (
        UniqueConstraint("competition_id", "key"),
        CheckConstraint("least >= 0 AND most >= least AND most BETWEEN 1 AND 20", name="counts_sane"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    key: Mapped[str] = mapped_column(Words(40))
    kind: Mapped[SlotKind] = mapped_column(choice(SlotKind))
    name_vi: Mapped[str] = mapped_column(Words(NAME))
    name_en: Mapped[str] = mapped_column(Words(NAME), default="")
    name_fr: Mapped[str] = mapped_column(Words(NAME), default="")
    least: Mapped[int] = mapped_column(default=1)
    most: Mapped[int] = mapped_column(default=1)
    formats: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Media types, such as "application/pdf"."""
    sizes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Sheets of paper that a panel may have: "A1", "A0"."""
    orientation: Mapped[str] = mapped_column(Words(10), default="")
    """"portrait" or "landscape"; empty when either will do."""
    most_bytes: Mapped[int | None] = mapped_column(BigInteger)
    most_pages: Mapped[int | None]
    least_dpi: Mapped[int | None]
    most_words: Mapped[int | None]
    """For a statement, in each language that it is written in."""
    blocks: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Which checks stop the sending ("size", "pages", "orientation", "dpi", "words"); the others only warn."""
    position: Mapped[int] = mapped_column(default=0)

    competition: Mapped[Competition] = relationship(back_populates="slots")


class Criterion(Texts, Model):
    """What an entry is judged by, with its weight in percent and the written meaning of 2, 4, 6, 8 and 10 points."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("competition_id", "key"),
        CheckConstraint("weight BETWEEN 0 AND 100", name="weight_percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    key: Mapped[str] = mapped_column(Words(40))
    name_vi: Mapped[str] = mapped_column(Words(NAME))
    name_en: Mapped[str] = mapped_column(Words(NAME), default="")
    name_fr: Mapped[str] = mapped_column(Words(NAME), default="")
    hint_vi: Mapped[str] = mapped_column(Words(300), default="")
    hint_en: Mapped[str] = mapped_column(Words(300), default="")
    hint_fr: Mapped[str] = mapped_column(Words(300), default="")
    weight: Mapped[int]
    allows_na: Mapped[bool] = mapped_column(default=False)
    independent: Mapped[bool] = mapped_column(default=False)
    """Shown beside the others and not counted."""
    anchors: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)
    """{"2": {"vi": …, "en": …, "fr": …}, … "10": …}"""
    position: Mapped[int] = mapped_column(default=0)

    competition: Mapped[Competition] = relationship(back_populates="criteria")

    def anchor(self, points: int | str, lang: str) -> Worded:
        """What so many points mean: 2, 4, 6, 8 or 10."""
        return worded(lambda code: self.anchors.get(str(points), {}).get(code, ""), lang)


class Prize(Texts, Model):
    """A prize, how often it is awarded, and the average below which it is not."""

    __tablename__ = "prize"
    __table_args__ = (
        CheckConstraint("amount_vnd >= 0", name="amount_not_negative"),
        CheckConstraint("how_many BETWEEN 1 AND 50", name="how_many_sane"),
        CheckConstraint("least_tenths IS NULL OR least_tenths BETWEEN 0 AND 100", name="least_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    name_vi: Mapped[str] = mapped_column(Words(NAME))
    name_en: Mapped[str] = mapped_column(Words(NAME), default="")
    name_fr: Mapped[str] = mapped_column(Words(NAME), default="")
    amount_vnd: Mapped[int] = mapped_column(BigInteger, default=0)
    how_many: Mapped[int] = mapped_column(default=1)
    least_tenths: Mapped[int | None]
    """The least average in tenths of a point: 70 is 7.0."""
    by_public: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    competition: Mapped[Competition] = relationship(back_populates="prizes")
