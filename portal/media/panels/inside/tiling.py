"""A sheet as a pyramid: two small pictures, and levels of tiles, each level half as wide as the next.

The sheet comes down in bands; every level keeps one band at most, so memory does not grow with the number of levels.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

from PIL import Image

from portal.media.panels.inside import sheets

TILE = sheets.BAND
DPI = 150
SMALLEST = 2048  # pixels of the long side below which no further level is made
PICTURES = ((1200, 58_000), (420, 16_000))  # long side in pixels, bytes at most
TILE_QUALITY, METHOD = 74, 2
QUALITIES = (78, 68, 56, 44, 32, 20)
Made = tuple[dict[str, Any], bytes]


def main(file: IO[bytes], order: dict[str, Any]) -> Iterator[Made]:
    """Frames {"tile": [level, column, row]} with level 0 the largest, {"picture": [width, height]}, {"levels": […]}."""
    sheet = sheets.opened(file)
    page = int(order["page"])
    width, height = sheet.size(page, dpi=DPI)
    sizes = [(width, height)]
    while max(sizes[-1]) > SMALLEST:
        sizes.append(((sizes[-1][0] + 1) // 2, (sizes[-1][1] + 1) // 2))
    small = Image.new("RGB", sizes[-1])
    levels = [Level(number, size) for number, size in enumerate(sizes)]
    for band in sheet.bands(page, width, height):
        for level in levels:
            yield from level.tiles(band)
            if level is levels[-1]:
                small.paste(band, (0, level.top - band.height))
            elif (below := level.halved(band)) is not None:
                band = below
                continue
            break
    for longest, most in PICTURES:
        yield _picture(small, longest, most)
    yield {"levels": sizes}, b""


class Level:
    """One level that bands come into, from the top of the sheet to its foot."""

    def __init__(self, number: int, size: tuple[int, int]) -> None:
        self.number, self.size = number, size
        self.top = 0
        self.waiting: Image.Image | None = None

    def tiles(self, band: Image.Image) -> Iterator[Made]:
        row = self.top // TILE
        self.top += band.height
        for column, left in enumerate(range(0, band.width, TILE)):
            tile = band.crop((left, 0, min(left + TILE, band.width), band.height))
            yield {"tile": (self.number, column, row)}, _webp(tile, TILE_QUALITY, METHOD)

    def halved(self, band: Image.Image) -> Image.Image | None:
        """A whole band of the next smaller level, once two of this one have come or the sheet has ended."""
        half = band.reduce(2)
        if self.waiting is None:
            if self.top < self.size[1]:
                self.waiting = half
                return None
            return half
        both = Image.new("RGB", (half.width, self.waiting.height + half.height))
        both.paste(self.waiting, (0, 0))
        both.paste(half, (0, self.waiting.height))
        self.waiting = None
        return both


def _picture(image: Image.Image, longest: int, most: int) -> Made:
    """The whole sheet in one picture of at most so many bytes: first the quality gives way, then the size."""
    while True:
        made = image.copy()
        made.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            body = _webp(made, quality, 4)
            if len(body) <= most:
                return {"picture": made.size}, body
        longest = longest * 3 // 4


def _webp(image: Image.Image, quality: int, method: int) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=quality, method=method)  # writes pixels alone: no EXIF, XMP or profile is given
    return out.getvalue()
