"""What visitors type finds what they mean, in the order they expect."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from portal.kit.geo import Box, Point
from portal.listings import rules, search
from portal.listings.models import Stage, Support
from portal.listings.search import Count, Query
from tests import make

pytestmark = pytest.mark.usefixtures("session")


def names(query: Query | str, **more: object) -> list[str]:
    asked = Query(q=query, **more) if isinstance(query, str) else query  # type: ignore[arg-type]
    return [row.name_vi for row in search.find(asked).rows]


@pytest.fixture
def city(session: object) -> None:
    make.listing(
        "Xưởng đèn lồng Hà Linh",
        group="products",
        ward_old="cu-cam-chau",
        ward_new="hoi-an-dong",
        lat=15.879,
        lon=108.344,
    )
    make.listing("Làng gốm Thanh Hà", ward_old="cu-thanh-ha", ward_new="hoi-an-tay", lat=15.877, lon=108.302)
    make.listing("Đặng Văn Tre", group="people", ward_old="cu-cam-thanh", ward_new="hoi-an-dong")
    make.listing("Vườn quật", ward_old="cu-cam-ha", ward_new="hoi-an-tay", lat=15.899, lon=108.319)
    make.listing("Làng bích họa", area="tam-ky", ward_old="cu-tam-thanh", ward_new="quang-phu", lat=15.566, lon=108.562)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("den long", ["Xưởng đèn lồng Hà Linh"]),
        ("đèn lồng", ["Xưởng đèn lồng Hà Linh"]),
        ("dang", ["Đặng Văn Tre"]),
        ("DANG VAN", ["Đặng Văn Tre"]),
        ("lang gom", ["Làng gốm Thanh Hà"]),
        ("cam ha", ["Vườn quật"]),
        ("xã Cẩm Hà", ["Vườn quật"]),
        ("thanh hà", ["Làng gốm Thanh Hà"]),
        ("hoi an tay", ["Vườn quật", "Làng gốm Thanh Hà"]),
        ("quảng phú", ["Làng bích họa"]),
    ],
)
@pytest.mark.usefixtures("city")
def test_words_find_with_and_without_marks_old_wards_and_new(typed: str, found: Sequence[str]) -> None:
    assert names(typed)[: len(found)] == found
    assert names(unicodedata.normalize("NFD", typed)) == names(typed)


@pytest.mark.usefixtures("city")
def test_neighbouring_words_go_before_words_that_stand_apart() -> None:
    assert names("cam ha") == ["Vườn quật", "Xưởng đèn lồng Hà Linh"]  # Hà Linh stands in Cẩm Châu


@pytest.mark.usefixtures("city")
def test_the_name_of_the_city_in_capitals_finds_every_listing_of_the_city() -> None:
    everything = {"Xưởng đèn lồng Hà Linh", "Làng gốm Thanh Hà", "Đặng Văn Tre", "Vườn quật"}
    assert set(names("HỘI AN")) >= everything
    assert set(names("quang nam")) == everything | {"Làng bích họa"}


def test_the_tone_as_written_comes_before_another_tone() -> None:
    make.listing("Quán bún cô Ba")
    make.listing("Đường bùn")
    make.listing("Bún bò")
    assert names("bún") == ["Bún bò", "Quán bún cô Ba", "Đường bùn"]
    assert names("bùn")[0] == "Đường bùn"


def test_a_name_comes_before_a_text_and_a_whole_word_before_a_beginning() -> None:
    make.listing("Gốmsứ Việt")
    make.listing("Nhà cổ", summary_vi="Có bán gốm của làng.")
    make.listing("Gốm Son")
    assert names("gom") == ["Gốm Son", "Nhà cổ", "Gốmsứ Việt"]


@pytest.mark.usefixtures("city")
def test_one_slip_is_forgiven_when_nothing_else_is_found() -> None:
    found = search.find(Query(q="lanng gom"))
    assert ([row.name_vi for row in found.rows], found.mended) == (["Làng gốm Thanh Hà"], "lang gom")
    assert search.find(Query(q="lang gom")).mended == ""


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("typed", ["xqzwkt", "vvvvvvvv", '"', "' OR 1=1", "*", "a:b", "(", "NEAR(", "-", "\\", "%"])
def test_nonsense_finds_nothing_and_breaks_nothing(typed: str) -> None:
    found = search.find(Query(q=typed))
    assert found.total == Count(0) or not Query(q=typed).words


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("typed", ["", "a", " ", "  "])
def test_empty_and_one_letter_queries_do_not_break(typed: str) -> None:
    assert search.find(Query(q=typed)).total.n >= 0


@pytest.mark.usefixtures("city")
def test_groups_are_counted_under_all_other_filters() -> None:
    found = search.find(Query(area="hoi-an", groups=("people",)))
    assert {key: count.n for key, count in found.groups.items() if count.n} == {"people": 1, "products": 1, "places": 2}
    assert (found.total, found.unplaced) == (Count(1), Count(1))
    by_word = search.find(Query(q="hoi an", groups=("people",)))
    assert (by_word.groups["places"], by_word.total) == (Count(2), Count(1))


@pytest.mark.usefixtures("city")
def test_filters_by_ward_stage_offer_and_need() -> None:
    tho = make.listing(
        "Thợ mộc", group="people", stage="trial", offers=["training"], needs=["market"], fields=["craft"]
    )
    assert names(Query(ward="cu-cam-ha")) == ["Vườn quật"]
    assert set(names(Query(ward="hoi-an-tay"))) == {"Vườn quật", "Làng gốm Thanh Hà"}
    assert names(Query(stage=Stage.TRIAL)) == names(Query(offer=Support.TRAINING)) == [tho.name_vi]
    assert names(Query(need=Support.MARKET)) == names(Query(field="craft")) == [tho.name_vi]
    assert names(Query(q="tho", offer=Support.MONEY)) == []


def test_open_now_asks_the_hours_of_the_city() -> None:
    make.listing("Mở sáng Chủ nhật", hours="Su 08:00-11:00")
    make.listing("Mở ngày thường", hours="Mo-Fr 08:00-17:00")
    assert names(Query(open=(6, 10 * 60))) == ["Mở sáng Chủ nhật"]
    assert names(Query(open=(6, 11 * 60))) == []
    assert names(Query(open=(0, 9 * 60), q="mo")) == ["Mở ngày thường"]


def test_a_pause_counts_until_the_day_it_ends() -> None:
    make.listing("Nghỉ đến thứ Ba", hours="24/7", paused_until="2026-11-24")
    monday, tuesday = (datetime(2026, 11, day, 16, 59, tzinfo=UTC) for day in (22, 23))
    assert names(Query(open=(0, 1439), open_at=tuesday)) == names(Query(open=(0, 1439))) == []
    assert names(Query(open=(1, 0), open_at=tuesday + timedelta(minutes=1))) == ["Nghỉ đến thứ Ba"]
    assert names(Query(open=(6, 1439), open_at=monday)) == []


@pytest.mark.usefixtures("city")
def test_a_box_holds_what_lies_in_it_and_nothing_without_a_place() -> None:
    box = Box(west=108.30, south=15.87, east=108.32, north=15.90)
    assert set(names(Query(bbox=box))) == {"Làng gốm Thanh Hà", "Vườn quật"}
    assert names(Query(bbox=box, q="gom")) == ["Làng gốm Thanh Hà"]
    assert names(Query(unplaced=True)) == ["Đặng Văn Tre"]


@pytest.mark.usefixtures("city")
def test_the_nearest_come_first_with_their_distance() -> None:
    rows = search.find(Query(near=Point(15.877, 108.302), sort="nearest")).rows
    assert [row.name_vi for row in rows] == [
        "Làng gốm Thanh Hà",
        "Vườn quật",
        "Xưởng đèn lồng Hà Linh",
        "Làng bích họa",
    ]
    assert rows[0].metres == 0


def test_people_are_sorted_by_given_name_and_vietnamese_letters() -> None:
    for name in ("Trần Văn Ước", "Lê Thị Ân", "Nguyễn Văn An", "Phạm Đông", "Đỗ Cường"):
        make.listing(name, group="people")
    assert names(Query(sort="name")) == ["Nguyễn Văn An", "Lê Thị Ân", "Đỗ Cường", "Phạm Đông", "Trần Văn Ước"]


def test_only_published_listings_are_found_by_any_road() -> None:
    secret = make.draft(
        "Bí mật của Bình", ward_old="cu-cam-ha", ward_new="hoi-an-tay", offers=["money"], hours="Mo-Su 00:00-24:00"
    )
    hidden = make.listing("Đã ẩn", ward_old="cu-cam-ha", ward_new="hoi-an-tay", offers=["money"])
    rules.hide(hidden, by=make.person(), at=make.AT, reason="Chủ nhà muốn vậy")
    for query in (
        Query(), Query(q="bi mat"), Query(q="ẩn"), Query(ward="cu-cam-ha"), Query(offer=Support.MONEY),
        Query(open=(2, 600)), Query(sort="name"), Query(unplaced=True),
        Query(near=Point(15.88, 108.33), sort="nearest"),
    ):  # fmt: skip
        found = search.find(query)
        assert (found.rows, found.total, sum(count.n for count in found.groups.values())) == ([], Count(0), 0)
    assert secret.slug == "bi-mat-cua-binh"


def test_a_question_of_a_kind_that_was_asked_before_gets_its_own_answer() -> None:
    by_the_river, on_the_hill = (15.8771, 108.3299), (15.8902, 108.3405)
    make.listing("Nhà bên sông", group="places", lat=by_the_river[0], lon=by_the_river[1])
    make.listing("Nhà trên đồi", group="ideas", lat=on_the_hill[0], lon=on_the_hill[1])
    for (lat, lon), group, name in (
        (by_the_river, "places", "Nhà bên sông"), (on_the_hill, "ideas", "Nhà trên đồi"),
    ):  # fmt: skip
        box = Box(west=lon - 0.0004, south=lat - 0.0004, east=lon + 0.0004, north=lat + 0.0004)
        assert names(Query(bbox=box)) == names(Query(groups=(group,))) == [name]


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    made = {make.listing(f"Gốm số {number}").name_vi for number in range(45)}
    pages = [names(Query(q="gom", page=page)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert set().union(*pages) == made


def test_very_many_are_counted_no_further_than_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "COUNTED", 3)
    for number in range(6):
        make.listing(f"Gốm {number}", group="products" if number < 5 else "places")
    found = search.find(Query(q="gom"))
    assert (found.total, found.groups["products"], found.groups["places"]) == (Count(3, True), Count(3, True), Count(1))
    assert len(found.rows) == 6


def test_a_page_asks_the_same_number_of_questions_for_one_row_and_for_three(queries: list[str]) -> None:
    counts = []
    for number in range(3):
        make.listing(f"Gốm {number}")
        queries.clear()
        search.find(Query(q="gom"))
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_words_that_are_not_public_are_never_suggested() -> None:
    make.draft("Bí mậtthật")
    assert search.find(Query(q="matthatt")).mended == ""
    make.listing("Mậtngọt")
    assert search.find(Query(q="matngott")).mended == "matngot"


def test_a_word_longer_than_any_finds_nothing_and_breaks_nothing() -> None:
    make.listing("Nhà Tơ")
    assert names("a" * 13_000) == []
