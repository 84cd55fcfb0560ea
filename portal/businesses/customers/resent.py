"""What came a second time because the answer to the first was lost: the same words, by the same person, just now.

The `once` of a form sees to it where the form is sent again as it stands. A browser that steps back from its own page
about a lost line asks for the form anew, gives it what was typed and a new `once`; so the book looks for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from portal.businesses.customers import orders, rules
from portal.businesses.customers.models import Customer, Order, Touch, TouchKind
from portal.businesses.models import Shop
from portal.db import db
from portal.people.models import Person

JUST_NOW = timedelta(minutes=15)
"""For so long the same thing over again is taken for the first one, which had no answer."""


def customer(shop: Shop, given: Mapping[str, Any], *, by: Person, at: datetime) -> Customer | None:
    """Who was noted down with the very same words."""
    mine = Customer.shop_id == shop.id, Customer.added_by_id == by.id, Customer.added_at > at - JUST_NOW
    return db.session.scalar(select(Customer).where(*mine, *_same(Customer, rules.FIELDS, given)).limit(1))


def order(
    shop: Shop, given: Mapping[str, Any], *, of: Customer | None, name: str, phone: str | None, by: Person, at: datetime
) -> Order | None:
    """The order that was written with the very same words, for the same customer."""
    mine = Order.shop_id == shop.id, Order.added_by_id == by.id, Order.added_at > at - JUST_NOW
    whose = (
        Customer.id == of.id if of is not None
        else Customer.phone == phone if phone
        else (Customer.name == name) & Customer.phone.is_(None)
    )  # fmt: skip
    found = select(Order).join(Customer, Customer.id == Order.customer_id).where(*mine, whose)
    return db.session.scalar(found.where(*_same(Order, orders.FIELDS, given)).limit(1))


def touch(of: Customer, kind: TouchKind, says: str, *, incoming: bool, by: Person, at: datetime) -> Touch | None:
    """What was noted as said with the very same words, on the same way."""
    mine = Touch.customer_id == of.id, Touch.by_id == by.id, Touch.at > at - JUST_NOW
    same = Touch.kind == kind, Touch.incoming.is_(incoming), Touch.says == says
    return db.session.scalar(select(Touch).where(*mine, *same).limit(1))


def _same(kind: Any, names: tuple[str, ...], given: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return [getattr(kind, name).is_not_distinct_from(given[name]) for name in names if name in given]
