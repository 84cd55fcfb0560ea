"""What becomes of a book when nobody is left who may read it: it goes, whole (docs/decisions/0018)."""

from __future__ import annotations

from sqlalchemy import delete, select

from portal.businesses.customers.models import BookExport, Customer, QuickReply, Tombstone
from portal.businesses.customers.reminder_models import CustomerReminder, ReminderRule, ReminderSent
from portal.businesses.models import Shop, ShopMember
from portal.db import db
from portal.people.models import Person


def erase(person: Person) -> None:
    """The books of the shops in which the person works alone. Where others work, the book is theirs and stays.

    Asked before the person leaves their shops.
    """
    mine = select(ShopMember.shop_id).where(ShopMember.person_id == person.id, ShopMember.left_at.is_(None))
    for shop_id in db.session.scalars(mine).all():
        others = select(ShopMember.id).where(
            ShopMember.shop_id == shop_id, ShopMember.person_id != person.id, ShopMember.left_at.is_(None)
        )
        if db.session.scalar(others.limit(1)) is None:
            close(db.session.get_one(Shop, shop_id))


def close(shop: Shop) -> None:
    """Deletes everything the shop wrote down of its customers, and its rules and replies with it."""
    db.session.flush()
    for kind in (ReminderSent, CustomerReminder, ReminderRule, Customer, QuickReply, Tombstone, BookExport):
        db.session.execute(delete(kind).where(kind.shop_id == shop.id))
    db.session.expire_all()
