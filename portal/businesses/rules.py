"""A shop and its people: begun with a listing, joined by a code, left again; who owns it, who advises it."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.audit import rules as audit
from portal.businesses.models import Shop, ShopInvitation, ShopMember
from portal.businesses.policy import is_advisor, works_in
from portal.db import db
from portal.kit import code as short
from portal.kit.say import N_, Refused
from portal.listings import ownership
from portal.listings import rules as listings
from portal.listings.models import Listing
from portal.listings.policy import may_edit
from portal.people.models import Person
from portal.people.rules import digest

RESERVED = {"new", "apply", "applications", "self-check", "badges", "stories", "joining"}
"""Words that stand under /businesses and are no shop."""
MOST_PEOPLE = 12
INVITATION_LASTS = timedelta(days=7)
OTHERS = N_("This business takes part already. Ask its people for an invitation.")
NO_INVITATION = N_("No open invitation has this code. Look at it once more, or ask for a new one.")


# The shop


def begin(listing: Listing, *, by: Person, at: datetime) -> Shop:
    """The shop of a listing that the person looks after; the one that is there, if they work in it."""
    shop = of_listing(listing)
    if shop is not None:
        if not works_in(by, shop):
            raise Refused(OTHERS, field="listing")
        return shop
    if not may_edit(by, listing):
        raise Refused(N_("Choose a listing that you look after."), field="listing")
    shop = Shop(slug=_free_slug(listing.slug), listing_id=listing.id, phone=by.phone or "", added_at=at)
    db.session.add(shop)
    db.session.flush()
    db.session.add(ShopMember(shop_id=shop.id, person_id=by.id, is_owner=True, joined_at=at))
    db.session.flush()
    return shop


def begin_new(given: Mapping[str, Any], *, by: Person, at: datetime) -> Shop:
    """The shop of a business that is not on the map yet: its listing begins as a draft in the person's care."""
    listing = listings.create(given, by=by, at=at)
    ownership.give(listing, by, how="campaign", by=by, at=at)
    return begin(listing, by=by, at=at)


def of_listing(listing: Listing) -> Shop | None:
    return db.session.scalar(select(Shop).where(Shop.listing_id == listing.id))


def give_advisor(shop: Shop, advisor: Person | None, *, by: Person, at: datetime) -> None:
    """Who looks after the shop first; another advisor may stand in."""
    if advisor is not None and not is_advisor(advisor):
        raise Refused(N_("Choose somebody who is an advisor."), field="advisor")
    if advisor is not None and works_in(advisor, shop):
        raise Refused(N_("Nobody advises their own shop."), field="advisor")
    if shop.advisor_id == (advisor.id if advisor else None):
        return
    shop.advisor_id = advisor.id if advisor else None
    audit.note("advisor_given", "shop", shop.id, by=by, at=at, person=shop.advisor_id)
    db.session.flush()
    db.session.expire(shop, ["advisor"])


def _free_slug(wish: str) -> str:
    """The word of the listing; where a page stands under it or another shop has it, with a number."""
    wishes = itertools.chain([wish], (f"{wish}-{number}" for number in itertools.count(2)))
    return next(
        one for one in wishes
        if one not in RESERVED and db.session.scalar(select(Shop.id).where(Shop.slug == one)) is None
    )  # fmt: skip


# Its people


def people(shop: Shop) -> list[ShopMember]:
    """Who works in it today, in the order in which they came."""
    return [one for one in shop.members if one.left_at is None]


def invite(shop: Shop, *, by: Person, at: datetime) -> str:
    """A place for one more; returns its code of eight symbols, of which only the digest is kept."""
    if len(people(shop)) >= MOST_PEOPLE:
        raise Refused(N_("At most %(most)s people have room in a shop."), values={"most": MOST_PEOPLE})
    code = short.make(secrets.choice)
    db.session.add(
        ShopInvitation(
            shop_id=shop.id, digest=digest(code), invited_by_id=by.id, invited_at=at, expires_at=at + INVITATION_LASTS
        )
    )
    db.session.flush()
    return code


def invitations(shop: Shop, *, at: datetime) -> list[ShopInvitation]:
    """Those that somebody could still take."""
    asked = select(ShopInvitation).where(ShopInvitation.shop_id == shop.id).order_by(ShopInvitation.id)
    return [one for one in db.session.scalars(asked) if is_open(one, at=at)]


def is_open(invitation: ShopInvitation, *, at: datetime) -> bool:
    return invitation.taken_at is None and invitation.withdrawn_at is None and at < invitation.expires_at


def behind(typed: str, *, at: datetime) -> ShopInvitation | None:
    """The open invitation of a code; a wrong code, a used one and an unknown one are the same."""
    symbols = short.read(typed)
    if symbols is None:
        return None
    found = db.session.scalar(select(ShopInvitation).where(ShopInvitation.digest == digest(symbols)))
    return found if found is not None and is_open(found, at=at) else None


def withdraw(invitation: ShopInvitation, *, at: datetime) -> None:
    invitation.withdrawn_at = invitation.withdrawn_at or at
    db.session.flush()


def join(invitation: ShopInvitation, *, by: Person, at: datetime) -> Shop:
    """Takes the place. The shop's own advisor cannot be of its people."""
    if not is_open(invitation, at=at):
        raise Refused(NO_INVITATION)
    shop = db.session.get_one(Shop, invitation.shop_id)
    if works_in(by, shop):
        return shop
    if shop.advisor_id == by.id:
        raise Refused(N_("You advise this shop: you cannot be one of its people."))
    if len(people(shop)) >= MOST_PEOPLE:
        raise Refused(N_("At most %(most)s people have room in a shop."), values={"most": MOST_PEOPLE})
    invitation.taken_by_id, invitation.taken_at = by.id, at
    db.session.add(ShopMember(shop_id=shop.id, person_id=by.id, joined_at=at))
    audit.note("shop_joined", "shop", shop.id, by=by, at=at, person=by.id)
    _changed(shop)
    return shop


def leave(member: ShopMember, *, by: Person, at: datetime) -> None:
    """Out of the shop: by themselves, or taken out by an owner. Somebody who owns it always stays."""
    if member.left_at is not None:
        return
    others = [one for one in people(member.shop) if one.is_owner and one.id != member.id]
    if member.is_owner and not others:
        raise Refused(N_("A shop needs somebody who owns it. Make somebody else an owner first."))
    member.left_at = at
    member.taken_out_by_id = by.id if by.id != member.person_id else None
    audit.note("shop_left", "shop", member.shop_id, by=by, at=at, person=member.person_id)
    _changed(member.shop)


def make_owner(member: ShopMember, *, by: Person, at: datetime) -> None:
    """One more who may invite, take out and decide what becomes public."""
    if member.left_at is not None or member.is_owner:
        return
    member.is_owner = True
    audit.note("shop_owner_made", "shop", member.shop_id, by=by, at=at, person=member.person_id)
    _changed(member.shop)


def _changed(shop: Shop) -> None:
    db.session.flush()
    db.session.expire(shop, ["members"])
