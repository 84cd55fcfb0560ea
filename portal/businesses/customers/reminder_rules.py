"""Rules of reminding: when the shop wants a word about its customers. On a day, after silence, around a sale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from portal.businesses.customers import rules
from portal.businesses.customers.models import Customer
from portal.businesses.customers.reminder_models import CustomerReminder, ReminderRule, RuleKind
from portal.businesses.models import Shop
from portal.db import db
from portal.kit.say import N_, Refused

AFTER_SALE = (
    (3, "Cảm ơn, gửi thẻ hướng dẫn giữ gìn"),
    (10, "Xin một lời đánh giá thật"),
    (60, "Lâu rồi không gặp: hỏi thăm, kể mẫu mới"),
)
"""What step 2.11 asks for, as a shop begins; it may write these anew."""
MOST = 30
_DAYS = N_("Write a number of days from %(least)s to %(most)s.")


def of_shop(shop: Shop) -> Sequence[ReminderRule]:
    """The rules that stand, as they are shown."""
    standing = select(ReminderRule).where(ReminderRule.shop_id == shop.id, ReminderRule.stopped_at.is_(None))
    order = (ReminderRule.kind, ReminderRule.days, ReminderRule.on, ReminderRule.id)
    return db.session.scalars(standing.order_by(*order)).all()


def find(shop: Shop, number: int) -> ReminderRule | None:
    rule = db.session.get(ReminderRule, number)
    return rule if rule is not None and rule.shop_id == shop.id else None


def add(
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
    standing = of_shop(shop)
    for one in standing:
        if (one.kind, one.days, one.on, one.customer_id, one.says) == (kind, days, on, customer_id, says):
            return one
    if len(standing) >= MOST:
        raise Refused(N_("There are many rules already. Stop one first."))
    rule = ReminderRule(shop_id=shop.id, kind=kind, days=days, on=on, says=says, customer_id=customer_id, added_at=at)
    db.session.add(rule)
    db.session.flush()
    return rule


def add_usual(shop: Shop, *, at: datetime) -> None:
    """The three rules after a sale, where the shop has none for that day yet."""
    known = {rule.days for rule in of_shop(shop) if rule.kind is RuleKind.AFTER_SALE}
    for days, says in AFTER_SALE:
        if days not in known:
            add(shop, RuleKind.AFTER_SALE, says=says, days=days, at=at)


def stop(rule: ReminderRule, *, at: datetime) -> None:
    """From now on it asks for nothing; what it asked for and nobody did is dropped. The log stays."""
    rule.stopped_at = rule.stopped_at or at
    rules.drop_reminders(CustomerReminder.rule_id == rule.id, at=at)


def names_of(found: Sequence[ReminderRule]) -> dict[int, str]:
    """For whom rules are that are for one customer alone, by the customer's number."""
    numbers = {one.customer_id for one in found if one.customer_id is not None}
    rows = db.session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(numbers)))
    return {row.id: row.name for row in rows}
