"""The four lists of the home page: answer now, waiting for a deposit, due this week, silent for a month.

Each is bounded, whatever the book holds. Whom somebody put off until another day stands in none of them until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from portal.businesses.customers import reminders
from portal.businesses.customers.models import Customer, Order, OrderState
from portal.businesses.customers.orders import OPEN, THIS_WEEK
from portal.businesses.customers.reminder_models import CustomerReminder
from portal.businesses.customers.rules import today
from portal.businesses.models import Shop
from portal.db import db, statement
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


class Day(NamedTuple):
    """What the lists hang on: the shop, this moment, and what is today, soon and long ago in it."""

    shop: int
    at: datetime
    today: date
    soon: date
    long_ago: datetime


def _day(shop: Shop, at: datetime) -> Day:
    return Day(shop.id, at, today(at), today(at) + THIS_WEEK, at - SILENT)


def lists(shop: Shop, *, at: datetime) -> list[Filled]:
    """The four lists with their first rows, in five statements."""
    day = _day(shop, at)
    counts = db.session.execute(*_counts(*day)).one()
    return [
        Filled(one, db.session.scalars(*_first[key](*day)).all(), counts[place])
        for place, (key, one) in enumerate(LISTS.items())
    ]


def rows(key: str, shop: Shop, *, at: datetime) -> Select[Any]:
    """All of a list, the most urgent first."""
    return _rows(key, _day(shop, at))


def _rows(key: str, day: Day) -> Select[Any]:
    if LISTS[key].of_orders:
        with_customer = joinedload(Order.customer).lazyload(Customer.tags)
        found = select(Order).where(*_conditions(key, day)).options(with_customer)
        return found.order_by(Order.due_on.asc().nulls_last(), Order.id)
    people = select(Customer).where(*_conditions(key, day)).options(lazyload(Customer.tags))
    if key == "silent":
        return people.order_by(Customer.touched_at.desc(), Customer.id.desc())
    # first whom Zalo still lets the shop write to, those with the fewest hours left; then who has waited longest
    is_open = case((Customer.window_until > day.at, 0), else_=1)
    closing = case((Customer.window_until > day.at, Customer.window_until), else_=Customer.unanswered_since)
    return people.order_by(is_open, closing, Customer.id)


def _conditions(key: str, day: Day) -> list[ColumnElement[bool]]:
    """Who or what belongs in a list."""
    if LISTS[key].of_orders:
        of_shop = [Order.shop_id == day.shop, or_(Order.later_on.is_(None), Order.later_on <= day.today)]
        if key == "deposit":
            return [*of_shop, Order.state == OrderState.DEPOSIT, Order.deposit_paid_on.is_(None)]
        return [*of_shop, Order.state.in_(OPEN), Order.due_on <= day.soon]
    of_shop = [Customer.shop_id == day.shop, or_(Customer.later_on.is_(None), Customer.later_on <= day.today)]
    if key == "answer":
        return [*of_shop, Customer.unanswered_since.is_not(None)]
    silent = [Customer.touched_at < day.long_ago, Customer.unanswered_since.is_(None), Customer.opted_out_at.is_(None)]
    return [*of_shop, *silent]


@statement
def _counts(shop: int, at: datetime, today: date, soon: date, long_ago: datetime) -> Select[Any]:
    day = Day(shop, at, today, soon, long_ago)
    kinds = {key: Order if one.of_orders else Customer for key, one in LISTS.items()}
    return select(*(_bounded(kinds[key], _conditions(key, day)).label(key) for key in LISTS))


def _first_of(key: str) -> Any:
    @statement
    def first(shop: int, at: datetime, today: date, soon: date, long_ago: datetime) -> Select[Any]:
        return _rows(key, Day(shop, at, today, soon, long_ago)).limit(SHOWN)

    return first


_first = {key: _first_of(key) for key in LISTS}


def follow_ups(shop: Shop, *, at: datetime) -> tuple[Sequence[CustomerReminder], int]:
    """The first of what the reminders ask for today, and how many there are up to `COUNTED` + 1, in one statement."""
    rows = db.session.execute(*_follow_ups(shop.id, today(at))).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


@statement
def _follow_ups(shop: int, today: date) -> Select[CustomerReminder, int]:
    counted = _bounded(CustomerReminder, reminders.is_due(shop, today))
    due = reminders.all_due(shop, today)
    first = due.with_only_columns(CustomerReminder.id).limit(SHOWN)  # the customers of no others are looked up
    return due.where(CustomerReminder.id.in_(first)).add_columns(counted)


def _bounded(kind: Any, of: Iterable[ColumnElement[bool]]) -> Any:
    some = select(kind.id).where(*of).limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
