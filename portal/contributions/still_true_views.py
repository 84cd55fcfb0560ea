"""The page behind the yearly letter: three buttons for the owner. Opening it acts on nothing."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.contributions import still_true
from portal.listings import rules as listings
from portal.listings.models import Listing
from portal.listings.policy import is_owner
from portal.people.models import Person
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.page import go, page

bp = Blueprint("still_true", __name__, url_prefix="/map/<slug>/still-true")


def known(slug: str) -> Listing | None:
    return listings.find(slug, reader=reader.person())


def may_answer(person: Person | None, listing: Listing) -> bool:
    """Owners, as long as visitors read the listing."""
    return is_owner(person, listing) and listing.is_public()


@bp.get("")
@guard(may_answer, load=known)
def ask(listing: Listing) -> Response:
    return page(
        "contributions/still_true.html",
        listing=listing,
        fresh=listings.is_fresh(listing, at=now()),
        ended=still_true.waiting(listing) is not None,
    )


@bp.post("")
@guard(may_answer, load=known)
def answer(listing: Listing) -> Response:
    said, me, at = request.form.get("answer"), reader.me(), now()
    if said == "mend":
        return go(url_for("editing.edit", slug=listing.slug))
    if said == "true":
        still_true.holds(listing, by=me, at=at)
        flash(_("Thank you. “%(name)s” is confirmed as still true.", name=listing.name_vi), "ok")
        return go(url_for("desk.index"))
    if said == "ended":
        still_true.has_ended(listing, by=me, at=at, language=current())
        flash(_("Thank you for saying so. The map desk takes “%(name)s” off the map.", name=listing.name_vi), "ok")
        return go(url_for("desk.index"))
    return go(url_for("still_true.ask", slug=listing.slug))
