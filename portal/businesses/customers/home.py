"""The four lists of the home page: answer now, waiting for a deposit, due this week, silent for a month.

Each is bounded, whatever the book holds. Whom somebody put off until another day stands in none of them until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from portal.businesses.customers import reminders
from portal.businesses.customers.models import Customer, Order, OrderState
from portal.businesses.customers.orders import OPEN, THIS_WEEK
from portal.businesses.customers.reminder_models import CustomerReminder
from portal.businesses.customers.rules import today
from portal.businesses.models import Shop
from portal.db import db
from portal.kit.say import N_

SILENT = timedelta(days=30)
SHOWN = 6
"""Rows of a list on the home page; the whole list has a page of its own."""
COUNTED = 1_000
"""A list is counted exactly up to here."""


class List(NamedTuple):
    """One of the lists: its key in the address, what it is called, what an empty one says, whether it lists orders."""

    key: str
    name: str
    empty: str
    of_orders: bool


LISTS = {
    one.key: one
    for one in (
        List("answer", N_("Answer now"), N_("Nobody waits for an answer."), False),
        List("deposit", N_("Waiting for a deposit"), N_("No order waits for a deposit."), True),
        List("due", N_("Due this week"), N_("Nothing is due this week."), True),
        List("silent", N_("Silent for over 30 days"), N_("Nobody has been silent for so long."), False),
    )
}


@dataclass(frozen=True)
class Filled:
    """A list with its first rows and how many it holds, counted up to `COUNTED` + 1."""

    of: List
    rows: Sequence[Any]
    total: int


def lists(shop: Shop, *, at: datetime) -> list[Filled]:
    """The four lists with their first rows, in five statements."""
    kinds = {key: Order if one.of_orders else Customer for key, one in LISTS.items()}
    counts = db.session.execute(
        select(*(_bounded(kinds[key], conditions(key, shop, at)).label(key) for key in LISTS))
    ).one()
    return [
        Filled(one, db.session.scalars(rows(key, shop, at=at).limit(SHOWN)).all(), counts[place])
        for place, (key, one) in enumerate(LISTS.items())
    ]


def rows(key: str, shop: Shop, *, at: datetime) -> Select[Any]:
    """All of a list, the most urgent first."""
    if LISTS[key].of_orders:
        with_customer = joinedload(Order.customer).lazyload(Customer.tags)
        found = select(Order).where(*conditions(key, shop, at)).options(with_customer)
        return found.order_by(Order.due_on.asc().nulls_last(), Order.id)
    people = select(Customer).where(*conditions(key, shop, at)).options(lazyload(Customer.tags))
    if key == "silent":
        return people.order_by(Customer.touched_at.desc(), Customer.id.desc())
    # first whom Zalo still lets the shop write to, those with the fewest hours left; then who has waited longest
    is_open = case((Customer.window_until > at, 0), else_=1)
    closing = case((Customer.window_until > at, Customer.window_until), else_=Customer.unanswered_since)
    return people.order_by(is_open, closing, Customer.id)


def conditions(key: str, shop: Shop, at: datetime) -> list[ColumnElement[bool]]:
    """Who or what belongs in a list at a moment."""
    day = today(at)
    if LISTS[key].of_orders:
        of_shop = [Order.shop_id == shop.id, or_(Order.later_on.is_(None), Order.later_on <= day)]
        if key == "deposit":
            return [*of_shop, Order.state == OrderState.DEPOSIT, Order.deposit_paid_on.is_(None)]
        return [*of_shop, Order.state.in_(OPEN), Order.due_on <= day + THIS_WEEK]
    of_shop = [Customer.shop_id == shop.id, or_(Customer.later_on.is_(None), Customer.later_on <= day)]
    if key == "answer":
        return [*of_shop, Customer.unanswered_since.is_not(None)]
    silent = [Customer.touched_at < at - SILENT, Customer.unanswered_since.is_(None), Customer.opted_out_at.is_(None)]
    return [*of_shop, *silent]


def follow_ups(shop: Shop, *, at: datetime) -> tuple[Sequence[CustomerReminder], int]:
    """The first of what the reminders ask for today, and how many there are up to `COUNTED` + 1, in one statement."""
    counted = _bounded(CustomerReminder, reminders.is_due(shop.id, at))
    due = reminders.due(shop, at=at)
    first = due.with_only_columns(CustomerReminder.id).limit(SHOWN)  # the customers of no others are looked up
    rows = db.session.execute(due.where(CustomerReminder.id.in_(first)).add_columns(counted)).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def _bounded(kind: Any, of: Iterable[ColumnElement[bool]]) -> Any:
    some = select(kind.id).where(*of).limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
