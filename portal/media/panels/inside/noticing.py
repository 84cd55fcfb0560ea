"""What a machine notices in a photo or a paper: its size, how sharp it is, its codes, its likeness, its words."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import pairwise
from typing import IO, Any

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter, ImageOps, ImageStat, UnidentifiedImageError

from portal.media.panels.inside.sheets import PDF, Unfit

LONGEST = 1200  # pixels of the long side at which sharpness is measured: a photo as phones send it, a little smaller
READABLE = 2000  # and at which codes are read
MOST_PIXELS = 120_000_000
MOST_CODES = 5
LONGEST_CODE = 600
PAGES = 3  # of a paper whose words are read
LONGEST_TEXT = 6_000
LIKE = 8
TILES = 4
EVEN = 6  # bits fewer than which a picture has nothing by which it would be known again
# Laplace: what is left where a picture is even is nothing; around a middle grey, so that both signs are kept
EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def main(file: IO[bytes], order: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """One frame of facts. Raises Unfit."""
    file.seek(0)
    head = file.read(5)
    file.seek(0)
    yield (_paper(file) if head == b"%PDF-" else _photo(file)), b""


def _photo(file: IO[bytes]) -> dict[str, Any]:
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
    try:
        with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as image:
            size = image.size
            image.draft("L", (READABLE, READABLE))
            upright: Image.Image = ImageOps.exif_transpose(image)
            turned = (upright.width > upright.height) != (size[0] > size[1])
            grey = _grey(upright)
    except UnidentifiedImageError as error:
        raise Unfit("unknown") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unfit("broken") from error
    return {
        "pixels": list(reversed(size) if turned else size), "sharp": sharpness(grey), "likeness": likeness(grey),
        "codes": codes(grey),
    }  # fmt: skip


def _grey(image: Image.Image) -> Image.Image:
    """On white, in shades of grey, no longer than codes need."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        image = Image.alpha_composite(ground, clear)
    grey = image.convert("L")
    grey.thumbnail((READABLE, READABLE), Image.Resampling.BOX)
    return grey


def sharpness(grey: Image.Image) -> float:
    """The variance of the Laplacian where it is largest: a plain background does not make a photo blurred."""
    small = grey.copy()
    small.thumbnail((LONGEST, LONGEST), Image.Resampling.BOX)
    edges = small.filter(EDGES).crop((1, 1, small.width - 1, small.height - 1))  # its rim is not filtered
    across, down = max(1, edges.width // TILES), max(1, edges.height // TILES)
    boxes = ((x * across, y * down, (x + 1) * across, (y + 1) * down) for x in range(TILES) for y in range(TILES))
    return round(max(float(ImageStat.Stat(edges.crop(box)).var[0]) for box in boxes), 1)


def likeness(grey: Image.Image) -> str:
    """64 bits that say of each place whether it is darker than the one to its right: a copy has nearly the same.

    "" for a picture that is too even to be told from others.
    """
    small = grey.resize((LIKE + 1, LIKE), Image.Resampling.BOX)
    dots = list(small.tobytes())
    rows = (dots[at : at + LIKE + 1] for at in range(0, len(dots), LIKE + 1))
    bits = "".join(str(int(left < right)) for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):016x}" if EVEN <= bits.count("1") <= len(bits) - EVEN else ""


def codes(grey: Image.Image) -> list[str]:
    """The texts of the QR codes in it."""
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    return [one.text[:LONGEST_CODE] for one in found if one.text][:MOST_CODES]


def _paper(file: IO[bytes]) -> dict[str, Any]:
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise Unfit("locked" if "assword" in str(error) else "broken") from error
    words, found = [], []
    for number in range(min(PAGES, len(document))):
        page = document[number]
        words.append(page.get_textpage().get_text_range()[:LONGEST_TEXT])
        if number == 0:
            scale = min(3.0, READABLE / max(page.get_size()))
            found = codes(page.render(scale=scale, grayscale=True).to_pil().convert("L"))
    return {"media_type": PDF, "pages": len(document), "words": "\n".join(words)[:LONGEST_TEXT], "codes": found}
