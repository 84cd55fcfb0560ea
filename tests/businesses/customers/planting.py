"""Books for tests: a shop with somebody in it, customers with talks and orders at moments of one's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from portal.businesses.customers import orders, quick, reminder_rules, rules
from portal.businesses.customers.models import Customer, Order, OrderState, QuickReply
from portal.businesses.customers.reminder_models import ReminderRule, RuleKind
from portal.businesses.models import Shop
from portal.people.models import Person
from tests import make

AT = make.AT
DAY = timedelta(days=1)


def book(name: str = "Gốm Son", *, owner: Person | None = None) -> tuple[Shop, Person]:
    """A shop and the one who works in it."""
    owner = owner or make.person(name=f"Chủ {name}")
    return make.shop(name, owner=owner), owner


def customer(shop: Shop, name: str = "Chị Mỹ Duyên", *, at: datetime = AT, **given: Any) -> Customer:
    return rules.add(shop, {"name": name, **given}, by=None, at=at)


def order(
    of: Customer, what: str = "Lọ cao men tro", *, state: OrderState = OrderState.ASKED, at: datetime = AT, **given: Any
) -> Order:
    return orders.begin(of, {"what": what, **given}, state=state, by=None, at=at)


def reply(shop: Shop, text: str = "Chào {tên}") -> QuickReply:
    return quick.add(shop, title="Chào hỏi", text_vi=text, text_en="", at=AT)


def rule(shop: Shop, kind: RuleKind = RuleKind.AFTER_SALE, *, days: int = 3, **given: Any) -> ReminderRule:
    return reminder_rules.add(shop, kind, says="Cảm ơn", days=days, at=AT, **given)
