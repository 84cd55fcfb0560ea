"""What the book shows for the steps of package 2: counts, never a customer. They are all that advisors come to see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from portal.businesses.customers import reply_time
from portal.businesses.customers.models import (
    BookExport,
    Customer,
    CustomerTag,
    Order,
    OrderState,
    QuickReply,
    Tombstone,
    Touch,
)
from portal.businesses.customers.reminder_models import ReminderRule, ReminderSent, RuleKind
from portal.businesses.customers.tags import KNOWN
from portal.businesses.models import Shop
from portal.city.chosen import here
from portal.db import db
from portal.kit.clock import to_zone
from portal.kit.say import N_

REPLIES = 12
CONTACTS = 30
LABELLED = 20
ORDERS = 5
AFTER_SALE = (3, 10, 60)
WATCHED = timedelta(days=14)
IN_MINUTES = 120
ZALO_WINDOW = timedelta(days=7)
EXPORT_LASTS = timedelta(days=90)


@dataclass(frozen=True)
class Found:
    """What a check found: whether the step may be handed in on it, a sentence (msgid), and what that names."""

    good: bool
    says: str
    values: dict[str, int] = field(default_factory=dict)


def found(shop: Shop, key: str, *, at: datetime) -> Found:
    """What the book says for the check of a step: `key` is that of the step's `check`. Raises KeyError for others."""
    return CHECKS[key](shop, at)


def quick_replies(shop: Shop, at: datetime) -> Found:
    of_shop = QuickReply.shop_id == shop.id
    both = _count(QuickReply, of_shop, QuickReply.text_vi != "", QuickReply.text_en != "")
    says = N_("Quick replies in Vietnamese and English: %(num)s of %(of)s.")
    return Found(both >= REPLIES, says, {"num": both, "of": REPLIES})


def contacts(shop: Shop, at: datetime) -> Found:
    all_of_them = _count(Customer, Customer.shop_id == shop.id)
    whole = _count(
        Customer, Customer.shop_id == shop.id, Customer.source != "", Customer.agreed_at.is_not(None)
    )  # fmt: skip
    says = N_("Customers with source and consent: %(num)s of %(of)s; %(rest)s more in the book lack one of them.")
    return Found(whole >= CONTACTS, says, {"num": whole, "of": CONTACTS, "rest": all_of_them - whole})


def labels(shop: Shop, at: datetime) -> Found:
    labelled = select(CustomerTag.customer_id).join(Customer, Customer.id == CustomerTag.customer_id)
    labelled = labelled.where(Customer.shop_id == shop.id, CustomerTag.key.in_(KNOWN)).distinct()
    number = db.session.scalar(select(func.count()).select_from(labelled.subquery())) or 0
    says = N_("Customers with one of the six labels: %(num)s of %(of)s.")
    return Found(number >= LABELLED, says, {"num": number, "of": LABELLED})


def answer_times(shop: Shop, at: datetime) -> Found:
    """The median first reply over 14 days in opening hours, and what was lost: a Zalo message unanswered in its
    seven days, or anything else as long."""
    week, zone = reply_time.openings(shop.listing.hours), ZoneInfo(here().zone)
    # what came before the first reply is one stretch: the wait counts from its first message
    stretches = (
        select(func.min(Touch.at), Touch.answered_at)
        .where(Touch.shop_id == shop.id, Touch.at > at - WATCHED, Touch.incoming.is_(True))
        .group_by(Touch.customer_id, Touch.answered_at)
    )
    took, lost = [], 0
    for came_at, answered_at in db.session.execute(stretches):
        lost += (answered_at or at) > came_at + ZALO_WINDOW
        if answered_at is not None:
            took.append(reply_time.minutes(week, came_at, answered_at, zone=zone))
    middle = reply_time.median(took)
    values = {"num": len(took), "minutes": middle or 0, "lost": lost}
    if middle is None:
        return Found(False, N_("No message was answered in the last 14 days; lost: %(lost)s."), values)
    says = N_(
        "Median first reply over 14 days, in opening hours: %(minutes)s minutes, of %(num)s answered; lost: %(lost)s."
    )
    return Found(middle < IN_MINUTES and not lost, says, values)


