"""The drawn sketch of an area: from degrees to pixels, and the backdrop on which dots are set.

A plain drawing without tiles or script, about 4 kB of SVG: sea, land, fields, roads, water, wards and names, told
apart by class alone so that the style sheet gives the colours, by day and by night. A far part (islands 15 km out)
stands in an inset at its own scale; whoever places a dot need not know, `Projection.project` does.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import cos, radians

from markupsafe import Markup, escape

from portal.city import pen
from portal.city.model import Area, Box, Shape, ShapeKind
from portal.city.pen import Pixel, Spot

WIDTH = 800
"""Width of every sketch in its own pixels; the height follows from the ground."""

MARGIN = 14
"""What lies beyond the drawing is shown this far inside its edge, in the direction where it is."""

METRES_PER_DEGREE = 111_320
"""Of latitude; good to half a per cent here."""

Run = Sequence[Spot]
Pen = Callable[[Run], str]


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of the ground and the rectangle of the drawing that shows it, equirectangular at its mid latitude."""

    ground: Box
    x: int
    y: int
    width: int

    @property
    def per_metre(self) -> float:
        return self._per_lat / METRES_PER_DEGREE

    @property
    def height(self) -> int:
        return round((self.ground.north - self.ground.south) * self._per_lat)

    def spot(self, lat: float, lon: float) -> Spot:
        """Where the point falls, in fractions of a pixel; beyond the rectangle when it lies beyond the ground."""
        return (
            self.x + (lon - self.ground.west) * self._per_lon,
            self.y + (self.ground.north - lat) * self._per_lat,
        )

    @property
    def _per_lon(self) -> float:
        return self.width / (self.ground.east - self.ground.west)

    @property
    def _per_lat(self) -> float:
        return self._per_lon / cos(radians((self.ground.north + self.ground.south) / 2))


@dataclass(frozen=True, slots=True)
class Projection:
    """How an area's ground falls on its sketch: a frame, and insets for what lies far away."""

    frame: Window
    insets: tuple[Window, ...]

    @property
    def width(self) -> int:
        return self.frame.width

    @property
    def height(self) -> int:
        return self.frame.height

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    def project(self, lat: float, lon: float) -> Pixel:
        """The pixel of a point, always inside the drawing: a place beyond it stands at the edge, in its direction."""
        window = self.window(lat, lon)
        x, y = window.spot(lat, lon)
        return (
            round(min(max(x, window.x + MARGIN), window.x + window.width - MARGIN)),
            round(min(max(y, window.y + MARGIN), window.y + window.height - MARGIN)),
        )

    def pixels(self, metres: float, lat: float, lon: float) -> int:
        """A distance on the ground near that point in pixels, at least 1: the radius of a soft circle."""
        return max(1, round(metres * self.window(lat, lon).per_metre))

    def window(self, lat: float, lon: float) -> Window:
        return next((inset for inset in self.insets if inset.ground.contains(lat, lon)), self.frame)


@cache
def projection(area: Area) -> Projection:
    insets = tuple(Window(inset.window, inset.x, inset.y, inset.width) for inset in area.sketch.insets)
    return Projection(Window(area.sketch.frame, 0, 0, WIDTH), insets)


@cache
def backdrop(area: Area, lang: str) -> Markup:
    """The drawing under the dots, as the inside of an `<svg viewBox="{projection(area).view_box}">`."""
    on = projection(area)
    drawn = "".join(_layers(area, on, window, lang) for window in (on.frame, *on.insets))
    # Numbers, and names that were escaped.
    return Markup(drawn)  # nosec B704


def _layers(area: Area, on: Projection, window: Window, lang: str) -> str:
    """What one window shows, from the sea up to the names. An area without a drawn coast is land all over."""
    shapes = [within for shape in area.shapes if (within := _within(shape, on, window)).lines]
    sheet = f"M{window.x} {window.y}h{window.width}v{window.height}h-{window.width}z"
    land = sheet if all(shape.kind != "land" for shape in area.shapes) else _drawn(shapes, "land", window, pen.ring)
    return "".join(
        [
            _path("sea" if window is on.frame else "sea inset", sheet),
            _path("land", land),
            _path("leaf", _drawn(shapes, "leaf", window, pen.soft_ring)),
            _path("road", _drawn(shapes, "road", window, pen.soft_line)),
            *_rivers(shapes, window),
            _path("town", _drawn(shapes, "town", window, pen.soft_ring)),
            _path("ward", _limits(shapes, window)),
            _names(shapes, window, lang),
        ]
    )


def _within(shape: Shape, on: Projection, window: Window) -> Shape:
    """The shape with those of its lines only that begin in this window."""
    return replace(shape, lines=tuple(run for run in shape.lines if on.window(*run[0]) is window))


def _path(kind: str, drawn: str, more: str = "") -> str:
    return f'<path class="{kind}"{more} d="{drawn}"/>' if drawn else ""


def _drawn(shapes: Iterable[Shape], kind: ShapeKind, window: Window, with_pen: Pen) -> str:
    """All shapes of a kind in one path."""
    return _penned(_runs(shapes, kind), window, with_pen)


def _limits(shapes: Sequence[Shape], window: Window) -> str:
    """The limits between wards: each side once, and none that is the coast."""
    drawn = {frozenset(side) for run in _runs(shapes, "land") for side in pairwise(run)}
    limits: list[list[Spot]] = []
    for ring in _runs(shapes, "ward"):
        limits.append([])
        for start, end in pairwise(ring):
            if frozenset((start, end)) in drawn:
                limits.append([])
                continue
            drawn.add(frozenset((start, end)))
            limits[-1] += [end] if limits[-1] else [start, end]
    return _penned([limit for limit in limits if limit], window, pen.line)


def _runs(shapes: Iterable[Shape], kind: ShapeKind) -> list[Run]:
    return [run for shape in shapes if shape.kind == kind for run in shape.lines]


def _penned(runs: Iterable[Run], window: Window, with_pen: Pen) -> str:
    """These lines as that pen draws them; what lies wholly beyond the window is left out."""
    seen = (spots for spots in ([window.spot(*point) for point in run] for run in runs) if _shows(spots, window))
    return "".join(map(with_pen, seen))


def _shows(spots: Run, window: Window) -> bool:
    right, left = max(x for x, _ in spots) - window.x, min(x for x, _ in spots) - window.x
    low, high = max(y for _, y in spots) - window.y, min(y for _, y in spots) - window.y
    return right >= 0 and left <= window.width and low >= 0 and high <= window.height


def _rivers(shapes: Iterable[Shape], window: Window) -> Iterator[str]:
    for river in (shape for shape in shapes if shape.kind == "river"):
        stroke = max(4, round(river.width_m * window.per_metre))
        yield _path("water", _drawn([river], "river", window, pen.soft_line), f' stroke-width="{stroke}"')


def _names(shapes: Iterable[Shape], window: Window, lang: str) -> str:
    """The labels that have room at every scale, each with the middle of its foot on its point."""
    labels = [_text(shape, window, lang) for shape in shapes if shape.kind == "label" and not shape.zoom]
    return f'<g class="names" text-anchor="middle">{"".join(labels)}</g>' if labels else ""


def _text(label: Shape, window: Window, lang: str) -> str:
    x, y = map(round, window.spot(*label.lines[0][0]))
    water = ' class="wt"' if label.water else ""
    return f'<text{water} x="{x}" y="{y}">{escape(label.name[lang] if label.name else "")}</text>'
