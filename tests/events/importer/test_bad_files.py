"""What strangers bring: each right, or refused in words; never a fault of ours, never long."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from portal.events.importer import items, reading, table
from portal.events.importer.items import Item
from portal.kit.say import Refused
from tests.events.importer.files import calendar, event, fates, looked_at, source, taken_in
from tests.make import AT

OFTEN = "It comes again more often than is taken: at most once a day, and 400 dates in 24 months."
NEVER = "Its rule takes too long to work out: it comes too often or never."
CODE = "The calendar is not written in UTF-8. Export it once more and bring that."


@pytest.fixture(autouse=True)
def _session(session: Any) -> None:
    """A database for each test, and the city."""


def read(content: bytes, name: str = "lich.ics") -> list[Item]:
    return list(items.items(reading.read(content, name, at=AT).content))


def only(content: bytes, name: str = "lich.ics") -> Item:
    [one] = read(content, name)
    return one


def why(content: bytes, name: str = "lich.ics") -> str:
    """Why the one event of a file is refused."""
    [fault] = only(content, name).faults
    return str(fault)


def refusal(content: bytes, name: str = "lich.ics") -> str:
    """Why a whole file is refused."""
    with pytest.raises(Refused) as refused:
        read(content, name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("properties", "says"),
    [
        ({"DTSTART": "20260230T180000"}, "This line cannot be read: “DTSTART: 20260230T180000”."),
        ({"DTSTART": "20261128T240000"}, "This line cannot be read: “DTSTART: 20261128T240000”."),
        ({"DTSTART": ";VALUE=DATE:20261131"}, "This line cannot be read: “DTSTART: 20261131”."),
        ({"DTSTART": "tomorrow"}, "This line cannot be read: “DTSTART: tomorrow”."),
        ({"DTSTART": ""}, "It does not say when it begins."),
        ({"DTSTART": ";TZID=Mars/Olympus:20261128T180000"}, "Nobody knows the time zone “Mars/Olympus”."),
        ({"DTEND": "20261128T170000"}, "It ends before it begins. Look at both times."),
        ({"DTEND": "20281128T170000"}, "An event lasts a year at most. Enter a longer one as several."),
        ({"DTEND": ";VALUE=DATE:20261129"}, "It begins on a day and ends at an hour, or the other way round."),
        ({"SUMMARY": ""}, "It has no title."),
        ({"RRULE": "FREQ=SECONDLY"}, OFTEN),
        ({"RRULE": "FREQ=DAILY;COUNT=10000"}, OFTEN),
        ({"RRULE": "FREQ=DAILY;BYHOUR=1,2,3"}, OFTEN),
        ({"RRULE": "FREQ=NEVER"}, "This line cannot be read: “RRULE: FREQ=NEVER”."),
        ({"RRULE": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, NEVER),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_is_refused_in_words(properties: dict[str, str], says: str) -> None:
    assert why(calendar(event(**properties))) == says


def test_a_bad_event_does_not_keep_out_a_good_one_and_its_line_is_told() -> None:
    bad, good = read(calendar(event(DTSTART="x", UID="bad"), event(UID="good")))[::-1]
    assert (good.title, good.faults, bad.uid, bad.line) == ("Hội làng", (), "bad", 4)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This file is empty."),
        (b"\0\0\0", "This file is empty."),
        (b"PK\x03\x04rest", "This is no calendar and no table. Bring an .ics file, or a table saved as “CSV UTF-8”."),
        (b"<html>", "This is no calendar: it does not begin with BEGIN:VCALENDAR."),
        (
            b"BEGIN:VCALENDAR\r\n\xff\xfe\x00",
            CODE,
        ),
        (
            b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + b"BEGIN:VALARM\r\n" * 100_000,
            "The calendar is damaged: its parts stand inside each other without an end.",
        ),
        (calendar(event() * 2_001), "The file has more than 2000 dates. Bring it in parts."),
        (b"BEGIN:VCALENDAR\r\n" + b"X:1\r\n" * 200_001, "The file has more than 2000 dates. Bring it in parts."),
        (b"x" * 5_000_001, "The file is larger than 5 MB. Bring it in parts."),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(content: bytes, says: str) -> None:
    name = "lich.csv" if content.startswith(b"PK") else "lich.ics"
    assert refusal(content, name) == says


def test_more_dates_than_are_taken_are_refused_however_few_the_events() -> None:
    series = [event(UID=str(number), RRULE="FREQ=DAILY;COUNT=300") for number in range(8)]
    assert refusal(calendar(*series)) == "The file has more than 2000 dates. Bring it in parts."


def test_rules_that_never_come_cost_no_more_than_seconds() -> None:
    never = [event(UID=str(number), RRULE="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") for number in range(300)]
    began = time.monotonic()
    assert refusal(calendar(*never)).startswith("The calendar takes too much time or memory to work out")
    assert time.monotonic() - began < 41


def test_one_text_on_many_dates_is_bounded() -> None:
    series = [event(UID=str(n), RRULE="FREQ=DAILY;COUNT=350", DESCRIPTION="a" * 19_000) for n in range(2)]
    assert refusal(calendar(*series)).startswith("The calendar takes too much time or memory to work out")


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"\xef\xbb\xbf" + whole,
        lambda whole: whole.decode().encode("utf-16"),
        lambda whole: whole.replace(b"\r\n", b"\n"),
        lambda whole: whole.replace(b"\r\n", b"\r"),
        lambda whole: whole.replace(b"l\xc3\xa0ng", b"l\xc3\r\n \xa0ng"),
        lambda whole: whole.replace(b"SUMMARY", b"X-NUL:\0\0\r\nSUM\0MARY"),
        lambda whole: whole.replace(b"H\xe1\xbb\x99i ", b"H\xe1\xbb\x99i\r\n "  b" "),
        lambda whole: whole.replace(b"SUMMARY", b"X-LONG:broken\r\n without a space, and\r\nstill going on\r\nSUMMARY"),
        lambda whole: whole.replace(b"BEGIN:VEVENT", b"BEGIN:VTODO\r\nSUMMARY:no\r\nEND:VTODO\r\nBEGIN:VEVENT"),
        lambda whole: whole.replace(b"END:VEVENT", b"BEGIN:VALARM\r\nSUMMARY:no\r\nEND:VALARM\r\nEND:VEVENT"),
    ],
)  # fmt: skip
def test_what_programs_do_to_files_is_read_all_the_same(damage: Any) -> None:
    one = only(damage(calendar(event())))
    assert (one.title, one.given["starts_at"], one.faults) == ("Hội làng", "2026-11-28T11:00:00Z", ())


def test_a_file_that_breaks_off_says_so() -> None:
    whole = calendar(event(), event(UID="b", SUMMARY="Hai"))
    found = read(whole[: whole.rindex(b"END:VEVENT")])
    assert [[str(fault) for fault in one.faults] for one in found] == [[], ["The file breaks off before its end."]]


@pytest.mark.parametrize(
    ("properties", "starts", "note"),
    [
        ({"DTSTART": "20261128T180000"}, 11, []),
        ({"DTSTART": "20261128T110000Z"}, 11, []),
        ({"DTSTART": ";TZID=Asia/Tokyo:20261128T200000"}, 11, ["Its time was converted from the zone Asia/Tokyo."]),
        ({"DTSTART": ";TZID=SE Asia Standard Time:20261128T180000"}, 11, []),
        ({"DTSTART": ";TZID=/software.example/20200101/Asia/Ho_Chi_Minh:20261128T180000"}, 11, []),
        ({"DTSTART": ";TZID=Ours:20261128T190000"}, 11, ["Its time was converted from the zone Ours."]),
    ],
)
def test_times_are_those_of_the_city_or_of_their_own_zone(
    properties: dict[str, str], starts: int, note: list[str]
) -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0800\nTZOFFSETTO:+0800\n"
    one = only(calendar(event(**properties), head=f"{zone}END:STANDARD\nEND:VTIMEZONE\n"))
    assert one.given["starts_at"] == f"2026-11-28T{starts}:00:00Z"
    assert [str(told) for told in one.notes] == note


def test_markup_is_taken_out_and_nothing_of_it_is_left() -> None:
    html = "<html><style>p{}</style><p>Một &amp\\; hai</p><script>alert(1)</script><ul><li>Ba</ul><img src=x onerror=a>"
    one = only(calendar(event(DESCRIPTION=html, SUMMARY="Hội <b>làng</b>")))
    assert (one.title, one.given["summary_vi"], one.given["text_vi"]) == ("Hội làng", "Một & hai", "Một & hai\n\nBa")
    assert [str(note) for note in one.notes] == ["Markup of a web page was taken out of its text."]


def test_a_first_date_beside_its_rule_is_told() -> None:
    found = read(calendar(event(DTSTART="20261128T180000", RRULE="FREQ=WEEKLY;BYDAY=MO;COUNT=2")))
    assert {str(note) for one in found for note in one.notes} == {
        "Its first date does not follow its own rule: other calendars may show other dates."
    }


def test_what_is_long_over_or_far_ahead_is_left_aside() -> None:
    report = looked_at(source(), calendar(event(DTSTART="20200101T180000"), event(UID="b", DTSTART="20300101T180000")))
    assert fates(report) == ["aside", "aside"]


def test_of_what_stands_twice_the_higher_sequence_counts() -> None:
    old, new = event(SEQUENCE="1", SUMMARY="Cũ"), event(SEQUENCE="2", SUMMARY="Mới")
    assert [only(calendar(*both)).title for both in ((old, new), (new, old))] == ["Mới", "Mới"]


def test_a_title_that_is_too_long_is_cut_and_says_so() -> None:
    one = only(calendar(event(SUMMARY="a" * 200)))
    assert (len(one.title), str(one.notes[0])) == (120, "The title is longer than 120 letters and was cut.")


def test_a_uid_that_is_too_long_still_names_one_event() -> None:
    file, one = calendar(event(UID="x" * 900), event(UID="x" * 901, SUMMARY="Hai")), source()
    taken_in(one, file)
    assert fates(taken_in(one, file)) == ["same", "same"]


# Tables


TABLE = (
    "uid;title_vi;start;end;venue;kind;price;languages;status;ghi chú\r\n"
    "1;Chợ phiên;28/11/2026 16:00;24:00;Bến An Hội;chợ;tùy tâm;vi en;;x\r\n"
    "2;Triển lãm;01/12/2026;05/12/2026;;exhibition;50.000;;;\r\n"
    "3;Xưởng;2026-12-02T18:00+09:00;;;;free;;huỷ;\r\n"
)


@pytest.mark.parametrize(
    "write",
    [
        lambda text: text.encode(), lambda text: text.encode("utf-8-sig"), lambda text: text.encode("utf-16"),
        lambda text: text.replace(";", ",").encode(), lambda text: text.replace(";", "\t").replace("\r", "").encode(),
    ],
)  # fmt: skip
def test_a_table_is_read_however_it_is_parted(write: Any) -> None:
    first, second, third = read(write(TABLE), "lich.csv")
    assert first.given | {"title_vi": ""} == {
        "title_vi": "", "kind": "market", "price": "donation", "languages": ["en", "vi"], "all_day": False,
        "starts_at": "2026-11-28T09:00:00Z", "ends_at": "2026-11-28T17:00:00Z",
    }  # fmt: skip
    assert (second.given["all_day"], second.given["ends_at"]) == (True, "2026-12-05T17:00:00Z")
    assert (second.given["price"], second.given["price_vnd"]) == ("amount", 50_000)
    assert (third.given["starts_at"], third.cancelled) == ("2026-12-02T09:00:00Z", True)


def test_the_same_table_twice_changes_nothing() -> None:
    one = source()
    assert fates(taken_in(one, TABLE.encode(), "lich.csv")) == ["new"] * 3
    assert fates(taken_in(one, TABLE.encode(), "lich.csv")) == ["same"] * 3


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Hội;30/02/2026 18:00;", "“30/02/2026 18:00” is no day. Write it as 28/11/2026."),
        ("Hội;28/11/2026 25:00;", "“25:00” is no time of day. Write it as 18:00."),
        ("Hội;28/11/2026 tối;", "“tối” is no time of day. Write it as 18:00."),
        ("Hội;;", "It does not say when it begins."),
        ("Hội;28/11/2026 18:00;17:00", "It ends before it begins. Look at both times."),
        ("Hội;28/11/2026;27/11/2026", "It ends before it begins. Look at both days."),
        ("Hội;01/01/0001;", "“01/01/0001” is no day. Write it as 28/11/2026."),
        (";28/11/2026;", "It has no title."),
    ],
)
def test_a_row_that_cannot_be_is_refused_in_words(row: str, says: str) -> None:
    assert why(f"title;start;end\n{row}\n".encode(), "a.csv") == says


def test_a_table_that_is_none_is_refused_in_words() -> None:
    assert refusal(b"a,b\n1,2\n", "a.csv") == "The first row must name the columns, at least title_vi and start."
    assert refusal("tên\n".encode("cp1258"), "a.csv").startswith("The file is not written in UTF-8.")
    assert refusal(b'title,start\n"a,b\n', "a.csv").startswith("From row 2 on the file cannot be read")
    many = "title,start\n" + "a,28/11/2026\n" * (table.ROWS + 1)
    assert refusal(many.encode(), "a.csv") == "The file has more than 2000 dates. Bring it in parts."


def test_a_formula_stays_text_and_a_note_to_oneself_is_told_of() -> None:
    found = reading.read(b'title,start,=x\n"\'=HYPERLINK(1)",28/11/2026,\n', "a.csv", at=AT).content
    assert (found["items"][0]["given"]["title_vi"], found["unknown"]) == ("=HYPERLINK(1)", ["=x"])


def test_every_word_of_the_sandbox_has_its_sentence() -> None:
    told = (Path(reading.__file__).parent / "sandbox.py").read_text()
    assert [word for word in items._SAYS if f'"{word}' not in told] == []
