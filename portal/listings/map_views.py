"""The map to read: home, list with sketch, a listing's page, its share card and pictures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, redirect, send_file, url_for
from htmx_flask import request
from markupsafe import Markup

from portal.businesses.showcase import queries as showcase
from portal.city.chosen import here
from portal.events import queries as calendar
from portal.events import showing
from portal.listings import asking, queries, remembered, rules, search, sketching, words
from portal.listings.exports import listing_jsonld
from portal.listings.models import Listing
from portal.listings.showing import Shown
from portal.media import rules as media
from portal.media.models import Preview
from portal.media.storage import storage_for
from portal.web import headers, reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current, link, url
from portal.web.lasting import lasting
from portal.web.page import page

bp = Blueprint("listings", __name__)
DATES = 5
A_MONTH = 30 * 24 * 3600  # seconds


def stand() -> str | None:
    """What the list is made of; opening hours let it last no longer than a minute."""
    return None if "open" in request.args else remembered.stamp()


@bp.get("/map")
@guard(anyone)
@lasting(stand)
def index() -> Response:
    answer = _answer(asking.address)
    response = page("listings/index.html", parts=("results",), beside=("group",), **answer)
    if request.htmx:  # the address bar without the empty fields of the form
        number = answer["found"].page
        response.headers["HX-Push-Url"] = asking.address(page=number if number > 1 else None)
    return response


@bp.get("/map/embed")
@guard(anyone)
def embed() -> Response:
    """The same for a frame on another site; `view` shows the list or the sketch alone. Its links open outside."""
    headers.framed_anywhere()
    view = request.args.get("view", "both")
    return page("listings/embed.html", view=view, **_answer(partial(asking.address, "listings.index", view=None)))


def _answer(address: Callable[..., str]) -> dict[str, Any]:
    """What was asked and what was found; `address` makes the addresses of questions near it."""
    form, good, query = asking.asked()
    found = search.find(query)
    if query.page > 1 and not found.rows:
        abort(404)
    return {
        "status": 200 if good else 422,
        "form": form,
        "found": found,
        "drawing": sketching.drawing(found, query.lang, address, lambda slug: url("listings.show", slug=slug)),
        "grounds": sketching.grounds(query.lang),
        "address": address,
        "address_of_page": lambda number: address(page=number),
        "words": words,
    }


def known(slug: str) -> Listing | None:
    """The listing at this address, as far as its reader may know of it; an old address leads on to the new one."""
    listing = rules.find(slug, reader=None) or rules.find(slug, reader=reader.person())
    if listing is None and (moved := rules.moved(slug, reader=reader.person())):
        abort(redirect(url_for("listings.show", slug=moved.slug), 301))
    return listing


@bp.get("/map/<slug>")
@guard(anyone, load=known)
def show(listing: Listing) -> Response:
    at = now()
    catalogue, badges = showcase.at_listing(listing)
    return page(
        "listings/show.html",
        parts=("photos",),
        listing=listing,
        shown=Shown(listing, at=at, zone=ZoneInfo(here().zone), lang=current()),
        links=rules.links_of(listing, reader=None),
        near=queries.near_by(listing),
        helpers=queries.who_can_help(listing, at=at),
        coming=showing.shown(calendar.dates_of(listing, at, count=DATES), current()),
        jsonld=Markup(listing_jsonld(listing, current(), link("listings.show", slug=listing.slug))),  # nosec B704  escaped there
        catalogue=catalogue,
        badges=badges,
        with_photos=request.args.get("photos") == "1",
        words=words,
    )


class Shot(NamedTuple):
    """A light picture, and whether everybody may keep it."""

    preview: Preview
    public: bool


def known_picture(slug: str, number: int, width: int) -> Shot | None:
    """A finished preview of a picture of a listing that its reader may know of."""
    listing = known(slug)
    photo = next((one for one in listing.photos if one.id == number), None) if listing else None
    preview = media.picture(photo.upload, width=width) if photo else None
    return Shot(preview, listing.is_public()) if listing and preview else None


@bp.get("/map/<slug>/pictures/<int:number>/<int:width>")
@guard(anyone, load=known_picture)
def picture(shot: Shot) -> Response:
    """A light picture of a listing; the original never leaves. What is not public is kept by nobody on the way."""
    digest, storage = shot.preview.digest or "", storage_for(current_app.config["SETTINGS"])
    response = send_file(storage.open(digest), mimetype="image/webp", max_age=A_MONTH, etag=digest or False)
    if not shot.public:
        response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
