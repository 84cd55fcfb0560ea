"""Names of the lunar calendar."""

from datetime import date, timedelta

import pytest

from portal.kit import lunar, lunar_names
from portal.kit.lunar import LunarDay


@pytest.mark.parametrize(
    ("lang", "day", "in_leap_month", "full_moon"),
    [
        ("vi", "14 tháng Mười Một âm lịch", "mùng 1 tháng Sáu nhuận âm lịch", "rằm tháng Giêng âm lịch"),
        ("en", "14th of the 11th lunar month", "1st of the leap 6th lunar month", "15th of the 1st lunar month"),
        (
            "fr",
            "14e jour du 11e mois lunaire",
            "1er jour du 6e mois lunaire intercalaire",
            "15e jour du 1er mois lunaire",
        ),
    ],
)
def test_a_lunar_day_is_written_in_a_line_of_each_language(lang, day, in_leap_month, full_moon):
    assert lunar_names.in_line(lunar.from_solar(date(2026, 12, 22)), lang) == day
    assert lunar_names.in_line(LunarDay(2025, 6, 1, leap=True), lang) == in_leap_month
    assert lunar_names.of_month(15, 1, lang) == full_moon


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", "mùng 1 tháng Bảy, năm Ất Tỵ"),
        ("en", "1st of the 7th lunar month, year Ất Tỵ"),
        ("fr", "1er jour du 7e mois lunaire, année Ất Tỵ"),
    ],
)
def test_the_year_is_said_by_stem_and_branch(lang, said):
    assert lunar_names.with_year(LunarDay(2025, 7, 1), lang) == said


def test_a_cell_has_day_and_month_and_a_plus_in_a_leap_month():
    assert lunar_names.short(LunarDay(2026, 7, 1)) == "1/7"
    assert lunar_names.short(LunarDay(2025, 6, 14, leap=True)) == "14/6+"


def test_the_first_ten_days_are_mung_and_the_fifteenth_is_ram():
    days = [lunar_names.day(number, "vi") for number in (1, 10, 11, 15, 16, 30)]
    assert days == ["mùng 1", "mùng 10", "11", "rằm", "16", "30"]


def test_vietnamese_months_have_names_and_not_numbers():
    assert " ".join(lunar_names.month(number, "vi") for number in range(1, 13)) == (
        "tháng Giêng tháng Hai tháng Ba tháng Tư tháng Năm tháng Sáu "
        "tháng Bảy tháng Tám tháng Chín tháng Mười tháng Mười Một tháng Chạp"
    )


def test_english_ordinals_follow_their_last_digit_but_for_the_teens():
    assert [lunar_names.ordinal(number, "en") for number in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "30th"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "name"),
    [(1900, "Canh Tý"), (1945, "Ất Dậu"), (1968, "Mậu Thân"), (1984, "Giáp Tý"), (2026, "Bính Ngọ"), (2043, "Quý Hợi")],
)
def test_years_go_round_in_sixty(year, name):
    assert lunar_names.year(year) == lunar_names.year(year + 60) == name
    assert len({lunar_names.year(year + n) for n in range(60)}) == 60


def test_a_month_has_its_stem_and_branch_and_a_leap_month_those_before_it():
    assert lunar_names.month_by_stem(LunarDay(2024, 1, 1)) == "Bính Dần"
    assert lunar_names.month_by_stem(LunarDay(2026, 1, 1)) == "Canh Dần"
    assert lunar_names.month_by_stem(LunarDay(2025, 12, 1)) == "Kỷ Sửu"
    assert lunar_names.month_by_stem(LunarDay(2025, 6, 1, leap=True)) == "Quý Mùi"


def test_days_go_round_in_sixty_without_a_break():
    assert lunar_names.day_by_stem(date(2000, 1, 1)) == "Mậu Ngọ"
    assert lunar_names.day_by_stem(date(2000, 1, 1) + timedelta(days=60 * 200)) == "Mậu Ngọ"
    assert lunar_names.day_by_stem(date(2000, 1, 7)) == "Giáp Tý"
