"""The hub of a shop: its packages, how far each is, and the way to everything else of it."""

from __future__ import annotations

from flask import Blueprint, Response

from portal.businesses import asking, queries, showing
from portal.businesses.models import Shop
from portal.web.guard import guard, signed_in
from portal.web.page import page

bp = Blueprint("businesses", __name__, url_prefix="/businesses")


@bp.app_context_processor
def _places() -> dict[str, object]:
    """For the bar on every page of a shop (`businesses/_shop_bar.html`). Asked for there only."""
    return {"shop_places": showing.places}


@bp.get("/<slug>")
@guard(signed_in, load=asking.seen)
def show(shop: Shop) -> Response:
    return page("businesses/shop.html", shop=shop, enrolled=queries.enrolled(shop))
