"""The sheets of paper cards as a PDF: eight cards on A4 to be cut, then the list on which people sign for theirs.

Black on white, drawn with our own face and the code itself as squares: nothing is fetched, any printer will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.config import ROOT
from portal.media.paper import squares

if TYPE_CHECKING:
    from fpdf import FPDF

FACES = ROOT / "portal" / "media" / "fonts"
A4 = (210.0, 297.0)  # millimetres, as everything below
ACROSS, DOWN = 2, 4
CARD = (105.0, 74.25)  # A7, as a sheet of eight is cut: 74 mm and a hair for the knife
MARGIN = 8.0
CODE_EDGE = 34.0
LINE = 1.28  # of the letters' height: the marks of Ễ and Ộ need that room
POINT = 25.4 / 72
NAME_SIZES = (17, 15, 13, 11)  # points
NAME_ROOM = 18.0  # millimetres: two lines of the largest letters, three of smaller ones
ROWS_OF_LIST = 24


@dataclass(frozen=True)
class Slip:
    """What one card says."""

    name: str
    place: str
    code: str
    address: str
    """What its QR code opens."""


@dataclass(frozen=True)
class Words:
    """What every card and the list say, in the language of the sheet."""

    brand: str
    handed: str
    what_to_do: str
    until: str
    title: str
    columns: tuple[str, str, str, str]


def sheet(slips: Sequence[Slip], words: Words) -> bytes:
    """The PDF: as many sheets of eight as are needed, then the list for signatures without any code."""
    from fpdf import FPDF  # takes a third of a second: only where a sheet is drawn

    pdf = FPDF(format="A4", unit="mm")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_title(words.title)
    for weight, style in (("regular", ""), ("bold", "B")):
        pdf.add_font("portal", style, FACES / f"be-vietnam-pro-{weight}.ttf")
    for eight in _groups(slips, ACROSS * DOWN):
        pdf.add_page()
        _marks_for_the_knife(pdf)
        for number, slip in enumerate(eight):
            _card(pdf, slip, words, x=number % ACROSS * CARD[0], y=number // ACROSS * CARD[1])
    for page, some in enumerate(_groups(slips, ROWS_OF_LIST)):
        pdf.add_page()
        _list(pdf, some, words, first=page * ROWS_OF_LIST + 1)
    return bytes(pdf.output())


def _groups(slips: Sequence[Slip], size: int) -> Iterator[Sequence[Slip]]:
    for start in range(0, len(slips), size):
        yield slips[start : start + size]


def _marks_for_the_knife(pdf: FPDF) -> None:
    pdf.set_draw_color(170)
    pdf.set_line_width(0.1)
    pdf.line(CARD[0], 0, CARD[0], A4[1])
    for row in range(1, DOWN):
        pdf.line(0, row * CARD[1], A4[0], row * CARD[1])


def _card(pdf: FPDF, slip: Slip, words: Words, *, x: float, y: float) -> None:
    left, top = x + MARGIN, y + MARGIN
    beside = CARD[0] - 2 * MARGIN - CODE_EDGE - 4
    below = _text(pdf, words.handed, left, top, CARD[0] - 2 * MARGIN, size=8)
    below = _name(pdf, slip.name, left, below + 2, beside)
    _text(pdf, slip.place, left, below + 0.5, beside, size=9, lines=1)
    squares(pdf, slip.address, x=x + CARD[0] - MARGIN - CODE_EDGE, y=top + 5, edge=CODE_EDGE)
    _text(pdf, slip.code, left, y + 41, beside + 4, size=21, bold=True, lines=1)
    _text(pdf, words.what_to_do, left, y + 52, CARD[0] - 2 * MARGIN, size=8.5, lines=2)
    _text(pdf, words.until, left, y + 61, beside, size=8, lines=1)
    pdf.set_font("portal", "B", 8)
    pdf.text(x + CARD[0] - MARGIN - pdf.get_string_width(words.brand), y + 61 + 8 * POINT, words.brand)


def _name(pdf: FPDF, name: str, x: float, y: float, width: float) -> float:
    """As large as it can be in its room; cut where even the smallest letters need more."""
    fits = (size for size in NAME_SIZES if len(_wrapped(pdf, name, width, size, bold=True)) <= _lines_of(size))
    size = next(fits, NAME_SIZES[-1])
    return _text(pdf, name, x, y, width, size=size, bold=True, lines=_lines_of(size))


def _lines_of(size: float) -> int:
    return int(NAME_ROOM / (size * POINT * LINE))


def _text(
    pdf: FPDF, text: str, x: float, y: float, width: float, *, size: float, bold: bool = False, lines: int = 3
) -> float:  # fmt: skip
    """Writes a text in lines of this width and returns what lies below; what has no room ends in "…"."""
    rows = _wrapped(pdf, text, width, size, bold=bold)
    if len(rows) > lines:
        rows = [*rows[: lines - 1], _shortened(pdf, " ".join(rows[lines - 1 :]), width)]
    for row in rows:
        pdf.text(x, y + size * POINT, row)
        y += size * POINT * LINE
    return y


def _wrapped(pdf: FPDF, text: str, width: float, size: float, *, bold: bool) -> list[str]:
    pdf.set_font("portal", "B" if bold else "", size)
    rows: list[str] = []
    for word in text.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and pdf.get_string_width(longer) <= width:
            rows[-1] = longer
        else:
            rows.append(_shortened(pdf, word, width))
    return rows


def _shortened(pdf: FPDF, text: str, width: float) -> str:
    if pdf.get_string_width(text) <= width:
        return text
    while text and pdf.get_string_width(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def _list(pdf: FPDF, slips: Sequence[Slip], words: Words, *, first: int) -> None:
    """Who has been given a card, with room to sign. No code stands here: the list stays at the office."""
    left, right = 15.0, A4[0] - 15.0
    below = _text(pdf, words.title, left, 14, right - left, size=15, bold=True)
    columns = (left, left + 8, left + 92, left + 138)
    y = below + 5
    for x, word in zip(columns, words.columns, strict=True):
        _text(pdf, word, x, y, 44, size=9, bold=True, lines=1)
    pdf.set_draw_color(90)
    pdf.set_line_width(0.2)
    y += 6
    for number, slip in enumerate(slips, start=first):
        pdf.line(left, y, right, y)
        for x, text, width in zip(columns, (str(number), f"{slip.name}, {slip.place}"), (7.0, 82.0), strict=False):
            _text(pdf, text, x, y + 1, width, size=9, lines=2)
        y += 10
    pdf.line(left, y, right, y)
