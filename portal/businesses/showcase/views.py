"""What is public of a shop: one page that lists it, and the owner's tick or withdrawal of each."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import asking
from portal.businesses.models import Shop
from portal.businesses.showcase import queries, rules, showing, words
from portal.businesses.showcase.models import Becomes
from portal.businesses.showcase.policy import may_publish
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page

bp = Blueprint("showcase", __name__, url_prefix="/businesses/<slug>/publications")


@bp.app_context_processor
def _of_steps() -> dict[str, Any]:
    """For the tick on the page of a step (`_wish.html`) and the badges on a listing. Asked for there only."""
    return {"publication_of": showing.ticked, "publication_words": words, "badge_says": showing.badge_says}


class Kind(NamedTuple):
    """One kind of content of a shop."""

    shop: Shop
    becomes: Becomes


def known(slug: str, becomes: str) -> Kind | None:
    shop = asking.mine(slug)
    return Kind(shop, Becomes(becomes)) if shop is not None and becomes in set(Becomes) else None


@bp.get("")
@guard(signed_in, load=asking.mine)
def index(shop: Shop) -> Response:
    return _index(shop)


def _index(shop: Shop, *, refused: str = "", status: int = 200) -> Response:
    return page(
        "businesses/showcase/index.html",
        status=status,
        shop=shop,
        kinds=showing.all_ticked(shop),
        badges=queries.all_badges(shop),
        has_catalogue=queries.catalogue_of(shop.slug) is not None,
        refused=refused,
    )


@bp.post("/<becomes>")
@guard(may_publish, load=known, first=signed_in)
def wish(kind: Kind) -> Response:
    try:
        standing = rules.wish(kind.shop, kind.becomes, by=reader.me(), at=now())
    except Refused as refused:
        return _index(kind.shop, refused=_(refused.sentence, **refused.values), status=422)
    flash(_("This is public now.") if standing else _("Noted: this becomes public when its step is accepted."), "ok")
    return go(_back(kind))


@bp.post("/<becomes>/withdrawal")
@guard(may_publish, load=known, first=signed_in)
def withdraw(kind: Kind) -> Response:
    rules.withdraw(kind.shop, kind.becomes, by=reader.me(), at=now())
    flash(_("This is private. What your page on the map said before stands there again."), "ok")
    return go(_back(kind))


def _back(kind: Kind) -> str:
    """To the page of the step, when the tick stood there."""
    if request.form.get("back") == "step":
        key = rules.STEPS[kind.becomes]
        return url_for("shop_steps.show", slug=kind.shop.slug, number=int(key[0]), key=key)
    return url_for("showcase.index", slug=kind.shop.slug)
