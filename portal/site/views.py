"""About, privacy, terms, accessibility, contact; robots, sitemap, favicon, security.txt."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, current_app, render_template, send_from_directory

from portal.businesses import queries as businesses
from portal.businesses import showing as campaign
from portal.competitions import queries as competitions
from portal.competitions.showing import Shown
from portal.events import queries as calendar
from portal.events import showing, when
from portal.listings import queries, remembered, search
from portal.web import asset
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import LANGUAGES, absolute, current, link
from portal.web.lasting import lasting
from portal.web.page import page

bp = Blueprint("site", __name__)
NEW_ON_HOME = 5
NEXT_ON_HOME = 4
SITEMAP_ROWS = 20_000
A_MONTH = 30 * 24 * 3600  # seconds


def stand() -> tuple[str, str]:
    """What the home page is made of: what is public, and the quarter of an hour: what is over leaves it."""
    return remembered.stamp(), when.quarter(now()).isoformat()


def calls(at: datetime) -> list[Shown]:
    """The competitions in which one can enter now."""
    return [Shown(one, at, current()) for one in competitions.open_calls(at)]


@bp.get("/")
@guard(anyone)
@lasting(stand)
def home() -> Response:
    """The city at a glance: search, the groups with their counts, what is on next, what is new."""
    return page(
        "site/home.html",
        found=search.find(search.Query()),
        newest=queries.newest(NEW_ON_HOME),
        calls=calls(when.quarter(now())),
        campaign=campaign.open_round(when.quarter(now())),
        coming=showing.shown(calendar.next_ones(when.quarter(now()), count=NEXT_ON_HOME), current()),
    )


@bp.get("/about")
@guard(anyone)
def about() -> Response:
    return page("site/about.html")


@bp.get("/privacy")
@guard(anyone)
def privacy() -> Response:
    return page("site/privacy.html")


@bp.get("/terms")
@guard(anyone)
def terms() -> Response:
    return page("site/terms.html")


@bp.get("/accessibility")
@guard(anyone)
def accessibility() -> Response:
    return page("site/accessibility.html")


@bp.get("/contact")
@guard(anyone)
def contact() -> Response:
    return page("site/contact.html")


@bp.get("/robots.txt")
@guard(anyone)
def robots() -> Response:
    lines = ("User-agent: *", "Disallow: /desk", "Disallow: /people", f"Sitemap: {link('site.sitemap')}", "")
    return Response("\n".join(lines), mimetype="text/plain")


@bp.get("/sitemap.xml")
@guard(anyone, data=True)
def sitemap() -> Response:
    places = ["/", "/map", "/events", "/about", "/privacy", "/terms", "/accessibility", "/contact"]
    calls = competitions.shown()
    pages: list[tuple[str, datetime | None]] = [(place, None) for place in places]
    pages += [("/competitions", None)] if calls else []
    pages += [("/businesses", None), ("/businesses/stories", None)] if businesses.any_package() else []
    pages += [(f"/competitions/{one.slug}{part}", one.changed_at) for one in calls for part in ("", "/brief")]
    pages += [(f"/map/{row.slug}", row.changed_at) for row in queries.addresses(limit=SITEMAP_ROWS)]
    pages += [(f"/events/{row.slug}", row.changed_at) for row in calendar.addresses(limit=SITEMAP_ROWS)]
    body = render_template("site/sitemap.xml", pages=pages, languages=tuple(LANGUAGES), absolute=absolute)
    return Response(body, mimetype="application/xml")


@bp.get("/favicon.ico")
@guard(anyone)
def favicon() -> Response:
    folder = asset.STATIC / "img"
    return send_from_directory(folder, "favicon.ico", max_age=A_MONTH)


@bp.get("/.well-known/security.txt")
@guard(anyone)
def security() -> Response:
    settings = current_app.config["SETTINGS"]
    if not settings.contact:
        abort(404)
    expires = datetime(now().year + 1, 1, 1, tzinfo=UTC)
    scheme = "mailto:" if "@" in settings.contact else "" if ":" in settings.contact else "tel:"
    lines = (
        f"Contact: {scheme}{settings.contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en, fr",
        "",
    )
    return Response("\n".join(lines), mimetype="text/plain")
