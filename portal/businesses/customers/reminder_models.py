"""The tables of reminding: the shop's rules, the outbox they fill, the log of what was carried out."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.businesses.customers.models import Customer, TouchKind
from portal.db import Model, Moment, Words, choice


class RuleKind(StrEnum):
    """When a reminder falls due."""

    DATE = "date"
    SILENT_DAYS = "silent_days"
    BEFORE_DUE = "before_due"
    AFTER_SALE = "after_sale"


class ReminderRule(Model):
    """When the shop wants to be reminded of a customer: on a day, after silence, before a due date, after a sale."""

    __tablename__ = "customer_rule"
    __table_args__ = (CheckConstraint("days BETWEEN 0 AND 730", name="days_sane"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    kind: Mapped[RuleKind] = mapped_column(choice(RuleKind))
    days: Mapped[int] = mapped_column(default=0)
    on: Mapped[date | None]
    """Of a rule for one day."""
    says: Mapped[str] = mapped_column(Words(300))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"))
    """Of a rule for one customer alone."""
    stopped_at: Mapped[datetime | None] = mapped_column(Moment)
    added_at: Mapped[datetime] = mapped_column(Moment)


class CustomerReminder(Model):
    """The outbox: what a rule asks to be done for a customer. One for each rule, customer and occasion, ever."""

    __tablename__ = "customer_reminder"
    __table_args__ = (
        UniqueConstraint("rule_id", "customer_id", "occasion"),
        Index("ix_customer_reminder_open", "shop_id", "done_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    rule_id: Mapped[int] = mapped_column(ForeignKey("customer_rule.id", ondelete="CASCADE"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("customer_order.id", ondelete="CASCADE"))
    occasion: Mapped[str] = mapped_column(Words(40))
    """What it was about: "order 12", "silent since 2026-08-01"."""
    due_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    dropped_at: Mapped[datetime | None] = mapped_column(Moment)

    customer: Mapped[Customer] = relationship()
    rule: Mapped[ReminderRule] = relationship()


class ReminderSent(Model):
    """The log: a reminder was carried out, by whom, how. At most one for each."""

    __tablename__ = "customer_reminder_sent"

    id: Mapped[int] = mapped_column(primary_key=True)
    reminder_id: Mapped[int] = mapped_column(ForeignKey("customer_reminder.id", ondelete="CASCADE"), unique=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    kind: Mapped[TouchKind] = mapped_column(choice(TouchKind))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    reminder: Mapped[CustomerReminder] = relationship()
