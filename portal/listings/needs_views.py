"""The page on which who looks after a listing says that what it needs is still needed."""

from __future__ import annotations

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from portal.listings import needs, rules, words
from portal.listings.models import Listing
from portal.listings.policy import may_edit
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.page import go, page

bp = Blueprint("needs", __name__, url_prefix="/map/<slug>/needs")


def known(slug: str) -> Listing | None:
    return rules.find(slug, reader=reader.person())


@bp.get("")
@guard(may_edit, load=known)
def show(listing: Listing) -> Response:
    return page("listings/needs.html", listing=listing, needs=needs.standing(listing, at=now()), words=words)


@bp.post("")
@guard(may_edit, load=known)
def renew(listing: Listing) -> Response:
    needs.renew(listing, by=reader.me(), at=now())
    flash(_("Noted: this is still needed. It stands for another half a year."), "ok")
    return go(url_for("needs.show", slug=listing.slug))
