"""Files as rows: encodings, separators, headers, limits, and rows that cannot be read."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from portal.kit.say import Refused
from portal.listings import importer
from portal.listings.importer import Table
from tests.listings.tables import feature, geojson_of, row, text_of


def read(content: str | bytes) -> Table:
    return importer.read(content.encode() if isinstance(content, str) else content, "bang.csv")


def refusal(content: str | bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_in_any_unicode(encoding: str) -> None:
    table = read("name_vi,lat\nĐèn lồng,15.88\n".encode(encoding))
    assert table.rows[0].cells == {"name_vi": "Đèn lồng", "lat": "15.88"}


def test_a_table_in_an_old_code_page_is_refused_in_words() -> None:
    assert "Windows-1258" in refusal("name_vi\nHô\u0323i An\n".encode("cp1258"))


def test_a_torn_utf_16_table_is_refused() -> None:
    assert refusal("name_vi\nHội An\n".encode("utf-16")[:-1]).startswith("This is not a text file.")


def test_a_workbook_is_refused_in_words() -> None:
    assert refusal(b"PK\x03\x04" + bytes(200)).startswith("This is not a text file.")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_told_by_the_header(separator: str) -> None:
    table = read(text_of({"name_vi": "Nhà Tơ, lụa; áo", "summary_vi": "Một\tdòng"}, separator=separator))
    assert table.rows[0].cells == {"name_vi": "Nhà Tơ, lụa; áo", "summary_vi": "Một\tdòng"}


def test_a_semicolon_table_with_a_comma_in_its_header_is_read() -> None:
    table = read("name_vi;lat;ghi chú, nội bộ\nNhà Tơ;15,88;x\n")
    assert table.rows[0].cells == {"name_vi": "Nhà Tơ", "lat": "15,88"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_with_every_cell_in_quotation_marks_is_read(separator: str) -> None:
    table = read('"name_vi"X"lat"\n"Nhà ""Tơ"""X"15,88"\n'.replace("X", separator))
    assert table.rows[0].cells == {"name_vi": 'Nhà "Tơ"', "lat": "15,88"}


def test_columns_are_known_by_their_names_in_any_order_and_case() -> None:
    table = read(" LON ,Name VI,Latitude\n108.33,Nhà Tơ,15.88\n")
    assert table.columns == ("lon", "name_vi", "lat")
    assert table.rows[0].cells == {"lon": "108.33", "name_vi": "Nhà Tơ", "lat": "15.88"}


def test_unknown_columns_are_named_and_left_aside() -> None:
    table = read("name_vi,ghi chú nội bộ,url\nNhà Tơ,x,y\n")
    assert table.unknown == ("ghi chú nội bộ",)
    assert table.rows[0].cells == {"name_vi": "Nhà Tơ"}


@pytest.mark.parametrize("content", ["", "\n\n", "tên,nơi\nNhà Tơ,Hội An\n", "[1, 2]"])
def test_a_file_without_a_known_column_is_refused(content: str) -> None:
    assert refusal(content).startswith("No column of this file is known.")


def test_columns_without_a_name_are_not_worth_a_word() -> None:
    assert read("name_vi,lat,,\nNhà Tơ,15.88,,\n").unknown == ()


def test_a_column_that_stands_twice_is_refused() -> None:
    assert refusal("name_vi,lat,Name_VI\na,b,c\n") == "The column “name_vi” stands twice in this file."


def test_an_unknown_column_may_stand_twice() -> None:
    assert read("name_vi,x,x\na,b,c\n").unknown == ("x", "x")


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    table = read('name_vi,story_vi\nA,"dòng một\ndòng hai"\n\nB,\n')
    assert [(one.line, one.cells["name_vi"]) for one in table.rows] == [(2, "A"), (4, "B")]


def test_a_short_row_has_empty_cells() -> None:
    assert read("name_vi,lat,lon\nNhà Tơ\n").rows[0].cells == {"name_vi": "Nhà Tơ", "lat": "", "lon": ""}


def test_empty_cells_after_the_last_column_do_no_harm() -> None:
    assert read("name_vi,lat\nNhà Tơ,15.88,,\n").rows[0].faults == ()


def test_a_row_with_more_cells_than_columns_is_refused_at_its_row() -> None:
    faults = [[str(fault)[:28] for fault in one.faults] for one in read("name_vi,lat\nA,1\nTơ, lụa,15.88\n").rows]
    assert faults == [[], ["The row has more cells than "]]


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x9d"])
def test_a_control_character_is_refused_at_its_cell(sign: str) -> None:
    first, second = read(f"name_vi,village\nA,B\nNhà{sign} Tơ,C\n").rows
    assert first.faults == ()
    assert [fault.field for fault in second.faults] == ["name_vi"]


def test_lines_and_tabs_inside_a_cell_are_no_fault() -> None:
    assert read('name_vi,story_vi\nA,"một\r\nhai\tba"\n').rows[0].faults == ()


@pytest.mark.parametrize("content", ['name_vi,lat\nA,1\n"Nhà Tơ,2\nB,3\n', 'name_vi,lat\nA,1\n"Nhà" Tơ,2\n'])
def test_a_lost_quotation_mark_swallows_nothing(content: str) -> None:
    assert refusal(content).startswith("From row 3 on the file cannot be read:")


