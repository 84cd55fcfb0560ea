"""A4 papers as PDF, made without outside programs: minutes, certificates, receipts, letters to be printed.

    paper = Paper("Biên bản", lang="vi", made_at=at, foot="SHA-256 3f9a…")
    paper.title()                                    # what the paper is called, once, large
    paper.heading("1. Dự họp")
    paper.paragraph("Hội đồng họp lúc …")
    paper.facts([("Mã bài", "HT4827"), ("Số thứ tự", "17")])        # a label and what stands beside it
    paper.table(("Bài", "Điểm"), rows, widths=(3, 1), numbers={1})  # rows of texts; `numbers` stand at the right
    paper.qr("https://…/certificates/ABCD-EFGH", says="Kiểm tra tại …")
    paper.signatures([("Chủ tịch", "Lê Thị B"), …])                 # room to sign, three across
    body = paper.pdf()

`Paper(…, across=True, framed=True)` with `line(text, size=…)` (one centred line) is a certificate. Texts are plain:
what is given is printed, in any of our three languages; a letter that the face lacks becomes "?". Each page says its
number and how many there are, and `foot` (a checksum, a code) stands at its left. The same calls give the same bytes:
hash them freely. Lengths in millimetres, sizes of letters in points.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from portal.config import ROOT
from portal.kit.fold import nfc
from portal.kit.numbers import NARROW_SPACE, NO_BREAK_SPACE
from portal.kit.qr import QUIET_ZONE, make

if TYPE_CHECKING:
    from fpdf import FPDF

FACES = ROOT / "portal" / "media" / "fonts"
LEADING = 1.36  # of the letters' size: the marks of Ễ and Ộ need that room
POINT = 25.4 / 72
MARGIN = 20.0
FOOT = 16.0
TEXT, SMALL, HEADING, TITLE = 10.5, 8.5, 13.0, 20.0
CODE_EDGE = 30.0
SIGNING_ROOM = 18.0
INK, GREY, HAIR = 20, 95, 200
UNKNOWN = "?"


class Paper:
    """One document, written from its top to its end; `pdf()` closes it."""

    def __init__(
        self, name: str, *, lang: str, made_at: datetime, foot: str = "", across: bool = False, framed: bool = False
    ) -> None:
        """`name` is the document's title, `made_at` (aware) its date, `foot` the words at the foot of each page."""
        self.name, self.foot, self.framed = name, foot, framed
        self.drawn = blank("A4", lang=lang, made_at=made_at, name=name, across=across)
        self.drawn.set_margins(MARGIN, MARGIN, MARGIN)
        self.drawn.set_auto_page_break(True, margin=MARGIN + 2)
        self.drawn.add_page()

    @property
    def width(self) -> float:
        """Millimetres between the margins."""
        return float(self.drawn.epw)

    def title(self) -> None:
        """The document's name, large, at the left."""
        self._write(self.name, size=TITLE, bold=True)
        self.space(2)

    def heading(self, text: str) -> None:
        """Begins a part; never stands alone at the end of a page."""
        self.room(24)
        self.space(3)
        self._write(text, size=HEADING, bold=True)
        self.space(1)

    def paragraph(self, text: str, *, small: bool = False, bold: bool = False) -> None:
        """A text over the whole width; line ends in it stay."""
        self._write(text, size=SMALL if small else TEXT, bold=bold, grey=small)
        self.space(1.6)

    def line(self, text: str, *, size: float = TEXT, bold: bool = False, grey: bool = False) -> None:
        """A centred text, as on a certificate."""
        self._write(text, size=size, bold=bold, grey=grey, align="C")
        self.space(2)

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Labels in grey at the left, what they say beside them."""
        pdf, label = self.drawn, min(58.0, self.width / 3)
        for name, says in rows:
            self.room(8)
            top, page = pdf.y, pdf.page
            self._write(name, size=SMALL + 0.5, grey=True, width=label - 3)
            below = pdf.y if pdf.page == page else top
            pdf.set_xy(MARGIN + label, top)
            self._write(says, size=TEXT, width=self.width - label, left=MARGIN + label)
            pdf.set_y(max(below, pdf.y) + 1)
        self.space(1.6)

    def table(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[float] = (),
        numbers: Collection[int] = (),
    ) -> None:
        """Rows under a head that comes again on each page. `widths` are parts of the whole; all alike without them."""
        from fpdf.fonts import FontFace

        pdf = self.drawn
        pdf.set_font("portal", "", SMALL + 0.5)
        pdf.set_text_color(INK)
        pdf.set_draw_color(HAIR)
        pdf.set_line_width(0.2)
        with pdf.table(
            col_widths=tuple(widths) or None, line_height=(SMALL + 0.5) * POINT * LEADING, padding=1.2,
            borders_layout="HORIZONTAL_LINES", headings_style=FontFace(emphasis="BOLD"),
            text_align=tuple("RIGHT" if at in numbers else "LEFT" for at in range(len(columns))),
        ) as table:  # fmt: skip
            for cells in (columns, *rows):
                row = table.row()
                for cell in cells:
                    row.cell(printable(cell))
        self.space(4)

    def qr(self, text: str, *, says: str = "", edge: float = CODE_EDGE) -> None:
        """A QR code of `text` with a sentence beside it."""
        pdf = self.drawn
        self.room(edge + 2)
        top = pdf.y
        squares(pdf, text, x=MARGIN, y=top, edge=edge)
        pdf.set_xy(MARGIN + edge + 4, top + edge / 4)
        self._write(says, size=SMALL + 0.5, width=self.width - edge - 4, left=MARGIN + edge + 4)
        pdf.set_y(max(top + edge, pdf.y) + 2)

    def code(self, text: str, *, edge: float) -> None:
        """A QR code of `text` in the middle of the line."""
        self.room(edge + 2)
        top = self.drawn.y
        squares(self.drawn, text, x=(self.drawn.w - edge) / 2, y=top, edge=edge)
        self.drawn.set_y(top + edge + 2)

    def signatures(self, people: Sequence[tuple[str, str]]) -> None:
        """Room to sign for each: the role above it, the name below, three across."""
        pdf, gap = self.drawn, 6.0
        wide = (self.width - 2 * gap) / 3
        for start in range(0, len(people), 3):
            self.room(SIGNING_ROOM + 22)
            top = pdf.y
            for number, (role, name) in enumerate(people[start : start + 3]):
                left = MARGIN + number * (wide + gap)
                pdf.set_xy(left, top)
                self._write(role, size=SMALL, grey=True, width=wide, left=left)
                pdf.set_draw_color(GREY)
                pdf.set_line_width(0.2)
                pdf.line(left, top + SIGNING_ROOM + 6, left + wide, top + SIGNING_ROOM + 6)
                pdf.set_xy(left, top + SIGNING_ROOM + 7)
                self._write(name, size=TEXT, width=wide, left=left)
            pdf.set_y(top + SIGNING_ROOM + 20)

    def rule(self) -> None:
        """A fine line over the whole width."""
        pdf = self.drawn
        pdf.set_draw_color(HAIR)
        pdf.set_line_width(0.2)
        pdf.line(MARGIN, pdf.y, MARGIN + self.width, pdf.y)
        self.space(3)

    def space(self, height: float) -> None:
        self.drawn.set_y(self.drawn.y + height)

    def down_to(self, height: float) -> None:
        """Goes down to this distance from the upper edge of the page, if it is not below it already."""
        self.drawn.set_y(max(height, self.drawn.y))

    def room(self, height: float) -> None:
        """Goes to the next page when less than `height` is left on this one."""
        if self.drawn.will_page_break(height):
            self.drawn.add_page()

    def pdf(self) -> bytes:
        """The finished document."""
        pdf = self.drawn
        pdf.set_auto_page_break(False)
        for number in range(1, pdf.pages_count + 1):
            pdf.page = number
            self._close_page(f"{number}/{pdf.pages_count}")
        return bytes(pdf.output())

    def _close_page(self, number: str) -> None:
        pdf = self.drawn
        below = pdf.h - FOOT
        if self.framed:
            pdf.set_draw_color(INK)
            for inset, width in ((8.0, 0.8), (10.0, 0.2)):
                pdf.set_line_width(width)
                pdf.rect(inset, inset, pdf.w - 2 * inset, pdf.h - 2 * inset)
        pdf.set_text_color(GREY)
        for size in (TEXT, 7.5):  # said anew: fpdf2 believes that the last page's size is still in force here
            pdf.set_font("portal", "", size)
        pdf.text(MARGIN, below + 2, printable(self.foot))
        if not self.framed:
            pdf.text(pdf.w - MARGIN - pdf.get_string_width(number), below + 2, number)

    def _write(
        self, text: str, *, size: float, bold: bool = False, grey: bool = False, align: str = "L",
        width: float = 0, left: float = MARGIN,
    ) -> None:  # fmt: skip
        pdf = self.drawn
        pdf.set_font("portal", "B" if bold else "", size)
        pdf.set_text_color(GREY if grey else INK)
        if text:
            pdf.set_x(left)
            pdf.multi_cell(width, size * POINT * LEADING, printable(text), align=align, new_x="LEFT", new_y="NEXT")
        pdf.set_x(MARGIN)


def blank(
    size: str | tuple[float, float], *, lang: str, made_at: datetime, name: str = "", across: bool = False
) -> FPDF:
    """An empty document of fpdf2 with our face ("portal", plain and bold) and nothing about who made it."""
    from fpdf import FPDF  # takes a third of a second: only where a paper is drawn

    pdf = FPDF(orientation="landscape" if across else "portrait", unit="mm", format=size)
    for weight, style in (("regular", ""), ("bold", "B")):
        pdf.add_font("portal", style, FACES / f"be-vietnam-pro-{weight}.ttf")
    pdf.set_producer("")
    pdf.set_creation_date(made_at.astimezone(UTC))
    pdf.set_lang(lang)
    pdf.c_margin = 0
    if name:
        pdf.set_title(name)
    return pdf


def squares(pdf: FPDF, text: str, *, x: float, y: float, edge: float) -> None:
    """A QR code as black squares in a field of this edge, with the quiet border that readers need inside it."""
    rows = [bytes(row) for row in make(text).matrix]
    module = edge / (len(rows) + 2 * QUIET_ZONE)
    pdf.set_fill_color(0)
    for down, row in enumerate(rows):
        for start, length in _runs(row):
            across = x + (QUIET_ZONE + start) * module
            pdf.rect(across, y + (QUIET_ZONE + down) * module, length * module, module, style="F")


def printable(text: str) -> str:
    """The text in the letters that the face has; what it lacks is "?", so that nobody believes it was never there.

    It lacks the narrow space between thousands, in the place of which a wider one stands.
    """
    known, plain = _letters(), nfc(text).replace("\t", " ").replace(NARROW_SPACE, NO_BREAK_SPACE)
    return "".join(sign if sign in known or sign == "\n" else UNKNOWN for sign in plain)


@cache
def _letters() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(FACES / "be-vietnam-pro-regular.ttf") as face:
        return frozenset(map(chr, face.getBestCmap()))


def _runs(row: bytes) -> Iterator[tuple[int, int]]:
    """The black stretches of a row: where each begins and how long it is. In one piece they print without seams."""
    start = None
    for place, module in enumerate([*row, 0]):
        if module and start is None:
            start = place
        elif not module and start is not None:
            yield start, place - start
            start = None
