"""Selections of the showcase: what stands in public of a shop, what was ticked, which badges it has."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from portal.businesses.models import EnrolmentState, Package, Shop, Step
from portal.businesses.showcase.models import Badge, Becomes, Publication, Wish
from portal.businesses.steps.models import Progress, Review, Standing, Submission, Verdict
from portal.businesses.steps.policy import ACCEPTED
from portal.db import db
from portal.listings.models import Listing


def wish_of(shop: Shop, becomes: Becomes) -> Wish | None:
    return db.session.get(Wish, (shop.id, becomes))


def wishes(shop: Shop) -> set[Becomes]:
    return set(db.session.scalars(select(Wish.becomes).where(Wish.shop_id == shop.id)))


def standing(shop: Shop, becomes: Becomes) -> Publication | None:
    """What is public of this kind."""
    found = select(Publication).where(
        Publication.shop_id == shop.id, Publication.becomes == becomes, Publication.ended_at.is_(None)
    )
    return db.session.scalar(found)


def wish_and_standing(shop: Shop, becomes: Becomes) -> tuple[bool, Publication | None]:
    """Whether this was ticked, and what is public of it, in one question."""
    ticked = exists().where(Wish.shop_id == shop.id, Wish.becomes == becomes)
    public = (Publication.shop_id == Shop.id) & (Publication.becomes == becomes) & Publication.ended_at.is_(None)
    found = select(ticked, Publication).select_from(Shop).outerjoin(Publication, public).where(Shop.id == shop.id)
    return db.session.execute(found).tuples().one()


def all_standing(shop: Shop) -> dict[Becomes, Publication]:
    found = select(Publication).where(Publication.shop_id == shop.id, Publication.ended_at.is_(None))
    return {one.becomes: one for one in db.session.scalars(found)}


def accepted_of(shop: Shop, key: str) -> Submission | None:
    """What was accepted last for a step that is accepted today."""
    agreed = exists().where(Review.submission_id == Submission.id, Review.verdict == Verdict.ACCEPTED)
    found = (
        select(Submission).join(Submission.progress).join(Progress.step)
        .where(Progress.shop_id == shop.id, Step.key == key, Progress.standing.in_(ACCEPTED), agreed)
        .order_by(Submission.number.desc()).limit(1)
    )  # fmt: skip
    return db.session.scalar(found)


def standings(shop: Shop, package: Package) -> dict[int, Standing]:
    """Where the shop stands with each step of a package that is still asked for, by the step's id."""
    found = (
        select(Step.id, Progress.standing)
        .outerjoin(Progress, (Progress.step_id == Step.id) & (Progress.shop_id == shop.id))
        .where(Step.package_id == package.id, Step.retired_at.is_(None))
    )
    return {number: standing or Standing.NOT_STARTED for number, standing in db.session.execute(found)}


def standing_badges(shop: Shop) -> list[Badge]:
    """The badges of a shop that were not revoked, in the order of the packages."""
    found = select(Badge).join(Badge.package).where(Badge.shop_id == shop.id, Badge.revoked_at.is_(None))
    return list(db.session.scalars(found.options(joinedload(Badge.package)).order_by(Package.number)))


def badge_of(shop: Shop, package: Package) -> Badge | None:
    """The latest badge of a package, be it revoked."""
    found = select(Badge).where(Badge.shop_id == shop.id, Badge.package_id == package.id)
    return db.session.scalar(found.order_by(Badge.id.desc()).limit(1))


def shop_of(listing: Listing) -> Shop | None:
    found = select(Shop).where(Shop.listing_id == listing.id)
    return db.session.scalar(found.options(selectinload(Shop.enrolments)))


def is_at_work(shop: Shop) -> bool:
    """Whether the shop is in the campaign: a package that it has not stopped."""
    return any(one.state != EnrolmentState.STOPPED for one in shop.enrolments)


class Catalogue(NamedTuple):
    """What stands in public of a shop."""

    shop: Shop
    prices: Publication | None
    policy: Publication | None


def catalogue_of(slug: str) -> Catalogue | None:
    """The public catalogue of a shop; None while nothing is published, its listing is hidden, or it has stopped."""
    shop = db.session.scalar(select(Shop).where(Shop.slug == slug).options(selectinload(Shop.enrolments)))
    return _catalogue(shop) if shop is not None else None


def at_listing(listing: Listing) -> tuple[Catalogue | None, list[Badge]]:
    """What the page of a listing shows of its shop: the catalogue, and the badges."""
    shop = shop_of(listing)
    if shop is None or not is_at_work(shop):
        return None, []
    return _catalogue(shop), standing_badges(shop)


def _catalogue(shop: Shop) -> Catalogue | None:
    if not shop.listing.is_public() or not is_at_work(shop):
        return None
    public = all_standing(shop)
    prices, policy = public.get(Becomes.PRICES), public.get(Becomes.POLICY)
    return Catalogue(shop, prices, policy) if prices or policy else None


def all_badges(shop: Shop) -> list[Badge]:
    """The latest badge of each package, revoked ones too, in the order of the packages."""
    found = select(Badge).join(Badge.package).where(Badge.shop_id == shop.id).options(joinedload(Badge.package))
    latest = {one.package_id: one for one in db.session.scalars(found.order_by(Package.number, Badge.id))}
    return list(latest.values())
