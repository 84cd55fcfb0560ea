"""What the shop's papers are drawn with: texts in a column, pictures in a frame, codes, eave and symbol.

Lengths in millimetres from the upper left corner, sizes of letters in points. Nothing here breaks a page: each function
returns what lies below, so that who draws sees whether it had room.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, cast

from portal.media.paper import GREY, INK, LEADING, POINT, printable, squares

if TYPE_CHECKING:
    from fpdf import FPDF

EAVE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 16"><path fill="#2d1c12" d="M0 0h420v6'
    + "c-7 10-23 10-30 0" * 14
    + 'z"/></svg>'
)
EAVE_SHAPE = 16 / 420
UNDER = 0.85
"""Of the size of a code's title: the words under it."""
DOTS = 300 / 25.4
"""Of a picture, for each millimetre."""


def text(
    pdf: FPDF, words: str, *, x: float, y: float, width: float, size: float, bold: bool = False, grey: bool = False,
    align: str = "L",
) -> float:  # fmt: skip
    """Words in lines of this width; "" takes no room."""
    if not words:
        return y
    pdf.set_font("portal", "B" if bold else "", size)
    pdf.set_text_color(GREY if grey else INK)
    pdf.set_xy(x, y)
    pdf.multi_cell(width, size * POINT * LEADING, printable(words), align=align, new_x="LEFT", new_y="NEXT")
    return float(pdf.y)


def height(pdf: FPDF, words: str, *, width: float, size: float, bold: bool = False) -> float:
    """How much room words take in lines of this width."""
    if not words:
        return 0
    pdf.set_font("portal", "B" if bold else "", size)
    rows = cast("list[str]", pdf.multi_cell(width, 1, printable(words), dry_run=True, output="LINES"))
    return len(rows) * size * POINT * LEADING


def fitting(pdf: FPDF, words: str, *, width: float, lines: int, sizes: tuple[float, ...]) -> float:
    """The largest of these sizes in which bold words take at most so many lines; the last when none does."""
    for size in sizes:
        pdf.set_font("portal", "B", size)
        rows = cast("list[str]", pdf.multi_cell(width, 1, printable(words), dry_run=True, output="LINES"))
        if len(rows) <= lines:
            return size
    return sizes[-1]


def rule(pdf: FPDF, *, x: float, y: float, width: float) -> float:
    pdf.set_draw_color(200)
    pdf.set_line_width(0.2)
    pdf.line(x, y, x + width, y)
    return y + 1.6


def picture(pdf: FPDF, body: bytes, *, x: float, y: float, width: float, height: float, whole: bool = False) -> None:
    """A picture that fills a frame, or with `whole` stands in it uncut, as a logo must."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(body)) as opened:
        shown = opened.convert("RGBA")
        ground = Image.new("RGBA", shown.size, "white")
        ground.alpha_composite(shown)
        size = (round(width * DOTS), round(height * DOTS))
        flat = ground.convert("RGB")
        fitted = ImageOps.pad(flat, size, color="white") if whole else ImageOps.fit(flat, size)
    kept = BytesIO()
    fitted.save(kept, "JPEG", quality=82)
    pdf.image(kept, x=x, y=y, w=width, h=height)


def code(
    pdf: FPDF, payload: str, *, x: float, y: float, width: float, edge: float, says: str, below: str = "",
    size: float = 9,
) -> float:  # fmt: skip
    """A QR code in the middle of a column, with its title above and a line under it."""
    y = text(pdf, says, x=x, y=y, width=width, size=size, bold=True, align="C") + 0.5
    squares(pdf, payload, x=x + (width - edge) / 2, y=y, edge=edge)
    return text(pdf, below, x=x, y=y + edge + 0.5, width=width, size=size * UNDER, align="C")


def eave(pdf: FPDF) -> float:
    """The scalloped edge of a tiled roof over the whole width of the page."""
    return _vector(pdf, EAVE, x=0, y=0, width=pdf.w, height=pdf.w * EAVE_SHAPE)


def tile(pdf: FPDF, symbol: str, *, x: float, y: float, edge: float) -> None:
    """The symbol of a group in a thin frame: no large surface, so any printer will do."""
    pdf.set_draw_color(INK)
    pdf.set_line_width(0.35)
    pdf.rect(x, y, edge, edge, round_corners=True, corner_radius=edge / 6)
    inset = edge * 0.18
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g fill="#2b1d13">{symbol}</g></svg>'
    _vector(pdf, drawing, x=x + inset, y=y + inset, width=edge - 2 * inset, height=edge - 2 * inset)


def _vector(pdf: FPDF, drawing: str, *, x: float, y: float, width: float, height: float) -> float:
    pdf.image(BytesIO(drawing.encode()), x=x, y=y, w=width, h=height)
    return y + height
