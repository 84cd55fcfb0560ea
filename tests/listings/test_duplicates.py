"""What may be the same: fifty pairs by hand, and the questions put to the map."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

import pytest

from portal.city.chosen import choose
from portal.kit.geo import EARTH_RADIUS_M
from portal.listings import duplicates, rules
from portal.listings.duplicates import Traits, Why, bare, like, part, related, same
from portal.listings.models import Listing
from tests import make

PAIRS = Path(__file__).with_name("fifty_pairs.csv")
MOST_WRONG = 2
LAT, LON = 15.877, 108.302


def north(metres: float) -> float:
    return LAT + math.degrees(metres / EARTH_RADIUS_M)


def sides(row: dict[str, str]) -> tuple[Traits, Traits]:
    calls = frozenset(filter(None, [row["phone"]]))
    pages = frozenset(filter(None, [bare(row["page"])]))
    here: tuple[Any, Any] = (LAT, LON) if row["metres"] else (None, None)
    there: tuple[Any, Any] = (north(float(row["metres"])), LON) if row["metres"] else (None, None)
    return (
        Traits(row["one"], row["group"], row["area"], *here, calls, pages),
        Traits(row["other"], row["other_group"], row["other_area"], *there, calls, pages),
    )


def test_of_fifty_pairs_by_hand_at_most_two_are_told_wrong() -> None:
    choose("hoi-an")
    rows = list(csv.DictReader(PAIRS.open(encoding="utf-8")))
    assert [sum(row["same"] == word for row in rows) for word in ("yes", "no")] == [25, 25]
    told = [(row, same(*sides(row)), same(*reversed(sides(row)))) for row in rows]
    assert all(there == back for _row, there, back in told)
    wrong = [
        f"{row['one']} | {row['other']}" for row, why, _back in told if (why is not None) != (row["same"] == "yes")
    ]
    assert len(wrong) <= MOST_WRONG, wrong


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.Facebook.com/MeMit/", "facebook.com/MeMit"),
        ("http://facebook.com/MeMit#gioi-thieu", "facebook.com/MeMit"),
        ("", ""),
    ],
)
def test_addresses_are_compared_without_what_does_not_matter(typed: str, kept: str) -> None:
    assert bare(typed) == kept


# On the map


def given(name: str = "Gốm Sơn Thúy", **more: Any) -> dict[str, Any]:
    return {"name_vi": name, "group": "places", "area": "hoi-an"} | more


def told(found: list[duplicates.Likeness]) -> list[tuple[Listing, Why]]:
    return [(one.listing, one.why) for one in found]


def test_the_same_name_in_the_area_is_found_under_another_head(session: object) -> None:
    known = make.listing("Xưởng gốm Sơn Thúy")
    make.listing("Xưởng gốm Thanh Hà")
    make.listing("Xưởng gốm Sơn Thúy", area="tam-ky")
    assert told(like(given("Tiệm gốm Sơn Thuý"))) == [(known, Why.NAME)]


def test_a_near_name_is_found_within_a_hundred_metres_only(session: object) -> None:
    point = {"lon": LON, "location_mode": "exact"}
    near = make.listing("Gốm Sơn Thúy Thanh Hà", lat=north(95), **point)
    make.listing("Gốm Sơn Thúy bên sông", lat=north(120), **point)
    assert told(like(given(lat=LAT, lon=LON))) == [(near, Why.NEAR)]


def test_a_number_or_page_is_found_however_it_is_written(session: object) -> None:
    caller = make.listing("Thuyền thúng", contacts={"zalo": ["+84905111222", True]})
    linked = make.listing("Tre Cẩm Thanh", web_links=["https://www.tre.example/xuong/"])
    paged = make.listing("Lụa", contacts={"page": ["http://lua.example", True]})
    phone = {"phone": ["+84905111222", False]}
    assert told(like(given("Tên khác", contacts=phone))) == [(caller, Why.PHONE)]
    assert told(like(given("Tên khác", web_links=["http://tre.example/xuong"]))) == [(linked, Why.LINK)]
    assert told(like(given("Tên khác", contacts={"page": ["https://lua.example/", True]}))) == [(paged, Why.LINK)]


def test_a_stranger_cannot_try_out_whose_hidden_number_it_is(session: object) -> None:
    listing = make.listing("Thuyền thúng", contacts={"phone": ["+84905111222", False]})
    asked = given("Tên khác", contacts={"phone": ["+84905111222", True]})
    assert told(like(asked)) == []
    assert told(like(asked, for_desk=True)) == [(listing, Why.PHONE)]


def test_what_is_not_public_is_shown_to_the_desk_only(session: object) -> None:
    draft = make.draft("Gốm Sơn Thúy")
    hidden = make.listing("Gốm Sơn Thúy")
    rules.hide(hidden, by=make.person(), at=make.AT, reason="closed")
    archived = make.listing("Gốm Sơn Thúy")
    rules.archive(archived, by=None, at=make.AT, reason="undone")
    assert told(like(given())) == []
    assert told(like(given(), for_desk=True)) == [(draft, Why.NAME), (hidden, Why.NAME)]


def test_another_group_is_related_and_never_the_same(session: object) -> None:
    village = make.listing("Làng gốm Thanh Hà")
    craft = given("Gốm Thanh Hà", group="processes")
    assert told(like(craft)) == []
    assert related(craft) == [village]


def test_a_listing_is_not_like_itself_nor_like_what_it_was_parted_from(session: object) -> None:
    one, other, third = (make.listing("Gốm Sơn Thúy") for _ in range(3))
    part(other, one, by=make.person(), at=make.AT)
    part(one, other, by=make.person(), at=make.AT)
    part(one, one, by=None, at=make.AT)
    assert told(like(rules.values(one), ignore=one, for_desk=True)) == [(third, Why.NAME)]
    assert told(like(rules.values(third), ignore=third)) == [(one, Why.NAME), (other, Why.NAME)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_is_asked_as_often_however_many_are_found(session: object, queries: list[str], count: int) -> None:
    point = {"lat": LAT, "lon": LON, "location_mode": "exact"}
    for _ in range(count):
        make.listing("Gốm Sơn Thúy", **point, contacts={"phone": ["+84905111222", True]})
    asked = given(**point, contacts={"phone": ["+84905111222", True], "page": ["https://a.example", True]})
    queries.clear()
    assert len(like(asked)) == count
    assert len(queries) == 8
