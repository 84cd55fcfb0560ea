"""What a rule asks for by a day and has not asked for yet: whom, about which order, on which occasion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select

from portal.businesses.customers import rules
from portal.businesses.customers.models import Customer, Order, OrderState
from portal.businesses.customers.orders import OPEN
from portal.businesses.customers.reminder_models import CustomerReminder, ReminderRule, RuleKind
from portal.db import db

REACHES_BACK = timedelta(days=14)
"""How long ago an occasion may have been when its rule is new, or the worker was away: nobody is flooded."""
AT_ONCE = 500
"""Rows of one rule in one run; the next run makes the others."""


class Occasion(NamedTuple):
    """Whom it is about, the order if it is about one, what names it among those of its rule, and its day."""

    customer_id: int
    order_id: int | None
    name: str
    due_on: date


def of_rule(rule: ReminderRule, day: date) -> Iterable[Occasion]:
    kinds = {RuleKind.DATE: _on_a_day, RuleKind.SILENT_DAYS: _in_silence, RuleKind.BEFORE_DUE: _before_due}
    return kinds.get(rule.kind, _after_sale)(rule, day)


def _on_a_day(rule: ReminderRule, day: date) -> Iterable[Occasion]:
    if rule.on is None or rule.on > day:
        return
    asked = _asked(rule).where(CustomerReminder.customer_id == Customer.id).exists()
    wanted = select(Customer.id).where(*_reminded(rule), ~asked)
    for number in db.session.scalars(wanted.limit(AT_ONCE)):
        yield Occasion(number, None, f"on {rule.on}", rule.on)


def _in_silence(rule: ReminderRule, day: date) -> Iterable[Occasion]:
    """A moment, not a day: whom one spoke with this morning is silent since this morning."""
    of_it = CustomerReminder.customer_id == Customer.id, CustomerReminder.made_at >= Customer.touched_at
    until = rules.midnight(day - timedelta(days=rule.days - 1))
    quiet = select(Customer.id, Customer.touched_at).where(
        *_reminded(rule), Customer.touched_at < until, Customer.touched_at >= until - REACHES_BACK,
        Customer.unanswered_since.is_(None), ~_asked(rule).where(*of_it).exists(),
    )  # fmt: skip
    for number, since in db.session.execute(quiet.order_by(Customer.touched_at).limit(AT_ONCE)):
        begun = rules.today(since)
        yield Occasion(number, None, f"silent since {begun}", begun + timedelta(days=rule.days))


def _before_due(rule: ReminderRule, day: date) -> Iterable[Occasion]:
    """A due day that was moved since is another occasion."""
    ahead = timedelta(days=rule.days)
    found = _orders(rule, Order.state.in_(OPEN), Order.due_on >= day, Order.due_on <= day + ahead)
    return _not_asked(
        rule, [Occasion(whose, order, f"order {order}, {due_on}", due_on - ahead) for whose, order, due_on, _ in found]
    )


def _after_sale(rule: ReminderRule, day: date) -> Iterable[Occasion]:
    ahead = timedelta(days=rule.days)
    sold, last = (OrderState.DELIVERED, OrderState.AFTER_SALE), day - ahead
    found = _orders(
        rule, Order.state.in_(sold), Order.delivered_on <= last, Order.delivered_on >= last - REACHES_BACK
    )  # fmt: skip
    return _not_asked(
        rule, [Occasion(whose, order, f"order {order}", gone_on + ahead) for whose, order, _, gone_on in found]
    )


def _orders(rule: ReminderRule, *which: ColumnElement[bool]) -> Sequence[Any]:
    """Customer, order, its due day and the day of its delivery."""
    asked = select(Order.customer_id, Order.id, Order.due_on, Order.delivered_on)
    of_it = asked.join(Customer, Customer.id == Order.customer_id).where(*_reminded(rule), *which)
    return db.session.execute(of_it.order_by(Order.id)).all()


def _not_asked(rule: ReminderRule, found: Sequence[Occasion]) -> Sequence[Occasion]:
    if not found:
        return found
    about = CustomerReminder.order_id.in_([one.order_id for one in found])
    asked = select(CustomerReminder.occasion).where(CustomerReminder.rule_id == rule.id, about)
    known = set(db.session.scalars(asked))
    return [one for one in found if one.name not in known][:AT_ONCE]


def _asked(rule: ReminderRule) -> Select[int]:
    return select(CustomerReminder.id).where(CustomerReminder.rule_id == rule.id)


def _reminded(rule: ReminderRule) -> tuple[ColumnElement[bool], ...]:
    """Everybody of the shop, or the one whom the rule is for; nobody who asked for no more."""
    of_shop = Customer.shop_id == rule.shop_id, Customer.opted_out_at.is_(None)
    return of_shop if rule.customer_id is None else (*of_shop, Customer.id == rule.customer_id)
