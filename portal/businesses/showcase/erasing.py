"""Takes a person out of what shops show: their words out of it, and with the last one of a shop all that is public.

Only `people/jobs.py` calls this, before the listings are gone through and while one still sees who works where.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.businesses.models import Shop, ShopMember
from portal.businesses.showcase import queries, rules
from portal.businesses.showcase.models import Badge, Publication
from portal.db import db
from portal.kit.blot import Blot
from portal.people.models import Person


def erase(person: Person, *, at: datetime) -> None:
    blot = Blot(name=person.full_name, phone=person.phone, email=person.email)
    worked = select(ShopMember.shop_id).where(ShopMember.person_id == person.id)
    for shop in db.session.scalars(select(Shop).where(Shop.id.in_(worked)).order_by(Shop.id)).all():
        if {one.person_id for one in shop.members if one.left_at is None} == {person.id}:
            for becomes in {*queries.wishes(shop), *queries.all_standing(shop)}:
                rules.withdraw(shop, becomes, by=person, at=at)
        for publication in db.session.scalars(select(Publication).where(Publication.shop_id == shop.id)):
            publication.data = blot.value(publication.data)
    for badge in db.session.scalars(select(Badge).where(Badge.reason != "")):
        badge.reason = blot.text(badge.reason)
    db.session.flush()
