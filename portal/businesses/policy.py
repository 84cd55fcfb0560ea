"""Who may do what in the campaign: a shop's people do its work, its advisor answers, organisers run the campaign."""

from __future__ import annotations

from portal.businesses.models import Shop
from portal.people.models import Person, Role


def works_in(person: Person | None, shop: Shop) -> bool:
    """Whoever has joined the shop and has not left. Customers are theirs alone."""
    return person is not None and any(one.person_id == person.id and one.left_at is None for one in shop.members)


def owns(person: Person | None, shop: Shop) -> bool:
    """Those who may invite others, take them out, and decide what becomes public."""
    return person is not None and any(
        one.person_id == person.id and one.is_owner and one.left_at is None for one in shop.members
    )


def is_advisor(person: Person | None, _thing: object = None) -> bool:
    return person is not None and person.has(Role.ADVISOR)


def runs_campaign(person: Person | None, _thing: object = None) -> bool:
    """Organisers word the steps, set cohorts, answer applications and give advisors their shops."""
    return person is not None and person.has(Role.ORGANISER)


def advises(person: Person | None, shop: Shop) -> bool:
    """Every advisor may look after any shop, so that nobody waits for somebody on holiday; never after their own."""
    return is_advisor(person) and not works_in(person, shop)


def sees_work(person: Person | None, shop: Shop) -> bool:
    """Steps and evidence are seen by the shop, advisors and organisers. To all others there is no such shop."""
    return works_in(person, shop) or is_advisor(person) or runs_campaign(person)
