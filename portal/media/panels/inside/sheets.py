"""Sheets as pixels: the pages of a PDF, or a picture, upright, in plain sRGB on white, band by band.

A page is drawn once, at the size that is wanted, and handed on in bands: at no time do two copies of it exist.
"""

from __future__ import annotations

import ctypes
import math
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

import pypdfium2
from PIL import Image, ImageCms, UnidentifiedImageError
from pypdfium2 import raw

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
HEADS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
FORMATS = {JPEG: "JPEG", PNG: "PNG"}
ORIENTATION = 0x0112
LARGEST_JPEG, LARGEST_PNG = 150_000_000, 120_000_000  # pixels; A0 at 300 dpi has 139 million
MOST_MEMORY = 560_000_000  # bytes that opening one picture may ask for
SLENDER = 20  # times the short side that the long side may measure
LONGEST = 8192  # pixels of a sheet's long side, and
MOST_PIXELS = 50_000_000  # of the whole sheet as it is drawn here
FREELY = 72_000_000  # pixels up to which a picture is opened whole; a larger one is only ever halved
BAND = 512
MARGIN = 8  # rows of a picture beyond a band that its edge is computed from
TURNS = (
    Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_270, Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_90,
)  # fmt: skip


class Unfit(Exception):
    """The panel cannot be taken; `why` is one word, `values` are numbers for its sentence."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(why)
        self.why, self.values = why, values


def media_type(file: IO[bytes]) -> str:
    """Read from the very first bytes: what hides another file in front of its own beginning is no panel."""
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    for begins, named in HEADS.items():
        if head.startswith(begins):
            return named
    raise Unfit("unknown" if head else "empty")


def opened(file: IO[bytes]) -> Page | Picture:
    """The sheets of a file. Raises Unfit."""
    kind = media_type(file)
    return Page(file) if kind == PDF else Picture(file, kind)


class Page:
    """A PDF; sheets are counted from 0."""

    media_type = PDF

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self.document = pypdfium2.PdfDocument(file)
        except pypdfium2.PdfiumError as error:
            raise Unfit("locked" if "assword" in str(error) else "broken") from error

    def __len__(self) -> int:
        return len(self.document)

    def points(self, sheet: int) -> tuple[float, float]:
        """Width and height in points as it is looked at: cut to its crop box and turned."""
        size = raw.FS_SIZEF()
        if not raw.FPDF_GetPageSizeByIndexF(self.document, sheet, ctypes.byref(size)):
            raise Unfit("broken")
        return float(size.width), float(size.height)

    def size(self, sheet: int, *, dpi: float, longest: int = LONGEST) -> tuple[int, int]:
        """Pixels at a resolution, or fewer where that would be too many."""
        return fitted(*(side * dpi / 72 for side in self.points(sheet)), longest=longest)

    def bands(self, sheet: int, width: int, height: int) -> Iterator[Image.Image]:
        page = raw.FPDF_LoadPage(self.document, sheet)
        if not page:
            raise Unfit("broken")
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGR, None, 0)
        if not bitmap:
            raise Unfit("heavy")
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER | raw.FPDF_RENDER_LIMITEDIMAGECACHE
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        raw.FPDF_ClosePage(page)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        start = ctypes.cast(raw.FPDFBitmap_GetBuffer(bitmap), ctypes.c_void_p).value or 0
        for top in range(0, height, BAND):
            deep = min(BAND, height - top)
            rows = ctypes.string_at(start + top * stride, deep * stride)
            yield Image.frombuffer("RGB", (width, deep), rows, "raw", "RGB", stride, 1)
        raw.FPDFBitmap_Destroy(bitmap)


class Picture:
    """A JPEG or PNG: one sheet without a size of its own."""

    def __init__(self, file: IO[bytes], kind: str) -> None:
        self.media_type = kind
        most = LARGEST_JPEG if kind == JPEG else LARGEST_PNG
        # Pillow refuses what has more than twice as many, before it asks for memory.
        Image.MAX_IMAGE_PIXELS = most // 2
        warnings.simplefilter("ignore")
        try:
            self.image: Any = Image.open(file, formats=[FORMATS[kind]])
        except Image.DecompressionBombError as error:
            raise Unfit("large", million=most // 1_000_000) from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise Unfit("broken") from error
        if getattr(self.image, "is_animated", False) and self.image.format != "MPO":
            raise Unfit("animated")
        if max(self.image.size) > SLENDER * min(self.image.size):
            raise Unfit("slender", times=SLENDER)
        if kind == JPEG and self.image.info.get("progressive") and _coefficients(self.image) > MOST_MEMORY:
            raise Unfit("heavy")
        self.turned = _orientation(self.image)
        across, down = self.image.size
        self.pixels: tuple[int, int] = (down, across) if self.turned >= 5 else (across, down)

    def __len__(self) -> int:
        return 1

    def size(self, sheet: int, *, dpi: float, longest: int = LONGEST) -> tuple[int, int]:
        """Its own pixels, or fewer where that would be too many; never enlarged."""
        width, height = self.pixels
        while width * height > FREELY and (max(width, height) > longest or width * height > MOST_PIXELS):
            width, height = (width + 1) // 2, (height + 1) // 2
        return fitted(width, height, longest=longest)

    def decode(self, scale: float) -> None:
        """Reads all of it; a JPEG at a half, quarter or eighth of its size where that is still above `scale`."""
        across, down = self.image.size
        try:
            self.image.draft(None, (max(1, int(across * scale)), max(1, int(down * scale))))
            self.image.load()
        except (OSError, SyntaxError, ValueError) as error:
            raise Unfit("broken") from error

    def bands(self, sheet: int, width: int, height: int) -> Iterator[Image.Image]:
        self.decode(max(width / self.pixels[0], height / self.pixels[1]))
        upright = self._reduced((height, width) if self.turned >= 5 else (width, height))
        self.image.close()
        if self.turned > 1:
            upright = upright.transpose(TURNS[self.turned - 2])
        for top in range(0, height, BAND):
            yield upright.crop((0, top, width, min(top + BAND, height)))

    def _reduced(self, size: tuple[int, int]) -> Image.Image:
        """The picture at its new size in sRGB: made in bands, so that no second large one stands in between."""
        plain, (across, down) = Image.new("RGB", size), self.image.size
        colours = _colours(self.image)
        for top in range(0, size[1], BAND):
            deep = min(BAND, size[1] - top)
            first, last = max(0, top - MARGIN), min(size[1], top + deep + MARGIN)
            box = (0, first * down / size[1], across, last * down / size[1])
            cut = self.image.crop((0, math.floor(box[1]), across, math.ceil(box[3])))
            within = (0, box[1] - math.floor(box[1]), across, box[3] - math.floor(box[1]))
            band = _plain(cut).resize((size[0], last - first), Image.Resampling.LANCZOS, box=within, reducing_gap=2.0)
            plain.paste(colours(band).crop((0, top - first, size[0], top - first + deep)), (0, top))
        return plain


def fitted(width: float, height: float, *, longest: int) -> tuple[int, int]:
    """The size in whole pixels, made smaller until it keeps both limits."""
    scale = min(1.0, longest / max(width, height), math.sqrt(MOST_PIXELS / (width * height)))
    return max(1, math.floor(width * scale + 0.01)), max(1, math.floor(height * scale + 0.01))


def _coefficients(image: Any) -> int:
    """Bytes that a progressive JPEG must keep at once while it is read: two for each sample of each layer."""
    across, down = image.size
    layers = [(layer[1], layer[2]) for layer in image.layer]
    most = max(wide for wide, _ in layers) * max(high for _, high in layers)
    return int(sum(2 * across * down * wide * high / most for wide, high in layers))


def _orientation(image: Any) -> int:
    """How the camera was held, 1 to 8 as in EXIF; 1 when it does not say or nobody can read it."""
    try:
        turned = image.getexif().get(ORIENTATION, 1)
    except Exception:  # a broken EXIF block does not make a broken picture
        return 1
    return turned if turned in range(1, 9) else 1


def _plain(image: Image.Image) -> Image.Image:
    """Eight bits a channel, and white where the picture is transparent."""
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    return image if image.mode in {"RGB", "L", "CMYK"} else image.convert("RGB")


def _colours(image: Any) -> Any:
    """How bands of this picture become plain sRGB; a profile that nobody can read is left aside."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            made_by = ImageCms.ImageCmsProfile(BytesIO(profile))
            change = ImageCms.buildTransform(made_by, ImageCms.createProfile("sRGB"), image.mode, "RGB")
            return lambda band: ImageCms.applyTransform(band, change)
        except (ImageCms.PyCMSError, OSError):
            pass
    return lambda band: band.convert("RGB")
