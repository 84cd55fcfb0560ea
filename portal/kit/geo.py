"""Points and boxes on the ground: WGS 84, degrees, latitude before longitude except in a `bbox`; lengths in metres."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from portal.kit.say import N_, Refused

Compass = Literal["n", "ne", "e", "se", "s", "sw", "w", "nw"]

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius R1 of the Earth (IUGG, Moritz 2000)."""

_COMPASS: tuple[Compass, ...] = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?")

_BAD_LATITUDE = N_("A latitude lies between -90 and 90 degrees.")
_BAD_LONGITUDE = N_("A longitude lies between -180 and 180 degrees.")
_BAD_NEAR = N_("Write the place as latitude,longitude, for example 15.8801,108.338.")
_BAD_BOX = N_("Write the box as west,south,east,north, for example 108.26,15.83,108.55,15.99.")
_INVERTED = N_("The west of the box must lie before its east, and its south below its north.")


@dataclass(frozen=True, slots=True)
class Point:
    """A place: latitude -90 to 90, longitude -180 to 180. Raises Refused outside, and for what is not finite."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not -90 <= self.lat <= 90:  # also false for nan
            raise Refused(_BAD_LATITUDE)
        if not -180 <= self.lon <= 180:
            raise Refused(_BAD_LONGITUDE)


@dataclass(frozen=True, slots=True)
class Box:
    """A box of latitudes and longitudes, edges included. Raises Refused outside the globe or inverted.

    It does not reach over the 180th meridian.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        Point(self.south, self.west)
        Point(self.north, self.east)
        if self.west > self.east or self.south > self.north:
            raise Refused(_INVERTED)

    def contains(self, point: Point) -> bool:
        """Whether the point lies in the box or on its edge."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east


def parse_near(text: str) -> Point:
    """The point of "lat,lon". Raises Refused for anything else."""
    lat, lon = _decimals(text, 2, _BAD_NEAR)
    return Point(lat, lon)


def parse_bbox(text: str) -> Box:
    """The box of "w,s,e,n", longitude first as in GeoJSON (RFC 7946 §5). Raises Refused for anything else."""
    west, south, east, north = _decimals(text, 4, _BAD_BOX)
    return Box(west, south, east, north)


def distance_m(a: Point, b: Point) -> float:
    """Metres between two points along the Earth taken as a sphere.

    Source: the haversine formula (Sinnott 1984), sound for short distances. The sphere is at most 0.56 % off the
    WGS 84 ellipsoid: 6 m in a kilometre.
    """
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(b.lon - a.lon) / 2
    h = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))


def bearing(here: Point, there: Point) -> Compass | None:
    """The way to set out from here to there, the nearest of the eight winds; None when both are one point.

    Source: the initial bearing of the great circle, atan2(sin Δλ cos φ2, cos φ1 sin φ2 - sin φ1 cos φ2 cos Δλ).
    """
    if here == there:
        return None
    lat_a, lat_b = math.radians(here.lat), math.radians(there.lat)
    turn = math.radians(there.lon - here.lon)
    east = math.sin(turn) * math.cos(lat_b)
    north = math.cos(lat_a) * math.sin(lat_b) - math.sin(lat_a) * math.cos(lat_b) * math.cos(turn)
    return _COMPASS[round(math.degrees(math.atan2(east, north)) / 45) % 8]


def box_around(point: Point, metres: float) -> Box:
    """The smallest box that holds every point within so many metres (>= 0), cut at the poles and the 180th meridian.

    Source: the meridians touch the circle of angular radius r around latitude φ at Δλ = asin(sin r / cos φ).
    Raises ValueError for a negative or infinite distance.
    """
    if not 0 <= metres < math.inf:
        raise ValueError(f"{metres} m is no distance")
    reach = metres / EARTH_RADIUS_M
    tall = math.degrees(reach)
    south, north = point.lat - tall, point.lat + tall
    holds_a_pole = south <= -90 or north >= 90
    wide = 360.0 if holds_a_pole else math.degrees(math.asin(math.sin(reach) / math.cos(math.radians(point.lat))))
    return Box(max(-180.0, point.lon - wide), max(-90.0, south), min(180.0, point.lon + wide), min(90.0, north))


def _decimals(text: str, count: int, sentence: str) -> list[float]:
    pieces = [piece.strip() for piece in text.split(",")]
    if len(pieces) != count or not all(map(_DECIMAL.fullmatch, pieces)):
        raise Refused(sentence)
    return [float(piece) for piece in pieces]
