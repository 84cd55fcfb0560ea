"""A city in hand: ours, and one that was invented for the test."""

import unicodedata

import pytest

from portal.city import OldWard, Ward, load
from tests.city.invented import invented

HOI_AN = load("hoi-an")


def test_a_city_of_two_invented_wards_loads_whole(tmp_path):
    city = load(invented(tmp_path / "ben-mo"))

    assert (city.key, city.zone, city.licence.name) == ("ben-mo", "Asia/Tokyo", "CC0")
    assert [city.name[lang] for lang in ("vi", "en", "fr")] == ["Bến Mơ Sáng tạo", "Creative Bến Mơ", "Bến Mơ créative"]
    assert (city.brand.first, city.brand.second["fr"]) == ("Bến Mơ", "Créative")
    assert list(city.groups) == ["boats"]
    assert city.groups["boats"].singular["en"] == "Boat"
    assert list(city.fields) == ["rowing"]
    assert list(city.wards) == ["ben-tren", "ben-duoi"]
    assert list(city.old_wards) == ["cu-tren", "cu-duoi"]
    assert [landmark.key for landmark in city.landmarks] == ["hai-dang"]
    assert city.place_words("cu-duoi", "ben-duoi", "ben-mo") == (
        "phường Bến Dưới", "Bến Dưới", "phường Bến Dưới Mới", "Bến Dưới Mới", "Xóm Chài", "Bến Mơ", "Thị xã Bến Mơ",
        "Tỉnh Mơ",
    )  # fmt: skip


def test_a_city_needs_no_aliases_landmarks_or_outline(tmp_path):
    folder = invented(tmp_path / "bare")
    for name in ("aliases.csv", "landmarks.csv", "outline.geojson"):
        (folder / name).unlink()

    city = load(folder)

    assert (city.aliases, city.landmarks, city.areas["ben-mo"].shapes) == ((), (), ())


def test_a_city_is_read_once():
    assert load("hoi-an") is HOI_AN


def test_an_unknown_language_reads_vietnamese():
    assert HOI_AN.groups["places"].chip["xx"] == "Địa điểm"


def test_hoi_an_has_eight_groups_in_the_order_of_the_survey():
    assert list(HOI_AN.groups) == [
        "people", "organisations", "places", "events", "ideas", "products", "processes", "experiences",
    ]  # fmt: skip
    assert len({group.symbol for group in HOI_AN.groups.values()}) == 8


def test_hoi_an_has_eight_units_made_of_twenty_five():
    assert {key: [old.key for old in ward.old] for key, ward in HOI_AN.wards.items()} == {
        "hoi-an": ["cu-minh-an", "cu-cam-pho", "cu-son-phong", "cu-cam-nam", "cu-cam-kim"],
        "hoi-an-tay": ["cu-cam-ha", "cu-thanh-ha", "cu-tan-an", "cu-cam-an"],
        "hoi-an-dong": ["cu-cam-chau", "cu-cua-dai", "cu-cam-thanh"],
        "tan-hiep": ["cu-tan-hiep"],
        "tam-ky": ["cu-an-my", "cu-an-xuan", "cu-truong-xuan"],
        "quang-phu": ["cu-tam-phu", "cu-tam-thanh", "cu-an-phu"],
        "ban-thach": ["cu-tan-thanh", "cu-hoa-thuan", "cu-tam-thang"],
        "huong-tra": ["cu-an-son", "cu-hoa-huong", "cu-tam-ngoc"],
    }


def test_every_ward_centre_lies_in_the_box_of_its_area_and_no_other():
    for unit in (*HOI_AN.wards.values(), *HOI_AN.old_wards.values()):
        assert HOI_AN.area_of(unit.lat, unit.lon) is HOI_AN.areas[unit.area], unit.key


def test_the_city_box_holds_both_areas_and_a_point_between_them_is_in_none():
    assert (HOI_AN.box.south, HOI_AN.box.west, HOI_AN.box.north, HOI_AN.box.east) == (15.5, 108.26, 15.99, 108.6)
    assert HOI_AN.area_of(15.75, 108.4) is None


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("cam ha", "cu-cam-ha"),
        ("Cẩm Hà", "cu-cam-ha"),
        ("xã Cẩm Hà", "cu-cam-ha"),
        ("  XÃ   CẨM HÀ ", "cu-cam-ha"),
        (unicodedata.normalize("NFD", "Cẩm Hà"), "cu-cam-ha"),
        ("P.Cẩm Phô", "cu-cam-pho"),
        ("Cam Pho ward", "cu-cam-pho"),
        ("commune Cẩm Kim", "cu-cam-kim"),
        ("Hoà Thuận", "cu-hoa-thuan"),
        ("phường Hội An Tây", "hoi-an-tay"),
        ("hoi an dong", "hoi-an-dong"),
        ("Hội An", "hoi-an"),
        ("Quảng Phú", "quang-phu"),
        ("Tân Hiệp", "tan-hiep"),
        ("Trà Quế", "cu-cam-ha"),
        ("Phước Hòa", "cu-an-xuan"),
    ],
)
def test_a_ward_is_found_as_people_write_it(said, key):
    assert HOI_AN.ward_named(said).key == key


def test_tones_decide_between_names_that_fold_alike():
    assert HOI_AN.ward_named("Tân Thạnh").key == "cu-tan-thanh"
    assert HOI_AN.ward_named("Tân Thành").key == "cu-cam-an"
    assert HOI_AN.ward_named("tan thanh").key == "cu-tan-thanh"


def test_a_name_that_is_old_and_new_is_asked_for_by_its_age():
    assert isinstance(HOI_AN.ward_named("xã Tân Hiệp", age="old"), OldWard)
    assert isinstance(HOI_AN.ward_named("xã Tân Hiệp", age="new"), Ward)
    assert HOI_AN.ward_named("Cẩm Hà", age="new") is None


@pytest.mark.parametrize("said", ["", "phường", "xã", "Cẩm", "Đà Lạt"])
def test_what_names_no_ward_finds_none(said):
    assert HOI_AN.ward_named(said) is None


def test_old_and_new_keys_find_their_unit_and_a_strange_key_none():
    assert HOI_AN.ward("cu-cam-ha").name == "Cẩm Hà"
    assert HOI_AN.ward("hoi-an-tay").name == "Hội An Tây"
    assert HOI_AN.ward("cu-da-lat") is None


def test_a_place_is_looked_for_by_old_and_new_names():
    words = HOI_AN.place_words("cu-cam-ha", "hoi-an-tay", "hoi-an")

    assert words == (
        "xã Cẩm Hà", "Cẩm Hà", "phường Hội An Tây", "Hội An Tây", "Trà Quế", "Hội An", "thành phố Hội An", "Faifo",
        "Đà Nẵng", "Quảng Nam",
    )  # fmt: skip
    assert HOI_AN.place_words(None, "", "tam-ky") == ("Tam Kỳ", "thành phố Tam Kỳ", "Đà Nẵng", "Quảng Nam")
