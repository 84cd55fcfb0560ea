"""Who decides what of a shop is public, and who may take a badge away."""

from __future__ import annotations

from typing import Protocol

from portal.businesses.models import Shop
from portal.businesses.policy import advises, owns, runs_campaign, works_in
from portal.people.models import Person


class OfShop(Protocol):
    """Anything that belongs to one shop."""

    @property
    def shop(self) -> Shop: ...


def may_publish(person: Person | None, thing: OfShop) -> bool:
    """The owner's word, nobody else's."""
    return owns(person, thing.shop)


def may_revoke(person: Person | None, thing: OfShop) -> bool:
    return may_revoke_in(person, thing.shop)


def may_revoke_in(person: Person | None, shop: Shop) -> bool:
    """Advisors and organisers, never in their own shop."""
    return advises(person, shop) or (runs_campaign(person) and not works_in(person, shop))
