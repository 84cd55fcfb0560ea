"""The picture of a page that other sites show beside a link to it: roof, eave and wall of a house, and what it says.

1200 × 630 pixels, drawn here with our own face and symbols: nothing is fetched, and no photo of anybody is passed on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import TYPE_CHECKING

from portal.city import City
from portal.config import ROOT
from portal.media.drawing import draw

if TYPE_CHECKING:  # the library of pictures weighs on a process: it is loaded when a picture is drawn
    from PIL import Image, ImageDraw
    from PIL.ImageFont import FreeTypeFont as Font

WIDTH, HEIGHT = 1200, 630
DESIGN = 1
"""To be counted up when the same words are to look otherwise: pictures made before are then made again."""

FACES = ROOT / "portal" / "media" / "fonts"
TOKENS = ROOT / "static" / "css" / "tokens"
LANTERN = ROOT / "static" / "symbols" / "lantern.svg"

SMOOTH = 2  # shapes are drawn so many times larger, which gives them soft edges
ROOF, SCALLOP, QUAY = 118, 30, 24  # heights, and the width of a tile of the eave
MARGIN, TILE = 72, 132
LEADING = 1.28  # of the letters' size: the marks of Ễ and Ộ need that room
TITLE_SIZES = (84, 74, 64, 56)
TITLE_LINES, SUMMARY_LINES = 3, 2
UNKNOWN = "\U0010fffd"  # has no glyph in any face
COLOURS = 128

_one_at_a_time = Lock()  # a picture being drawn takes 20 MB


@dataclass(frozen=True)
class Card:
    """What a picture says. `groups` are the keys whose symbols it carries."""

    title: str
    kind: str
    summary: str
    groups: tuple[str, ...]
    brand: tuple[str, str]
    host: str

    @property
    def key(self) -> str:
        """The same for the same picture, another one when anything of it changes."""
        return hashlib.sha256(repr((DESIGN, astuple(self))).encode()).hexdigest()[:24]


def kept(card: Card, name: str, city: City, folder: Path) -> bytes:
    """The picture from a folder, or drawn now and kept there under a name, in place of the name's last one.

    A folder that cannot be written costs time, not the picture.
    """
    path = folder / f"{name}.{card.key}.png"
    with suppress(OSError):
        return path.read_bytes()
    with _one_at_a_time:
        body = picture(card, city)
    with suppress(OSError):
        _keep(path, body)
        for last in set(folder.glob(f"{name}.*.png")) - {path}:
            last.unlink(missing_ok=True)
    return body


def _keep(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as half:
        half.write(body)
    Path(half.name).replace(path)


def picture(card: Card, city: City) -> bytes:
    """The card as PNG, below 100 kB."""
    from PIL import Image, ImageDraw

    image = _house(card, city)
    write = ImageDraw.Draw(image)
    _brand(write, card.brand)
    left = MARGIN + TILE + 40 if len(card.groups) == 1 else MARGIN
    below = _title(write, card.title, left, TITLE_SIZES if len(card.groups) == 1 else TITLE_SIZES[2:])
    below = _lines(write, card.kind, (left, below + 10), _face("bold", 32), lines=1)
    _lines(write, card.summary, (left, below + 8), _face("regular", 34), lines=SUMMARY_LINES)
    write.text((MARGIN, HEIGHT - QUAY - 54), _known(card.host), font=_face("regular", 26), fill=_colours()["wall-ink"])
    file = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _house(card: Card, city: City) -> Image.Image:
    """The front of the house without its words: roof, eave, wall, quay, symbols, lantern."""
    from PIL import Image, ImageDraw

    colour, n = _colours(), SMOOTH
    image = Image.new("RGB", (WIDTH * n, HEIGHT * n), colour["wall"])
    onto = ImageDraw.Draw(image)
    onto.rectangle((0, 0, WIDTH * n, ROOF * n), fill=colour["roof"])
    for x in range(0, WIDTH, SCALLOP):
        top, bottom = ROOF - SCALLOP / 2, ROOF + SCALLOP / 2
        onto.ellipse((x * n, top * n, (x + SCALLOP) * n - 1, bottom * n), fill=colour["roof"])
    onto.rectangle((0, (HEIGHT - QUAY) * n, WIDTH * n, HEIGHT * n), fill=colour["act"])
    draw(onto, _inside(LANTERN), at=(MARGIN * n, 16 * n), scale=2.4 * n, colour=colour["gold"])
    tiles = [(MARGIN, ROOF + 62, TILE)] if len(card.groups) == 1 else _row_of_tiles(len(card.groups))
    for group, (x, y, edge) in zip(card.groups, tiles, strict=True):
        box = (x * n, y * n, (x + edge) * n, (y + edge) * n)
        onto.rounded_rectangle(box, radius=edge * n * 0.22, fill=colour.get(group, colour["act"]))
        inner = edge * 0.19
        scale = edge * 0.62 / 24 * n
        draw(onto, city.groups[group].symbol, at=((x + inner) * n, (y + inner) * n), scale=scale, colour=colour["on"])
    return image.reduce(n)


def _row_of_tiles(count: int) -> list[tuple[int, int, int]]:
    edge, gap = 96, 32
    return [(MARGIN + (edge + gap) * place, HEIGHT - QUAY - 186, edge) for place in range(count)]


def _brand(write: ImageDraw.ImageDraw, brand: tuple[str, str]) -> None:
    font, x = _face("bold", 38), MARGIN + 96
    middle = ROOF / 2
    write.text((x, middle), brand[0], font=font, fill=_colours()["gold"], anchor="lm")
    x += round(font.getlength(f"{brand[0]} "))
    write.text((x, middle), brand[1], font=_face("regular", 38), fill=_colours()["roof-ink"], anchor="lm")


def _title(write: ImageDraw.ImageDraw, title: str, left: int, sizes: Sequence[int]) -> int:
    """As large as it can be in two lines, or in three of the smallest letters; the pixel below it."""
    faces = [_face("bold", size) for size in sizes]
    fitting = (face for face in faces if len(wrapped(title, face, WIDTH - MARGIN - left)) < TITLE_LINES)
    return _lines(write, title, (left, ROOF + 46), next(fitting, faces[-1]), lines=TITLE_LINES)


def _lines(write: ImageDraw.ImageDraw, text: str, at: tuple[int, int], font: Font, *, lines: int) -> int:
    x, y = at
    for line in shortened(wrapped(_known(text), font, WIDTH - MARGIN - x), lines, font, WIDTH - MARGIN - x):
        write.text((x, y), line, font=font, fill=_colours()["wall-ink"])
        y += round(font.size * LEADING)
    return y


def wrapped(text: str, font: Font, width: int) -> list[str]:
    """The text in lines of at most so many pixels; a word that is wider alone is cut where the line ends."""
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
            continue
        while font.getlength(word) > width:
            fits = next(n for n in range(len(word), 0, -1) if n == 1 or font.getlength(word[:n]) <= width)
            lines.append(word[:fits])
            word = word[fits:]
        if word:
            lines.append(word)
    return lines


def shortened(lines: Sequence[str], most: int, font: Font, width: int) -> list[str]:
    """At most so many lines; where something had to go, the last one ends in "…"."""
    if len(lines) <= most:
        return list(lines)
    last = lines[most - 1]
    while last and font.getlength(f"{last}…") > width:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], f"{last}…"]


def _known(text: str) -> str:
    """Without the characters that the face cannot write: they would stand there as empty boxes."""
    return " ".join("".join(letter for letter in text if _has_glyph(letter)).split())


@cache
def _has_glyph(letter: str) -> bool:
    font = _face("regular", 32)
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask(UNKNOWN))


@cache
def _face(weight: str, size: int) -> Font:
    from PIL import ImageFont

    return ImageFont.truetype(FACES / f"be-vietnam-pro-{weight}.ttf", size)


@cache
def _inside(path: Path) -> str:
    """What stands inside the `<svg>` of a file."""
    return re.sub(r"^<svg[^>]*>|</svg>\s*$", "", path.read_text(encoding="utf-8").strip())


@cache
def _colours() -> dict[str, str]:
    """The colours of the style sheet by day, by the names of its tokens: said there and nowhere else."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(TOKENS.glob("*.css")))
    by_day = re.sub(r"@media[^{]*\{.*?\n  \}", "", text, flags=re.S)
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})\b", by_day))
