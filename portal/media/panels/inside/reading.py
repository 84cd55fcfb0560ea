"""Every text that a panel holds, drawn or hidden: what a search for names goes through.

Frames {"texts": […]} and, for each page, {"page": n, "words": […], "lines": […]}. A text is [where, field, page, box,
words, seen]: `seen` says that jurors would see it on the sheet, not only who opens the original. Boxes are left, top,
width, height as fractions of the page as it is looked at; pages are counted from 1.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from html import unescape
from io import BytesIO
from typing import IO, Any, BinaryIO, cast

import pikepdf
import zxingcpp
from PIL import ExifTags, Image, IptcImagePlugin
from pypdfium2 import raw

from portal.media.panels.inside import sheets

MOST_TEXTS = 4_000
MOST_SIGNS = 200_000  # of the drawn text of all pages
LONGEST = 2_000  # signs of one text that are looked through
MOST_IMAGES, LARGEST_IMAGE = 60, 40_000_000
ACROSS = 5_600  # pixels of the long side in which codes are looked for
DEVICE = 100_000  # steps of a page's side, in which places are counted
SILENT = {"/Annots", "/ID", "/DA", "/DS", "/Lookup", "/JS", "/NM", "/CreationDate", "/ModDate", "/M"}
DRAWN = {"/FreeText", "/Stamp"}
XP = {0x9C9B: "XPTitle", 0x9C9C: "XPComment", 0x9C9D: "XPAuthor", 0x9C9E: "XPKeywords", 0x9C9F: "XPSubject"}
MARKUP = re.compile(r"<[^>]*>")
VALUE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)')")
Box = tuple[float, float, float, float]
Text = tuple[str, str, int | None, Box | None, str, bool]


def main(file: IO[bytes], order: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bytes]]:
    if sheets.media_type(file) != sheets.PDF:
        yield {"texts": _some(_of_a_picture(file))}, b""
        file.seek(0)
        yield {"texts": _codes(sheets.opened(file), 0)}, b""
        return
    try:
        with pikepdf.open(cast(BinaryIO, file)) as pdf:
            hidden = Hidden(pdf)
            texts = _some(hidden.texts())
    except pikepdf.PdfError as error:
        raise sheets.Unfit("broken") from error
    file.seek(0)
    document = sheets.Page(file)
    left = MOST_SIGNS
    for number in range(len(document)):
        page = Drawn(document, number, left)
        left -= page.signs
        texts += [(where, field, number + 1, page.box(*rect), words, seen)
                  for where, field, at, rect, words, seen in hidden.on_pages[:MOST_TEXTS] if at == number]  # fmt: skip
        yield {"page": number + 1, "words": page.words, "lines": page.lines}, b""
        page.close()
        yield {"texts": _codes(document, number)}, b""
    yield {"texts": texts}, b""


def _some(texts: Iterable[Text]) -> list[Text]:
    """As many as are looked through; what a program wrote to describe a drawing's structure comes last."""
    some: list[Text] = []
    left = MOST_SIGNS
    for text in sorted(texts, key=lambda one: one[0] == "structure"):
        left -= len(text[4])
        if left < 0 or len(some) == MOST_TEXTS:
            break
        some.append(text)
    return some


