"""The same filtered view as data, for programs: CSV, GeoJSON, JSON-LD, Atom, and the points of the interactive map.

Who asks makes no difference: the reader is never looked at. Answers depend on the data alone: an unchanged map is 304.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from io import BytesIO

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from portal.kit import numbers
from portal.listings import asking, exports, places, queries, search
from portal.listings.exports import Edition, Entry
from portal.listings.exports.entries import as_json
from portal.listings.search import Query
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import absolute, current
from portal.web.problem import Said

bp = Blueprint("listing_data", __name__)
MOST_ROWS = 5_000
FEED_ROWS = 100
DEEPEST_ZOOM = 22
Writer = Callable[[Iterable[Entry], Edition], str | Iterable[str]]


@bp.get("/map.csv")
@guard(anyone, data=True)
def csv() -> Response:
    return _file(exports.csv_rows, "text/csv", attachment="map.csv")


@bp.get("/map.geojson")
@guard(anyone, data=True)
def geojson() -> Response:
    return _file(exports.geojson, "application/geo+json")


@bp.get("/map.jsonld")
@guard(anyone, data=True)
def jsonld() -> Response:
    return _file(exports.jsonld, "application/ld+json")


@bp.get("/map.atom")
@guard(anyone, data=True)
def atom() -> Response:
    return _file(exports.atom, "application/atom+xml", newest=FEED_ROWS)


@bp.get("/map.json")
@guard(anyone, data=True)
def spots() -> Response:
    """What the interactive map draws in its view: `points` as [lat, lon, group, slug, name], `clusters` as
    [lat, lon, count, bbox], and the count of the whole question."""
    query, response = _asked("application/json")
    if response.status_code == 304:
        return response
    zoom = min(max(request.args.get("zoom", 12, int), 1), DEEPEST_ZOOM)
    found = search.counts(query)
    drawn = places.places(query, found.placed, zoom=zoom)
    response.set_data(
        as_json(
            {
                "count": found.total.n,
                "more": found.total.more,
                "points": [
                    [dot.lat, dot.lon, dot.group, dot.slug, dot.text("name", query.lang).text] for dot in drawn.dots
                ],
                "clusters": [[round(one.lat, 5), round(one.lon, 5), one.n, one.bbox] for one in drawn.clusters],
                "tooMany": drawn.too_many,
            }
        )
    )
    return response


def _file(write: Writer, media_type: str, *, newest: int = 0, attachment: str = "") -> Response:
    """The whole answer to the question as a file, or its `newest` rows."""
    query, response = _asked(media_type)
    if response.status_code == 304:
        return response
    total = search.counts(query).total
    if not newest and (total.more or total.n > MOST_ROWS):
        raise Said(
            413,
            _("At most %(rows)s rows in one file: ask for a box or a filter.", rows=numbers.show(MOST_ROWS, current())),
        )
    ids = search.ids(query)
    found = exports.entries(
        ids.limit(MOST_ROWS) if not newest else ids.order_by(search.newest_first(query)).limit(newest)
    )
    written = write(found, _edition())
    body = BytesIO()  # never whole as text, nor twice as bytes
    for piece in [written] if isinstance(written, str) else written:
        body.write(piece.encode())
    response.set_data(body.getvalue())
    response.headers["X-Total-Count"] = str(total.n)
    if attachment:
        response.headers["Content-Disposition"] = f'attachment; filename="{attachment}"'
    return response


def _asked(media_type: str) -> tuple[Query, Response]:
    """The question, and an answer that is 304 already when this version of the map is known to who asks.

    What cannot be read is refused whole: a program cannot see the sentence beside an answer.
    """
    form, good, query = asking.asked()
    if not good:
        name, sentences = next(iter(form.errors.items()))
        raise Said(422, f"{name}: {sentences[0]}")
    version, changed_at = queries.map_version()
    response = Response(mimetype=media_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, X-Total-Count"
    response.last_modified = changed_at
    stand = f"{version} {query.open} {request.script_root} {request.full_path}"
    response.set_etag(hashlib.blake2b(stand.encode(), digest_size=12).hexdigest(), weak=True)
    response.make_conditional(request)  # changes the answer itself
    return replace(query, page=1), response


def _edition() -> Edition:
    _version, changed_at = queries.map_version()
    return Edition(
        lang=current(),
        home=absolute(url_for("listings.index")),
        address=absolute(request.script_root + request.full_path.rstrip("?")),
        changed_at=changed_at or now(),
    )
