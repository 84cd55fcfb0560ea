"""Crowds of plausible listings: the same from the same seed, on dry ground, complete in search and counts."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from math import inf

import pytest
from sqlalchemy import func, select

from portal.city.chosen import here
from portal.db import db
from portal.kit.geo import Point, distance_m
from portal.kit.sort import person_sort_key, sort_key
from portal.listings import document, rules, search
from portal.listings.ground import Ground
from portal.listings.models import Cell, Listing, Mark, OpeningHour, Tally
from portal.listings.plant import plant
from tests import make

pytestmark = pytest.mark.usefixtures("session")


def planted() -> list[Listing]:
    return list(db.session.scalars(select(Listing).order_by(Listing.slug)))


def values() -> list[dict[str, object]]:
    return [rules.values(one) | {"slug": one.slug, "published_at": one.published_at} for one in planted()]


def test_the_same_seed_makes_the_same_listings() -> None:
    plant(30, at=make.AT)
    first = values()
    for listing in planted():
        db.session.delete(listing)
    db.session.flush()
    plant(30, at=make.AT)
    assert values() == first


def test_another_seed_makes_others() -> None:
    plant(10, seed=1, at=make.AT)
    first = {one.name_vi for one in planted()}
    assert plant(10, seed=2, at=make.AT) == 10
    assert len({one.name_vi for one in planted()} - first) > 5


def test_more_only_adds() -> None:
    assert plant(10, at=make.AT) == 10
    first = values()
    assert plant(25, at=make.AT) == 15
    assert [one for one in values() if one in first] == first
    assert plant(25, at=make.AT) == 0


def test_a_crowd_is_found_and_counted_as_if_each_had_been_written() -> None:
    plant(60, at=make.AT)
    assert search.find(search.Query()).total.n == 60
    before = derived()
    rules.rebuild(at=make.AT)
    assert derived() == before


def derived() -> tuple[object, ...]:
    """Everything that is kept beside the listings, comparable."""
    words = [document.document(one) for one in planted()]
    found = [search.find(search.Query(q=" ".join(one["title"]))).total.n for one in words[:20]]
    tallies = db.session.execute(select(*Tally.__table__.c).order_by(*Tally.__table__.primary_key)).all()
    cells = db.session.execute(select(Cell.zoom, func.sum(Cell.count)).group_by(Cell.zoom)).all()
    return found, [tuple(one) for one in tallies], sorted(tuple(one) for one in cells)


def test_what_is_derived_is_what_the_rules_would_derive() -> None:
    plant(60, at=make.AT)
    for one in planted():
        key = person_sort_key if one.group == "people" else sort_key
        assert (one.sort_vi, one.sort_en) == (key(one.name_vi), sort_key(one.name_en or one.name_vi))
        openings = [(opening.weekday, opening.opens, opening.closes) for opening in one.openings]
        hours, one.hours = one.hours, ""
        rules.revise(one, {"hours": hours}, by=None, at=make.AT, act="set up")
        assert [(opening.weekday, opening.opens, opening.closes) for opening in one.openings] == openings


def test_every_group_area_and_kind_of_mark_is_there() -> None:
    plant(300, at=make.AT)
    assert {one.group for one in planted()} == set(here().groups)
    assert {one.area for one in planted()} == set(here().areas)
    assert {mark.kind for mark in db.session.scalars(select(Mark))} == set(rules.MARKS.values())
    assert (db.session.scalar(select(func.count()).select_from(OpeningHour)) or 0) > 100
    english = sum(bool(one.name_en) for one in planted())
    assert 120 < english < 240
    assert all(one.demo for one in planted())


def test_the_planted_noodles_and_mud_are_told_apart() -> None:
    plant(2, at=make.AT)
    noodles, mud = "quan-bun-mam-huong-que-1-00001", "qua-cau-khi-bat-ca-duoi-bun-1-00002"
    assert [one.slug for one in search.find(search.Query(q="bún")).rows] == [noodles, mud]
    assert [one.slug for one in search.find(search.Query(q="bùn")).rows] == [mud, noodles]


def test_every_point_lies_in_the_box_of_its_area_and_near_its_ward() -> None:
    plant(300, at=make.AT)
    for one in planted():
        if one.lat is not None and one.lon is not None:
            area = here().area_of(one.lat, one.lon)
            assert area is not None and area.key == one.area
    points = Counter(one.lat is not None for one in planted())
    assert points[False] > 10


@pytest.mark.parametrize("ward", ["cu-cua-dai", "cu-cam-kim", "cu-tan-hiep", "cu-tam-thanh", "cu-minh-an"])
def test_ground_is_dry(ward: str) -> None:
    unit = here().old_wards[ward]
    ground, chance = Ground(here(), unit), random.Random(1)
    area = here().areas[unit.area]
    rivers = [shape for shape in area.shapes if shape.kind == "river"]
    for _ in range(30):
        lat, lon = ground.point(chance)
        assert any(in_ring(ring, lat, lon) for shape in area.shapes if shape.kind == "land" for ring in shape.lines)
        for river in rivers:
            assert metres_to(river.lines[0], lat, lon) > river.width_m / 2 * 0.99


def in_ring(ring: tuple[tuple[float, float], ...], lat: float, lon: float) -> bool:
    """By the winding number, unlike the ground itself."""
    winding = 0
    for (y0, x0), (y1, x1) in pairwise((*ring, ring[0])):
        side = (x1 - x0) * (lat - y0) - (lon - x0) * (y1 - y0)
        if y0 <= lat < y1 and side < 0:
            winding += 1
        elif y1 <= lat < y0 and side > 0:
            winding -= 1
    return winding != 0


def metres_to(line: tuple[tuple[float, float], ...], lat: float, lon: float) -> float:
    """By measuring to points along the line, unlike the ground itself."""
    nearest = inf
    for (y0, x0), (y1, x1) in pairwise(line):
        for step in range(41):
            on = Point(y0 + (y1 - y0) * step / 40, x0 + (x1 - x0) * step / 40)
            nearest = min(nearest, distance_m(on, Point(lat, lon)))
    return nearest


def test_ground_without_a_drawing_is_a_square_around_its_middle() -> None:
    city, unit = here(), here().old_wards["cu-minh-an"]
    bare = replace(city, areas={unit.area: replace(city.areas[unit.area], shapes=())})
    lat, lon = Ground(bare, unit).point(random.Random(1))
    assert distance_m(Point(lat, lon), Point(unit.lat, unit.lon)) < 1_000
