"""The papers that a shop prints: the profile on one page, the catalogue, the posters with its codes."""

from __future__ import annotations

from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app

from portal.businesses import asking
from portal.businesses.models import Shop
from portal.businesses.sheets import queries as sheets
from portal.businesses.sheets import rules as sheet_rules
from portal.businesses.showcase import (
    catalogue_paper,
    papers,
    poster_paper,
    profile_paper,
    queries,
    showing,
)
from portal.businesses.showcase.queries import Catalogue
from portal.city.chosen import here
from portal.kit import banks
from portal.listings.showing import Shown
from portal.media import rules as media
from portal.media.models import Upload
from portal.media.storage import storage_for
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.language import current, link

bp = Blueprint("showcase_papers", __name__, url_prefix="/businesses/<slug>/papers")
WIDTH = 800


class Poster(NamedTuple):
    shop: Shop
    size: str


def poster_of(slug: str, size: str) -> Poster | None:
    shop = asking.mine(slug)
    return Poster(shop, size) if shop is not None and size in poster_paper.SIZES else None


def catalogue_of(slug: str) -> Catalogue | None:
    return queries.catalogue_of(slug) if asking.mine(slug) is not None else None


@bp.get("/profile")
@guard(signed_in, load=asking.mine)
def profile(shop: Shop) -> Response:
    body = profile_paper.pdf(
        papers.profile_of(shop),
        profile_paper.Sides(_shown(shop, "vi"), _shown(shop, "en")),
        logo=_body(papers.logo_of(shop)),
        photo=_body(papers.photo_of(shop)),
        address=link("listings.show", slug=shop.listing.slug),
        made_at=now(),
    )
    return _answer(body, f"{shop.slug}-profile.pdf")


@bp.get("/catalogue")
@guard(signed_in, load=catalogue_of)
def catalogue(catalogue: Catalogue) -> Response:
    shop, lang = catalogue.shop, current()
    body = catalogue_paper.pdf(
        _shown(shop, lang),
        showing.products(catalogue.prices, lang),
        showing.policy(catalogue.policy, lang),
        photo=_body(next((one.upload for one in shop.listing.photos), None)),
        address=link("showcase_catalogue.show", slug=shop.slug),
        made_at=now(),
    )
    return _answer(body, f"{shop.slug}-catalogue.pdf")


@bp.get("/poster-<size>")
@guard(signed_in, load=poster_of)
def poster(of: Poster) -> Response:
    account, payload = sheets.account(of.shop), sheet_rules.vietqr_of(of.shop)
    body = poster_paper.pdf(
        of.size,
        _shown(of.shop, current()),
        _shown(of.shop, "en" if current() == "vi" else "vi"),
        address=link("listings.show", slug=of.shop.listing.slug),
        account=poster_paper.Account(payload, account.holder, banks.name(account.bank), account.number)
        if account and payload
        else None,
        made_at=now(),
    )
    return _answer(body, f"{of.shop.slug}-{of.size}.pdf")


def _shown(shop: Shop, lang: str) -> Shown:
    return Shown(shop.listing, at=now(), zone=ZoneInfo(here().zone), lang=lang)


def _body(upload: Upload | None) -> bytes | None:
    """A light picture, as far as the worker has made it."""
    preview = media.picture(upload, width=WIDTH) if upload else None
    if preview is None or preview.digest is None:
        return None
    with storage_for(current_app.config["SETTINGS"]).open(preview.digest) as file:
        return file.read()


def _answer(body: bytes, name: str) -> Response:
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
