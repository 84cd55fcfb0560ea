"""Reminders: the outbox that the rules of a shop fill, and the log of what was carried out. Never anything twice.

A row of the outbox is one for its rule, customer and occasion, by the database's own word; so any number of workers may
fill it, and any number of times. Nothing is ever sent by itself: a row says to the shop's people what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from portal.businesses.customers import occasions, rules
from portal.businesses.customers.models import Customer, TouchKind
from portal.businesses.customers.reminder_models import CustomerReminder, ReminderRule, ReminderSent
from portal.businesses.models import Shop
from portal.db import db, statement
from portal.kit.say import N_, Refused
from portal.people.models import Person

LONGEST_DUE = (CustomerReminder.due_on, CustomerReminder.id)

# The outbox


def fill(shop_id: int, *, at: datetime) -> int:
    """Writes what falls due by this day for a shop; says how many rows are new."""
    standing = select(ReminderRule).where(ReminderRule.shop_id == shop_id, ReminderRule.stopped_at.is_(None))
    return sum(
        _fill(rule, day=rules.today(at), at=at) for rule in db.session.scalars(standing.order_by(ReminderRule.id))
    )


def with_rules() -> Sequence[int]:
    """The shops that have any rule."""
    standing = select(ReminderRule.shop_id).where(ReminderRule.stopped_at.is_(None)).distinct()
    return db.session.scalars(standing.order_by(ReminderRule.shop_id)).all()


def shop_numbered(shop_id: int) -> Shop | None:
    return db.session.get(Shop, shop_id)


def _fill(rule: ReminderRule, *, day: date, at: datetime) -> int:
    made = [
        {"shop_id": rule.shop_id, "rule_id": rule.id, "customer_id": one.customer_id, "order_id": one.order_id,
         "occasion": one.name, "due_on": one.due_on, "made_at": at}
        for one in occasions.of_rule(rule, day)
    ]  # fmt: skip
    if not made:
        return 0
    dialect: Any = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    once = dialect.insert(CustomerReminder).values(made).on_conflict_do_nothing(
        index_elements=["rule_id", "customer_id", "occasion"]
    )  # fmt: skip
    return len(db.session.execute(once.returning(CustomerReminder.id)).all())


# What is to be done


def due(shop: Shop, *, at: datetime) -> Select[CustomerReminder]:
    """What the shop's people should do by today, the longest due first."""
    return whole().where(*is_due(shop.id, rules.today(at))).order_by(*LONGEST_DUE)


def whole() -> Select[CustomerReminder]:
    """Reminders with all that a list says of them."""
    with_customer = joinedload(CustomerReminder.customer).lazyload(Customer.tags)
    return select(CustomerReminder).options(with_customer, joinedload(CustomerReminder.rule))


def count_due(shop_id: int, *, at: datetime) -> int:
    return (
        db.session.scalar(select(func.count()).select_from(CustomerReminder).where(*is_due(shop_id, rules.today(at))))
        or 0
    )


def is_due(shop: int, today: date) -> tuple[ColumnElement[bool], ...]:
    """Of a reminder of a shop: it waits, and its day has come."""
    return (
        CustomerReminder.shop_id == shop, CustomerReminder.done_at.is_(None),
        CustomerReminder.dropped_at.is_(None), CustomerReminder.due_on <= today,
    )  # fmt: skip


def find(shop: Shop, number: int) -> CustomerReminder | None:
    reminder = db.session.get(CustomerReminder, number)
    return reminder if reminder is not None and reminder.shop_id == shop.id else None


def carry_out(reminder: CustomerReminder, kind: TouchKind, *, by: Person | None, at: datetime) -> bool:
    """The shop did what it was reminded of: into the log, once. False when it was done or dropped before."""
    if reminder.done_at is not None or reminder.dropped_at is not None:
        return False
    if reminder.customer.opted_out_at is not None:
        raise Refused(N_("This customer asked for no more reminders."))
    reminder.done_at = at
    db.session.add(
        ReminderSent(reminder_id=reminder.id, shop_id=reminder.shop_id, kind=kind, by_id=by and by.id, at=at)
    )
    db.session.flush()
    rules.say(reminder.customer, kind, reminder.rule.says, by=by, at=at)
    return True


def put_off(reminder: CustomerReminder, *, at: datetime, days: int = 1) -> None:
    """ "Later": due again on another day; the occasion stays the same one."""
    reminder.due_on = rules.today(at) + timedelta(days=days)


def drop(reminder: CustomerReminder, *, at: datetime) -> None:
    """Not this time."""
    if reminder.done_at is None:
        reminder.dropped_at = reminder.dropped_at or at


def latest(shop: Shop, *, count: int = 30) -> Sequence[ReminderSent]:
    """What was carried out last."""
    log = select(ReminderSent).where(ReminderSent.shop_id == shop.id).order_by(ReminderSent.id.desc()).limit(count)
    of_it = joinedload(ReminderSent.reminder)
    whom = of_it.joinedload(CustomerReminder.customer).lazyload(Customer.tags)
    return db.session.scalars(log.options(whom, of_it.joinedload(CustomerReminder.rule))).all()


def open_of(customer: Customer) -> Sequence[CustomerReminder]:
    """What is still to be done for one customer."""
    return db.session.scalars(*_open_of(customer.id)).all()


@statement
def _open_of(customer: int) -> Select[CustomerReminder]:
    found = select(CustomerReminder).where(
        CustomerReminder.customer_id == customer, CustomerReminder.done_at.is_(None),
        CustomerReminder.dropped_at.is_(None),
    )  # fmt: skip
    return found.options(joinedload(CustomerReminder.rule)).order_by(CustomerReminder.due_on)
