"""The drawn sketch of an answer: one SVG for each area, made of the city's backdrop and what was found on it.

Few listings are dots, each in its group's shape and colour, and those of the page's list are pins that lead to them.
Many are clusters of a grid, whose counts are true. Written as text, not as a template: it is on every map page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from markupsafe import Markup, escape

from portal.city.chosen import here
from portal.city.model import Area
from portal.city.sketch import Projection, backdrop, projection
from portal.kit import numbers
from portal.listings.places import Cluster, Dot, places
from portal.listings.search import Found, Row

Placed = TypeVar("Placed", Dot, Cluster, Row, Dot | Cluster)
ZOOM = 12  # cells about a hundred pixels wide on the sketch
PIN = 44  # pixels of a pin's edge
ROOM = 46  # pixels between the middles of two pins
SHAPES = {
    "people": "m0-6a6 6 0 1 0 .1 0z",
    "organisations": "m-6 5h12l-6-11z",
    "places": "m-5.5-5.5h11v11h-11z",
    "events": "m0-7l6 7-6 7-6-7z",
    "ideas": "m-2-7h4v5h5v4h-5v5h-4v-5h-5v-4h5z",
    "products": "m-6-5h12l-6 11z",
    "processes": "m-6-6h6l6 6-6 6h-6l6-6z",
    "experiences": "m-7 0h14a7 7 0 0 1-14 0z",
}
ANY_SHAPE = "m-5-5h10v10h-10z"
ANY_BOX = "0,0,0,0"
AROUND = (
    (0, 0),
    (1, 0),
    (-1, 0),
    (0, 1),
    (0, -1),
    (1, 1),
    (-1, -1),
    (1, -1),
    (-1, 1),
    (2, 0),
    (-2, 0),
    (0, 2),
    (0, -2),
)


@dataclass(frozen=True)
class Sheet:
    """The sketch of one area: its name, its size, what is drawn, and how many listings stand on it."""

    key: str
    name: str
    view_box: str
    drawing: Markup
    count: int


@dataclass(frozen=True)
class Drawing:
    """All sheets of an answer. `too_many` says that it is too large to be drawn truly."""

    sheets: Sequence[Sheet]
    too_many: bool = False


def drawing(found: Found, lang: str, address: Callable[..., str], link: Callable[[str], str]) -> Drawing:
    """`address(bbox=…)` is the same question within a box, `link(slug)` the page of a listing."""
    at = places(found.answered, found.placed, zoom=ZOOM)
    if at.too_many:
        return Drawing([], too_many=True)
    placed = [row for row in found.rows if row.lat is not None] if at.dots else []
    sheets = []
    for area in here().areas.values():
        on, dots, clusters = projection(area), _within(area, at.dots), _within(area, at.clusters)
        if count := len(dots) + sum(one.n for one in clusters):
            pins = _pins(_within(area, placed), on, lang, link)
            drawn = _dots(dots, on) + pins + _clusters(clusters, on, lang, address)
            sheets.append(Sheet(area.key, area.name, on.view_box, Markup(drawn), count))  # nosec B704
    return Drawing(sheets or [_empty(here().areas.get(found.query.area) or next(iter(here().areas.values())))])


def pinned(pins: Sequence[Row], others: Sequence[Row], lang: str, link: Callable[[str], str]) -> Drawing:
    """Some listings as pins and others as dots, whoever found them: the venues of the calendar."""
    dots = [
        Dot(row.slug, row.group, row.name_vi, row.name_en, row.lat, row.lon)
        for row in others
        if row.lat is not None and row.lon is not None
    ]
    sheets = []
    for area in here().areas.values():
        on = projection(area)
        pinned_here, dotted = _within(area, [row for row in pins if row.lat is not None]), _within(area, dots)
        if count := len(pinned_here) + len(dotted):
            drawn = _dots(dotted, on) + _pins(pinned_here, on, lang, link)
            sheets.append(Sheet(area.key, area.name, on.view_box, Markup(drawn), count))  # nosec B704
    return Drawing(sheets)


def _within(area: Area, marks: Iterable[Placed]) -> list[Placed]:
    return [mark for mark in marks if area.box.contains(mark.lat or 0, mark.lon or 0)]


def _empty(area: Area) -> Sheet:
    """Of the area that was asked for, or of the first one, when nothing was found that has a place."""
    return Sheet(area.key, area.name, projection(area).view_box, Markup(), 0)


def grounds(lang: str) -> list[tuple[str, Markup]]:
    """The backdrop of each area by its key: once on a page, outside of what is swapped, and named by every sheet."""
    return [(area.key, backdrop(area, lang)) for area in here().areas.values()]


def _dots(dots: Sequence[Dot], on: Projection) -> str:
    """One path for each group: a dot costs its place and its shape, no element of its own."""
    paths: dict[str, list[str]] = {}
    for dot in dots:
        x, y = on.project(dot.lat, dot.lon)
        paths.setdefault(dot.group, []).append(f"M{x} {y}{SHAPES.get(dot.group, ANY_SHAPE)}")
    return "".join(f'<path class="dot" data-l="{group}" d="{"".join(path)}"/>' for group, path in paths.items())


def _pins(rows: Sequence[Row], on: Projection, lang: str, link: Callable[[str], str]) -> str:
    taken: list[tuple[int, int]] = []
    return "".join(_pin(row, _free_spot(on.project(row.lat or 0, row.lon or 0), taken), lang, link) for row in rows)


def _free_spot(wished: tuple[int, int], taken: list[tuple[int, int]]) -> tuple[int, int]:
    """The wished-for spot, or the nearest of a few around it that no pin covers yet."""
    for dx, dy in AROUND:
        spot = (wished[0] + dx * ROOM, wished[1] + dy * ROOM)
        if all(abs(spot[0] - x) >= ROOM or abs(spot[1] - y) >= ROOM for x, y in taken):
            break
    taken.append(spot)
    return spot


def _pin(row: Row, spot: tuple[int, int], lang: str, link: Callable[[str], str]) -> str:
    x, y = spot[0] - PIN // 2, spot[1] - PIN // 2
    name = escape(row.text("name", lang).text)
    return (
        f'<a class="pin" data-l="{row.group}" href="{escape(link(row.slug))}" aria-label="{name}">'
        f'<rect x="{x}" y="{y}" width="{PIN}" height="{PIN}" rx="8"/>'
        f'<use href="#{row.group}" x="{x + 9}" y="{y + 9}" width="26" height="26"/></a>'
    )


def _clusters(clusters: Sequence[Cluster], on: Projection, lang: str, address: Callable[..., str]) -> str:
    """Their addresses differ in the box alone: one is made, and each fills its own box in."""
    before, _, after = str(escape(address(bbox=ANY_BOX))).rpartition(ANY_BOX)
    return _drawn(tuple(clusters), on, lang, before, after) if clusters else ""


@lru_cache(maxsize=200)
def _drawn(clusters: tuple[Cluster, ...], on: Projection, lang: str, before: str, after: str) -> str:
    northern_first = sorted(clusters, key=lambda one: -one.lat)
    return "".join(
        f'<a class="many" href="{before}{one.bbox}{after}">{_circle(on.project(one.lat, one.lon), one.n, lang)}</a>'
        for one in northern_first
    )


@lru_cache(maxsize=2_000)
def _circle(spot: tuple[int, int], count: int, lang: str) -> str:
    x, y = spot
    radius = 18 + 4 * len(str(count))
    return f'<circle cx="{x}" cy="{y}" r="{radius}"/><text x="{x}" y="{y}">{numbers.show(count, lang)}</text>'
