"""The drawn sketch: where a point falls, and what is drawn under it."""

import csv
import itertools
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from portal.city import LANGUAGES, load
from portal.city.sketch import MARGIN, WIDTH, backdrop, projection
from tests.city.invented import invented

HOI_AN = load("hoi-an")
SEED = Path(__file__).parents[2] / "portal/listings/seed"
SHEETS = [(area, lang) for area in HOI_AN.areas.values() for lang in LANGUAGES]
LETTER, LINE = 9.5, 17  # pixels: mean width of a letter at 17 px, and the height of the line


def seed_points():
    with (SEED / "listings.csv").open(encoding="utf-8") as file:
        return [
            (row["slug"], row["area"], float(row["lat"]), float(row["lon"]))
            for row in csv.DictReader(file)
            if row["lat"]
        ]


def drawn(area, lang="vi"):
    """The sketch as a tree; it must be well-formed."""
    return ElementTree.fromstring(f'<svg viewBox="{projection(area).view_box}">{backdrop(area, lang)}</svg>')


@pytest.mark.parametrize(("slug", "area", "lat", "lon"), seed_points())
def test_every_point_of_the_seed_falls_inside_its_sketch(slug, area, lat, lon):
    on = projection(HOI_AN.areas[area])
    x, y = on.project(lat, lon)

    assert MARGIN <= x <= on.width - MARGIN
    assert MARGIN <= y <= on.height - MARGIN
    assert (x, y) == tuple(map(round, on.window(lat, lon).spot(lat, lon))), "nothing of the seed lies beyond the frame"


def test_the_ground_keeps_its_proportions():
    on = projection(HOI_AN.areas["hoi-an"])

    east = on.project(15.88, 108.34)[0] - on.project(15.88, 108.33)[0]
    north = on.project(15.88, 108.33)[1] - on.project(15.89, 108.33)[1]

    assert on.width == WIDTH
    assert east / north == pytest.approx(0.962, abs=0.02)  # cos 15.9°


def test_the_islands_stand_in_an_inset_at_their_own_scale():
    on = projection(HOI_AN.areas["hoi-an"])
    x, y = on.project(15.959, 108.510)
    inset = on.insets[0]

    assert inset.x < x < inset.x + inset.width
    assert inset.y < y < inset.y + inset.height
    assert on.pixels(1000, 15.959, 108.510) < on.pixels(1000, 15.877, 108.328)


def test_a_point_beyond_the_drawing_stands_at_its_edge_in_its_direction():
    on = projection(HOI_AN.areas["hoi-an"])

    assert on.project(15.985, 108.262) == (MARGIN, MARGIN)
    assert on.project(15.831, 108.400) == (round(on.frame.spot(0, 108.400)[0]), on.height - MARGIN)


def test_a_distance_is_never_less_than_a_pixel():
    on = projection(HOI_AN.areas["tam-ky"])

    assert on.pixels(0, 15.57, 108.48) == 1
    assert on.pixels(1000, 15.57, 108.48) == 46


@pytest.mark.parametrize(("area", "lang"), SHEETS)
def test_a_backdrop_is_light_and_leaves_its_colours_to_the_style_sheet(area, lang):
    sheet = drawn(area, lang)

    assert len(backdrop(area, lang).encode()) <= 4096
    attributes = {name for part in sheet.iter() for name in part.attrib} - {"viewBox"}
    assert attributes <= {"class", "d", "stroke-width", "text-anchor", "x", "y"}
    classes = [part.get("class") for part in sheet]
    assert {"sea", "land", "leaf", "water", "road", "town", "ward", "names"} <= set(classes)


@pytest.mark.parametrize(("area", "lang"), SHEETS)
def test_no_name_lies_over_another_or_beyond_the_edge(area, lang):
    on = projection(area)
    boxes = {
        (text.text, half): (
            int(text.get("x")) - half,
            int(text.get("y")) - LINE,
            int(text.get("x")) + half,
            int(text.get("y")),
        )
        for text in drawn(area, lang).iter("text")
        for half in [len(unescape(text.text)) * LETTER / 2]
    }

    for (name, _), (left, top, right, bottom) in boxes.items():
        assert left >= 0 and right <= on.width and top >= 0 and bottom <= on.height, name
    for (one, a), (other, b) in itertools.combinations(boxes.items(), 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], f"{one[0]} over {other[0]}"


def test_names_are_in_the_reader_s_language():
    names = {lang: [text.text for text in drawn(HOI_AN.areas["hoi-an"], lang).iter("text")] for lang in LANGUAGES}

    assert [names[lang][0] for lang in LANGUAGES] == ["Phố cổ", "Old town", "Vieille ville"]


def test_a_label_is_escaped_and_one_for_closer_looks_is_left_out(tmp_path):
    area = load(invented(tmp_path / "ben-mo")).areas["ben-mo"]

    assert [text.text for text in drawn(area, "en").iter("text")] == ["Fish & Crab"]


def test_a_limit_between_two_wards_is_drawn_once_and_the_coast_not_at_all(tmp_path):
    area = load(invented(tmp_path / "ben-mo")).areas["ben-mo"]

    limits = [part.get("d") for part in drawn(area) if part.get("class") == "ward"]

    assert limits == ["M0 406l400 0"]


def test_an_island_is_drawn_in_its_inset_alone(tmp_path):
    area = load(invented(tmp_path / "ben-mo")).areas["ben-mo"]

    coasts = [part.get("d") for part in drawn(area) if part.get("class") == "land"]

    assert len(coasts) == 2
    assert coasts[0].count("z") == coasts[1].count("z") == 1


def test_an_area_without_a_drawn_coast_is_land_all_over(tmp_path):
    folder = invented(tmp_path / "inland")
    (folder / "outline.geojson").unlink()
    area = load(folder).areas["ben-mo"]

    sea, land = (part.get("d") for part in list(drawn(area))[:2])

    assert sea == land == f"M0 0h{WIDTH}v{projection(area).height}h-{WIDTH}z"
