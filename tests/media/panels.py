"""Panels for tests, made on the spot: one that names its maker in every place there is, and hostile ones."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import unicodedata
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import segno
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin

from portal.config import ROOT
from portal.kit.fold import fold
from portal.kit.names_found import Known
from portal.media.paper import blank, squares
from tests.media import samples

AT = datetime(2026, 11, 27, tzinfo=UTC)
A1 = (594.0, 841.0)
POINTS = 72 / 25.4
NAMES = {
    "text": "Nguyễn Văn An", "info": "Trần Thị Bưởi", "xmp": "Phan Đình Cam", "layer": "Đỗ Quang Dừa",
    "annotation": "Hồ Ngọc Ổi", "link": "vothanhlong", "qr": "levanme", "structure": "Bùi Xuân Mít",
    "exif": "Đặng Thu Quýt", "comment": "Ngô Bá Khế", "png_text": "Dương Kim Lê", "iptc": "Lý Hữu Na",
    "file_name": "Mai Anh Đào",
}  # fmt: skip
"""A name for each place, so that each finding can come from there only."""
KNOWN = Known(
    people=(*(name for place, name in NAMES.items() if place not in {"link", "qr"}), "Võ Thành Long", "Lê Văn Me"),
    houses=("Xưởng Cát Vàng",), mails=("an@catvang.example",), phones=("+84905123456",), places=("Hội An",),
)  # fmt: skip
PLANTED = (*NAMES.values(), "Xưởng Cát Vàng", "catvang", "SecretCam 3000", "0905 123.456")


def still_in(body: bytes) -> list[str]:
    """Which planted words are found in a file, in any encoding; the streams of a PDF are opened first."""
    bodies = [body]
    if body.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(body)) as made:
            streams = [thing for thing in made.objects if isinstance(thing, pikepdf.Stream)]
            bodies += [one.read_raw_bytes() for one in streams]
            bodies += [one.read_bytes() for one in streams if "/DCTDecode" not in str(one.get("/Filter"))]
    written = {
        form: [text.encode(code, "ignore") for code in ("utf-8", "utf-16-le", "utf-16-be", "cp1258")
               for text in (form, form.upper(), fold(form), unicodedata.normalize("NFD", form))]
        for form in PLANTED
    }  # fmt: skip
    return [form for form, codes in written.items() if any(code in part for part in bodies for code in codes)]


def talkative_pdf() -> bytes:
    """Two A1 pages with a name in each place that a PDF has for one."""
    drawn = blank(A1, lang="vi", made_at=AT)
    for _ in range(2):
        drawn.add_page()
        drawn.set_font("portal", "B", 40)
        drawn.text(60, 200, "Mái hiên chung, Hội An")
    drawn.set_font("portal", "", 24)
    drawn.text(60, 700, f"KTS {NAMES['text'].upper()}")
    drawn.text(60, 730, "Xưởng Cát Vàng")
    drawn.text(300, 730, "0905 123.456")
    squares(drawn, f"https://behance.example/{NAMES['qr']}", x=500, y=760, edge=40)
    drawn.image(io.BytesIO(talkative_jpeg()), x=60, y=300, w=300)
    with pikepdf.open(io.BytesIO(bytes(drawn.output()))) as pdf:
        pdf.docinfo["/Author"] = NAMES["info"]
        with pdf.open_metadata(update_docinfo=False) as packet:
            packet["dc:creator"] = [NAMES["xmp"]]
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(NAMES["layer"])))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer])))
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([100, 100, 130, 130]),
                          T=String(NAMES["annotation"]), Contents=String("Xem lại lan can"))  # fmt: skip
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([200, 100, 300, 130]),
                          A=Dictionary(S=Name.URI, URI=String(f"https://a.example/{NAMES['link']}")))  # fmt: skip
        pdf.pages[1].Annots = Array([pdf.make_indirect(note), link])
        pdf.Root.PieceInfo = Dictionary(App=Dictionary(Private=Dictionary(Owner=String(NAMES["structure"]))))
        return saved(pdf)


def talkative_jpeg(width: int = 900, height: int = 1273) -> bytes:
    exif = Image.Exif()
    exif[samples.CAMERA], exif[0x013B], exif[samples.ORIENTATION] = "SecretCam 3000", NAMES["exif"].encode(), 6
    exif[samples.GPS] = {1: "N", 2: (15.0, 52.0, 48.0), 3: "E", 4: (108.0, 20.0, 6.0)}
    picture = samples.picture(height, width)
    body = samples.encoded(picture, "JPEG", quality=85, exif=exif, comment=NAMES["comment"].encode(),
                           icc_profile=profile())  # fmt: skip
    said = NAMES["iptc"].encode()
    record = b"\x1c\x02\x50" + struct.pack(">H", len(said)) + said  # 2:80, the by-line
    block = (
        b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(record)) + record + b"\0" * (len(record) % 2)
    )
    return body[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + body[2:]


def talkative_png() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_itxt("Author", NAMES["png_text"])
    return samples.encoded(samples.picture(900, 1273), "PNG", pnginfo=words)


def profile() -> bytes:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def pdf(pages: int = 1, size: tuple[float, float] = A1) -> pikepdf.Pdf:
    made = pikepdf.Pdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(size[0] * POINTS, size[1] * POINTS))
    return made


def saved(made: pikepdf.Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, **how)
    return out.getvalue()


def with_picture(body: bytes, width: int, height: int, size: tuple[float, float] = A1) -> bytes:
    """A PDF whose page is one JPEG."""
    made = pdf(size=size)
    across, down = (side * POINTS for side in size)
    picture = made.make_stream(body, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height,
                               ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode)  # fmt: skip
    made.pages[0].Resources = Dictionary(XObject=Dictionary(P=picture))
    made.pages[0].Contents = made.make_stream(f"q {across} 0 0 {down} 0 0 cm /P Do Q".encode())
    return saved(made)


def acting(**root: Any) -> bytes:
    """A PDF with something in its root."""
    made = pdf()
    for name, value in root.items():
        setattr(made.Root, name, value)
    return saved(made)


def launching() -> bytes:
    made = pdf()
    made.pages[0].AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("cmd.exe")))
    return saved(made)


def carrying() -> bytes:
    made = pdf()
    made.attachments["ho-so.txt"] = b"Nguyen Van An"
    return saved(made)


def locked(**passwords: str) -> bytes:
    return saved(pdf(), encryption=pikepdf.Encryption(**passwords))


def laughing() -> bytes:
    """Ten drawings of ten drawings of ten drawings …, twelve deep, in three kilobytes."""
    made, last = pdf(), None
    for _ in range(12):
        form = made.make_stream(b"/F Do " * 10 if last is not None else b"0 0 m 100 100 l S")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 2000, 3000])
        if last is not None:
            form.Resources = Dictionary(XObject=Dictionary(F=last))
        last = form
    made.pages[0].Resources = Dictionary(XObject=Dictionary(F=last))
    made.pages[0].Contents = made.make_stream(b"/F Do")
    return saved(made)


def of_endless_shapes() -> bytes:
    made = pdf()
    made.pages[0].Contents = made.make_stream(b"0 0 m 1684 2384 l S\n" * 5_000_000)
    return saved(made)


def with_a_swollen_object_stream() -> bytes:
    """A gigabyte of blanks where objects should be, squeezed into one megabyte."""
    squeeze = zlib.compressobj(1)
    body = b"".join(squeeze.compress(b" " * 10_000_000) for _ in range(100)) + squeeze.flush()
    made = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 3 0 R>>endobj\n"
    at = len(made)
    made += b"2 0 obj<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length %d>>stream\n" % len(body)
    made += body + b"\nendstream endobj\n"
    start = len(made)
    rows = b"".join(struct.pack(">BIH", *row) for row in ((0, 0, 65535), (1, 9, 0), (1, at, 0), (2, 2, 0)))
    made += b"4 0 obj<</Type/XRef/Size 4/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(rows)
    return made + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % start


def with_a_gigantic_picture() -> bytes:
    made = pdf()
    picture = made.make_stream(b"")
    picture.write(zlib.compress(bytes(1_000_000)), filter=Name.FlateDecode)
    picture.Type, picture.Subtype, picture.ColorSpace = Name.XObject, Name.Image, Name.DeviceRGB
    picture.Width = picture.Height = 60_000
    picture.BitsPerComponent = 8
    made.pages[0].Resources = Dictionary(XObject=Dictionary(P=picture))
    return saved(made)


def deep() -> bytes:
    return (b"%PDF-1.7\n1 0 obj\n" + b"[" * 500_000 + b"]" * 500_000
            + b"\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF")  # fmt: skip


def measured(task: str, *panels: Path) -> dict[str, Any]:
    """What `portal.media.panels.<task>` says to each panel, run from a small process of its own that is measured.

    {"said": […], "inside": peak of the walled process in MB, "outside": peak of its caller, "slowest": seconds of
    processor}. The peak of a child counts what its parent had when it was started: hence the small one.
    """
    program = f"""
