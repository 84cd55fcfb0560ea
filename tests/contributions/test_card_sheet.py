"""The file that is printed: eight cards on A4, readable by a reader that we did not write, and a list without codes."""

from __future__ import annotations

import pypdfium2
import pytest
import zxingcpp

from portal.contributions import card_sheet
from portal.contributions.card_sheet import Slip, Words

MM = 72 / 25.4  # points
WORDS = Words(
    brand="Hội An Sáng tạo", handed="Trao tận tay. Dùng một lần.", what_to_do="Quét mã, hoặc mở trang và gõ mã.",
    until="Còn hạn đến 20/2/2027", title="Danh sách ký nhận thẻ giấy", columns=("", "Mục", "Ngày", "Ký tên"),
)  # fmt: skip
LETTERS = "ẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰỲỶỸỴĐăâêôơưđ"
CODES = [f"ABC{symbol}-EFGH" for symbol in "23456789A"]


def slips(names: list[str]) -> list[Slip]:
    return [
        Slip(name, "Cẩm Kim", code, f"https://sang-tao.hoian.example/claim/{code.replace('-', '')}")
        for name, code in zip(names, CODES, strict=False)
    ]


@pytest.fixture
def nine() -> pypdfium2.PdfDocument:
    document = pypdfium2.PdfDocument(card_sheet.sheet(slips([f"Gốm số {n}" for n in range(9)]), WORDS))
    yield document
    document.close()


def text(document: pypdfium2.PdfDocument, page: int) -> str:
    return " ".join(document[page].get_textpage().get_text_range().split())


def codes_on(document: pypdfium2.PdfDocument, page: int, box: tuple[float, ...] = (0, 0, 1, 1)) -> list[str]:
    picture = document[page].render(scale=3).to_pil()
    left, top, right, bottom = (part * side for part, side in zip(box, picture.size * 2, strict=True))
    found = zxingcpp.read_barcodes(picture.crop((round(left), round(top), round(right), round(bottom))))
    return sorted(one.text for one in found)


def test_nine_cards_are_two_sheets_and_a_list_on_a4(nine: pypdfium2.PdfDocument) -> None:
    assert len(nine) == 3
    assert {tuple(round(side / MM) for side in nine[page].get_size()) for page in range(3)} == {(210, 297)}


def test_every_code_is_read_back_in_its_own_field(nine: pypdfium2.PdfDocument) -> None:
    """A field is an eighth of the sheet, 105 × 74 mm: cut there, each card holds exactly its own code."""
    for number in range(8):
        across, down = number % 2, number // 2
        box = (across / 2, down / 4, (across + 1) / 2, (down + 1) / 4)
        expected = f"https://sang-tao.hoian.example/claim/{CODES[number].replace('-', '')}"
        assert codes_on(nine, 0, box) == [expected]
    assert len(codes_on(nine, 1)) == 1


def test_the_list_for_signatures_holds_every_name_and_no_code(nine: pypdfium2.PdfDocument) -> None:
    said = text(nine, 2)
    assert all(f"Gốm số {n}" in said for n in range(9))
    assert not any(code in said for code in CODES)
    assert codes_on(nine, 2) == []


def test_a_card_says_its_name_its_code_and_what_to_do(nine: pypdfium2.PdfDocument) -> None:
    said = text(nine, 1)
    assert all(words in said for words in ("Gốm số 8", CODES[8], "Quét mã", "Còn hạn đến 20/2/2027", "Cẩm Kim"))


def test_vietnamese_letters_are_all_in_the_face() -> None:
    names = [LETTERS[start : start + 6] for start in range(0, len(LETTERS), 6)]
    document = pypdfium2.PdfDocument(card_sheet.sheet(slips(names), WORDS))
    assert all(letter in text(document, 0) for letter in LETTERS)
    document.close()


def test_a_name_that_is_too_long_is_cut_and_stays_in_its_field() -> None:
    long = "Làng nghệ thuật cộng đồng Tam Thanh và những người bạn ở làng chài Tân Thành " * 3
    document = pypdfium2.PdfDocument(card_sheet.sheet(slips([long, "W" * 80]), WORDS))
    assert text(document, 0).count("…") == 2
    assert len(codes_on(document, 0)) == 2
    document.close()
