"""What every page of a shop asks first: the shop of its address, for those who may know of it."""

from __future__ import annotations

from portal.businesses import policy, queries
from portal.businesses.models import Shop
from portal.web import reader


def mine(slug: str) -> Shop | None:
    """The shop, for who works in it; to all others there is none."""
    shop = queries.of_slug(slug)
    return shop if shop is not None and policy.works_in(reader.person(), shop) else None


def seen(slug: str) -> Shop | None:
    """The shop, for who works in it, advisors and organisers."""
    shop = queries.of_slug(slug)
    return shop if shop is not None and policy.sees_work(reader.person(), shop) else None
