"""Selections of the campaign: a shop by its word, the steps of a package, how they are worded now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload, load_only, selectinload

from portal.businesses.models import (
    Application,
    ApplicationAct,
    Enrolment,
    EnrolmentState,
    Package,
    Shop,
    ShopMember,
    Step,
    StepVersion,
)  # fmt: skip
from portal.db import db, statement
from portal.listings.models import Listing
from portal.people.models import Person


def of_slug(slug: str) -> Shop | None:
    """A shop with its people; neither their roles nor the marks of its listing, which few pages ask for."""
    return db.session.scalars(*_of_slug(slug)).unique().one_or_none()


@statement
def _of_slug(slug: str) -> Select[Shop]:
    people = joinedload(Shop.members).joinedload(ShopMember.person).lazyload(Person.grants)
    bare = joinedload(Shop.listing).lazyload(Listing.marks)
    return select(Shop).where(Shop.slug == slug).options(people, bare)


def shop(number: int) -> Shop:
    return db.session.get_one(Shop, number)


def shops_of(person: Person) -> Select[Shop]:
    """The shops somebody works in, the newest first."""
    return _in(person.id)


def _in(person: int) -> Select[Shop]:
    mine = select(ShopMember.shop_id).where(ShopMember.person_id == person, ShopMember.left_at.is_(None))
    return select(Shop).where(Shop.id.in_(mine)).order_by(Shop.id.desc())


def applications_of(person: Person) -> list[tuple[Shop, list[Application]]]:
    """The shops somebody works in, the newest first, each with its applications, the latest first."""
    shops = db.session.scalars(*_bare_shops_of(person.id)).all()
    sent: dict[int, list[Application]] = {one.id: [] for one in shops}
    for one in db.session.scalars(*_applications_of(list(sent))) if sent else ():
        sent[one.shop_id].append(one)
    return [(one, sent[one.id]) for one in shops]


@statement
def _bare_shops_of(person: int) -> Select[Shop]:
    return _in(person).options(joinedload(Shop.listing).lazyload(Listing.marks))


@statement
def _applications_of(shops: Sequence[int]) -> Select[Application]:
    return select(Application).where(Application.shop_id.in_(shops)).order_by(Application.id.desc())


def at_work(person: Person) -> Select[Shop]:
    """The shops somebody works in that take part in the campaign, with their listings."""
    enrolled = select(Enrolment.shop_id).where(Enrolment.state != EnrolmentState.STOPPED)
    listing = joinedload(Shop.listing).lazyload(Listing.marks)
    return shops_of(person).where(Shop.id.in_(enrolled)).options(listing)


def enrolled(shop: Shop) -> list[Enrolment]:
    """What a shop works through or worked through, with its packages, in their order."""
    asked = select(Enrolment).join(Package).where(Enrolment.shop_id == shop.id).options(joinedload(Enrolment.package))
    return list(db.session.scalars(asked.order_by(Package.number)))


def taking_part() -> Select[Shop]:
    """The shops that work or worked on a package, by name."""
    enrolled = select(Enrolment.shop_id)
    found = select(Shop).join(Listing, Listing.id == Shop.listing_id).where(Shop.id.in_(enrolled))
    loaded = joinedload(Shop.advisor), selectinload(Shop.enrolments).joinedload(Enrolment.package)
    return found.options(*loaded).order_by(Listing.sort_vi, Shop.id)


def all_of(found: Select[Any]) -> Sequence[Any]:
    """The rows of a selection that is short by its nature."""
    return db.session.scalars(found).all()


def without_marks(found: Select[Listing]) -> Sequence[Listing]:
    """The same of listings of which no mark is shown."""
    return db.session.scalars(found.options(lazyload(Listing.marks))).all()


def application(number: int) -> Application | None:
    return db.session.get(Application, number)


def application_whole(number: int) -> Application | None:
    """An application with its shop and its round, and with what happened to it."""
    return db.session.scalars(*_application_whole(number)).unique().one_or_none()


@statement
def _application_whole(number: int) -> Select[Application]:
    bare = joinedload(Application.shop).joinedload(Shop.listing).lazyload(Listing.marks)
    acts = joinedload(Application.acts).joinedload(ApplicationAct.by).lazyload(Person.grants)
    return select(Application).where(Application.id == number).options(bare, joinedload(Application.cohort), acts)


def any_package() -> bool:
    """Whether the menu has something to lead to."""
    return db.session.scalar(select(Package.id).limit(1)) is not None


def packages() -> Select[Package]:
    return select(Package).order_by(Package.number)


def steps_of(package: Package) -> Select[Step]:
    """The steps of a package that are still asked for, in order."""
    return select(Step).where(Step.package_id == package.id, Step.retired_at.is_(None)).order_by(Step.position)


def step_of_key(key: str) -> Step | None:
    return db.session.scalar(select(Step).where(Step.key == key))


def wordings(step_ids: list[int]) -> dict[int, StepVersion]:
    """The newest wording of each of these steps, by the step's id, in one question."""
    return {version.step_id: version for version in db.session.scalars(*_wordings(step_ids))}


def titles(step_ids: list[int]) -> dict[int, StepVersion]:
    """The same for a list of many steps: of their wordings nothing but the titles."""
    return {version.step_id: version for version in db.session.scalars(*_titles(step_ids))}


@statement
def _titles(steps: list[int]) -> Select[StepVersion]:
    title = load_only(StepVersion.step_id, StepVersion.title_vi, StepVersion.title_en, StepVersion.title_fr)
    return select(StepVersion).where(StepVersion.step_id.in_(steps)).options(title).order_by(StepVersion.number)


@statement
def _wordings(steps: list[int]) -> Select[StepVersion]:
    return select(StepVersion).where(StepVersion.step_id.in_(steps)).order_by(StepVersion.number)
