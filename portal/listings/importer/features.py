"""GeoJSON as rows: a feature is a row, its properties are the cells (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from portal.kit.say import N_, Refused
from portal.listings.columns import LIST
from portal.listings.importer.rows import Row, column_of, row_of

_BAD_JSON = N_("This file is not valid JSON: see line %(line)s.")
_NOT_FEATURES = N_("A GeoJSON file must be a FeatureCollection.")
_NOT_A_FEATURE = N_("This is not a GeoJSON feature.")
_NOT_A_POINT = N_("Only points can be imported, not “%(kind)s”.")
_NOT_A_CELL = N_("The value of “%(column)s” is neither a text, a number nor a list.")


def read(text: str) -> tuple[list[str], Iterator[Row]]:
    """The names of all properties, and a row for each feature; its point stands in `lat` and `lon`."""
    try:
        collection = json.loads(text)
    except (ValueError, RecursionError) as broken:
        raise Refused(_BAD_JSON, values={"line": getattr(broken, "lineno", 1)}) from broken
    features = collection.get("features")
    if collection.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise Refused(_NOT_FEATURES)
    names: dict[str, None] = {}
    for feature in features:
        if _is_feature(feature):
            names |= dict.fromkeys(feature["properties"])
    known = [name for name in names if column_of(name) not in {"lat", "lon"}]
    return [*known, "lat", "lon"], (_feature(number, feature) for number, feature in enumerate(features, 1))


def _is_feature(feature: Any) -> bool:
    return (
        isinstance(feature, dict)
        and feature.get("type") == "Feature"
        and isinstance(feature.get("properties"), dict)
        and isinstance(feature.get("geometry"), dict | None)
    )


def _feature(number: int, feature: Any) -> Row:
    if not _is_feature(feature):
        return Row(number, faults=(Refused(_NOT_A_FEATURE),))
    try:
        cells = {column_of(name): _cell(name, value) for name, value in feature["properties"].items()}
        return row_of(number, (cells | _point(feature["geometry"])).items())
    except Refused as fault:
        return Row(number, faults=(fault,))


def _point(geometry: Mapping[str, Any] | None) -> dict[str, str]:
    """The cells of the point: GeoJSON writes longitude first (RFC 7946 §3.1.1)."""
    if geometry is None:
        return {"lat": "", "lon": ""}
    place = geometry.get("coordinates")
    if geometry.get("type") != "Point" or not isinstance(place, list) or len(place) < 2:
        raise Refused(_NOT_A_POINT, values={"kind": str(geometry.get("type"))[:40]})
    return {"lat": _cell("lat", place[1]), "lon": _cell("lon", place[0])}


def _cell(column: str, value: Any) -> str:
    """A JSON value as the cell of a table would hold it."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return LIST.join(value)
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    raise Refused(_NOT_A_CELL, values={"column": column[:40]})
