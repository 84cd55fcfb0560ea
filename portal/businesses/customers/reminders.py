"""Reminders: rules of the shop, the outbox they fill, and the log of what was carried out. Never anything twice.

A row of the outbox is one for its rule, customer and occasion, by the database's own word; so any number of workers may
fill it, and any number of times. Nothing is ever sent by itself: a row says to the shop's people what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from portal.businesses.customers import rules
from portal.businesses.customers.models import (
    Customer,
    CustomerReminder,
    Order,
    OrderState,
    ReminderRule,
    ReminderSent,
    RuleKind,
    TouchKind,
)
from portal.businesses.customers.orders import OPEN
from portal.businesses.models import Shop
from portal.db import db
from portal.kit.say import N_, Refused
from portal.people.models import Person

AFTER_SALE = (
    (3, "Cảm ơn, gửi thẻ hướng dẫn giữ gìn"),
    (10, "Xin một lời đánh giá thật"),
    (60, "Lâu rồi không gặp: hỏi thăm, kể mẫu mới"),
)
"""What step 2.11 asks for, as a shop begins; it may write these anew."""
REACHES_BACK = timedelta(days=14)
"""How long ago an occasion may have been when its rule is new, or the worker was away: nobody is flooded."""
AT_ONCE = 500
"""Rows of one rule in one run; the next run makes the others."""
MOST_RULES = 30
_DAYS = N_("Write a number of days from %(least)s to %(most)s.")


# The rules


def rules_of(shop: Shop) -> Sequence[ReminderRule]:
    """The rules that stand, as they are shown."""
    standing = select(ReminderRule).where(ReminderRule.shop_id == shop.id, ReminderRule.stopped_at.is_(None))
    order = (ReminderRule.kind, ReminderRule.days, ReminderRule.on, ReminderRule.id)
    return db.session.scalars(standing.order_by(*order)).all()


def find_rule(shop: Shop, number: int) -> ReminderRule | None:
    rule = db.session.get(ReminderRule, number)
    return rule if rule is not None and rule.shop_id == shop.id else None


def add_rule(
    shop: Shop, kind: RuleKind, *, says: str, days: int = 0, on: date | None = None, customer: Customer | None = None,
    at: datetime,
) -> ReminderRule:  # fmt: skip
    """A new rule. One for a day needs the day; the others a number of days. The same rule twice is one."""
    if kind is RuleKind.DATE and on is None:
        raise Refused(N_("Choose the day."), field="on")
    if kind is RuleKind.DATE and on is not None and on < rules.today(at):
        raise Refused(N_("This day is over."), field="on")
    least = 7 if kind is RuleKind.SILENT_DAYS else 0
    if kind is not RuleKind.DATE and not least <= days <= 730:
        raise Refused(_DAYS, field="days", values={"least": least, "most": 730})
    days, on = (0, on) if kind is RuleKind.DATE else (days, None)
    customer_id = customer.id if customer is not None else None
    standing = rules_of(shop)
    for one in standing:
        if (one.kind, one.days, one.on, one.customer_id, one.says) == (kind, days, on, customer_id, says):
            return one
    if len(standing) >= MOST_RULES:
        raise Refused(N_("There are many rules already. Stop one first."))
    rule = ReminderRule(shop_id=shop.id, kind=kind, days=days, on=on, says=says, customer_id=customer_id, added_at=at)
    db.session.add(rule)
    db.session.flush()
    return rule


def add_usual(shop: Shop, *, at: datetime) -> None:
    """The three rules after a sale, where the shop has none for that day yet."""
    known = {rule.days for rule in rules_of(shop) if rule.kind is RuleKind.AFTER_SALE}
    for days, says in AFTER_SALE:
        if days not in known:
            add_rule(shop, RuleKind.AFTER_SALE, says=says, days=days, at=at)


def stop_rule(rule: ReminderRule, *, at: datetime) -> None:
    """From now on it asks for nothing; what it asked for and nobody did is dropped. The log stays."""
    rule.stopped_at = rule.stopped_at or at
    rules.drop_reminders(CustomerReminder.rule_id == rule.id, at=at)


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
        {"shop_id": rule.shop_id, "rule_id": rule.id, "customer_id": customer_id, "order_id": order_id,
         "occasion": occasion, "due_on": due_on, "made_at": at}
        for customer_id, order_id, occasion, due_on in _occasions(rule, day)
    ]  # fmt: skip
    if not made:
        return 0
    dialect: Any = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    once = dialect.insert(CustomerReminder).values(made).on_conflict_do_nothing(
        index_elements=["rule_id", "customer_id", "occasion"]
    )  # fmt: skip
    return len(db.session.execute(once.returning(CustomerReminder.id)).all())


def _occasions(rule: ReminderRule, day: date) -> Iterable[tuple[int, int | None, str, date]]:
    """What a rule asks for by this day and has not asked for yet: customer, order, occasion, day."""
    known = select(CustomerReminder.id).where(CustomerReminder.rule_id == rule.id)
    reminded = Customer.opted_out_at.is_(None)
    if rule.kind is RuleKind.DATE:
        if rule.on is None or rule.on > day:
            return
        asked = known.where(CustomerReminder.customer_id == Customer.id).exists()
        mine = Customer.id == rule.customer_id if rule.customer_id is not None else Customer.shop_id == rule.shop_id
        for number in db.session.scalars(select(Customer.id).where(mine, reminded, ~asked).limit(AT_ONCE)):
            yield number, None, f"on {rule.on}", rule.on
    elif rule.kind is RuleKind.SILENT_DAYS:
        # a moment, not a day: whom one spoke with this morning is silent since this morning
        asked = known.where(
            CustomerReminder.customer_id == Customer.id, CustomerReminder.made_at >= Customer.touched_at
        ).exists()
        until = rules.midnight(day - timedelta(days=rule.days - 1))
        quiet = select(Customer.id, Customer.touched_at).where(
            _of(rule, Customer.id), Customer.shop_id == rule.shop_id, Customer.touched_at < until,
            Customer.touched_at >= until - REACHES_BACK, Customer.unanswered_since.is_(None), reminded, ~asked,
        )  # fmt: skip
        for number, since in db.session.execute(quiet.order_by(Customer.touched_at).limit(AT_ONCE)):
            begun = rules.today(since)
            yield number, None, f"silent since {begun}", begun + timedelta(days=rule.days)
    else:
        yield from _of_orders(rule, day)


def _of_orders(rule: ReminderRule, day: date) -> Iterable[tuple[int, int | None, str, date]]:
    found = select(Order.customer_id, Order.id, Order.due_on, Order.delivered_on).join(
        Customer, Customer.id == Order.customer_id
    )
    found = found.where(Order.shop_id == rule.shop_id, _of(rule, Customer.id), Customer.opted_out_at.is_(None))
    ahead = timedelta(days=rule.days)
    if rule.kind is RuleKind.BEFORE_DUE:
        found = found.where(Order.state.in_(OPEN), Order.due_on >= day, Order.due_on <= day + ahead)
    else:
        sold = (OrderState.DELIVERED, OrderState.AFTER_SALE)
        last = day - ahead
        found = found.where(
            Order.state.in_(sold), Order.delivered_on <= last, Order.delivered_on >= last - REACHES_BACK
        )  # fmt: skip
    # a due day that was moved since is another occasion; after the sale an order has one
    candidates = db.session.execute(found.order_by(Order.id)).all()
    asked = select(CustomerReminder.occasion).where(CustomerReminder.rule_id == rule.id)
    known = set(db.session.scalars(asked.where(CustomerReminder.order_id.in_([one.id for one in candidates]))))
    before = rule.kind is RuleKind.BEFORE_DUE
    asks = (
        (one.customer_id, one.id, f"order {one.id}, {one.due_on}", one.due_on - ahead)
        if before
        else (one.customer_id, one.id, f"order {one.id}", one.delivered_on + ahead)
        for one in candidates
    )
    yield from [one for one in asks if one[2] not in known][:AT_ONCE]


def _of(rule: ReminderRule, column: Any) -> ColumnElement[bool]:
    """A rule for one customer alone, or for all of the shop."""
    one: ColumnElement[bool] = column == rule.customer_id if rule.customer_id is not None else column.is_not(None)
    return one


# What is to be done


def due(shop: Shop, *, at: datetime) -> Select[CustomerReminder]:
    """What the shop's people should do by today, the longest due first."""
    found = select(CustomerReminder).where(*_open(shop.id, at))
    with_customer = joinedload(CustomerReminder.customer).lazyload(Customer.tags)
    found = found.options(with_customer, joinedload(CustomerReminder.rule))
    return found.order_by(CustomerReminder.due_on, CustomerReminder.id)


def count_due(shop_id: int, *, at: datetime) -> int:
    return db.session.scalar(select(func.count()).select_from(CustomerReminder).where(*_open(shop_id, at))) or 0


def _open(shop_id: int, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        CustomerReminder.shop_id == shop_id, CustomerReminder.done_at.is_(None),
        CustomerReminder.dropped_at.is_(None), CustomerReminder.due_on <= rules.today(at),
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


def names_of(found: Sequence[ReminderRule]) -> dict[int, str]:
    """For whom rules are that are for one customer alone, by the customer's number."""
    numbers = {one.customer_id for one in found if one.customer_id is not None}
    rows = db.session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(numbers)))
    return {row.id: row.name for row in rows}


def open_of(customer: Customer) -> Sequence[CustomerReminder]:
    """What is still to be done for one customer."""
    found = select(CustomerReminder).where(
        CustomerReminder.customer_id == customer.id, CustomerReminder.done_at.is_(None),
        CustomerReminder.dropped_at.is_(None),
    )  # fmt: skip
    with_rule = found.options(joinedload(CustomerReminder.rule)).order_by(CustomerReminder.due_on)
    return db.session.scalars(with_rule).all()
