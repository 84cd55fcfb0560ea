"""The corner label of an entry: its code in a box of 30 × 10 mm, for the upper right corner of each panel."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from portal.media.paper import FACES, POINT, blank

WIDTH, HEIGHT = 30.0, 10.0  # millimetres: the largest box that the rules of such contests allow
BORDER = 0.3
SIZE = 18.0  # points
DPI = 600
MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)  # the same for everybody: a label tells nothing of when it was fetched


def pdf(code: str) -> bytes:
    """The label as a page of its own size; the same code gives the same bytes."""
    made = blank((WIDTH, HEIGHT), lang="vi", made_at=MADE_AT)
    made.set_auto_page_break(False)
    made.set_margin(0)
    made.add_page()
    made.set_line_width(BORDER)
    made.rect(BORDER / 2, BORDER / 2, WIDTH - BORDER, HEIGHT - BORDER)
    made.set_font("portal", "B", SIZE)
    made.text((WIDTH - made.get_string_width(code)) / 2, (HEIGHT + SIZE * POINT * 0.7) / 2, code)
    return bytes(made.output())


def png(code: str) -> bytes:
    """The label as a picture of 600 dots an inch, which drawing programs place at its true size."""
    from PIL import Image, ImageDraw, ImageFont

    width, height = (round(side / 25.4 * DPI) for side in (WIDTH, HEIGHT))
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width - 1, height - 1), outline=0, width=round(BORDER / 25.4 * DPI))
    face = ImageFont.truetype(FACES / "be-vietnam-pro-bold.ttf", SIZE / 72 * DPI)
    draw.text((width / 2, height / 2), code, fill=0, font=face, anchor="mm")
    out = BytesIO()
    image.save(out, "PNG", optimize=True, dpi=(DPI, DPI))
    return out.getvalue()
