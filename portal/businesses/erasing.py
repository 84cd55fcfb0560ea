"""Takes a person out of the shops they worked in: their place, their words, and with the last one the shop's papers.

Only `people/jobs.py` calls this, after the nouns of the campaign: they still see who works where.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from portal.businesses import applications, stories
from portal.businesses.models import (
    Application,
    ApplicationAct,
    Enrolment,
    Shop,
    ShopInvitation,
    ShopMember,
    SuccessStory,
)  # fmt: skip
from portal.db import db
from portal.kit.blot import Blot
from portal.people.models import Person

WRITTEN = ("makes", "sells", "wish")


def erase(person: Person, *, at: datetime) -> None:
    """What they wrote of a shop loses their name; a shop in which nobody is left loses what it said of itself."""
    blot = Blot(name=person.full_name, phone=person.phone, email=person.email)
    worked = select(ShopMember.shop_id).where(ShopMember.person_id == person.id)
    for shop in db.session.scalars(select(Shop).where(Shop.id.in_(worked)).order_by(Shop.id)).all():
        _leave(shop, person, blot, at=at)
    theirs = or_(Application.person_id == person.id, Application.shop_id.in_(worked))
    for application in db.session.scalars(select(Application).where(theirs)).all():
        for name in WRITTEN:
            setattr(application, name, blot.text(getattr(application, name)))
        application.typed, application.packages = blot.value(application.typed), blot.value(application.packages)
    of_them = select(Application.id).where(theirs)
    said = or_(ApplicationAct.by_id == person.id, ApplicationAct.application_id.in_(of_them))
    for act in db.session.scalars(select(ApplicationAct).where(said)):
        act.says = blot.text(act.says)
    for story in db.session.scalars(select(SuccessStory).where(SuccessStory.shop_id.in_(worked))):
        story.text_vi, story.text_en = blot.text(story.text_vi), blot.text(story.text_en)
    for enrolment in db.session.scalars(select(Enrolment).where(Enrolment.shop_id.in_(worked))):
        enrolment.reason = blot.text(enrolment.reason)
    for shop in db.session.scalars(select(Shop).where(Shop.advisor_id == person.id)):
        shop.advisor_id = None
    for invitation in db.session.scalars(select(ShopInvitation).where(ShopInvitation.invited_by_id == person.id)):
        invitation.withdrawn_at = invitation.withdrawn_at or at
    db.session.flush()


def _leave(shop: Shop, person: Person, blot: Blot, *, at: datetime) -> None:
    staying = [one for one in shop.members if one.left_at is None and one.person_id != person.id]
    for member in shop.members:
        if member.person_id == person.id:
            member.left_at = member.left_at or at
    shop.holder, shop.phone = blot.text(shop.holder), "" if shop.phone == person.phone else shop.phone
    if staying:
        if not any(one.is_owner for one in staying):
            staying[0].is_owner = True
        return
    shop.holder = shop.phone = ""
    if (standing := applications.open_one(shop)) is not None:
        applications.withdraw(standing, by=None, at=at)
    if (story := stories.of(shop)) is not None:
        stories.withdraw(story, by=person, at=at)
        story.text_vi = story.text_en = ""
