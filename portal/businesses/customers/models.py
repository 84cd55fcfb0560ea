"""The tables of the customer book: people with their conversations, labels and orders, quick replies, exports."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.businesses.models import Shop
from portal.db import Model, Moment, SortKey, Words, choice
from portal.kit.fold import fold
from portal.kit.sort import sort_key


class TouchKind(StrEnum):
    """How a shop and a customer spoke."""

    ZALO = "zalo"
    CALL = "call"
    MESSAGE = "message"
    EMAIL = "email"
    IN_PERSON = "in_person"
    NOTE = "note"


class OrderState(StrEnum):
    ASKED = "asked"
    QUOTED = "quoted"
    DEPOSIT = "deposit"
    MAKING = "making"
    DELIVERED = "delivered"
    AFTER_SALE = "after_sale"
    CANCELLED = "cancelled"


class Customer(Model):
    """Somebody who buys, or asks. The person first; a company is only a word beside the name."""

    __tablename__ = "customer"
    __table_args__ = (
        Index(
            "uq_customer_phone", "shop_id", "phone", unique=True,
            sqlite_where=text("phone IS NOT NULL"), postgresql_where=text("phone IS NOT NULL"),
        ),
        Index("ix_customer_by_name", "shop_id", "sort_name", "id"),
        Index("ix_customer_silent", "shop_id", "touched_at", "id", "unanswered_since", "opted_out_at", "later_on"),
        Index("ix_customer_asked", "shop_id", "unanswered_since", "later_on"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    name: Mapped[str] = mapped_column(Words(120))
    folded_name: Mapped[str] = mapped_column(Words(200))
    sort_name: Mapped[str] = mapped_column(SortKey(400))
    company: Mapped[str] = mapped_column(Words(120), default="")
    phone: Mapped[str | None] = mapped_column(Words(16))
    """As +84…, or another country's."""
    zalo: Mapped[bool] = mapped_column(default=False)
    email: Mapped[str] = mapped_column(Words(254), default="")
    language: Mapped[str] = mapped_column(Words(2), default="vi")
    source: Mapped[str] = mapped_column(Words(40), default="")
    """Where they came from: "market", "zalo", "facebook", "hotel" …"""
    note: Mapped[str] = mapped_column(Words(2000), default="")
    agreed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When they agreed that the shop keeps their data."""
    opted_out_at: Mapped[datetime | None] = mapped_column(Moment)
    """When they asked for no more reminders."""
    unanswered_since: Mapped[datetime | None] = mapped_column(Moment)
    """When they wrote what nobody has answered yet."""
    window_until: Mapped[datetime | None] = mapped_column(Moment)
    """Until when Zalo lets the shop write back: seven days from their last message."""
    touched_at: Mapped[datetime] = mapped_column(Moment)
    """When they last spoke with the shop, or were added."""
    later_on: Mapped[date | None]
    """Until this day the lists of the home page leave them out: somebody said "later"."""
    version: Mapped[int] = mapped_column(default=1)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)

    shop: Mapped[Shop] = relationship()
    tags: Mapped[list[CustomerTag]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="CustomerTag.key"
    )
    touches: Mapped[list[Touch]] = relationship(cascade="all, delete-orphan", order_by="Touch.at, Touch.id")
    orders: Mapped[list[Order]] = relationship(
        back_populates="customer", cascade="all, delete-orphan", order_by="Order.id"
    )

    @validates("name")
    def _fold(self, _key: str, name: str) -> str:
        self.folded_name, self.sort_name = fold(name)[:200], sort_key(name)
        return name


class CustomerTag(Model):
    """A label: new, asked for a price, deposit paid, being made, regular, wholesale, or a word of the shop's own."""

    __tablename__ = "customer_tag"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(Words(40), primary_key=True)


class CustomerWord(Model):
    """One word by which a customer is found: of the name folded, of the phone number, or a label as "#key"."""

    __tablename__ = "customer_word"
    __table_args__ = (Index("ix_customer_word_of", "shop_id", "word", "customer_id"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = mapped_column(SortKey(400), primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))


class Tombstone(Model):
    """A customer who asked to be forgotten: that it happened, when and by whom, and nothing of the customer."""

    __tablename__ = "customer_tombstone"

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class Touch(Model):
    """One word between shop and customer, or a note. `incoming` is what the customer said."""

    __tablename__ = "customer_touch"
    __table_args__ = (
        Index("ix_customer_touch_of", "customer_id", "at"),
        Index("ix_customer_touch_shop", "shop_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"))
    kind: Mapped[TouchKind] = mapped_column(choice(TouchKind))
    incoming: Mapped[bool] = mapped_column(default=False)
    says: Mapped[str] = mapped_column(Words(2000), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    """Of what the customer said: when the shop first replied."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class Order(Model):
    """What a customer wants, from the first question to after the sale. Money in whole đồng."""

    __tablename__ = "customer_order"
    __table_args__ = (
        CheckConstraint("total IS NULL OR total >= 0", name="total_not_negative"),
        CheckConstraint("deposit IS NULL OR deposit >= 0", name="deposit_not_negative"),
        CheckConstraint("quantity > 0", name="something"),
        Index("ix_customer_order_due", "shop_id", "state", "due_on", "id", "later_on", "deposit_paid_on"),
        Index("ix_customer_order_of", "customer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(Words(300))
    quantity: Mapped[int] = mapped_column(default=1)
    state: Mapped[OrderState] = mapped_column(choice(OrderState), default=OrderState.ASKED)
    total: Mapped[int | None] = mapped_column(BigInteger)
    deposit: Mapped[int | None] = mapped_column(BigInteger)
    deposit_paid_on: Mapped[date | None]
    due_on: Mapped[date | None]
    sample_approved_on: Mapped[date | None]
    late_told_on: Mapped[date | None]
    """When the customer was told that it will be late."""
    delivered_on: Mapped[date | None]
    later_on: Mapped[date | None]
    """Until this day the lists of the home page leave it out."""
    version: Mapped[int] = mapped_column(default=1)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)

    customer: Mapped[Customer] = relationship(back_populates="orders")
    steps: Mapped[list[OrderStep]] = relationship(cascade="all, delete-orphan", order_by="OrderStep.id")


class OrderStep(Model):
    """An order came to a state: who said so, and when."""

    __tablename__ = "customer_order_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("customer_order.id", ondelete="CASCADE"), index=True)
    state: Mapped[OrderState] = mapped_column(choice(OrderState))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class QuickReply(Model):
    """A sentence the shop writes often, with places for name, price and day. Copied by hand, never sent by itself."""

    __tablename__ = "quick_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    title: Mapped[str] = mapped_column(Words(80))
    text_vi: Mapped[str] = mapped_column(Words(1000))
    text_en: Mapped[str] = mapped_column(Words(1000), default="")
    position: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class BookExport(Model):
    """The book was taken out as a file: who and when. Step 2.13 asks for the day."""

    __tablename__ = "customer_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
