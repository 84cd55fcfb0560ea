"""The public catalogue of a shop: products with their retail price, the sales policy, and how to get in touch."""

from __future__ import annotations

from collections.abc import Hashable
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from portal.businesses.showcase import queries, showing
from portal.businesses.showcase.queries import Catalogue
from portal.city.chosen import here
from portal.listings import remembered
from portal.listings.showing import Shown
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current
from portal.web.lasting import lasting
from portal.web.page import page

bp = Blueprint("showcase_catalogue", __name__, url_prefix="/businesses/<slug>/catalogue")


def stand() -> Hashable:
    """The catalogue moves with the map's version: each publication counts one. A picture that got ready may wait."""
    return remembered.stamp(), now().replace(second=0, microsecond=0)


def known(slug: str) -> Catalogue | None:
    return queries.catalogue_of(slug)


@bp.get("")
@guard(anyone, load=known)
@lasting(stand)
def show(catalogue: Catalogue) -> Response:
    listing = catalogue.shop.listing
    return page(
        "businesses/showcase/catalogue.html",
        parts=("photos",),
        listing=listing,
        shop=catalogue.shop,
        shown=Shown(listing, at=now(), zone=ZoneInfo(here().zone), lang=current()),
        products=showing.products(catalogue.prices, current()),
        policy=showing.policy(catalogue.policy, current()),
        since=max(one.at for one in (catalogue.prices, catalogue.policy) if one),
        badges=queries.standing_badges(catalogue.shop),
        with_photos=request.args.get("photos") == "1",
    )
