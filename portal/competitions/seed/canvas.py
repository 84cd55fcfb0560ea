"""A sheet that shapes are drawn on, in millimetres from its upper left corner; it becomes a PDF or a JPEG.

Only what the demo's drawings need: filled and drawn polygons, lines, circles and words in our own face.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from math import cos, pi, sin
from typing import Any, NamedTuple, Protocol

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from portal.config import ROOT

FACE = ROOT / "portal" / "media" / "fonts" / "be-vietnam-pro-regular.ttf"
POINT = 72 / 25.4
Point = tuple[float, float]
Colour = tuple[int, int, int]


class Canvas(Protocol):
    """Sizes and widths in millimetres; `size` of words is the height of their letters' body."""

    width: float
    height: float

    def shape(self, points: Sequence[Point], *, fill: Colour | None = None, ink: Colour | None = None,
              line: float = 0.3, closed: bool = True) -> None: ...  # fmt: skip

    def words(self, at: Point, text: str, *, size: float, ink: Colour) -> None: ...


def circle(canvas: Canvas, at: Point, radius: float, *, corners: int = 18, **how: Any) -> None:
    turns = (2 * pi * step / corners for step in range(corners))
    canvas.shape([(at[0] + radius * cos(turn), at[1] + radius * sin(turn)) for turn in turns], **how)


def box(canvas: Canvas, left: float, top: float, right: float, bottom: float, **how: Any) -> None:
    canvas.shape([(left, top), (right, top), (right, bottom), (left, bottom)], **how)


def stroke(canvas: Canvas, *points: Point, ink: Colour, line: float = 0.3) -> None:
    canvas.shape(points, ink=ink, line=line, closed=False)


class PdfSheet:
    """A page of lines and letters: small, and sharp at any size."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.drawn: list[str] = ["1 J 1 j"]

    def shape(self, points: Sequence[Point], *, fill: Colour | None = None, ink: Colour | None = None,
              line: float = 0.3, closed: bool = True) -> None:  # fmt: skip
        if fill:
            self.drawn.append(f"{_tint(fill)} rg")
        if ink:
            self.drawn.append(f"{_tint(ink)} RG {line * POINT:.2f} w")
        first, *others = (self._place(point) for point in points)
        self.drawn.append(f"{first} m " + " ".join(f"{point} l" for point in others))
        self.drawn.append(("b" if closed else "B") if fill and ink else "f" if fill else "s" if closed else "S")

    def words(self, at: Point, text: str, *, size: float, ink: Colour) -> None:
        letters = "".join(f"{_face().letters.get(ord(sign), 0):04X}" for sign in text)
        self.drawn.append(f"BT /F {size * POINT:.1f} Tf {_tint(ink)} rg {self._place(at)} Td <{letters}> Tj ET")

    def pdf(self, *, author: str = "", layer: str = "") -> bytes:
        """The document; `author` and `layer` are what a drawing program would have written of its user."""
        made = pikepdf.Pdf.new()
        page = made.add_blank_page(page_size=(self.width * POINT, self.height * POINT))
        page.Resources = Dictionary(Font=Dictionary(F=_font(made)))
        page.Contents = made.make_stream("\n".join(self.drawn).encode())
        if author:
            made.docinfo["/Author"] = author
        if layer:
            group = made.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String(layer)))
            made.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group])))
        out = BytesIO()
        made.save(out, deterministic_id=True)
        return out.getvalue()

    def _place(self, point: Point) -> str:
        return f"{point[0] * POINT:.1f} {(self.height - point[1]) * POINT:.1f}"


class Photograph:
    """A page of pixels, as it comes from a plotter's preview or a scanner."""

    def __init__(self, width: float, height: float, *, dpi: int) -> None:
        self.width, self.height, self.scale = width, height, dpi / 25.4
        self.image = Image.new("RGB", (round(width * self.scale), round(height * self.scale)), "white")
        self.draw = ImageDraw.Draw(self.image)

    def shape(self, points: Sequence[Point], *, fill: Colour | None = None, ink: Colour | None = None,
              line: float = 0.3, closed: bool = True) -> None:  # fmt: skip
        pixels = [(x * self.scale, y * self.scale) for x, y in points]
        if fill and len(pixels) > 2:
            self.draw.polygon(pixels, fill=fill)
        if ink:
            self.draw.line([*pixels, *pixels[:closed]], fill=ink, width=max(1, round(line * self.scale)))

    def words(self, at: Point, text: str, *, size: float, ink: Colour) -> None:
        self.draw.text((at[0] * self.scale, at[1] * self.scale), text, fill=ink, anchor="ls",
                       font=_letters(max(6, round(size * self.scale))))  # fmt: skip

    def jpeg(self, *, quality: int, artist: str = "") -> bytes:
        """`artist` is what a camera would have written of its owner."""
        exif = Image.Exif()
        if artist:
            exif[0x013B] = artist.encode()
        out = BytesIO()
        self.image.save(out, "JPEG", quality=quality, exif=exif)
        return out.getvalue()


class _Face(NamedTuple):
    body: bytes
    letters: dict[int, int]
    widths: list[int]


@cache
def _face() -> _Face:
    from fontTools.ttLib import TTFont

    with TTFont(FACE) as face:
        numbers = {name: number for number, name in enumerate(face.getGlyphOrder())}
        letters = {code: numbers[name] for code, name in face.getBestCmap().items()}
        unit = 1000 / face["head"].unitsPerEm
        widths = [round(face["hmtx"][name][0] * unit) for name in face.getGlyphOrder()]
    return _Face(FACE.read_bytes(), letters, widths)


@cache
def _letters(pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACE, pixels)


def _font(made: pikepdf.Pdf) -> Any:
    """Our face with a table from its shapes back to letters, so that what is drawn can be read and searched."""
    face = _face()
    name = Name("/BeVietnamPro")
    about = Dictionary(Type=Name.FontDescriptor, FontName=name, Flags=4, FontBBox=Array([-500, -300, 1500, 1100]),
                       ItalicAngle=0, Ascent=1000, Descent=-250, CapHeight=700, StemV=80,
                       FontFile2=made.make_stream(face.body, Length1=len(face.body)))  # fmt: skip
    shapes = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, FontDescriptor=about,
                        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"),
                                                 Supplement=0),
                        CIDToGIDMap=Name.Identity, W=Array([0, Array(face.widths)]))  # fmt: skip
    return Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
                      DescendantFonts=Array([made.make_indirect(shapes)]),
                      ToUnicode=made.make_stream(_back_to_letters(face.letters.items())))  # fmt: skip


def _back_to_letters(letters: Iterable[tuple[int, int]]) -> bytes:
    rows = sorted({shape: code for code, shape in letters}.items())
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    lines = "\n".join(
        f"{len(block)} beginbfchar\n"
        + "\n".join(f"<{shape:04X}> <{code:04X}>" for shape, code in block)
        + "\nendbfchar"
        for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Letters def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{lines}\nendcmap end end"
    ).encode()


def _tint(colour: Colour) -> str:
    return " ".join(f"{part / 255:.2f}" for part in colour)