class Hidden:
    """The strings of a PDF that are no drawn text: information, layers, remarks, links, bookmarks, names, fields."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.on_pages: list[tuple[str, str, int, Box, str, bool]] = []
        self.done: set[tuple[int, int]] = set()
        self.images = 0

    def texts(self) -> Iterator[Text]:
        for number, page in enumerate(self.pdf.pages):
            for remark in page.obj.get("/Annots", ()):  # a remark's place is on its page
                self._remark(remark, number)
        info = self.pdf.trailer.get("/Info")
        if isinstance(info, pikepdf.Dictionary):
            self.done.add(info.objgen)
            yield from (_hidden("info", field, words) for field, words in _strings(info))
        for thing in self.pdf.objects:
            if thing.objgen in self.done and thing.objgen != (0, 0):
                continue
            if isinstance(thing, pikepdf.Stream):
                yield from self._stream(thing)
                thing = thing.stream_dict
            where = _where(thing)
            yield from (_hidden(where, field, words) for field, words in _strings(thing))

    def _remark(self, remark: Any, number: int) -> None:
        if not isinstance(remark, pikepdf.Dictionary):
            return
        self.done.add(remark.objgen)
        kind = str(remark.get("/Subtype", ""))
        try:
            left, bottom, right, top = (float(side) for side in remark.get("/Rect", ()))
        except (TypeError, ValueError):
            left = bottom = right = top = 0.0
        for field, words in _strings(remark):
            seen = kind in DRAWN and field in {"Contents", "RC"}
            where = "text" if seen else "link" if field == "URI" else "field" if kind == "/Widget" else "annotation"
            self.on_pages.append((where, field, number, (left, bottom, right, top), words, seen))

    def _stream(self, thing: pikepdf.Stream) -> Iterator[Text]:
        if thing.get("/Type") == "/Metadata" or thing.get("/Subtype") == "/XML":
            yield from _xmp(_bytes(thing, decoded=True))
        elif thing.get("/Subtype") == "/Image" and "/DCTDecode" in str(thing.get("/Filter", "")):
            self.images += 1
            body = _bytes(thing, decoded=False) if self.images <= MOST_IMAGES else b""
            if body.startswith(b"\xff\xd8"):
                yield from _of_a_picture(BytesIO(body))


def _bytes(stream: pikepdf.Stream, *, decoded: bool) -> bytes:
    if int(stream.get("/Length", 0)) > LARGEST_IMAGE:
        return b""
    try:
        return bytes(stream.read_bytes() if decoded else stream.read_raw_bytes())
    except pikepdf.PdfError:
        return b""


def _where(thing: Any) -> str:
    if not isinstance(thing, pikepdf.Dictionary):
        return "structure"
    kind = str(thing.get("/Type", ""))
    if kind == "/OCG":
        return "layer"
    if kind == "/Filespec" or "/EF" in thing:
        return "attachment"
    return "link" if "/URI" in thing else "structure"


def _strings(thing: Any, field: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Each string in a dictionary or array and in what lies directly in it, with the key under which it stands."""
    if isinstance(thing, pikepdf.String):
        words = str(thing).strip()
        if words and "\x00" not in words:
            yield field.removeprefix("/"), words[:LONGEST]
    elif depth > 12:
        return
    elif isinstance(thing, pikepdf.Dictionary):
        for key, value in thing.items():
            if key not in SILENT and not _is_elsewhere(value):
                yield from _strings(value, key, depth + 1)
    elif isinstance(thing, pikepdf.Array) and len(thing) < MOST_TEXTS:
        for value in thing:
            if not _is_elsewhere(value):
                yield from _strings(value, field, depth + 1)


def _is_elsewhere(value: Any) -> bool:
    """An object of its own is looked at by itself, save for a mere string."""
    return isinstance(value, pikepdf.Object) and value.is_indirect and not isinstance(value, pikepdf.String)


def _hidden(where: str, field: str, words: str) -> Text:
    return where, field, None, None, words, False


def _xmp(body: bytes) -> Iterator[Text]:
    """All that stands between the marks and in their values; a packet is read as text, never as XML that could act."""
    kind = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = body.decode(kind, "replace")
    said = {" ".join(part.split()) for part in MARKUP.split(text)}
    said |= {one or other for tag in MARKUP.findall(text) for one, other in VALUE.findall(tag)}
    for words in sorted(said):
        if any(sign.isalpha() for sign in words):
            yield _hidden("xmp", "", unescape(words)[:LONGEST])


def _of_a_picture(file: IO[bytes]) -> Iterator[Text]:
    """What a camera, a program or a person wrote beside the pixels."""
    try:
        image = Image.open(file, formats=["JPEG", "PNG"])
        if image.format == "PNG":
            image.load()  # words may stand behind the pixels
    except Exception:  # whatever it is, the inspection has said it
        return
    yield from _exif(image)
    for name, value in image.info.items():
        if name == "xmp" or name in {"XML:com.adobe.xmp", "Raw profile type xmp"}:
            yield from _xmp(value if isinstance(value, bytes) else str(value).encode())
        elif name == "comment" or isinstance(value, str):
            where = "comment" if name == "comment" else "png_text"
            yield _hidden(where, str(name), _decoded(value)[:LONGEST])
    try:
        for at, value in (IptcImagePlugin.getiptcinfo(cast(Any, image)) or {}).items():
            for one in value if isinstance(value, list) else [value]:
                yield _hidden("iptc", f"{at[0]}:{at[1]}", _decoded(one)[:LONGEST])
    except Exception:  # a broken block holds no readable name
        return


