"""The copy that jurors may carry away: pixels of the panel and nothing else, as a PDF of pictures or as one JPEG."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

import pikepdf
from PIL import Image

from portal.media.panels.inside import sheets

DPI = 150
LONGEST = 7100  # pixels: A0 at 150 dpi
QUALITY = 80
PART = 1_000_000  # bytes that leave at once


def main(file: IO[bytes], order: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """First {"media_type", "pages"}, then the copy in parts."""
    sheet = sheets.opened(file)
    made = _pdf(sheet) if isinstance(sheet, sheets.Page) else _jpeg(sheet, 0)
    yield {"media_type": sheets.PDF if isinstance(sheet, sheets.Page) else sheets.JPEG, "pages": len(sheet)}, b""
    for start in range(0, len(made), PART):
        yield {}, made[start : start + PART]


def _jpeg(sheet: sheets.Page | sheets.Picture, page: int) -> bytes:
    width, height = sheet.size(page, dpi=DPI, longest=LONGEST)
    whole, top = Image.new("RGB", (width, height)), 0
    for band in sheet.bands(page, width, height):
        whole.paste(band, (0, top))
        top += band.height
    out = BytesIO()
    whole.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _pdf(sheet: sheets.Page) -> bytes:
    """Pages of the same size, each one picture; no information about the file, no time and no program."""
    clean = pikepdf.Pdf.new()
    for number in range(len(sheet)):
        width, height = (round(side, 2) for side in sheet.points(number))
        body = _jpeg(sheet, number)
        with Image.open(BytesIO(body)) as read:
            across, down = read.size
        picture = clean.make_stream(
            body, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=across, Height=down,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        page = clean.add_blank_page(page_size=(width, height))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Sheet=picture))
        page.Contents = clean.make_stream(f"q {width} 0 0 {height} 0 0 cm /Sheet Do Q".encode())
    out = BytesIO()
    clean.save(out, deterministic_id=True)
    return out.getvalue()
