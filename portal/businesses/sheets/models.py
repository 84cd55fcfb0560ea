"""The tables of the sheets: products with prices and cost cards, the shop's accounts, and every other form as data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.businesses.models import Shop
from portal.db import Model, Moment, Words
from portal.listings.models import Worded, worded


class Product(Model):
    """A product of a shop, in the one list that serves prices, catalogue and marketplaces. Money in whole đồng.

    `size`, `material` and `care` are what the shop wrote in Vietnamese; `material_en` is the same in English.
    """

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("retail IS NULL OR retail >= 0", name="retail_not_negative"),
        CheckConstraint("wholesale IS NULL OR wholesale >= 0", name="wholesale_not_negative"),
        CheckConstraint("made_in_days IS NULL OR made_in_days BETWEEN 0 AND 1000", name="days_sane"),
        Index(
            "uq_product_code_standing", "shop_id", "code", unique=True,
            sqlite_where=text("removed_at IS NULL"), postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_product_of", "shop_id", "position"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    code: Mapped[str] = mapped_column(Words(20))
    position: Mapped[int] = mapped_column(default=0)
    name_vi: Mapped[str] = mapped_column(Words(120))
    name_en: Mapped[str] = mapped_column(Words(120), default="")
    name_fr: Mapped[str] = mapped_column(Words(120), default="")
    size: Mapped[str] = mapped_column(Words(80), default="")
    """In metric units, as it is written: "cao 24 cm"."""
    size_en: Mapped[str] = mapped_column(Words(80), default="")
    size_fr: Mapped[str] = mapped_column(Words(80), default="")
    material: Mapped[str] = mapped_column(Words(120), default="")
    material_en: Mapped[str] = mapped_column(Words(120), default="")
    material_fr: Mapped[str] = mapped_column(Words(120), default="")
    care: Mapped[str] = mapped_column(Words(200), default="")
    care_en: Mapped[str] = mapped_column(Words(200), default="")
    care_fr: Mapped[str] = mapped_column(Words(200), default="")
    to_order: Mapped[bool] = mapped_column(default=False)
    made_in_days: Mapped[int | None]
    retail: Mapped[int | None] = mapped_column(BigInteger)
    wholesale: Mapped[int | None] = mapped_column(BigInteger)
    wholesale_from: Mapped[int | None]
    """The least number of pieces for the wholesale price."""
    reason: Mapped[str] = mapped_column(Words(300), default="")
    """Why it is sold below its cost all the same."""
    added_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    shop: Mapped[Shop] = relationship()
    cost: Mapped[CostCard | None] = relationship(back_populates="product", uselist=False)

    def text(self, field: str, lang: str) -> Worded:
        """Its name, size, material or care in a language, or the nearest that is written."""
        return nearest(lambda code: getattr(self, column(field, code)), lang)


def column(field: str, lang: str) -> str:
    """The column that holds a text of a product in a language."""
    return field if lang == "vi" and field != "name" else f"{field}_{lang}"


def nearest(text_in: Callable[[str], str], lang: str) -> Worded:
    """The text in this language, or else in the one that stands in for it."""
    text = text_in(lang)
    return Worded(text, lang) if text else worded(text_in, lang)


class CostCard(Model):
    """What one piece costs to make. Only the shop and its advisor see it."""

    __tablename__ = "cost_card"
    __table_args__ = (
        CheckConstraint("material >= 0 AND hourly >= 0 AND share >= 0 AND waste >= 0", name="money_not_negative"),
        CheckConstraint("minutes BETWEEN 0 AND 100000", name="minutes_sane"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), unique=True)
    material: Mapped[int] = mapped_column(BigInteger, default=0)
    minutes: Mapped[int] = mapped_column(default=0)
    hourly: Mapped[int] = mapped_column(BigInteger, default=0)
    """What an hour of work is worth."""
    share: Mapped[int] = mapped_column(BigInteger, default=0)
    """Its share of firewood, power, rent."""
    waste: Mapped[int] = mapped_column(BigInteger, default=0)
    changed_at: Mapped[datetime] = mapped_column(Moment)

    product: Mapped[Product] = relationship(back_populates="cost")


class BankAccount(Model):
    """The account for the shop's money, of which its VietQR is made. A new one ends the one before."""

    __tablename__ = "bank_account"
    __table_args__ = (
        Index(
            "uq_bank_account_standing", "shop_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    bank: Mapped[str] = mapped_column(Words(6))
    """The bank's number (BIN), six digits."""
    number: Mapped[str] = mapped_column(Words(19))
    holder: Mapped[str] = mapped_column(Words(120))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Sheet(Model):
    """A form of a shop that is no table of its own: policy, plans, fees, ledger. Its kind says which fields it has."""

    __tablename__ = "shop_sheet"
    __table_args__ = (UniqueConstraint("shop_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    kind: Mapped[str] = mapped_column(Words(20))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment)

    shop: Mapped[Shop] = relationship()
