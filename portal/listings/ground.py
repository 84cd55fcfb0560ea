"""The dry ground of a ward, for points that nobody surveyed: inside its drawn shape, on land, in no river."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

from portal.city import Box, City, OldWard, Shape
from portal.kit.geo import EARTH_RADIUS_M, Point, box_around

METRES = 700
"""How far from the middle of a ward without a drawn shape its ground reaches."""
METRES_PER_DEGREE = radians(EARTH_RADIUS_M)

Ring = Sequence[tuple[float, float]]


class Ground:
    """Where a point of the ward may stand; a square around its middle where nothing is drawn."""

    def __init__(self, city: City, ward: OldWard) -> None:
        area = city.areas[ward.area]
        shapes = area.shapes
        self.shape = [ring for one in shapes if one.kind == "ward" and one.ward == ward.key for ring in one.lines]
        land = [ring for one in shapes if one.kind == "land" for ring in one.lines]
        self.box = _common(area.box, _bounds(self.shape) or _square(ward))
        self.land = [ring for ring in land if _meet(_bounds([ring]), self.box)]
        self.has_coast = bool(land)
        self.reaches = [reach for one in shapes if one.kind == "river" for reach in _reaches(one, self.box)]

    def point(self, chance: random.Random) -> tuple[float, float]:
        """A point on it, to a millionth of a degree."""
        while True:
            lat = round(chance.uniform(self.box.south, self.box.north), 6)
            lon = round(chance.uniform(self.box.west, self.box.east), 6)
            if self.holds(lat, lon):
                return lat, lon

    def holds(self, lat: float, lon: float) -> bool:
        return (
            self.box.contains(lat, lon)
            and (not self.shape or _inside(self.shape, lat, lon))
            and (not self.has_coast or _inside(self.land, lat, lon))
            and not any(_metres_to(lat, lon, *reach.line) < reach.metres for reach in self.reaches)
        )


@dataclass(frozen=True)
class Reach:
    """A straight piece of a river: from latitude, longitude to latitude, longitude, and how far its banks are."""

    line: tuple[float, float, float, float]
    metres: float


def _reaches(river: Shape, box: Box) -> Iterator[Reach]:
    """The pieces of a river that come near the box."""
    half = river.width_m / 2
    margin = 2 * half / METRES_PER_DEGREE
    for line in river.lines:
        for start, end in pairwise(line):
            around = _bounds([(start, end)])
            if around and _meet(_grown(around, margin), box):
                yield Reach((*start, *end), half)


def _bounds(rings: Sequence[Ring]) -> Box | None:
    points = [point for ring in rings for point in ring]
    if not points:
        return None
    lats, lons = zip(*points, strict=True)
    return Box(min(lats), min(lons), max(lats), max(lons))


def _square(ward: OldWard) -> Box:
    around = box_around(Point(ward.lat, ward.lon), METRES)
    return Box(around.south, around.west, around.north, around.east)


def _grown(box: Box, degrees: float) -> Box:
    return Box(box.south - degrees, box.west - degrees, box.north + degrees, box.east + degrees)


def _meet(one: Box | None, other: Box) -> bool:
    return (
        one is not None
        and one.south <= other.north
        and other.south <= one.north
        and one.west <= other.east
        and other.west <= one.east
    )


def _common(one: Box, other: Box) -> Box:
    return Box(
        max(one.south, other.south), max(one.west, other.west), min(one.north, other.north), min(one.east, other.east)
    )


def _inside(rings: Iterable[Ring], lat: float, lon: float) -> bool:
    """Whether a point lies in one of the rings: a ray to the east crosses its edge an odd number of times."""
    return any(_crossings(ring, lat, lon) % 2 for ring in rings)


def _crossings(ring: Ring, lat: float, lon: float) -> int:
    count = 0
    y0, x0 = ring[-1]
    for y1, x1 in ring:
        if (y0 > lat) != (y1 > lat) and lon < x0 + (lat - y0) * (x1 - x0) / (y1 - y0):
            count += 1
        y0, x0 = y1, x1
    return count


def _metres_to(lat: float, lon: float, lat0: float, lon0: float, lat1: float, lon1: float) -> float:
    """From a point to a straight line, on the plane that touches the ground there."""
    east = METRES_PER_DEGREE * cos(radians(lat))
    x0, y0 = (lon0 - lon) * east, (lat0 - lat) * METRES_PER_DEGREE
    dx, dy = (lon1 - lon0) * east, (lat1 - lat0) * METRES_PER_DEGREE
    along = max(0.0, min(1.0, -(x0 * dx + y0 * dy) / ((dx * dx + dy * dy) or 1.0)))
    return hypot(x0 + along * dx, y0 + along * dy)
