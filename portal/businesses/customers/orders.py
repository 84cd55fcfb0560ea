"""Orders: from the first question to after the sale, or cancelled on the way. Money in whole đồng."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal.businesses.customers import rules
from portal.businesses.customers.models import Customer, Order, OrderState, OrderStep
from portal.businesses.customers.reminder_models import CustomerReminder
from portal.businesses.models import Shop
from portal.db import db, statement
from portal.kit.say import N_, Refused
from portal.people.models import Person

WAY = [
    OrderState.ASKED, OrderState.QUOTED, OrderState.DEPOSIT, OrderState.MAKING, OrderState.DELIVERED,
    OrderState.AFTER_SALE,
]  # fmt: skip
OPEN = (OrderState.ASKED, OrderState.QUOTED, OrderState.DEPOSIT, OrderState.MAKING)
"""Not delivered yet, and not cancelled."""
FIELDS = ("what", "quantity", "total", "deposit", "deposit_paid_on", "due_on", "sample_approved_on", "late_told_on")
HAPPENED = ("deposit_paid_on", "sample_approved_on", "late_told_on")
"""Of these: what is written down once it has happened."""
THIS_WEEK = timedelta(days=6)
"""Today and the six days after it."""
CHANGED = N_(
    "Somebody else of the shop changed this order meanwhile. What you typed is still here: look at what stands now, and"
    " save once more."
)


def find(shop: Shop, number: int) -> Order | None:
    """An order of this shop, with its customer; to any other shop there is none."""
    order = db.session.get(Order, number, options=[joinedload(Order.customer).lazyload(Customer.tags)])
    if order is None or order.shop_id != shop.id:
        return None
    set_committed_value(order.customer, "shop", shop)
    return order


def begin(customer: Customer, given: Mapping[str, Any], *, state: OrderState, by: Person | None, at: datetime) -> Order:
    order = Order(
        shop_id=customer.shop_id, customer=customer, state=OrderState.ASKED, added_by_id=by and by.id, added_at=at,
        changed_at=at, **{name: given[name] for name in FIELDS if given.get(name) is not None},
    )  # fmt: skip
    _check(order, at)
    db.session.add(order)
    db.session.flush()
    step(order, state, by=by, at=at)
    return order


def change(order: Order, given: Mapping[str, Any], *, version: int | None, at: datetime) -> None:
    """Writes the fields anew. Refused when somebody else did so since the form was opened."""
    if version is not None and version != order.version:
        raise Refused(CHANGED)
    for name in FIELDS:
        if name in given:
            setattr(order, name, given[name])
    _check(order, at)
    order.version += 1
    order.changed_at = at
    db.session.flush()


def step(order: Order, state: OrderState, *, by: Person | None, at: datetime) -> None:
    """Takes an order to a state: forward, back, or cancelled. Delivered keeps its day; cancelled ends its reminders."""
    if order.steps and order.state is state:
        return
    order.state = state
    order.steps.append(OrderStep(state=state, by_id=by and by.id, at=at))
    order.changed_at = at
    order.version += 1
    order.later_on = None
    if state in (OrderState.DELIVERED, OrderState.AFTER_SALE):
        order.delivered_on = order.delivered_on or rules.today(at)
    elif state is not OrderState.CANCELLED:
        order.delivered_on = None
    if state is OrderState.CANCELLED:
        rules.drop_reminders(CustomerReminder.order_id == order.id, at=at)
    db.session.flush()


def paid(order: Order, *, by: Person | None, at: datetime) -> None:
    """One tap: the deposit has come. Nobody's earlier word about the day is overwritten."""
    order.deposit_paid_on = order.deposit_paid_on or rules.today(at)
    order.version += 1
    order.changed_at = at
    db.session.flush()


def told_late(order: Order, *, at: datetime) -> None:
    """One tap: the customer knows that it will be late."""
    order.late_told_on = order.late_told_on or rules.today(at)
    order.version += 1
    order.changed_at = at
    db.session.flush()


def is_late(order: Order, today: date) -> bool:
    """Its day is over and it is not delivered."""
    return order.due_on is not None and order.due_on < today and order.state in OPEN


def of_shop(shop: Shop, *, open_only: bool) -> Select[Order]:
    """The orders of a shop with their customers, those with the nearest day first."""
    found = select(Order).where(Order.shop_id == shop.id).options(joinedload(Order.customer).lazyload(Customer.tags))
    if open_only:
        found = found.where(Order.state.in_(OPEN))
    return found.order_by(Order.due_on.asc().nulls_last(), Order.id.desc())


def of(customer: Customer, *, count: int = 20) -> Sequence[Order]:
    """The orders of one customer, the latest first."""
    return db.session.scalars(*_of(customer.id, count)).all()


@statement
def _of(customer: int, count: int) -> Select[Order]:
    return select(Order).where(Order.customer_id == customer).order_by(Order.id.desc()).limit(count)


def _check(order: Order, at: datetime) -> None:
    if order.total is not None and order.deposit is not None and order.deposit > order.total:
        raise Refused(N_("The deposit is more than the whole price. Look at both amounts."), field="deposit")
    for name in HAPPENED:
        if (day := getattr(order, name)) is not None and day > rules.today(at):
            raise Refused(N_("This day has not come yet. Look at day, month and year."), field=name)
