"""The dry run: what each row would do, and why not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.listings import importer, rules
from portal.listings.importer import Fate, Own, Terms
from portal.listings.models import FormerSlug, Import, Listing, LocationMode, Revision
from portal.listings.seed import demo
from tests import make
from tests.listings.tables import fates, feature, geojson_of, line, report, row, taken, told

pytestmark = pytest.mark.usefixtures("session")


def standing(**given: Any) -> Listing:
    """The listing that `row()` speaks of, with other words in it."""
    taken(row())
    listing = db.session.scalars(select(Listing).where(Listing.slug == row()["slug"])).one()
    rules.revise(listing, given, by=None, at=make.AT, act="set up")
    return listing


# What becomes of a row


def test_a_row_that_is_not_here_is_new() -> None:
    assert fates(report(row())) == [Fate.NEW]


def test_a_row_that_is_here_already_is_the_same() -> None:
    taken(row())
    assert fates(report(row())) == [Fate.SAME]


def test_a_row_with_another_word_is_an_update_that_tells_old_and_new() -> None:
    taken(row())
    changed = line(summary_vi="Lò gốm.", lat="15.8802")
    assert changed.fate is Fate.UPDATE
    assert changed.changes == {
        "summary_vi": ("Xưởng gốm nhỏ bên sông.", "Lò gốm."),
        "lat": (15.8801, 15.8802),
    }


def test_a_dry_run_writes_nothing() -> None:
    standing(story_vi="Cũ")
    before = [db.session.scalar(select(func.count()).select_from(kind)) for kind in (Listing, Revision, Import)]
    report(row(story_vi="Mới"), row(slug="khac", name_vi="Khác"))
    assert not db.session.dirty and not db.session.new
    after = [db.session.scalar(select(func.count()).select_from(kind)) for kind in (Listing, Revision, Import)]
    assert after == before


def test_the_counts_name_every_fate() -> None:
    taken(row())
    counts = report(row(), row(slug="khac", name_vi="Vườn khác"), row(slug="bia", group="bia")).counts
    assert counts == {Fate.NEW: 1, Fate.UPDATE: 0, Fate.SAME: 1, Fate.TWIN: 0, Fate.REFUSED: 1}


# Which listing a row speaks of


def test_without_a_slug_the_name_makes_it() -> None:
    taken(row())
    assert line(slug="", name_vi="XƯỞNG GỐM SON", summary_vi="Khác.").listing is not None


def test_a_source_and_its_number_go_before_the_slug() -> None:
    taken(row(source="qrt.vn", source_id="17"), row(slug="khac", name_vi="Khác"))
    met = line(slug="khac", source="qrt.vn", source_id="17")
    assert met.slug == "xuong-gom-son"


def test_the_number_of_another_source_is_another_listing() -> None:
    taken(row(source="qrt.vn", source_id="17"))
    assert fates(report(row(slug="khac", name_vi="Vườn khác", source="vrviet.vn", source_id="17"))) == [Fate.NEW]


def test_two_sources_may_wish_for_one_slug() -> None:
    taken(row(source="qrt.vn", source_id="17"))
    assert line(name_vi="Vườn khác", source="qrt.vn", source_id="18").listing is None


def test_a_listing_without_a_number_is_given_one_by_its_slug() -> None:
    taken(row())
    assert line(source="qrt.vn", source_id="17").changes == {"source": ("", "qrt.vn"), "source_id": (None, "17")}


def test_a_former_slug_leads_to_its_listing() -> None:
    listing = standing()
    db.session.add(FormerSlug(slug="lo-gom", listing_id=listing.id))
    db.session.flush()
    assert line(slug="lo-gom").listing is listing


# Rows that are refused

SUPPORT = "people, money, connection, communication, training, space, materials, market"
STEPS = "The steps must be a JSON list of at most 40 objects of texts and whole numbers."
NOT_WEB = "is not a web address that begins with https:// or http://."
SLUG = "One has at most 100 small letters, digits and single hyphens."


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"name_vi": " "}, "name_vi: The name in Vietnamese is missing."),
        ({"summary_vi": ""}, "summary_vi: The sentence in Vietnamese that tells what it is (summary_vi) is missing."),
        ({"group": ""}, "group: The group is missing."),
        ({"group": "shops"}, "group: There is no group “shops”."),
        ({"area": "hue"}, "area: There is no area “hue”."),
        ({"ward_new": "Phú Hội"}, "ward_new: There is no ward “Phú Hội”."),
        ({"ward_new": "cu-cam-ha"}, "ward_new: There is no ward “cu-cam-ha”."),
        ({"ward_old": "hoi-an-tay"}, "ward_old: There is no former ward “hoi-an-tay”."),
        ({"ward": "Phú Hội"}, "ward: There is no ward “Phú Hội”."),
        ({"ward_new": "Tam Kỳ"}, "area: The ward “Tam Kỳ” does not lie in the area “Hội An”."),
        ({"stage": "old"}, "stage: “old” is not one of these: idea, trial, running, scaled, ended."),
        ({"fields": "craft|magic"}, "fields: There is no field of work “magic”."),
        ({"offers": "love"}, f"offers: “love” is not one of these: {SUPPORT}."),
        ({"needs": "space|love"}, f"needs: “love” is not one of these: {SUPPORT}."),
        ({"languages": "vi|tiếng Anh"}, "languages: “tiếng Anh” is not the code of a language, such as vi or en."),
        ({"lat": "x"}, "lat: “x” is not a latitude or longitude in degrees, such as 15.8801."),
        ({"lat": "nan"}, "lat: “nan” is not a latitude or longitude in degrees, such as 15.8801."),
        ({"lon": "108335"}, "lon: “108335” is not a latitude or longitude in degrees, such as 15.8801."),
        ({"lat": ""}, "lat: A point needs both its latitude and its longitude."),
        ({"lat": "0", "lon": "0"},
         "lat: The point 0, 0 lies in the sea off Africa. Leave both cells empty where the place is not known."),
        ({"lat": "16.4", "lon": "107.6"}, "lat: The point 16.4, 107.6 lies outside the city."),
        ({"lat": "15.57", "lon": "108.48"}, "lat: The point 15.57, 108.48 does not lie in the area “Hội An”."),
        ({"lat": "108.335", "lon": "15.8801"},
         "lat: Swap lat and lon? The point 108.335, 15.8801 lies outside the city, "
         "the other way round it lies inside."),
        ({"location_mode": "area"},
         "location_mode: A listing shown by its area has no point. Leave lat and lon empty, or change location_mode."),
        ({"precision_m": "-1"}, "precision_m: “-1” is not a whole number up to 50000."),
        ({"made_in_days": "1e9"}, "made_in_days: “1e9” is not a whole number up to 3650."),
        ({"price_from": "-5"}, "price_from: An amount of money cannot be below zero."),
        ({"demo": "maybe"}, "demo: “maybe” is neither yes nor no."),
        ({"steps": "knead"}, f"steps: {STEPS}"),
        ({"steps": '[{"vi": null}]'}, f"steps: {STEPS}"),
        ({"phone": "12"}, "phone: A phone number needs 10 digits, for example 0905 123 456."),
        ({"email": "a@b"}, "email: Write a mail address like ten@example.com."),
        ({"page": "javascript:alert(1)"}, f"page: “javascript:alert(1)” {NOT_WEB}"),
        ({"page": "http://["}, f"page: “http://[” {NOT_WEB}"),
        ({"name_vi": "a" * 81}, "name_vi: This is too long: at most 80 characters."),
        ({"summary_en": "a" * 251}, "summary_en: This is too long: at most 250 characters."),
        ({"slug": "edit"}, "slug: “edit” is kept for an address of the portal. Choose another slug."),
        ({"slug": "Gốm Son"}, f"slug: “Gốm Son” cannot be a slug. {SLUG}"),
        ({"slug": "a" * 101}, f"slug: “{'a' * 60}” cannot be a slug. {SLUG}"),
        ({"slug": "", "name_vi": "🏮"}, "slug: No slug can be made from this name. Write one in the column “slug”."),
    ],
)  # fmt: skip
def test_a_row_is_refused_with_its_reason(cells: dict[str, str], said: str) -> None:
    refused = line(**cells)
    assert (refused.fate, told(refused)) == (Fate.REFUSED, [said])


def test_unreadable_opening_hours_are_refused_with_the_piece_that_is() -> None:
    assert told(line(hours="lúc nào cũng mở"))[0].startswith("hours: These opening hours cannot be read at “lúc nào")


def test_all_faults_of_a_row_are_told_at_once() -> None:
    refused = line(name_vi="", group="shops", lat="x", stage="old")
    assert {note.field for note in refused.notes} == {"name_vi", "group", "lat", "stage"}


def test_a_long_value_is_cut_in_its_reason() -> None:
    assert told(line(group="x" * 500)) == [f"group: There is no group “{'x' * 59}…”."]


def test_the_second_row_of_one_slug_is_refused() -> None:
    checked = report(row(), row(slug="khac", name_vi="Khác"), row(slug="", name_vi="Xưởng Gốm Son"))
    assert fates(checked) == [Fate.NEW, Fate.NEW, Fate.REFUSED]
    assert told(checked.lines[2]) == ["slug: This is the listing of row 2 again."]


def test_the_second_row_of_one_number_is_refused() -> None:
    checked = report(row(source="qrt.vn", source_id="1"), row(slug="khac", source="qrt.vn", source_id="1"))
    assert fates(checked) == [Fate.NEW, Fate.REFUSED]


def test_two_ways_to_one_listing_are_two_rows_of_it() -> None:
    taken(row(source="qrt.vn", source_id="1"))
    checked = report(row(slug="khac", source="qrt.vn", source_id="1"), row())
    assert fates(checked) == [Fate.SAME, Fate.REFUSED]


def test_an_empty_cell_may_not_take_the_name_of_a_listing() -> None:
    taken(row())
    assert told(line(name_vi="")) == ["name_vi: The name in Vietnamese is missing."]


def test_a_draft_that_never_had_its_sentence_is_met_without_one() -> None:
    make.draft("Xưởng gốm Son", summary_vi="", lat=15.8801, lon=108.335)
    met = line(summary_vi="", name_en="Son pottery")
    assert met.changes == {"name_en": ("", "Son pottery")}


# What cells mean


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("lat", " 15,8802 ", 15.8802),
        ("lat", "15.88021234567", 15.880212),
        ("group", "Địa điểm - Không gian", "places"),
        ("area", "HỘI AN", "hoi-an"),
        ("ward_new", "phường Hội An Tây", "hoi-an-tay"),
        ("ward_new", "hoi-an-tay", "hoi-an-tay"),
        ("ward_old", "xã Cẩm Hà", "cu-cam-ha"),
        ("ward_old", "cam ha", "cu-cam-ha"),
        ("stage", "Running", "running"),
        ("legal_form", "Public body", "public_body"),
        ("fields", " Nghệ thuật dân gian | craft ||craft", ["craft", "folk-art"]),
        ("needs", "space|people", ["people", "space"]),
        ("languages", "EN|vi", ["en", "vi"]),
        ("price_from", "1,5 triệu", 1_500_000),
        ("made_in_days", "7", 7),
        ("location_mode", "exact", LocationMode.EXACT),
        ("story_vi", " dòng một \r\n\r\n\r\ndòng hai ", "dòng một\n\ndòng hai"),
        ("village", "thôn  Trà\nQuế", "thôn Trà Quế"),
        ("name_vi", "Xưởng gốm Son ".replace("ở", "ở"), "Xưởng gốm Son"),
        ("name_en", "=1+1", "=1+1"),
        ("steps", '[{"vi": " Nhào đất ", "minutes": 30}]', [{"vi": "Nhào đất", "minutes": 30}]),
        ("hours", "Mo-Fr 08:00-17:00", "Mo-Fr 08:00-17:00"),
    ],
)
def test_a_cell_is_read_as(column: str, cell: str, value: object) -> None:
    new = line(**{column: cell})
    assert new.fate is Fate.NEW
    assert rules.tidied({column: new.changes[column][1]})[column] == value


def test_a_row_without_a_point_is_shown_by_its_area() -> None:
    changes = line(lat="", lon="", precision_m="500", location_mode="exact").changes
    place = {name: changes[name][1] for name in ("lat", "lon", "location_mode", "precision_m", "point_source")}
    assert place == {
        "lat": None, "lon": None, "location_mode": LocationMode.AREA, "precision_m": None, "point_source": "",
    }  # fmt: skip


def test_a_new_point_is_taken_as_an_estimate_of_the_staff() -> None:
    changes = line().changes
    assert (changes["location_mode"][1], changes["point_source"][1]) == (LocationMode.APPROXIMATE, "staff")


def test_a_moved_point_is_an_estimate_again() -> None:
    standing(location_mode=LocationMode.EXACT, point_source="owner")
    moved = line(lat="15.881").changes
    assert moved.keys() == {"lat", "location_mode", "point_source"}
    assert report(row()).lines[0].fate is Fate.SAME


def test_swapped_coordinates_are_put_right_when_told_to() -> None:
    swapped = row(lat="108,335", lon="15,8801")
    checked = report(swapped, row(slug="khac", name_vi="Vườn khác"), swap=True)
    assert fates(checked) == [Fate.NEW, Fate.NEW]
    assert [checked.lines[0].changes[name][1] for name in ("lat", "lon")] == [15.8801, 108.335]
    taken(swapped, swap=True)
    assert fates(report(swapped, swap=True)) == [Fate.SAME]


def test_swapping_does_not_bring_a_point_from_elsewhere_in() -> None:
    assert fates(report(row(lat="107.6", lon="16.4"), swap=True)) == [Fate.REFUSED]


@pytest.mark.parametrize(
    ("cells", "wards"),
    [
        ({"ward": "Hội An Tây"}, ("hoi-an-tay", None)),
        ({"ward": "cu-cam-ha"}, ("hoi-an-tay", "cu-cam-ha")),
        ({"ward_old": "Cẩm Hà"}, ("hoi-an-tay", "cu-cam-ha")),
        ({"ward_old": "Cẩm Hà", "ward_new": ""}, (None, "cu-cam-ha")),
        ({"ward_old": "Cẩm Hà", "ward_new": "Hội An"}, ("hoi-an", "cu-cam-ha")),
        ({"ward": "Hội An", "ward_old": "Cẩm Hà"}, ("hoi-an", "cu-cam-ha")),
    ],
)
def test_an_old_ward_brings_the_one_of_today_where_the_file_has_no_column_for_it(
    cells: dict[str, str], wards: tuple[str | None, str | None]
) -> None:
    changes = line(**cells).changes
    assert (changes["ward_new"][1], changes["ward_old"][1]) == wards


def test_wards_that_contradict_each_other_are_refused() -> None:
    said = told(line(ward="Hội An", ward_new="Hội An Tây", ward_old="Cẩm Hà"))
    assert said == ["ward: The column “ward” says “Hội An”, the columns ward_new and ward_old say otherwise."]


@pytest.mark.parametrize(
    ("cells", "area"),
    [
        ({"lat": "15.57", "lon": "108.48"}, "tam-ky"),
        ({"lat": "", "lon": "", "ward_old": "Tam Thanh"}, "tam-ky"),
        ({"lat": "", "lon": "", "ward": "Hội An"}, "hoi-an"),
    ],
)
def test_an_area_that_is_not_written_is_that_of_the_ward_or_the_point(cells: dict[str, str], area: str) -> None:
    assert line(area="", **cells).changes["area"][1] == area


def test_without_area_ward_and_point_nobody_knows_where_it_is() -> None:
    said = told(line(area="", lat="", lon=""))
    assert said == ["area: The area is missing, and neither a ward nor a point tells it."]


def test_what_the_file_has_no_column_for_is_left_as_it_is() -> None:
    standing(story_vi="Chuyện cũ", fields=["craft"], ward_old="cu-cam-ha", ward_new="hoi-an")
    only = {"slug": "xuong-gom-son", "summary_vi": "Mới."}
    assert report(only).lines[0].changes == {"summary_vi": ("Xưởng gốm nhỏ bên sông.", "Mới.")}


def test_an_empty_cell_empties_its_field() -> None:
    standing(story_vi="Chuyện cũ", hours="Mo-Fr 08:00-17:00", fields=["craft"])
    emptied = line(story_vi="", hours="", fields="")
    assert {name: new for name, (_, new) in emptied.changes.items()} == {"story_vi": "", "hours": "", "fields": []}


def test_what_stands_already_is_not_judged_again() -> None:
    listing = standing()
    listing.hours, listing.lat, listing.lon = "hỏi chủ quán", 10.0, 20.0
    listing.ward_new = "tam-ky"
    db.session.flush()
    assert fates(report(row(hours="hỏi chủ quán", lat="10.0", lon="20.0", ward_new="tam-ky"))) == [Fate.SAME]


# Contacts


def test_a_contact_from_a_file_is_hidden() -> None:
    assert line(phone="0905 123 456", zalo="").changes["contacts"][1] == {"phone": ["+84905123456", False]}


def test_an_empty_contact_cell_takes_no_contact_away() -> None:
    standing(contacts={"phone": ("+84905123456", True)})
    assert line(phone="", email="son@example.org").changes["contacts"][1] == {
        "phone": ["+84905123456", True], "email": ["son@example.org", False],
    }  # fmt: skip


def test_a_new_number_keeps_the_switch_of_its_channel() -> None:
    standing(contacts={"phone": ("+84905123456", True)})
    assert line(phone="0905 123 457").changes["contacts"][1] == {"phone": ["+84905123457", True]}


# Whose word counts


def test_what_somebody_edited_here_is_left_alone_and_named() -> None:
    listing = standing()
    rules.revise(listing, {"summary_vi": "Chữ của chủ."}, by=make.person(), at=make.AT)
    met = line(summary_vi="Chữ của tệp.", name_en="Son pottery")
    assert met.changes == {"name_en": ("", "Son pottery")}
    assert (met.own, told(met)) == (("summary_vi",), ["Edited here, left alone: summary_vi."])


def test_a_row_whose_every_change_is_left_alone_is_the_same() -> None:
    listing = standing()
    rules.revise(listing, {"summary_vi": "Chữ của chủ."}, by=make.person(), at=make.AT)
    assert fates(report(row())) == [Fate.SAME]


def test_overwriting_takes_the_word_of_the_file() -> None:
    listing = standing()
    rules.revise(listing, {"summary_vi": "Chữ của chủ."}, by=make.person(), at=make.AT)
    met = report(row(summary_vi="Chữ của tệp."), own=Own.OVERWRITE).lines[0]
    assert met.changes == {"summary_vi": ("Chữ của chủ.", "Chữ của tệp.")}


def test_filling_writes_only_where_nothing_stands() -> None:
    standing(fields=["craft"], contacts={"phone": ("+84905123456", False)})
    met = report(
        row(summary_vi="Khác.", name_en="Son pottery", lat="15.881", fields="design", phone="0905 123 457"),
        own=Own.EMPTY,
    ).lines[0]
    assert met.changes == {"name_en": ("", "Son pottery")}
    assert met.own == ("contacts", "fields", "lat", "summary_vi")
    assert told(met) == ["Filled already, left alone: contacts, fields, lat, summary_vi."]


def test_filling_gives_a_listing_without_a_point_its_point() -> None:
    taken(row(lat="", lon=""))
    met = report(row(), own=Own.EMPTY).lines[0]
    assert met.changes.keys() == {"lat", "lon", "location_mode", "point_source"}


def test_filling_never_moves_a_listing_to_another_area() -> None:
    taken(row(lat="", lon=""))
    elsewhere = row(area="tam-ky", lat="15.57", lon="108.48", ward_new="Tam Kỳ", name_en="Son")
    assert report(elsewhere, own=Own.EMPTY).lines[0].changes == {"name_en": ("", "Son")}


def test_a_place_that_somebody_mended_is_left_alone_as_a_whole() -> None:
    listing = standing()
    rules.revise(listing, {"lat": 15.8850}, by=make.person(), at=make.AT)
    met = line(area="tam-ky", lat="15.57", lon="108.48", precision_m="20", name_en="Son")
    assert met.changes == {"name_en": ("", "Son")}
    assert met.own == ("area", "lat", "lon", "precision_m")


# What a person should know


def test_a_hidden_listing_is_met_and_stays_hidden() -> None:
    rules.hide(standing(), by=make.person(), at=make.AT, reason="closed")
    assert told(line(summary_vi="Mới.")) == ["The listing is not public, and stays so."]


@pytest.mark.parametrize(
    ("cells", "twin"),
    [
        ({"name_vi": "Xưởng  Gốm SƠN", "lat": "15.8500"}, True),  # one name in one area
        ({"name_vi": "Tiệm gốm Son", "lat": "15.8802"}, True),  # the head is not counted, 11 m away
        ({"name_vi": "Xưởng gốm Son Hội An", "lat": "15.8802"}, True),  # two words more, near by
        ({"name_vi": "Xưởng gốm Sơm", "lat": "15.8802"}, True),  # a slip, near by
        ({"name_vi": "Xưởng gốm Son Hội An", "lat": "15.8809"}, True),  # 89 m away
        ({"name_vi": "Xưởng gốm Son Hội An", "lat": "15.8811"}, False),  # 111 m away
        ({"name_vi": "Vườn rau Trà Quế", "lat": "15.8802"}, False),  # a neighbour
        ({"name_vi": "Xưởng gốm Son", "group": "processes"}, False),  # the craft of that place
        ({"name_vi": "Vườn rau Trà Quế", "phone": "0905 123 456"}, True),  # one telephone
        ({"name_vi": "Vườn rau Trà Quế", "email": "son@example.org"}, False),  # an address may be an office's
    ],
)  # fmt: skip
def test_a_new_row_may_be_a_listing_we_have(cells: dict[str, str], twin: bool) -> None:
    standing(contacts={"phone": ("+84905123456", False), "email": ("son@example.org", False)})
    new = line(slug="moi", **cells)
    assert new.fate is (Fate.TWIN if twin else Fate.NEW)
    assert told(new) == (["Perhaps the same as “Xưởng gốm Son”."] if twin else [])


def test_a_double_inside_the_file_is_seen() -> None:
    assert fates(report(row(), row(slug="gom-son-2"))) == [Fate.NEW, Fate.TWIN]


def test_what_lies_in_the_archive_is_nobodys_double() -> None:
    rules.archive(standing(), by=None, at=make.AT, reason="closed")
    assert fates(report(row(slug="gom-son-moi"))) == [Fate.NEW]


def test_doubles_are_left_out_when_told_to() -> None:
    taken(row())
    checked = report(row(slug="gom-son-2"), row(slug="khac", name_vi="Vườn khác"), twins=False)
    assert [line.slug for line in checked.due] == ["khac"]


# GeoJSON, and many rows


def test_a_geojson_table_is_checked_like_any_other() -> None:
    content = geojson_of(feature((108.335, 15.8801), name_vi="Nhà Tơ", summary_vi="Lụa.", group="places"))
    assert fates(importer.check(importer.read(content, "map.geojson"), Terms())) == [Fate.NEW]


def test_a_row_that_cannot_be_read_is_refused_with_its_fault() -> None:
    said = told(line(village="a\x00b"))
    assert said == ["village: The cell “village” holds a control character. Type its text anew."]


@pytest.mark.parametrize("count", [1, 300])
def test_a_table_is_matched_in_a_fixed_number_of_questions(count: int, queries: list[str]) -> None:
    report(*(row(slug=f"vuon-{n}", name_vi=f"Vườn {n}", source="s", source_id=str(n)) for n in range(count)))
    assert len(queries) == 5


def test_no_row_of_the_seed_looks_like_another() -> None:
    content = (demo.HERE / "listings.csv").read_bytes()
    assert importer.check(importer.read(content, "listings.csv"), demo.TERMS).counts[Fate.NEW] == 51
