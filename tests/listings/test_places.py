"""Dots and clusters say the truth: every cluster's count is what its box opens, and together they are the list."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from portal.db import db
from portal.kit import geo
from portal.listings import kept, places, rules, search
from portal.listings.models import Cell, MapVersion, Tally
from portal.listings.search import Count, Query
from tests import make

pytestmark = pytest.mark.usefixtures("session")


def scattered(count: int) -> None:
    chance = random.Random(7)
    with rules.in_bulk(at=make.AT):
        for number in range(count):
            lat, lon = 15.86 + chance.random() * 0.06, 108.29 + chance.random() * 0.1
            make.listing(f"Chỗ {number}", group=("places", "products")[number % 2], lat=lat, lon=lon)


@pytest.fixture
def crowd(session: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "DOTS", 5)
    scattered(30)
    make.listing("Không có chỗ", group="ideas")


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    "query", [Query(), Query(groups=("places",)), Query(q="cho"), Query(q="cho", groups=("products",))]
)
@pytest.mark.parametrize("zoom", [11, 14])
def test_each_clusters_count_is_the_count_of_its_box(query: Query, zoom: int) -> None:
    found = search.counts(query)
    drawn = places.places(query, found.placed, zoom=zoom)
    assert sum(one.n for one in drawn.clusters) == found.placed.n
    for one in drawn.clusters:
        assert search.counts(replace(query, bbox=geo.parse_bbox(one.bbox))).total == Count(one.n)


def test_few_listings_are_dots_at_their_places() -> None:
    scattered(3)
    found = search.counts(Query())
    drawn = places.places(Query(), found.placed, zoom=12)
    assert (len(drawn.dots), drawn.clusters, drawn.too_many) == (3, (), False)


def test_an_answer_too_large_to_count_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "DOTS", 0)
    assert places.places(Query(q="x"), Count(5000, more=True), zoom=12).too_many


def kept_counts() -> tuple[dict[object, int], dict[object, int]]:
    tallies = {(t.area, t.ward_new, t.ward_old, t.group, t.placed): t.count for t in db.session.query(Tally) if t.count}
    cells = {(c.zoom, c.row, c.column, c.group): c.count for c in db.session.query(Cell) if c.count}
    return tallies, cells


def test_what_is_kept_with_each_change_is_what_a_recount_finds() -> None:
    scattered(8)
    moved = make.listing("Dời đi", lat=15.88, lon=108.33, ward_new="hoi-an", ward_old="cu-minh-an")
    rules.revise(moved, {"lat": 15.9, "lon": 108.34, "ward_old": "cu-cam-an", "group": "people"}, by=None, at=make.AT)
    unplaced = make.listing("Mất chỗ", lat=15.88, lon=108.33)
    rules.revise(unplaced, {"lat": None, "lon": None}, by=None, at=make.AT)
    hidden = make.listing("Ẩn đi", lat=15.88, lon=108.33)
    rules.hide(hidden, by=make.person(), at=make.AT, reason="Đóng cửa")
    db.session.flush()
    with_changes = kept_counts()
    kept.rebuild(at=make.AT)
    db.session.expire_all()
    assert kept_counts() == with_changes
    assert sum(with_changes[0].values()) == 10


def test_only_what_the_public_sees_moves_the_version_of_the_map() -> None:
    def version() -> int:
        db.session.flush()
        db.session.expire_all()
        row = db.session.get(MapVersion, 1)
        return row.version if row else 0

    draft = make.draft("Nháp")
    before = version()
    rules.revise(draft, {"name_vi": "Nháp khác"}, by=None, at=make.AT)
    assert version() == before
    rules.publish(draft, by=None, at=make.AT)
    assert version() > before
