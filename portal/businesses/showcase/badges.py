"""Badges: given by rule when every step of a package that applies is accepted, dimmed while evidence is expired.

Nobody gives one by hand. An organiser or an advisor may revoke one with a reason; the rule does not give it again then,
only who looks after the campaign gives it back.
"""

from __future__ import annotations

from datetime import datetime

from portal.audit import rules as audit
from portal.businesses import enrolments
from portal.businesses.models import Package, Shop
from portal.businesses.showcase import queries
from portal.businesses.showcase.models import Badge
from portal.businesses.steps.models import Standing
from portal.businesses.steps.policy import ACCEPTED
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.listings import rules as listings
from portal.people.models import Person


def is_whole(shop: Shop, package: Package) -> bool:
    """Whether all steps that apply are accepted today. What does not apply is left out and counts for nothing."""
    asked = [one for one in queries.standings(shop, package).values() if one is not Standing.NOT_APPLICABLE]
    return bool(asked) and all(one in ACCEPTED for one in asked)


def settle(shop: Shop, package: Package, *, at: datetime) -> None:
    """Brings the badge of a package in step with its steps: gives it, dims it, or lets it shine again."""
    db.session.flush()
    badge = queries.badge_of(shop, package)
    if is_whole(shop, package):
        gain(shop, package, at=at)
    elif badge is not None and badge.revoked_at is None and badge.dimmed_at is None:
        badge.dimmed_at = at
        listings.told(shop.listing, at=at)


def gain(shop: Shop, package: Package, *, at: datetime) -> None:
    """A step was accepted: gives the badge of a package that is whole. While a step is being renewed nothing dims."""
    db.session.flush()
    badge = queries.badge_of(shop, package)
    if (badge is not None and (badge.revoked_at or not badge.dimmed_at)) or not is_whole(shop, package):
        return
    if badge is None:
        db.session.add(Badge(shop=shop, package=package, given_at=at))
        if enrolment := enrolments.of(shop, package.number):
            enrolments.complete(enrolment, by=None, at=at)
    else:
        badge.dimmed_at = None
    db.session.flush()
    listings.told(shop.listing, at=at)


def revoke(badge: Badge, *, by: Person, at: datetime, reason: str) -> None:
    """Takes a badge away, for good until somebody gives it back."""
    if not clean(reason):
        raise Refused(N_("Please write why the badge is revoked: the shop reads it."), field="reason")
    if badge.revoked_at is not None:
        raise Refused(N_("This badge has been revoked already."))
    badge.revoked_at, badge.revoked_by_id, badge.reason = at, by.id, clean(reason)
    audit.note("badge_revoked", "badge", badge.id, by=by, at=at, shop=badge.shop_id, package=badge.package.number)
    listings.told(badge.shop.listing, at=at)


def give_back(badge: Badge, *, by: Person, at: datetime) -> Badge:
    """A new badge in place of one that was revoked. Refused while a step of the package is not accepted."""
    if badge.revoked_at is None or queries.badge_of(badge.shop, badge.package) is not badge:
        raise Refused(N_("This badge is not revoked."))
    if not is_whole(badge.shop, badge.package):
        raise Refused(N_("Not every step of this package is accepted today."))
    anew = Badge(shop=badge.shop, package=badge.package, given_at=at)
    db.session.add(anew)
    db.session.flush()
    audit.note("badge_given_back", "badge", anew.id, by=by, at=at, shop=badge.shop_id, package=badge.package.number)
    listings.told(badge.shop.listing, at=at)
    return anew
