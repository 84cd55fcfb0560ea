"""What is asked of a stage: each question at the function that answers it, as a whole page, and as a part of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import cycle
from typing import Any

from flask import url_for

from portal.city.chosen import here
from portal.events import month
from portal.events.month import Month
from portal.events.question import Question as Calendar
from portal.kit.geo import Box
from portal.listings import asking, places, search, sketching
from portal.listings.models import Support
from portal.listings.search import Query

RARE = ("oanh", "tuyết", "khánh", "giang", "uyên", "chuồn")
COMMON = ("phường", "quảng")  # in nine of ten listings and in all of them
TWO = ("xưởng gốm", "hội an", "cẩm hà", "nghệ nhân đèn", "vườn dừa")
TOWN = Box(west=108.31, south=15.86, east=108.36, north=15.90)
DISTRICT = Box(west=108.28, south=15.83, east=108.40, north=15.95)
STEPS = 12  # boxes a little beside each other, as a map that is moved asks for them
STEP = 0.0007  # degrees
LARGEST_FILE = 5_000
MONTH = Month(date(2026, 12, 1))  # of an event in five listings, over four years around it


@dataclass(frozen=True)
class Question:
    """`ask` is what the page asks of the database, one in turn of several alike; `addresses` are its pages."""

    what: str
    ask: Callable[[], object] | None = None
    addresses: tuple[str, ...] = ()
    part: bool = False


def questions(slug: str) -> Iterator[Question]:
    """`slug` names a public listing. Needs a request's context."""
    yield Question("home", addresses=("/",))
    yield Question("list", _finding(Query()), ("/map",))
    yield Question("list, part", addresses=("/map",), part=True)
    yield Question("listing", addresses=(f"/map/{slug}",))
    yield _searching("rare word", RARE)
    yield _searching("word in 90 %", COMMON)
    yield _searching("two words", TWO)
    facets = Query(groups=("places",), offer=Support.TRAINING)
    yield Question("facets", _finding(facets), ("/map?group=places&offer=training",))
    yield _in_boxes("town box", TOWN, "/map?bbox={}", _finding)
    for zoom in (12, 13, 14):
        drawn = partial(_drawn, zoom=zoom)
        yield _in_boxes(f"district, zoom {zoom}", DISTRICT, f"/map.json?bbox={{}}&zoom={zoom}", drawn)
    area = next(iter(here().areas))
    yield Question("whole area", _drawn(Query(area=area), zoom=12), (f"/map?area={area}",))
    yield Question("sketch", partial(sketching.drawing, search.find(Query()), "vi", asking.address, _link))
    asked = "/events?view=month&month=" + MONTH.key
    yield Question("event month", partial(month.filled, MONTH, Calendar()), (asked,))
    yield Question("event list", addresses=("/events",))
    ward, count = _largest_ward()
    yield Question(f"GeoJSON of {count:,}", addresses=(f"/map.geojson?ward={ward}" if ward else "/map.geojson",))


def _finding(*queries: Query) -> Callable[[], object]:
    turn = cycle(queries)
    return lambda: search.find(next(turn))


def _searching(what: str, words: tuple[str, ...]) -> Question:
    return Question(what, _finding(*(Query(q=word) for word in words)), tuple(f"/map?q={word}" for word in words))


def _in_boxes(what: str, first: Box, address: str, asking_of: Callable[..., Callable[[], object]]) -> Question:
    boxes = [_moved(first, step) for step in range(STEPS)]
    ask = asking_of(*(Query(bbox=box) for box in boxes))
    return Question(what, ask, tuple(address.format(_written(box)) for box in boxes))


def _drawn(*queries: Query, zoom: int) -> Callable[[], object]:
    turn = cycle(queries)

    def ask() -> Any:
        query = next(turn)
        return places.places(query, search.counts(query).placed, zoom=zoom)

    return ask


def _link(slug: str) -> str:
    return url_for("listings.show", slug=slug)


def _moved(box: Box, step: int) -> Box:
    by = step * STEP
    return Box(box.west + by, box.south + by / 2, box.east + by, box.north + by / 2)


def _written(box: Box) -> str:
    return ",".join(f"{value:.5f}" for value in (box.west, box.south, box.east, box.north))


def _largest_ward() -> tuple[str, int]:
    """The ward that fills a file as far as one may be filled; no ward at all where the whole map does not."""
    whole = search.counts(Query()).total.n
    if whole <= LARGEST_FILE:
        return "", whole
    counts = {key: search.counts(Query(ward=key)).total.n for key in (*here().wards, *here().old_wards)}
    return max(((key, n) for key, n in counts.items() if n <= LARGEST_FILE), key=lambda one: one[1])
