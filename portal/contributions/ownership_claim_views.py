"""Claiming a listing as one's own, with an account."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.contributions import ownership_claims
from portal.contributions.ownership_claim_form import ClaimForm
from portal.kit import code
from portal.kit.say import Refused
from portal.listings import rules as listings
from portal.listings.models import Listing
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.language import current
from portal.web.once import once
from portal.web.page import go, page

bp = Blueprint("ownership_claims", __name__, url_prefix="/map")


def public(slug: str) -> Listing | None:
    return listings.find(slug, reader=None)


@bp.get("/<slug>/claim")
@guard(signed_in, load=public)
def new(listing: Listing) -> Response:
    return _new(listing, ClaimForm())


@bp.post("/<slug>/claim")
@guard(signed_in, load=public)
@once
def create(listing: Listing) -> Response:
    form = ClaimForm(request.form)
    if not form.validate():
        return _new(listing, form, status=422)
    try:
        begun = ownership_claims.claim(listing, form.words.data, by=reader.me(), at=now(), language=current())
    except Refused as refused:
        form.refuse(refused)
        return _new(listing, form, status=422)
    flash(_("Sent to the map desk under the code %(code)s.", code=code.show(begun.code)), "ok")
    return go(url_for("desk.index"))


def _new(listing: Listing, form: ClaimForm, *, status: int = 200) -> Response:
    waiting = ownership_claims.waiting(listing, reader.me())
    return page("contributions/claim_new.html", listing=listing, form=form, waiting=waiting, status=status)
