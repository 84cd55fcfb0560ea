"""An entrant's names are found however they are written, and ordinary words are not."""

from __future__ import annotations

import time
import unicodedata

import pytest

from portal.kit.names_found import Known, find

KNOWN = Known(
    people=("Nguyễn Văn An", "Lê Hoa", "Trần Thị Thanh Hà"),
    houses=("Xưởng Cát Vàng", "Trường Đại học Bách khoa Đà Nẵng", "Studio Hiên", "MIA Design"),
    mails=("an.nguyen87@gmail.com", "info@hienstudio.vn"),
    phones=("+84905123456",),
    places=("Hội An", "Đà Nẵng", "Thanh Hà", "Minh An", "An Hội"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("KTS Nguyễn Văn A, KTS Nguyễn Văn An", "Nguyễn Văn An"),
        ("THIẾT KẾ: NGUYEN VAN AN", "NGUYEN VAN AN"),
        ("mặt bằng của nguyễn văn an", "nguyễn văn an"),
        ("An Nguyễn Văn", "An Nguyễn Văn"),
        ("N G U Y Ễ N  V Ă N  A N", "N G U Y Ễ N  V Ă N  A N"),
        ("nguyenvanan2025", "nguyenvanan2025"),
        ("NguyÔn V¨n An", "NguyÔn V¨n An"),
        ("NGUYEÃN VAÊN AN", "NGUYEÃN VAÊN AN"),
        ("Hoa Lê", "Hoa Lê"),
        ("Xưởng CÁT VÀNG", "Xưởng CÁT VÀNG"),
        ("Studio Hiên", "Studio Hiên"),
        ("Tel. 0905 123.456", "0905 123.456"),
        ("(+84) 905-123-456", "+84) 905-123-456"),
        ("AN.NGUYEN87@gmail.com", "AN.NGUYEN87@gmail.com"),
        ("www.hienstudio.vn/du-an", "hienstudio.vn"),
    ],
)
def test_what_is_surely_the_entrants(text: str, found: str) -> None:
    for written in (text, unicodedata.normalize("NFD", text)):
        assert [(one.words, one.sure) for one in find(written, KNOWN)] == [(found, True)]
        (one,) = find(written, KNOWN)
        assert unicodedata.normalize("NFC", written)[one.start : one.end] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nguyễn V. An vẽ", "Nguyễn V. An"),
        ("AN, NGUYỄN", "AN, NGUYỄN"),
        ("Nhóm của Nguyễn và An", "Nguyễn và An"),
        ("Trình bày: KTS An", "KTS An"),
        ("Đại học Bách khoa", "Đại học Bách khoa"),
        ("MIA, 2026", "MIA"),
        ("0912 345 678", "0912 345 678"),
        ("ai.do@example.com", "ai.do@example.com"),
    ],
)
def test_what_may_be_the_entrants_is_a_question(text: str, found: str) -> None:
    assert [(one.words, one.sure) for one in find(text, KNOWN)] == [(found, False)]


@pytest.mark.parametrize(
    "text",
    [
        "An", "Hoa, Minh", "KTS", "An toàn cho mọi người", "Lễ hoa đăng ở Hội An", "Gốm Thanh Hà, phường Minh An",
        "đường Nguyễn Thái Học, Hội An", "An Hội, cầu Nguyễn", "Nguyễn Văn Anh", "nguyenvananh", "hoa lê nở",
        "cát vàng đổ nền", "Mái hiên", "thiết kế kiến trúc", "Khoa Kiến trúc", "Đà Nẵng", "mia",
        "1:100 0.450 1200 2400 A1 ±0.000", "Chú Nguyễn ngồi bán bánh mì ở góc công viên, gọi An",
    ],
)  # fmt: skip
def test_ordinary_words_are_nobodys_name(text: str) -> None:
    assert find(text, KNOWN) == []


def test_nobody_writes_capitals_in_addresses_and_file_names() -> None:
    assert [one.words for one in find("behance.net/an-nguyen/panel", KNOWN, loose=True)] == ["an-nguyen"]
    assert find("behance.net/an-nguyen/panel", KNOWN) == []


def test_of_two_that_overlap_the_surer_is_kept() -> None:
    assert [(one.words, one.sure) for one in find("KTS An Nguyễn Văn, Lê Hoa", KNOWN)] == [
        ("An Nguyễn Văn", True),
        ("Lê Hoa", True),
    ]


def test_who_said_nothing_is_found_nowhere() -> None:
    assert find("Nguyễn Văn An", Known(people=("", "…"), houses=("",), mails=("",), phones=("12",))) == []


def test_a_line_without_end_takes_no_time_without_end() -> None:
    began = time.process_time()
    for line in ("Nguyễn An " * 5_000, "mặt bằng tầng trệt " * 3_000, "a" * 50_000, "a." * 25_000, "0905 " * 10_000):
        assert len(find(line, KNOWN)) <= 200
    assert time.process_time() - began < 5
