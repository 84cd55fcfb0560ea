"""The four lists of the home page: answer now, waiting for a deposit, due this week, silent for a month.

Each is bounded, whatever the book holds. Whom somebody put off until another day stands in none of them until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload, lazyload
from sqlalchemy.orm.interfaces import ORMOption

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
EARLIEST_DUE = (Order.due_on.asc().nulls_last(), Order.id)


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
    """The four lists with their first rows, in four statements."""
    day = _day(shop, at)
    counts = db.session.execute(*_counts(*day)).one()
    first: dict[str, list[Any]] = {key: [] for key in LISTS}
    for order, key in db.session.execute(*_first_orders(*day)):
        first[key].append(order)
    for key, people in _first_people.items():
        first[key] = list(db.session.scalars(*people(*day)))
    return [Filled(one, first[key], counts[place]) for place, (key, one) in enumerate(LISTS.items())]


def rows(key: str, shop: Shop, *, at: datetime) -> Select[Any]:
    """All of a list, the most urgent first."""
    return _rows(key, _day(shop, at))


def _rows(key: str, day: Day) -> Select[Any]:
    if LISTS[key].of_orders:
        return select(Order).where(*_conditions(key, day)).options(_with_customer()).order_by(*EARLIEST_DUE)
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


@statement
def _first_orders(shop: int, at: datetime, today: date, soon: date, long_ago: datetime) -> Select[Order, str]:
    """Of each list of orders the first, with the key of the list."""
    day = Day(shop, at, today, soon, long_ago)
    picked = [
        select(
            select(Order.id).where(*_conditions(key, day)).order_by(*EARLIEST_DUE).limit(SHOWN).subquery(), literal(key)
        )
        for key, one in LISTS.items()
        if one.of_orders
    ]
    first = union_all(*picked).subquery()
    found = select(Order, first.c[1]).join(first, first.c.id == Order.id)
    return found.options(_with_customer()).order_by(*EARLIEST_DUE)


def _with_customer() -> ORMOption:
    return joinedload(Order.customer).lazyload(Customer.tags)


def _first_of(key: str) -> Any:
    @statement
    def first(shop: int, at: datetime, today: date, soon: date, long_ago: datetime) -> Select[Any]:
        return _rows(key, Day(shop, at, today, soon, long_ago)).limit(SHOWN)

    return first


_first_people = {key: _first_of(key) for key, one in LISTS.items() if not one.of_orders}


def follow_ups(shop: Shop, *, at: datetime) -> tuple[Sequence[CustomerReminder], int]:
    """The first of what the reminders ask for today, and how many there are up to `COUNTED` + 1, in one statement."""
    rows = db.session.execute(*_follow_ups(shop.id, today(at))).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


@statement
def _follow_ups(shop: int, today: date) -> Select[CustomerReminder, int]:
    due = reminders.is_due(shop, today)
    first = select(CustomerReminder.id).where(*due).order_by(*reminders.LONGEST_DUE).limit(SHOWN)
    found = reminders.whole().where(CustomerReminder.id.in_(first)).order_by(*reminders.LONGEST_DUE)
    return found.add_columns(_bounded(CustomerReminder, due))


def _bounded(kind: Any, of: Iterable[ColumnElement[bool]]) -> Any:
    some = select(kind.id).where(*of).limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
