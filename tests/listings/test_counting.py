"""However something is counted, from tallies, cells, the index or listing by listing, the number is the same."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from portal.city.chosen import here
from portal.kit.geo import Box, Point, distance_m
from portal.listings import counting, kept, search
from portal.listings.models import Stage, State, Support
from portal.listings.question import Count, Query
from portal.listings.search import Row
from tests import make

pytestmark = pytest.mark.usefixtures("session")
UPTO = 1_000
BOX = Box(108.31, 15.87, 108.34, 15.89)


def plant_once() -> None:
    """Listings around Hội An, some of them exactly where cells of the grid meet, and a few without a place."""
    chance = random.Random(3)
    groups, stages, edge = list(here().groups), list(Stage), kept.cell_edge(14)
    for number in range(120):
        lat, lon = 15.86 + chance.random() * 0.05, 108.30 + chance.random() * 0.06
        if number % 10 == 0:
            lat, lon = round((lat + 180) // edge * edge - 180, 6), round((lon + 180) // edge * edge - 180, 6)
        make.listing(
            f"{chance.choice(('Gốm', 'Mộc', 'Lụa'))} {number}",
            group=chance.choice(groups),
            stage=chance.choice(stages),
            offers=[chance.choice(list(Support))],
            **({} if number % 7 == 0 else {"lat": lat, "lon": lon}),
        )


@pytest.fixture
def crowd(session: object) -> list[Row]:
    return every(Query())


def every(query: Query) -> list[Row]:
    pages = (search.find(replace(query, sort="newest", page=page)).rows for page in range(1, 10))
    return [row for page in pages for row in page]


def by_group(rows: list[Row]) -> dict[str, int]:
    return {key: n for key in here().groups if (n := sum(row.group == key for row in rows))}


def counted(query: Query) -> dict[str, int]:
    return {key: count.n for key, count in counting.counts(query, upto=UPTO).groups.items() if count.n}


def boxes() -> list[Box]:
    chance = random.Random(5)
    drawn = []
    for width in (0.0003, 0.002, 0.01, 0.03, 0.2):
        for _ in range(6):
            west, south = 108.29 + chance.random() * 0.06, 15.85 + chance.random() * 0.05
            drawn.append(Box(west, south, west + width, south + width * chance.uniform(0.2, 2)))
    edge = kept.cell_edge(15)
    row, column = kept.cell_of(15.88, 15), kept.cell_of(108.32, 15)
    aligned = Box(column * edge - 180, row * edge - 180, (column + 8) * edge - 180, (row + 8) * edge - 180)
    return [*drawn, aligned, Box(108.32, 15.87, 108.32, 15.89)]


def test_a_box_counts_what_lies_in_it_wherever_its_edges_fall(crowd: list[Row]) -> None:
    placed = [row for row in crowd if row.lat is not None and row.lon is not None]
    for box in boxes():
        inside = [row for row in placed if box.contains(Point(row.lat or 0, row.lon or 0))]
        assert counted(Query(bbox=box)) == by_group(inside), box
        assert counting.counts(Query(bbox=box), upto=UPTO).total == Count(len(inside))


def test_a_box_counts_only_the_area_that_is_asked_for() -> None:
    make.listing("Xa", group="places", area="tam-ky", lat=15.566, lon=108.562)
    whole = Box(108.0, 15.0, 109.0, 16.5)
    assert counted(Query(bbox=whole, area="tam-ky")) == {"places": 1}
    assert counting.counts(Query(bbox=BOX, area="tam-ky"), upto=UPTO).total == Count(0)


QUERIES = (
    Query(),
    Query(area="hoi-an"),
    Query(unplaced=True),
    Query(stage=Stage.TRIAL),
    Query(offer=Support.MONEY),
    Query(q="gom"),
    Query(q="gom", stage=Stage.RUNNING, groups=("places", "people")),
    Query(q="gom", bbox=BOX),
    Query(stage=Stage.IDEA, bbox=BOX, groups=("ideas",)),
)


def test_the_counts_are_those_of_the_rows() -> None:
    for query in QUERIES:
        rows = every(replace(query, groups=()))
        counts = counting.counts(query, upto=UPTO)
        chosen = [row for row in rows if not query.groups or row.group in query.groups]
        unplaced = Count(sum(row.lat is None for row in chosen))
        assert counted(query) == by_group(rows), query
        assert (counts.total, counts.unplaced) == (Count(len(chosen)), unplaced), query


def test_what_is_not_public_is_counted_under_its_state_alone() -> None:
    make.draft("Gốm giấu", group="ideas", stage="idea")
    draft = Query(q="gom giau", state=State.DRAFT)
    assert (counted(draft), counted(replace(draft, state=State.PUBLISHED))) == ({"ideas": 1}, {})
    assert counted(Query(stage=Stage.IDEA, state=State.DRAFT)) == counted(Query(state=State.DRAFT)) == {"ideas": 1}


def test_of_a_very_common_word_more_is_told_and_of_its_rare_group_all() -> None:
    for number in range(30):
        make.listing(f"Nón {number}", group="places")
    make.listing("Nón mới", group="ideas")
    assert counting.counts(Query(q="non"), upto=3).total == Count(3, more=True)
    rare = counting.counts(Query(q="non", groups=("ideas",)), upto=3)
    assert (rare.total, rare.groups["ideas"], rare.groups["places"].more) == (Count(1), Count(1), True)


def test_the_nearest_are_those_that_are_nearest(crowd: list[Row]) -> None:
    spot = Point(15.885, 108.33)
    placed = [row for row in crowd if row.lat is not None and row.lon is not None]
    measured = [row._replace(metres=distance_m(spot, Point(row.lat or 0, row.lon or 0))) for row in placed]
    expected = sorted(measured, key=lambda row: (row.metres or 0, row.id))[:20]
    assert search.find(Query(near=spot, sort="nearest")).rows == expected


@pytest.mark.parametrize("sort", ["name", "newest"])
def test_a_page_is_the_same_whether_its_listings_are_looked_up_or_walked(
    sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (Query(bbox=BOX), Query(q="gom"), Query(q="gom", bbox=BOX), Query(groups=("places",), stage=Stage.IDEA))
    queries = [replace(query, sort=sort) for query in asked]
    looked_up = [search.find(query).rows for query in queries]
    monkeypatch.setattr(search, "FEW", 0)
    assert [search.find(query).rows for query in queries] == looked_up
    assert all(looked_up)


def test_the_first_page_of_words_is_the_same_for_few_and_for_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    queries = [Query(q="gom"), Query(q="gom", bbox=BOX), Query(q="moc", groups=("people",))]
    few = [search.find(query).rows for query in queries]
    monkeypatch.setattr(search, "COUNTED", 2)
    assert [search.find(query).rows for query in queries] == few
    assert all(few)
