"""A city whose files contradict each other stops the start, with a sentence that says where."""

import pytest

from portal.city import CityError, load
from tests.city.invented import invented

SLIPS = {
    "an area nobody knows": (
        ("wards.csv", "ben-duoi,Bến Dưới Mới,phường,ben-mo", "ben-duoi,Bến Dưới Mới,phường,ben-lo"),
        "wards.csv, line 3: the area “ben-lo” is not in city.toml.",
    ),
    "a kind nobody knows": (
        ("wards.csv", "cu-duoi,Bến Dưới,phường", "cu-duoi,Bến Dưới,ấp"),
        "wards.csv, line 3: the kind “ấp” is not in city.toml.",
    ),
    "an old centre outside": (
        ("wards.csv", "10.05,106.15", "16.05,106.15"),
        "wards.csv, line 3: the centre of “cu-duoi” lies outside the box of its area.",
    ),
    "a new centre outside": (
        ("wards.csv", "10.05,106.16", "10.05,107.16"),
        "wards.csv, line 3: the centre of “ben-duoi” lies outside the box of its area.",
    ),
    "a centre that is no number": (
        ("wards.csv", "10.05,106.16", "10.05,east"),
        "wards.csv, line 3: “east” in the column “lon” is not a number.",
    ),
    "an old key twice": (
        ("wards.csv", "cu-duoi,Bến Dưới,", "cu-tren,Bến Dưới,"),
        "wards.csv, line 3: the key “cu-tren” occurs twice.",
    ),
    "an old key that is a new one too": (
        ("wards.csv", "cu-duoi,Bến Dưới,", "ben-tren,Bến Dưới,"),
        "wards.csv: the key “ben-tren” is that of an old and of a new unit.",
    ),
    "a unit told in two ways": (
        ("wards.csv", "ben-duoi,Bến Dưới Mới", "ben-tren,Bến Dưới Mới"),
        "wards.csv, line 3: the unit “ben-tren” is told otherwise than in an earlier line.",
    ),
    "an empty cell": (
        ("groups.csv", "Thuyền,Boat,Bateau", "Thuyền,,Bateau"),
        "groups.csv, line 2: the column “one_en” is missing or empty.",
    ),
    "a field twice": (
        ("fields.csv", "rowing,Chèo,Rowing,Aviron", "rowing,Chèo,Rowing,Aviron\nrowing,Bơi,Swimming,Nage"),
        "fields.csv, line 3: the key “rowing” occurs twice.",
    ),
    "an alias of nothing": (
        ("aliases.csv", "cu-duoi", "cu-giua"),
        "aliases.csv, line 2: the ward “cu-giua” is not in wards.csv.",
    ),
    "a landmark outside": (
        ("landmarks.csv", "10.02", "11.02"),
        "landmarks.csv, line 2: the landmark “hai-dang” lies outside the box of its area.",
    ),
    "a box upside down": (
        ("city.toml", "box = [10.0, 106.0, 10.2, 106.4]", "box = [10.2, 106.0, 10.0, 106.4]"),
        "city.toml, “areas.ben-mo”: “box” must be a box: south, west, north, east, in rising order.",
    ),
    "a zone that is none": (
        ("city.toml", "Asia/Tokyo", "Asia/Ben_Mo"),
        "city.toml: there is no time zone “Asia/Ben_Mo”.",
    ),
    "a name without French": (
        ("city.toml", ', fr = "Bến Mơ créative"', ""),
        "city.toml, “name”: “fr” must be a text.",
    ),
    "no wordmark": (
        ("city.toml", "brand =", "brant ="),
        "city.toml: the table “brand” is missing.",
    ),
    "no TOML at all": (
        ("city.toml", "[kinds]", "[kinds"),
        "city.toml: Expected ']' at the end of a table declaration (at line 9, column 7).",
    ),
    "a shape in a strange area": (
        ("outline.geojson", '"river","area":"ben-mo"', '"river","area":"ben-lo"'),
        "outline.geojson: the area “ben-lo” is not in city.toml.",
    ),
    "a shape of a strange ward": (
        ("outline.geojson", '"key":"cu-duoi"', '"key":"cu-giua"'),
        "outline.geojson: the ward “cu-giua” is not in wards.csv.",
    ),
    "a shape of a strange kind": (
        ("outline.geojson", '"kind":"river"', '"kind":"canal"'),
        "outline.geojson: feature 2 cannot be read (the kind “canal” is not one of land, leaf, river, road, town, "
        "ward, label).",
    ),
    "a drawing that is no GeoJSON": (
        ("outline.geojson", '"features":[', '"parts":['),
        "outline.geojson: this is not a GeoJSON FeatureCollection.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("slip", "sentence"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_named_in_a_sentence(tmp_path, slip, sentence):
    with pytest.raises(CityError) as refused:
        load(invented(tmp_path / "ben-mo", but=slip))

    assert str(refused.value) == sentence


def test_a_missing_file_is_named_with_its_folder(tmp_path):
    folder = invented(tmp_path / "ben-mo")
    (folder / "wards.csv").unlink()

    with pytest.raises(CityError) as refused:
        load(folder)

    assert str(refused.value) == f"There is no wards.csv in {folder}."


def test_a_city_that_is_not_there_is_named():
    with pytest.raises(CityError, match=r"^There is no city\.toml in .*/portal/city/atlantis\.$"):
        load("atlantis")
