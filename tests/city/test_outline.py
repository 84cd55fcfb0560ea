"""What is drawn agrees with what is told: places lie on land, centres in their wards."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from portal.city import load

CITY = load("hoi-an")
SEED = Path(__file__).parents[2] / "portal/listings/seed/listings.csv"


def rings(kind, key=""):
    return [
        ring
        for area in CITY.areas.values()
        for shape in area.shapes
        if (shape.kind, shape.ward) == (kind, key)
        for ring in shape.lines
    ]


def inside(lat, lon, ring):
    """Whether a line to the east crosses the ring an odd number of times."""
    crossed = [
        (a, b) for a, b in pairwise(ring)
        if (a[0] > lat) != (b[0] > lat) and lon < a[1] + (lat - a[0]) * (b[1] - a[1]) / (b[0] - a[0])
    ]  # fmt: skip
    return len(crossed) % 2 == 1


def seed():
    with SEED.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["lat"]]


@pytest.mark.parametrize("row", seed(), ids=lambda row: row["slug"])
def test_a_listing_stands_on_land_and_in_its_ward(row):
    lat, lon = float(row["lat"]), float(row["lon"])

    assert any(inside(lat, lon, ring) for ring in rings("land"))
    if row["ward_old"]:
        ward = CITY.ward_named(row["ward_old"], age="old")
        assert any(inside(lat, lon, ring) for ring in rings("ward", ward.key)), ward.key


@pytest.mark.parametrize("ward", CITY.old_wards.values(), ids=lambda ward: ward.key)
def test_the_centre_of_an_old_ward_lies_in_its_outline_and_in_no_other(ward):
    found = [key for key in CITY.old_wards if any(inside(ward.lat, ward.lon, ring) for ring in rings("ward", key))]

    assert found == [ward.key]


def test_nothing_is_drawn_beyond_the_boxes_save_lines_that_leave_them():
    for area in CITY.areas.values():
        for shape in (shape for shape in area.shapes if shape.kind in {"land", "ward", "label", "town"}):
            for lat, lon in (point for line in shape.lines for point in line):
                assert area.box.contains(lat, lon), (area.key, shape.kind, lat, lon)


def test_the_outline_names_its_sources_and_says_that_it_is_not_surveyed():
    head = CITY.outline[: CITY.outline.index('"features"')]

    assert "GSHHG" in head and "Wessel and Smith" in head and "LGPL" in head
    assert "drawn, not surveyed" in head
    assert len(CITY.outline.encode()) < 26_000
