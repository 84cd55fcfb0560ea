"""The map as GeoJSON, for maps of other people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from portal.city.chosen import here
from portal.kit.clock import iso
from portal.listings.exports.entries import Edition, Entry, as_json, text, told

PROPERTIES = (
    "group", "area", "ward", "name_vi", "name_en", "summary_vi", "summary_en", "location_mode", "precision_m", "stage",
    "fields", "offers", "needs", "hours", "price_from", "source", "demo", "url", "confirmed_at", "changed_at",
)  # fmt: skip


def geojson(found: Iterable[Entry], edition: Edition) -> Iterator[str]:
    """A FeatureCollection (RFC 7946), piece by piece; a listing without a point has the geometry `null`."""
    city = here()
    about = {
        "type": "FeatureCollection",
        "title": city.name[edition.lang],
        "attribution": f"{city.name[edition.lang]}, {edition.home}",
        "licence": city.licence.name,
        "licence_url": city.licence.url,
        "generated": iso(edition.changed_at),
    }
    yield f'{as_json(about)[:-1]},"features":['
    for number, one in enumerate(found):
        yield ("," if number else "") + as_json(_feature(one, edition))
    yield "]}"


def _feature(one: Entry, edition: Edition) -> dict[str, Any]:
    name, summary = text(one, "name", edition.lang), text(one, "summary", edition.lang)
    said = told(one, edition)
    properties = {"slug": one["slug"], "name": name.text, "lang": name.lang, "summary": summary.text}
    properties |= {column: said[column] for column in PROPERTIES}
    placed = one["lat"] is not None
    geometry = {"type": "Point", "coordinates": [one["lon"], one["lat"]]} if placed else None
    return {"type": "Feature", "geometry": geometry, "properties": properties}
