"""Weekly opening hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import hours
from portal.kit.hours import Opening
from portal.kit.say import Refused

MO, TU, WE, TH, FR, SA, SU = range(7)


def at(hour, minute=0):
    return hour * 60 + minute


def test_a_week_is_read_into_openings():
    week = hours.parse("Mo-Fr 08:00-11:30,13:30-17:00; Sa 08:00-12:00; Su off")
    workdays = [Opening(day, opens, closes) for day in range(5) for opens, closes in [(480, 690), (at(13, 30), at(17))]]
    assert week == [*workdays, Opening(SA, 480, 720)]


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("Mo,We 08:00-09:00", [Opening(MO, 480, 540), Opening(WE, 480, 540)]),
        ("Sa-Mo 8:00-9:00", [Opening(MO, 480, 540), Opening(SA, 480, 540), Opening(SU, 480, 540)]),
        ("mo , TU 08:00 – 09:00;", [Opening(MO, 480, 540), Opening(TU, 480, 540)]),
        ("24/7", [Opening(day, 0, 1440) for day in range(7)]),
        ("00:00-24:00; Tu-Su closed", [Opening(MO, 0, 1440)]),
        ("Fr 18:00-02:00", [Opening(FR, at(18), 1440), Opening(SA, 0, 120)]),
        ("Su 18:00-26:00", [Opening(MO, 0, 120), Opening(SU, at(18), 1440)]),
        ("Fr 18:00-24:00", [Opening(FR, at(18), 1440)]),
        ("Fr 18:00-00:00", [Opening(FR, at(18), 1440)]),
        ("Mo 08:00-12:00,10:00-11:00,12:00-13:00", [Opening(MO, 480, 780)]),
        ("off", []),
        ("Mo-Su 08:00-17:00; Mo-Su off", []),
    ],
)
def test_days_and_times_are_read_as_openstreetmap_writes_them(text, openings):
    assert hours.parse(text) == openings


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("Mo-Xx 08:00-09:00", "Mo-Xx"),
        ("Mo-We-Fr 08:00-09:00", "Mo-We-Fr"),
        ("Mo 08:00-09:00; Apr-Sep 10:00-11:00", "Apr-Sep"),
        ("Mo,PH 08:00-09:00", "PH"),
        ("Mo 08:00-12:00, 8h-9h", "8h-9h"),
        ("Mo 08:00-09:60", "08:00-09:60"),
        ("Mo 24:00-25:00", "24:00-25:00"),
        ("Mo 08:00-08:00", "08:00-08:00"),
        ("Mo 08:00-33:00", "08:00-33:00"),
        ("Mo 08:00-12:00; Tuesday", "Tuesday"),
        ("Mo, 08:00-12:00", ""),
        ("  ", ""),
        ("Mo " + "08:00-09:00," * 90, "Mo 08:00-09:00,08:00-09:00,08:00-09:00,0"),
    ],
)
def test_a_refusal_names_the_piece_that_cannot_be_read(text, piece):
    with pytest.raises(Refused, match="These opening hours cannot be read") as refused:
        hours.parse(text)
    assert refused.value.values == {"piece": piece}
    assert f"“{piece}”" in str(refused.value)


@pytest.mark.parametrize(
    ("weekday", "opens", "closes"), [(7, 0, 1), (-1, 0, 1), (0, -1, 1), (0, 60, 60), (0, 61, 60), (0, 0, 1441)]
)
def test_an_opening_that_cannot_be_is_an_error(weekday, opens, closes):
    with pytest.raises(ValueError, match="no opening of one day"):
        Opening(weekday, opens, closes)


@pytest.mark.parametrize(
    ("weekday", "minute", "is_open"),
    [
        (MO, at(7, 59), False),
        (MO, at(8), True),
        (MO, at(11, 29), True),
        (MO, at(11, 30), False),
        (FR, at(23, 59), True),
        (SA, at(1, 59), True),
        (SA, at(2), False),
        (SU, at(9), False),
    ],
)
def test_it_is_open_from_the_first_minute_until_before_the_last(weekday, minute, is_open):
    assert hours.is_open(hours.parse("Mo-Th 08:00-11:30; Fr 18:00-02:00"), weekday, minute) is is_open


minutes = st.integers(0, 1439)
weeks = st.lists(
    st.lists(st.tuples(minutes, minutes).filter(lambda s: s[0] != s[1]), max_size=3), min_size=7, max_size=7
)


@given(week=weeks, weekday=st.integers(0, 6), minute=minutes)
def test_a_week_is_open_exactly_in_its_spans(week, weekday, minute):
    def written(span):
        return "-".join(f"{m // 60:02}:{m % 60:02}" for m in span)

    names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    text = "; ".join(
        f"{name} {','.join(map(written, spans)) or 'off'}" for name, spans in zip(names, week, strict=True)
    )
    today = [opens <= minute < (closes if closes > opens else 1440) for opens, closes in week[weekday]]
    since_yesterday = [minute < closes < opens for opens, closes in week[weekday - 1]]
    openings = hours.parse(text)
    assert hours.is_open(openings, weekday, minute) == any(today + since_yesterday)
    assert openings == sorted(openings)
    for lang in ("vi", "en", "fr"):
        assert hours.show(openings, lang)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tu-Su 08:00-17:00", "8:00 đến 17:00, nghỉ thứ Hai"),
        ("07:30-17:00", "7:30 đến 17:00, hằng ngày"),
        (
            "Mo-Fr 08:00-11:30,13:30-17:00; Sa 08:00-12:00",
            "Thứ Hai đến thứ Sáu: 8:00 đến 11:30 và 13:30 đến 17:00; thứ Bảy: 8:00 đến 12:00; nghỉ Chủ nhật",
        ),
        ("Mo,We 08:00-12:00", "Thứ Hai và thứ Tư: 8:00 đến 12:00"),
        ("Mo-Th 08:00-12:00", "8:00 đến 12:00, nghỉ thứ Sáu đến Chủ nhật"),
        ("Fr-Sa 18:00-02:00", "Thứ Sáu và thứ Bảy: 18:00 đến 2:00"),
        ("Su 20:00-03:00", "Chủ nhật: 20:00 đến 3:00"),
        ("18:00-02:00", "18:00 đến 2:00, hằng ngày"),
        ("24/7", "Mở cả ngày đêm"),
        ("Sa-Su 00:00-24:00", "Thứ Bảy và Chủ nhật: cả ngày"),
        ("24/7; Mo off", "Cả ngày, nghỉ thứ Hai"),
        (
            "Mo,We,Fr 06:00-09:00,10:00-12:00,14:00-16:00",
            "Thứ Hai, thứ Tư và thứ Sáu: 6:00 đến 9:00, 10:00 đến 12:00 và 14:00 đến 16:00",
        ),
        ("off", "Không mở cửa"),
    ],
)
def test_hours_are_said_in_few_words(text, shown):
    assert hours.show(hours.parse(text), "vi") == shown


def test_hours_are_said_in_english_and_french():
    week = hours.parse("Mo-Fr 08:00-17:30; Sa 08:00-12:00")
    assert hours.show(week, "en") == "Monday to Friday: 8:00 to 17:30; Saturday: 8:00 to 12:00; closed Sunday"
    assert hours.show(week, "fr").replace("\u00a0", " ") == (
        "Du lundi au vendredi : de 8 h à 17 h 30 ; le samedi : de 8 h à 12 h ; fermé le dimanche"
    )
