"""A shop that has done all of its work: every sheet filled, a customer book in use, its facts the same everywhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portal.businesses.customers import checks as book
from portal.businesses.customers.models import (
    BookExport,
    Customer,
    CustomerTag,
    Order,
    OrderState,
    QuickReply,
    Touch,
    TouchKind,
)  # fmt: skip
from portal.businesses.customers.reminder_models import CustomerReminder, ReminderRule, ReminderSent, RuleKind
from portal.businesses.models import Shop
from portal.businesses.sheets import keeping, rules
from portal.businesses.sheets import seed as sheets
from portal.businesses.sheets.keeping import Change
from portal.businesses.sheets.kind import Field, Type
from portal.businesses.sheets.kinds import SIMPLE
from portal.businesses.sheets.models import Product
from portal.db import db
from portal.listings.models import Channel, Contact
from tests.make import AT

PHONE = "+84905123456"
DAY = timedelta(days=1)
VALUES: dict[Type, Any] = {
    Type.LINE: "Gốm", Type.TEXT: "Một dòng\nDòng hai\nDòng ba", Type.MONEY: 100_000, Type.COUNT: 5, Type.SHARE: 300,
    Type.TENTHS: 48, Type.MONTH: "2026-11", Type.TIME: 600, Type.TICK: True, Type.PRODUCT: "BC-01",
    Type.LINK: "https://example.org/gomson", Type.HOURS: "Mo-Sa 08:00-11:30,13:30-17:00; Su off",
}  # fmt: skip
SPECIAL: dict[str, Any] = {"ends_on": "2026-11-06", "orders": 9, "returned": 1}


def shop_at_work(shop: Shop) -> None:
    """Fills everything that the steps look into."""
    shop.phone, shop.holder = PHONE, "Trần Thị Hạnh"
    shop.listing.street, shop.listing.hours = "12 Phạm Phán", VALUES[Type.HOURS]
    shop.listing.contacts = [Contact(channel=Channel.PHONE, value=PHONE)]
    db.session.flush()
    sheets.plant([shop], at=AT)
    for product in db.session.query(Product).filter_by(shop_id=shop.id):
        product.reason, product.retail = product.reason or "Giữ giá cũ cho khách quen", product.retail or 100_000
    for kind in SIMPLE:
        if not rules.state_of(shop, kind).filled:
            changes = {name: Change(_value(name, field)) for name, field in SIMPLE[kind].controls({})}
            keeping.keep(shop, kind, changes, seen=0, by=shop.members[0].person, at=AT)
    _book(shop)
    db.session.flush()


def _value(name: str, field: Field) -> Any:
    row = int(name.split("_")[1]) if name.count("_") and name.split("_")[1].isdecimal() else 0
    if field.type is Type.CHOICE:
        return list(field.choices)[row % len(field.choices)]
    if field.type is Type.DAY:
        return SPECIAL.get(name) or (date(2026, 11, 1) + row * 7 * DAY).isoformat()
    return SPECIAL.get(name, VALUES[field.type])


def _book(shop: Shop) -> None:
    for number in range(book.REPLIES):
        row = QuickReply(shop_id=shop.id, title=f"Mẫu {number}", text_vi="Dạ", text_en="Yes", changed_at=AT)
        db.session.add(row)
    people = []
    for number in range(book.CONTACTS):
        one = Customer(
            shop_id=shop.id, name=f"Khách {number}", source="market", agreed_at=AT, touched_at=AT, added_at=AT,
            changed_at=AT,
        )  # fmt: skip
        one.tags = [CustomerTag(key="new")]
        people.append(one)
    db.session.add_all(people)
    rows = [ReminderRule(shop_id=shop.id, kind=RuleKind.AFTER_SALE, days=days, says="Cảm ơn", added_at=AT)
            for days in book.AFTER_SALE]  # fmt: skip
    db.session.add_all(rows)
    db.session.flush()
    for one in people[: book.ORDERS]:
        db.session.add(Order(
            shop_id=shop.id, customer_id=one.id, what="Bát", state=OrderState.MAKING, deposit=0, total=1,
            due_on=(AT + 30 * DAY).date(), sample_approved_on=AT.date(), added_at=AT, changed_at=AT,
        ))  # fmt: skip
    asked = AT - DAY
    db.session.add(Touch(
        shop_id=shop.id, customer_id=people[0].id, kind=TouchKind.ZALO, incoming=True, says="Còn hàng không?",
        at=asked, answered_at=asked + timedelta(minutes=5),
    ))  # fmt: skip
    due = CustomerReminder(
        shop_id=shop.id, rule_id=rows[0].id, customer_id=people[0].id, occasion="x", due_on=AT.date(), made_at=AT
    )
    db.session.add(due)
    db.session.flush()
    db.session.add(ReminderSent(reminder_id=due.id, shop_id=shop.id, kind=TouchKind.ZALO, at=AT))
    db.session.add(BookExport(shop_id=shop.id, at=AT))
