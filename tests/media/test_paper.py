"""Papers that are printed: what was given stands on them, page by page, and the same calls give the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
from PIL import Image

from portal.kit import numbers
from portal.media import label
from portal.media.paper import Paper

AT = datetime(2026, 12, 22, 9, 30, tzinfo=UTC)


def texts(body: bytes) -> list[str]:
    with pypdfium2.PdfDocument(body) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def minutes() -> bytes:
    paper = Paper("Biên bản họp Ban giám khảo", lang="vi", made_at=AT, foot="SHA-256 3f9a0c")
    paper.title()
    paper.heading("1. Dự họp")
    paper.paragraph("Ỗ Ữ ẵ Đ 中")
    paper.facts([("Mã bài", "HT4827"), ("Octets", numbers.show(32_409, "fr"))])
    paper.table(("Bài", "Điểm"), [(f"KV{n}", "8,25") for n in range(60)], widths=(3, 1), numbers={1})
    paper.qr("https://hoian.example/certificates/ABCD-EFGH", says="Kiểm tra tại đây")
    paper.signatures([("Chủ tịch", "Lê Thị Bích Phượng")])
    return paper.pdf()


def test_a_paper_says_what_was_given_on_numbered_pages() -> None:
    body = minutes()
    pages = texts(body)
    assert [page.rstrip().splitlines()[-1] for page in pages] == [
        f"SHA-256 3f9a0c {number}/{len(pages)}" for number in range(1, len(pages) + 1)
    ]
    assert [page.count("Bài Điểm") for page in pages[:2]] == [1, 1]
    words = " ".join(" ".join(pages).split())
    for said in ("Biên bản họp Ban giám khảo", "Ỗ Ữ ẵ Đ ?", "Mã bài HT4827", "Octets 32 409", "KV59 8,25",
                 "Kiểm tra tại đây", "Chủ tịch Lê Thị Bích Phượng"):  # fmt: skip
        assert said in words
    assert minutes() == body
    assert b"fpdf" not in body.lower()


def test_a_label_is_the_code_alone_in_a_box_of_3_by_1_centimetres() -> None:
    body = label.pdf("HT4827")
    with pypdfium2.PdfDocument(body) as document:
        assert [round(side / 72 * 25.4, 1) for side in document[0].get_size()] == [30.0, 10.0]
        assert len(document) == 1
    assert texts(body) == ["HT4827"]
    picture = Image.open(BytesIO(label.png("HT4827")))
    assert [round(side / dpi * 25.4) for side, dpi in zip(picture.size, picture.info["dpi"], strict=True)] == [30, 10]
    inside = picture.crop((20, 20, picture.width - 20, picture.height - 20))
    letters = inside.point(lambda value: 255 - value).getbbox()
    assert letters is not None
    assert letters[0] > 20
    assert letters[2] < inside.width - 20