def orders(shop: Shop, at: datetime) -> Found:
    today = to_zone(at, ZoneInfo(here().zone)).date()
    of_shop = (Order.shop_id == shop.id, Order.state != OrderState.CANCELLED)
    untold = and_(is_late(today), Order.late_told_on.is_(None))
    sums = (func.sum(case((condition, 1), else_=0)) for condition in (written_down(), untold))
    whole, late = (number or 0 for number in db.session.execute(select(*sums).where(*of_shop)).one())
    says = N_(
        "Orders with due date, deposit and approved sample: %(num)s of %(of)s; late without a word: %(late)s."
    )  # fmt: skip
    return Found(whole >= ORDERS and not late, says, {"num": whole, "of": ORDERS, "late": late})


def reminders(shop: Shop, at: datetime) -> Found:
    standing = select(func.count(ReminderRule.days.distinct())).where(
        ReminderRule.shop_id == shop.id, ReminderRule.kind == RuleKind.AFTER_SALE,
        ReminderRule.stopped_at.is_(None), ReminderRule.days.in_(AFTER_SALE),
    )  # fmt: skip
    log = select(func.count()).select_from(ReminderSent).where(ReminderSent.shop_id == shop.id)
    rules, sent = db.session.execute(select(standing.scalar_subquery(), log.scalar_subquery())).one()
    says = N_("Reminders on day 3, 10 and 60 after a sale: %(num)s of %(of)s; carried out so far: %(sent)s.")
    return Found(rules == len(AFTER_SALE) and sent > 0, says, {"num": rules, "of": len(AFTER_SALE), "sent": sent})


def data_care(shop: Shop, at: datetime) -> Found:
    exported = select(func.max(BookExport.at)).where(BookExport.shop_id == shop.id)
    stones = select(func.count()).select_from(Tombstone).where(Tombstone.shop_id == shop.id)
    last, forgotten = db.session.execute(select(exported.scalar_subquery(), stones.scalar_subquery())).one()
    if last is None:
        says = N_("The book was never taken out as a file; deleted on request: %(deleted)s.")
        return Found(False, says, {"deleted": forgotten})
    days = (to_zone(at, ZoneInfo(here().zone)).date() - to_zone(last, ZoneInfo(here().zone)).date()).days
    says = N_("The book was last taken out as a file %(days)s days ago; deleted on request: %(deleted)s.")
    return Found(at - last <= EXPORT_LASTS, says, {"days": days, "deleted": forgotten})


def written_down() -> ColumnElement[bool]:
    """An order of which everything is written that avoids a quarrel."""
    return and_(Order.due_on.is_not(None), Order.deposit.is_not(None), Order.sample_approved_on.is_not(None))


def is_late(today: date) -> ColumnElement[bool]:
    """Delivered after its day, or not yet and the day is over."""
    return or_(Order.delivered_on > Order.due_on, (Order.delivered_on.is_(None)) & (Order.due_on < today))


def _is_whole() -> ColumnElement[bool]:
    """Somebody of whom the book says where they came from and that they agreed to stand in it."""
    return and_(Customer.source != "", Customer.agreed_at.is_not(None))


def last_export(shop: Shop) -> datetime | None:
    newest = select(BookExport.at).where(BookExport.shop_id == shop.id).order_by(BookExport.id.desc()).limit(1)
    return db.session.scalar(newest)


def _count(kind: type, *conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(kind).where(*conditions)) or 0


CHECKS: dict[str, Callable[[Shop, datetime], Found]] = {
    "quick_replies": quick_replies,
    "contacts": contacts,
    "labels": labels,
    "reply_time": answer_times,
    "orders": orders,
    "reminders": reminders,
    "data_care": data_care,
}
"""By the key that a step's `check` names."""