import json, resource, sys, tempfile
from pathlib import Path
from portal.media.panels import inspection, pyramid
from portal.media.storage import DiskStorage
def used():
    one = resource.getrusage(resource.RUSAGE_CHILDREN)
    return one.ru_utime + one.ru_stime
said, slowest = [], 0
with tempfile.TemporaryDirectory() as folder:
    for path in sys.argv[1:]:
        before = used()
        try:
            said.append({task})
        except Exception as refused:
            said.append(str(refused))
        slowest = max(slowest, used() - before)
inside = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000
outside = next(int(line.split()[1]) // 1000 for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({{"said": said, "inside": inside, "outside": outside, "slowest": slowest}}))
"""
    done = subprocess.run([sys.executable, "-c", program, *map(str, panels)], capture_output=True, check=True, cwd=ROOT)
    return dict(json.loads(done.stdout))


def qr_png(text: str, scale: int = 4) -> bytes:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def hundred_megapixels(kind: str) -> bytes:
    """12,500 × 8,840 pixels, half noise, half paper."""
    sheet = Image.new("RGB", (12_500, 8_840), "white")
    noise = Image.effect_noise((625, 442), 60).convert("RGB").resize((1_250, 884))
    for number in range(0, 100, 2):
        sheet.paste(noise, (number % 10 * 1_250, number // 10 * 884))
    return samples.encoded(sheet, kind, **({"quality": 85} if kind == "JPEG" else {"compress_level": 1}))
