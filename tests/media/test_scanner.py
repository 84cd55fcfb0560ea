"""The scanner finds a name in every place where a panel can hold one, and says where; the copy for jurors has none."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from portal.kit.names_found import Known
from portal.kit.say import Refused
from portal.media.panels import copies, scanner
from portal.media.panels.scanner import Finding
from portal.media.storage import DiskStorage
from tests.media import panels, samples

NAMES = panels.NAMES


def told(found: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(one.kind, one.words) for one in found}


def test_every_place_of_a_pdf_is_read() -> None:
    found = scanner.scan(BytesIO(panels.talkative_pdf()), panels.KNOWN, name="mai anh đào.pdf")
    hidden = {(place, NAMES[place]) for place in
              ("info", "xmp", "layer", "annotation", "link", "structure", "exif", "comment", "iptc")}  # fmt: skip
    drawn = {("text", NAMES["text"].upper()), ("text", "Xưởng Cát Vàng"), ("text", "0905 123.456"), ("qr", NAMES["qr"])}
    assert told(found) == hidden | drawn | {("gps", "GPS"), ("file_name", "mai anh đào")}
    assert {(one.kind, one.words) for one in found if one.seen} == drawn
    assert {one.kind for one in found if not one.sure} == {"gps"}
    assert found[0].seen
    assert found[0].sure


def test_what_stands_on_a_sheet_is_found_with_its_place() -> None:
    found = {one.words: one for one in scanner.scan(BytesIO(panels.talkative_pdf()), panels.KNOWN)}
    name, code = found[NAMES["text"].upper()], found[NAMES["qr"]]
    assert (name.page, code.page) == (2, 2)
    assert name.box is not None
    assert code.box is not None
    assert name.box == pytest.approx((0.133, 0.821, 0.117, 0.012), abs=0.004)  # after "KTS " at 60 mm, above 700 mm
    assert code.box == pytest.approx((500 / 594 + 0.007, 760 / 841 + 0.005, 0.053, 0.037), abs=0.01)
    assert found[NAMES["annotation"]].box == pytest.approx(
        (100 / 1684, 1 - 130 / 2384, 30 / 1684, 30 / 2384), abs=0.002
    )
    assert name.as_json() == {
        "kind": "text", "field": "", "words": "NGUYỄN VĂN AN", "sure": True, "seen": True, "page": 2,
        "box": list(name.box),
    }  # fmt: skip


def test_places_are_those_of_a_turned_page_as_it_is_seen() -> None:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(panels.talkative_pdf())) as pdf:
        pdf.pages[1].Rotate = 90
        turned = panels.saved(pdf)
    box = next(one.box for one in scanner.scan(BytesIO(turned), panels.KNOWN) if one.words == "NGUYỄN VĂN AN")
    assert box == pytest.approx((1 - 0.821 - 0.012, 0.133, 0.012, 0.117), abs=0.004)


def test_every_place_of_a_picture_is_read() -> None:
    assert told(scanner.scan(BytesIO(panels.talkative_jpeg()), panels.KNOWN, name="1.jpg")) == {
        ("exif", NAMES["exif"]), ("iptc", NAMES["iptc"]), ("comment", NAMES["comment"]), ("gps", "GPS"),
    }  # fmt: skip
    assert told(scanner.scan(BytesIO(panels.talkative_png()), panels.KNOWN)) == {("png_text", NAMES["png_text"])}
    exif = samples.encoded(samples.picture(), "JPEG", exif=_windows_author("Phan Đình Cam"))
    assert told(scanner.scan(BytesIO(exif), panels.KNOWN)) == {("exif", "Phan Đình Cam")}


def test_the_copy_for_jurors_tells_only_what_is_drawn(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    copy = copies.make(BytesIO(panels.talkative_pdf()), storage)
    found = scanner.scan(storage.open(copy.stored.digest), panels.KNOWN)
    assert told(found) == {("qr", NAMES["qr"])}  # in pixels: its maker must take it away


def test_a_name_is_read_across_lines_and_in_whatever_order_it_was_drawn() -> None:
    from portal.media.paper import blank

    drawn = blank(panels.A1, lang="vi", made_at=panels.AT)
    drawn.add_page()
    drawn.set_font("portal", "", 30)
    drawn.text(60, 300, "NGUYỄN")
    drawn.text(60, 315, "VĂN AN")
    drawn.text(120, 500, "Bưởi")
    drawn.text(300, 600, "mặt bằng")
    drawn.text(60, 500, "Trần Thị")
    found = scanner.scan(BytesIO(bytes(drawn.output())), panels.KNOWN)
    assert {"NGUYỄN VĂN AN", "Trần Thị Bưởi"} <= {one.words for one in found if one.sure}


def test_any_code_on_a_sheet_is_a_question() -> None:
    from PIL import Image

    sheet = Image.new("RGB", (900, 1_273), "white")
    sheet.paste(Image.open(BytesIO(panels.qr_png("https://vimeo.example/778"))), (600, 900))
    (found,) = scanner.scan(BytesIO(samples.encoded(sheet, "JPEG", quality=90)), Known())
    assert (found.kind, found.words, found.sure, found.seen) == ("qr", "https://vimeo.example/778", False, True)


def test_a_statement_is_read_line_by_line() -> None:
    text = "Nhóm giữ hai hàng sao đen ở Hội An.\nLiên hệ: an@catvang.example\nMái hiên của Xưởng Cát Vàng."
    assert told(scanner.statement(text, panels.KNOWN)) == {
        ("statement", "an@catvang.example"), ("statement", "Xưởng Cát Vàng"),
    }  # fmt: skip


def test_a_panel_that_cannot_be_opened_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="damaged or incomplete"):
        scanner.scan(BytesIO(panels.talkative_pdf()[:20_000]), panels.KNOWN)


def _windows_author(name: str) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x9C9D] = name.encode("utf-16-le") + b"\0\0"
    return exif.tobytes()
