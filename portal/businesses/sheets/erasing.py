"""Takes a person out of the sheets of their shops: their words, and the account that is held in their name.

Only `people/jobs.py` calls this, while one still sees who works where. What is left of a shop stays with its others.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.businesses.models import Shop, ShopMember
from portal.businesses.sheets.models import BankAccount, Product, Sheet
from portal.businesses.sheets.products import TEXTS
from portal.db import db
from portal.kit.blot import Blot
from portal.people.models import Person

SAID = (*(one for columns in TEXTS.values() for one in columns), "reason")


def erase(person: Person, *, at: datetime) -> None:
    blot = Blot(name=person.full_name, phone=person.phone, email=person.email)
    worked = select(ShopMember.shop_id).where(ShopMember.person_id == person.id)
    for shop in db.session.scalars(select(Shop).where(Shop.id.in_(worked)).order_by(Shop.id)).all():
        alone = {one.person_id for one in shop.members if one.left_at is None} <= {person.id}
        for sheet in db.session.scalars(select(Sheet).where(Sheet.shop_id == shop.id)):
            sheet.data = blot.value(sheet.data)
        for product in db.session.scalars(select(Product).where(Product.shop_id == shop.id)):
            for name in SAID:
                setattr(product, name, blot.text(getattr(product, name)))
        for account in db.session.scalars(select(BankAccount).where(BankAccount.shop_id == shop.id)):
            if alone or blot.is_in(account.holder):
                account.number, account.holder, account.ended_at = "", "", account.ended_at or at
    db.session.flush()