def _exif(image: Image.Image) -> Iterator[Text]:
    try:
        exif = image.getexif()
        parts = [(exif, ExifTags.TAGS), (exif.get_ifd(ExifTags.IFD.Exif), ExifTags.TAGS)]
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # a broken block holds no readable name
        return
    for tags, names in parts:
        for tag, value in tags.items():
            words = _decoded(value, wide=tag in XP) if isinstance(value, (str, bytes)) else ""
            if any(sign.isalpha() for sign in words):
                yield _hidden("exif", XP.get(tag) or names.get(tag, str(tag)), words[:LONGEST])
    if {2, 4} <= set(place):
        yield _hidden("gps", "", "GPS")


def _decoded(value: Any, *, wide: bool = False) -> str:
    if isinstance(value, str):  # Pillow reads as Latin-1 what most programs write as UTF-8
        value = value.strip(" \x00")
        try:
            return str(value.encode("latin-1").decode())
        except UnicodeError:
            return str(value)
    if not isinstance(value, bytes):
        return ""
    if wide:
        return value.decode("utf-16-le", "replace").strip(" \x00")
    if value[:8] in (b"UNICODE\x00", b"ASCII\x00\x00\x00"):
        rest = value[8:]
        return rest.decode("utf-16" if value.startswith(b"U") else "ascii", "replace").strip(" \x00")
    try:
        return value.decode().strip(" \x00")
    except UnicodeDecodeError:
        return value.decode("latin-1").strip(" \x00")


class Drawn:
    """The text of one page, word by word with its place, and which words stand in a line."""

    def __init__(self, document: sheets.Page, number: int, most: int) -> None:
        self.page = raw.FPDF_LoadPage(document.document, number)
        if not self.page:
            raise sheets.Unfit("broken")
        self.words: list[tuple[str, Box]] = []
        self.lines: list[list[int]] = [[]]
        text = raw.FPDFText_LoadPage(self.page)
        self.signs = max(0, min(raw.FPDFText_CountChars(text), most)) if text else 0
        self._read(text)
        raw.FPDFText_ClosePage(text)
        self.lines = [line for line in self.lines if line]

    def close(self) -> None:
        raw.FPDF_ClosePage(self.page)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A place in the page's own space as fractions of the page that is seen, turned as it is seen."""
        corners = []
        for x, y in ((left, bottom), (right, top)):
            across, down = ctypes.c_int(), ctypes.c_int()
            raw.FPDF_PageToDevice(self.page, 0, 0, DEVICE, DEVICE, 0, x, y, ctypes.byref(across), ctypes.byref(down))
            corners.append((across.value / DEVICE, down.value / DEVICE))
        (x, y), (to_x, to_y) = (tuple(map(pick, *corners)) for pick in (min, max))
        return round(x, 4), round(y, 4), round(to_x - x, 4), round(to_y - y, 4)

    def _read(self, text: Any) -> None:
        word, rect = "", [0.0, 0.0, 0.0, 0.0]
        sides = [ctypes.c_double() for _ in range(4)]
        for at in range(self.signs + 1):
            code = raw.FPDFText_GetUnicode(text, at) if at < self.signs else 10
            sign = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
            if not sign.isspace() and code >= 32 and code != 0xFFFE:
                raw.FPDFText_GetCharBox(text, at, *(ctypes.byref(side) for side in sides))
                left, right, bottom, top = (side.value for side in sides)
                rect = [left, bottom, right, top] if not word else [
                    min(rect[0], left), min(rect[1], bottom), max(rect[2], right), max(rect[3], top)
                ]  # fmt: skip
                word += sign
                continue
            if word:
                self.lines[-1].append(len(self.words))
                self.words.append((word[:LONGEST], self.box(*rect)))
                word = ""
            if code in (10, 13) and self.lines[-1]:
                self.lines.append([])


def _codes(sheet: sheets.Page | sheets.Picture, number: int) -> list[Text]:
    """QR codes on the sheet, which lead anywhere."""
    width, height = sheet.size(number, dpi=300, longest=ACROSS)
    grey, top = Image.new("L", (width, height)), 0
    for band in sheet.bands(number, width, height):
        grey.paste(band.convert("L"), (0, top))
        top += band.height
    found: list[Text] = []
    for code in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        at = code.position
        corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
        across, down = [one.x / width for one in corners], [one.y / height for one in corners]
        left, upper = min(across), min(down)
        box = (round(left, 4), round(upper, 4), round(max(across) - left, 4), round(max(down) - upper, 4))
        found.append(("qr", "", number + 1, box, code.text[:LONGEST], True))
    return found
