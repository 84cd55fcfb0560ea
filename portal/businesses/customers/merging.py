"""Joining two customers who are one person: what was said, ordered and labelled moves, nothing is counted twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import aliased

from portal.businesses.customers import finding, rules
from portal.businesses.customers.models import Customer, CustomerTag, Order, Touch
from portal.businesses.customers.reminder_models import CustomerReminder, ReminderRule
from portal.db import db
from portal.kit import phone
from portal.kit.say import N_, Refused

ROOM = 2000


def join(kept: Customer, other: Customer, *, at: datetime) -> None:
    """`other` becomes part of `kept` and is no more. A field that `kept` has wins; notes are put together."""
    if kept.id == other.id or kept.shop_id != other.shop_id:
        raise Refused(N_("Choose another customer of this shop."))
    _reminders(kept, other)
    for kind in (Touch, Order, ReminderRule):
        db.session.execute(update(kind).where(kind.customer_id == other.id).values(customer_id=kept.id))
    number, spare = other.id, other.phone
    kept.company = kept.company or other.company
    kept.email = kept.email or other.email
    kept.source = kept.source or other.source
    kept.zalo = kept.zalo or other.zalo
    lost = phone.show(spare) if kept.phone and spare and kept.phone != spare else ""
    notes = filter(None, (kept.note, other.note, other.name if other.name != kept.name else "", lost))
    kept.note = "\n".join(notes)[:ROOM]
    kept.agreed_at = min(filter(None, (kept.agreed_at, other.agreed_at)), default=None)
    kept.opted_out_at = min(filter(None, (kept.opted_out_at, other.opted_out_at)), default=None)
    kept.unanswered_since = min(filter(None, (kept.unanswered_since, other.unanswered_since)), default=None)
    kept.window_until = max(filter(None, (kept.window_until, other.window_until)), default=None)
    kept.touched_at = max(kept.touched_at, other.touched_at)
    kept.added_at = min(kept.added_at, other.added_at)
    keys = {tag.key for tag in kept.tags} | {tag.key for tag in other.tags}
    db.session.flush()
    db.session.expunge(other)
    db.session.execute(delete(Customer).where(Customer.id == number))
    kept.phone = kept.phone or spare
    kept.tags = [
        next((tag for tag in kept.tags if tag.key == key), None) or CustomerTag(key=key) for key in sorted(keys)
    ]
    kept.version += 1
    kept.changed_at = at
    finding.keep(kept)
    if kept.opted_out_at is not None:
        rules.drop_reminders(CustomerReminder.customer_id == kept.id, at=at)
    db.session.expire(kept)


def _reminders(kept: Customer, other: Customer) -> None:
    """Those that both have for the same rule and occasion are one: the other's goes."""
    same = aliased(CustomerReminder)
    twice = select(CustomerReminder.id).where(
        CustomerReminder.customer_id == other.id,
        select(same.id)
        .where(
            same.customer_id == kept.id,
            same.rule_id == CustomerReminder.rule_id,
            same.occasion == CustomerReminder.occasion,
        )
        .exists(),
    )
    db.session.execute(delete(CustomerReminder).where(CustomerReminder.id.in_(list(db.session.scalars(twice)))))
    moved = update(CustomerReminder).where(CustomerReminder.customer_id == other.id)
    db.session.execute(moved.values(customer_id=kept.id))
