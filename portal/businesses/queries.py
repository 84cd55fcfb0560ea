"""Selections of the campaign: a shop by its word, the steps of a package, how they are worded now."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from portal.businesses.models import Enrolment, Package, Shop, ShopMember, Step, StepVersion
from portal.db import db
from portal.people.models import Person


def of_slug(slug: str) -> Shop | None:
    """A shop with its people."""
    return db.session.scalar(select(Shop).where(Shop.slug == slug).options(selectinload(Shop.members)))


def shops_of(person: Person) -> Select[Shop]:
    """The shops somebody works in, the newest first."""
    mine = select(ShopMember.shop_id).where(ShopMember.person_id == person.id, ShopMember.left_at.is_(None))
    return select(Shop).where(Shop.id.in_(mine)).order_by(Shop.id.desc())


def enrolled(shop: Shop) -> list[Enrolment]:
    """What a shop works through or worked through, with its packages, in their order."""
    asked = select(Enrolment).join(Package).where(Enrolment.shop_id == shop.id).options(joinedload(Enrolment.package))
    return list(db.session.scalars(asked.order_by(Package.number)))


def packages() -> Select[Package]:
    return select(Package).order_by(Package.number)


def steps_of(package: Package) -> Select[Step]:
    """The steps of a package that are still asked for, in order."""
    return select(Step).where(Step.package_id == package.id, Step.retired_at.is_(None)).order_by(Step.position)


def step_of_key(key: str) -> Step | None:
    return db.session.scalar(select(Step).where(Step.key == key))


def wordings(step_ids: list[int]) -> dict[int, StepVersion]:
    """The newest wording of each of these steps, by the step's id, in one question."""
    versions = select(StepVersion).where(StepVersion.step_id.in_(step_ids)).order_by(StepVersion.number)
    return {version.step_id: version for version in db.session.scalars(versions)}
