"""The drawn outline of a city, read from GeoJSON into shapes.

`outline.geojson` is a FeatureCollection in WGS 84. Each feature says its `kind` (of `ShapeKind`) and its `area`; a
label has `name` (a text, or one for each language), perhaps `water` and `zoom`; a river has `width` in metres; a ward
has its `key`. Points and lines of any sort are read, holes of polygons are not: nothing here needs one.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast, get_args

from portal.city.model import LANGUAGES, Names, Shape, ShapeKind
from portal.city.source import CityError

NO_OUTLINE = '{"type":"FeatureCollection","features":[]}'

Run = tuple[tuple[float, float], ...]

LINES_OF: Mapping[str, Callable[[Any], Sequence[Any]]] = {
    "Point": lambda at: [[at]],
    "LineString": lambda at: [at],
    "MultiLineString": lambda at: at,
    "Polygon": lambda at: at[:1],
    "MultiPolygon": lambda at: [rings[0] for rings in at],
}
"""From a geometry's coordinates to its lines; of a polygon the outer ring."""


def read_outline(folder: Path) -> tuple[str, Mapping[str, tuple[Shape, ...]]]:
    """The file's text, to be served as it is, and its shapes by the key of their area, in the file's order."""
    path = folder / "outline.geojson"
    text = path.read_text(encoding="utf-8") if path.exists() else NO_OUTLINE
    shapes: dict[str, tuple[Shape, ...]] = {}
    try:
        features = json.loads(text)["features"]
    except (json.JSONDecodeError, KeyError, TypeError) as wrong:
        raise CityError("outline.geojson: this is not a GeoJSON FeatureCollection.") from wrong
    for number, feature in enumerate(features, 1):
        try:
            area = feature["properties"]["area"]
            shapes[area] = (*shapes.get(area, ()), _shape(feature))
        except (KeyError, TypeError, ValueError) as wrong:
            raise CityError(f"outline.geojson: feature {number} cannot be read ({wrong}).") from wrong
    return text, shapes


def _shape(feature: Mapping[str, Any]) -> Shape:
    told = feature["properties"]
    if told["kind"] not in get_args(ShapeKind):
        raise ValueError(f"the kind “{told['kind']}” is not one of {', '.join(get_args(ShapeKind))}")
    return Shape(
        kind=cast(ShapeKind, told["kind"]),
        lines=tuple(_runs(feature["geometry"])),
        name=_names(told["name"]) if "name" in told else None,
        width_m=int(told.get("width", 0)),
        ward=told.get("key", ""),
        water=bool(told.get("water", False)),
        zoom=int(told.get("zoom", 0)),
    )


def _names(name: str | Mapping[str, str]) -> Names:
    """A name that is the same everywhere is written once."""
    return Names(name, name, name) if isinstance(name, str) else Names(**{lang: name[lang] for lang in LANGUAGES})


def _runs(geometry: Mapping[str, Any]) -> Iterator[Run]:
    """The lines and outer rings of a geometry, turned to (lat, lon)."""
    kind, at = geometry["type"], geometry["coordinates"]
    if kind not in LINES_OF:
        raise ValueError(f"a {kind} is not drawn")
    for run in LINES_OF[kind](at):
        yield tuple((lat, lon) for lon, lat in run)