def test_our_escape_is_taken_off_and_a_formula_stays_text() -> None:
    rows = read("name_vi\n'=1+1\n=1+1\n'-5\n'Tơ\n").rows
    assert [one.cells["name_vi"] for one in rows] == ["=1+1", "=1+1", "-5", "'Tơ"]


def test_2000_rows_are_read_and_2001_are_too_many() -> None:
    header, one = "name_vi\n", "Nhà Tơ\n"
    assert len(read(header + one * 2_000).rows) == 2_000
    assert refusal(header + one * 2_001) == "The file has more than 2000 rows. Import it in parts."


def test_5_mb_are_read_and_a_byte_more_is_too_large() -> None:
    row = "a" * 2_499 + "\n"
    content = "name_vi\n" + row * 1_999 + "a" * 2_491 + "\n"
    assert (len(content), len(read(content).rows)) == (5_000_000, 2_000)
    assert refusal(content + "\n") == "The file is larger than 5 MB. Import it in parts."


def test_a_stream_is_not_read_beyond_the_limit() -> None:
    stream = BytesIO(bytes(6_000_000))
    with pytest.raises(Refused):
        importer.read(stream, "bang.csv")
    assert stream.tell() == 5_000_001


def test_a_cell_larger_than_the_reader_takes_is_refused_at_its_row() -> None:
    assert refusal("name_vi\n" + "a" * 200_000).startswith("From row 2 on")


def test_more_columns_than_any_table_has_are_refused() -> None:
    assert refusal("name_vi," + "x," * 300 + "\n") == "The file has more than 200 columns."


def test_the_same_bytes_have_the_same_digest() -> None:
    content = text_of(row())
    assert read(content).digest == read(content).digest != read(content + "\n").digest


# GeoJSON


def test_a_feature_is_a_row_with_its_point() -> None:
    table = read(geojson_of(feature((108.33, 15.88), name_vi="Nhà Tơ", fields=["craft", "design"], demo=True, more=1)))
    assert (table.columns, table.unknown) == (("name_vi", "fields", "demo", "lat", "lon"), ("more",))
    assert table.rows[0].line == 1
    assert table.rows[0].cells == {
        "name_vi": "Nhà Tơ", "fields": "craft|design", "demo": "yes", "lat": "15.88", "lon": "108.33",
    }  # fmt: skip


def test_a_list_of_objects_is_a_cell_of_json() -> None:
    steps = [{"vi": "Nhào đất", "minutes": 30}]
    cell = read(geojson_of(feature((108.33, 15.88), steps=steps))).rows[0].cells["steps"]
    assert json.loads(cell) == steps


def test_a_feature_without_a_place_has_no_point() -> None:
    assert read(geojson_of(feature(name_vi="Nhà Tơ", name_en=None))).rows[0].cells == {
        "name_vi": "Nhà Tơ", "name_en": "", "lat": "", "lon": "",
    }  # fmt: skip


def test_the_point_of_a_feature_goes_before_its_properties() -> None:
    assert read(geojson_of(feature((108.33, 15.88), lat=1, name_vi="A"))).rows[0].cells["lat"] == "15.88"


def test_a_leading_apostrophe_means_nothing_in_geojson() -> None:
    assert read(geojson_of(feature(name_vi="'=1+1"))).rows[0].cells["name_vi"] == "'=1+1"


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (feature(name_vi="A") | {"geometry": {"type": "LineString", "coordinates": [[1, 2]]}},
         "Only points can be imported, not “LineString”."),
        (feature(name_vi="A") | {"geometry": {"type": "Point", "coordinates": [1]}},
         "Only points can be imported, not “Point”."),
        (feature(name_vi={"vi": "A"}),
         "The value of “name_vi” is neither a text, a number nor a list."),
        ({"type": "Feature", "properties": None}, "This is not a GeoJSON feature."),
        ("Nhà Tơ", "This is not a GeoJSON feature."),
    ],
)  # fmt: skip
def test_a_bad_feature_is_refused_at_its_number(shape: object, said: str) -> None:
    rows = read(geojson_of(feature((108.33, 15.88), name_vi="A"), shape)).rows
    assert [(one.line, [str(fault) for fault in one.faults]) for one in rows] == [(1, []), (2, [said])]


@pytest.mark.parametrize("content", ['{"type": "Feature"}', '{"type": "FeatureCollection", "features": {}}', "{}"])
def test_json_that_is_no_collection_is_refused(content: str) -> None:
    assert refusal(content) == "A GeoJSON file must be a FeatureCollection."


def test_broken_json_is_refused_with_its_line() -> None:
    assert refusal('{"type":\n "FeatureCollection",\n}') == "This file is not valid JSON: see line 3."


def test_json_nested_beyond_all_measure_is_refused() -> None:
    assert refusal('{"a":' + "[" * 200_000).startswith("This file is not valid JSON")


def test_coordinates_that_are_no_numbers_are_left_for_the_cell_to_say() -> None:
    content = json.loads(geojson_of(feature((108.33, 15.88), name_vi="A")))
    content["features"][0]["geometry"]["coordinates"] = ["x", None]
    assert read(json.dumps(content)).rows[0].cells == {"name_vi": "A", "lat": "", "lon": "x"}
