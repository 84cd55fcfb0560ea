"""What a panel is, and whether anything in it acts: read from its structure, drawn as little as possible."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

import pikepdf
from pypdfium2 import raw

from portal.media.panels.inside import sheets
from portal.media.panels.inside.sheets import Unfit

MOST_SHEETS = 60
LONGEST_SIDE, SHORTEST_SIDE = 2500, 20  # millimetres
MILLIMETRES = 25.4 / 72
MOST_OBJECTS = 150_000  # a drawing office's largest plan has about a tenth of it
MOST_SHAPES = 300_000  # of all sheets, that are looked through for pictures
MOST_DEPTH = 40
LARGE = 0.05  # of the sheet's area: what a smaller picture looks like does not matter
TAIL = 2048  # bytes at the end of a PDF, in which its last word must stand
LARGEST_IMAGE = {"/JPXDecode": 40_000_000}  # pixels
LARGEST_OTHER_IMAGE = 150_000_000

ACTIONS = {
    "/JavaScript": "script", "/Launch": "launch", "/SubmitForm": "form", "/ImportData": "form", "/GoToE": "attachment",
    "/Rendition": "moving", "/Movie": "moving", "/Sound": "moving", "/RichMediaExecute": "moving",
}  # fmt: skip
KEYS = {
    "/JS": "script", "/JavaScript": "script", "/EF": "attachment", "/EmbeddedFiles": "attachment",
    "/Collection": "attachment", "/XFA": "form", "/RichMediaContent": "moving", "/3DD": "moving",
}  # fmt: skip
Facts = dict[str, Any]


def main(file: IO[bytes], order: dict[str, Any]) -> Iterator[tuple[Facts, bytes]]:
    """One frame of facts. Raises Unfit."""
    if sheets.media_type(file) == sheets.PDF:
        yield {"media_type": sheets.PDF, **_structure(file), **_drawn(file)}, b""
    else:
        picture = sheets.Picture(file, sheets.media_type(file))
        picture.decode(0)
        yield {"media_type": picture.media_type, "sheets": [], "pixels": picture.pixels, "pages": 1}, b""


def _structure(file: IO[bytes]) -> Facts:
    _end(file)
    try:
        with pikepdf.open(cast(BinaryIO, file), inherit_page_attributes=False) as pdf:
            if pdf.is_encrypted:
                raise Unfit("locked")
            if len(pdf.pages) > MOST_SHEETS:
                raise Unfit("pages", most=MOST_SHEETS, pages=len(pdf.pages))
            if not len(pdf.pages):
                raise Unfit("broken")
            found = Found()
            found.look_through(pdf)
            for why in ("script", "launch", "attachment", "form", "moving"):
                if why in found.acts:
                    raise Unfit(why)
            return {"pages": len(pdf.pages), "layers": found.layers, "remarks": found.remarks, "fields": found.fields,
                    "links": found.links}  # fmt: skip
    except pikepdf.PasswordError as error:
        raise Unfit("locked") from error
    except pikepdf.PdfError as error:
        raise Unfit("broken") from error


def _end(file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    file.seek(0)
    if b"%%EOF" not in tail:
        raise Unfit("broken")


class Found:
    """Counts of what stands in a document, every object looked at once."""

    def __init__(self) -> None:
        self.acts: set[str] = set()
        self.layers = self.remarks = self.fields = self.links = self.objects = 0

    def look_through(self, pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            self._look(thing, 0)

    def _look(self, thing: Any, depth: int) -> None:
        self.objects += 1
        if self.objects > MOST_OBJECTS or depth > MOST_DEPTH:
            raise Unfit("heavy")
        if isinstance(thing, pikepdf.Stream):
            self._stream(thing)
            thing = thing.stream_dict
        if isinstance(thing, pikepdf.Dictionary):
            self._dictionary(thing)
            parts = list(thing.values())
        elif isinstance(thing, pikepdf.Array):
            if len(thing) > MOST_OBJECTS:
                raise Unfit("heavy")
            parts = list(thing)
        else:
            return
        for part in parts:
            if isinstance(part, (pikepdf.Dictionary, pikepdf.Array)) and not part.is_indirect:
                self._look(part, depth + 1)

    def _dictionary(self, thing: Any) -> None:
        self.acts |= {why for key, why in KEYS.items() if key in thing}
        if thing.get("/Type") != "/StructElem" and str(thing.get("/S", "")) in ACTIONS:
            self.acts.add(ACTIONS[str(thing["/S"])])
        self.layers += thing.get("/Type") == "/OCG"
        kind = thing.get("/Subtype")
        if kind == "/Link":
            self.links += 1
        elif "/Rect" in thing and kind is not None:
            self.fields += kind == "/Widget"
            self.remarks += kind not in ("/Widget", "/Popup")

    def _stream(self, thing: Any) -> None:
        if thing.get("/Subtype") != "/Image":
            return
        width, height = (int(thing.get(side, 0)) for side in ("/Width", "/Height"))
        filters = str(thing.get("/Filter", ""))
        most = next((most for name, most in LARGEST_IMAGE.items() if name in filters), LARGEST_OTHER_IMAGE)
        if width * height > most:
            raise Unfit("large", million=most // 1_000_000)
        if filters == "/DCTDecode" and width * height > 20_000_000:
            _progressive(thing.read_raw_bytes())


def _progressive(body: bytes) -> None:
    """Refuses a JPEG that keeps more at once than a panel may: it would be drawn as nothing at all."""
    at = 2
    while at + 9 < len(body) and body[at] == 0xFF:
        marker, size = body[at + 1], int.from_bytes(body[at + 2 : at + 4], "big")
        if marker in {0xC2, 0xC6, 0xCA, 0xCE}:
            height, width, layers = (int.from_bytes(body[at + n : at + m], "big") for n, m in ((5, 7), (7, 9), (9, 10)))
            if 2 * width * height * layers > sheets.MOST_MEMORY:
                raise Unfit("heavy")
        if marker == 0xDA:
            return
        at += 2 + size


def _drawn(file: IO[bytes]) -> Facts:
    """Sizes of the sheets in millimetres, and the resolution of the poorest large picture on them."""
    file.seek(0)
    pdf = sheets.Page(file)
    sizes, poorest, pictures, shapes = [], math.inf, 0, 0
    for number in range(len(pdf)):
        width, height = pdf.points(number)
        sizes.append([round(side * MILLIMETRES, 1) for side in (width, height)])
        if max(sizes[-1]) > LONGEST_SIDE or min(sizes[-1]) < SHORTEST_SIDE:
            raise Unfit("size", most=LONGEST_SIDE, least=SHORTEST_SIDE)
        page = raw.FPDF_LoadPage(pdf.document, number)
        if not page:
            raise Unfit("broken")
        for across, down, (wide, high) in _pictures(page):
            shapes += 1
            if shapes > MOST_SHAPES:
                break
            if across * down >= LARGE * width * height:
                pictures += 1
                poorest = min(poorest, wide / across * 72, high / down * 72)
        raw.FPDF_ClosePage(page)
    return {"sheets": sizes, "pictures": pictures, "dpi": None if poorest == math.inf else round(poorest)}


def _pictures(page: Any) -> Iterator[tuple[float, float, tuple[int, int]]]:
    """Each picture of a page: its sides in points, and its pixels; (0, 0) for any other shape."""
    for number in range(raw.FPDFPage_CountObjects(page)):
        yield from _shapes(raw.FPDFPage_GetObject(page, number), 1.0, 1.0, 0)


def _shapes(shape: Any, across: float, down: float, depth: int) -> Iterator[tuple[float, float, tuple[int, int]]]:
    kind = raw.FPDFPageObj_GetType(shape)
    if kind not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
        yield 0.0, 0.0, (0, 0)
        return
    turn = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(shape, ctypes.byref(turn))
    across, down = across * math.hypot(turn.a, turn.b), down * math.hypot(turn.c, turn.d)
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        wide, high = ctypes.c_uint(), ctypes.c_uint()
        raw.FPDFImageObj_GetImagePixelSize(shape, ctypes.byref(wide), ctypes.byref(high))
        yield across, down, (wide.value, high.value)
    elif depth < MOST_DEPTH:
        for number in range(raw.FPDFFormObj_CountObjects(shape)):
            yield from _shapes(raw.FPDFFormObj_GetObject(shape, number), across, down, depth + 1)
