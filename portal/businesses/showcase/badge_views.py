"""What a badge means, for everybody; and the badges of one shop, where an organiser or an advisor may revoke them."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.businesses import asking
from portal.businesses.models import Shop
from portal.businesses.showcase import badges, queries
from portal.businesses.showcase.forms import RevocationForm
from portal.businesses.showcase.models import Badge
from portal.businesses.showcase.policy import may_revoke, may_revoke_in
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import anyone, guard, signed_in
from portal.web.page import go, page

bp = Blueprint("showcase_badges", __name__, url_prefix="/businesses")


class OfShop(NamedTuple):
    """The badge of a package in a shop."""

    shop: Shop
    badge: Badge


def known(slug: str, number: int) -> OfShop | None:
    shop = asking.seen(slug)
    found = (one for one in queries.all_badges(shop) if one.package.number == number) if shop else iter(())
    badge = next(found, None)
    return OfShop(shop, badge) if shop and badge else None


@bp.get("/badges")
@guard(anyone)
def about() -> Response:
    return page("businesses/showcase/badges.html")


@bp.get("/<slug>/badges")
@guard(signed_in, load=asking.seen)
def index(shop: Shop) -> Response:
    return page(
        "businesses/showcase/shop_badges.html",
        shop=shop,
        badges=queries.all_badges(shop),
        may_revoke=may_revoke_in(reader.person(), shop),
    )


@bp.get("/<slug>/badges/<int:number>/revocation")
@guard(may_revoke, load=known, first=signed_in)
def revocation(of: OfShop) -> Response:
    return _form(of, RevocationForm())


def _form(of: OfShop, form: RevocationForm, *, status: int = 200) -> Response:
    return page("businesses/showcase/revocation.html", status=status, shop=of.shop, badge=of.badge, form=form)


@bp.post("/<slug>/badges/<int:number>/revocation")
@guard(may_revoke, load=known, first=signed_in)
def revoke(of: OfShop) -> Response:
    form = RevocationForm(request.form)
    if form.validate():
        try:
            badges.revoke(of.badge, by=reader.me(), at=now(), reason=form.reason.data or "")
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("The badge is revoked. The shop reads why."), "ok")
            return go(url_for("showcase_badges.index", slug=of.shop.slug))
    return _form(of, form, status=422)


@bp.post("/<slug>/badges/<int:number>/return")
@guard(may_revoke, load=known, first=signed_in)
def give_back(of: OfShop) -> Response:
    badges.give_back(of.badge, by=reader.me(), at=now())
    flash(_("The shop has its badge again."), "ok")
    return go(url_for("showcase_badges.index", slug=of.shop.slug))
