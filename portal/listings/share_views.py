"""Passing a listing on: a text for messages, a code to scan, a poster, a frame, and the picture that a link carries."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from textwrap import shorten
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from portal.city.chosen import here
from portal.kit import qr
from portal.listings import cards, rules
from portal.listings.cards import Card
from portal.listings.map_views import known
from portal.listings.models import Listing
from portal.listings.showing import Shown
from portal.web import headers
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import DEFAULT, LANGUAGES, absolute, current, link
from portal.web.page import page
from portal.web.problem import Said

bp = Blueprint("listing_share", __name__)
LONGEST_MESSAGE = 299
SHORTEST_LINE = 20  # a sentence cut below that says nothing
A_DAY = 24 * 3600  # seconds
FRAME = (640, 480)
FRAMES = {"listings.index": "listings.embed", "listings.show": "listing_share.embed"}


@bp.get("/map/<slug>/share")
@guard(anyone, load=known)
def show(listing: Listing) -> Response:
    values = _values(listing)
    name, address = values["shown"].text("name").text, values["address"]
    return page(
        "listings/share.html",
        message=message(name, values["shown"].text("summary").text, _kind_and_place(values["shown"]), address),
        frame=frame(link("listing_share.embed", slug=listing.slug), name, *FRAME),
        **values,
    )


@bp.get("/map/<slug>/poster")
@guard(anyone, load=known)
def poster(listing: Listing) -> Response:
    return page("listings/poster.html", **_values(listing, margin=0))


@bp.get("/map/<slug>/embed")
@guard(anyone, load=known)
def embed(listing: Listing) -> Response:
    """One listing for a frame on another site."""
    headers.framed_anywhere()
    return page("listings/embed_listing.html", **_values(listing))


def _values(listing: Listing, *, margin: int = qr.QUIET_ZONE) -> dict[str, Any]:
    address = link("listings.show", slug=listing.slug)
    code = Markup(qr.svg(address, margin=margin))  # nosec B704  drawn by us
    return {"listing": listing, "shown": _shown(listing), "address": address, "code": code}


def _shown(listing: Listing, lang: str = "") -> Shown:
    return Shown(listing, at=now(), zone=ZoneInfo(here().zone), lang=lang or current())


def _kind_and_place(shown: Shown) -> str:
    return f"{here().groups[shown.listing.group].singular[shown.lang]}, {shown.place}"


def message(name: str, line: str, place: str, address: str) -> str:
    """What people send each other: name, one line, place, link; the line gives way, so that it stays one message."""
    room = LONGEST_MESSAGE - len(f"{name}\n\n{place}\n{address}")
    said = shorten(line, room, placeholder="…") if room >= SHORTEST_LINE else ""
    return "\n".join(part for part in (name, said, place, address) if part)


def frame(address: str, title: str, width: int, height: int) -> str:
    """The element that another site puts into its own page."""
    size = f'width="{width}" height="{height}"'
    return f'<iframe src="{escape(address)}" title="{escape(title)}" {size} loading="lazy"></iframe>'


# Pictures


@bp.get("/map/<slug>/card.png")
@guard(anyone, load=known)
def card(listing: Listing) -> Response:
    """The picture beside a link to the listing. It carries no photo of anybody."""
    shown = _shown(listing)
    said = Card(
        title=shown.text("name").text,
        kind=_kind_and_place(shown),
        summary=shown.text("summary").text,
        groups=(listing.group,),
        brand=_brand(),
        host=_host(),
    )
    return _picture(said, f"{listing.slug}.{current()}", public=listing.is_public())


@bp.get("/card.png")
@guard(anyone)
def city_card() -> Response:
    """The picture beside a link to any other page."""
    said = Card(
        title=_("Who is doing something new in %(city)s?", city=here().brand.first),
        kind="",
        summary=_("A creative map, made by the community itself: people, workshops, places, ideas and experiences."),
        groups=tuple(here().groups),
        brand=_brand(),
        host=_host(),
    )
    return _picture(said, f"city.{current()}", public=True)


def _picture(said: Card, name: str, *, public: bool) -> Response:
    folder = current_app.config["SETTINGS"].home / "cards"
    response = Response(cards.kept(said, name, here(), folder), mimetype="image/png")
    response.set_etag(said.key)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if public:
        response.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    response.make_conditional(request)
    return response


def _brand() -> tuple[str, str]:
    return here().brand.first, here().brand.second[current()]


def _host() -> str:
    return urlsplit(absolute("")).netloc


# oEmbed (https://oembed.com)


class Found(NamedTuple):
    """A page of ours behind an address, told apart from its language and its question."""

    endpoint: str
    values: Mapping[str, Any]
    lang: str
    query: str

    def address(self, endpoint: str, query: str = "") -> str:
        """The address of another endpoint for the same values, in the same language."""
        prefix = "" if self.lang == DEFAULT else f"/{self.lang}"
        path = current_app.url_map.bind("").build(endpoint, self.values)
        return absolute(prefix + path + (f"?{query}" if query else ""))


@bp.get("/oembed")
@guard(anyone, data=True)
def oembed() -> Response:
    """What another site shows when somebody writes an address of the map there: a frame."""
    if request.args.get("format", "json") != "json":
        raise Said(501, _("Only JSON is spoken here."))
    found = _page_at(request.args.get("url", ""))
    if found is None:
        abort(404)
    with force_locale(found.lang):
        title, picture = _title_and_picture(found)
    address = found.address(FRAMES[found.endpoint], found.query)
    width, height = (min(size, most) for size, most in zip(FRAME, _most(), strict=True))
    response = jsonify(
        version="1.0", type="rich", title=title, width=width, height=height,
        html=frame(address, title, width, height), cache_age=A_DAY,
        provider_name=here().name[found.lang], provider_url=absolute("/"),
        thumbnail_url=picture, thumbnail_width=cards.WIDTH, thumbnail_height=cards.HEIGHT,
    )  # fmt: skip
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _page_at(address: str) -> Found | None:
    """The public page at an address of this portal, if it is one that has a frame."""
    path, __, query = address.removeprefix(absolute("")).partition("?")
    if not address.startswith(absolute("/")):
        return None
    head, __, rest = path[1:].partition("/")
    lang, path = (head, f"/{rest}") if head in LANGUAGES else (DEFAULT, path)
    try:
        endpoint, values = current_app.url_map.bind("").match(path.partition("#")[0])
    except HTTPException:
        return None
    return Found(endpoint, values, lang, query.partition("#")[0]) if endpoint in FRAMES else None


def _title_and_picture(found: Found) -> tuple[str, str]:
    """Of a listing its name and card, of the map those of the city. Who asks makes no difference."""
    if found.endpoint == "listings.index":
        return here().name[found.lang], found.address("listing_share.city_card")
    listing = rules.find(found.values["slug"], reader=None)
    if listing is None:
        abort(404)
    return listing.text("name", found.lang).text, found.address("listing_share.card")


def _most() -> tuple[int, int]:
    """The size that the other site has room for."""
    width = request.args.get("maxwidth", FRAME[0], int)
    height = request.args.get("maxheight", FRAME[1], int)
    return max(width, 1), max(height, 1)
