"""Pictures for tests, good and hostile, made on the spot."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms

CAMERA, DESCRIPTION, ORIENTATION, GPS = 0x0110, 0x010E, 0x0112, 0x8825
SECRETS = (b"SecretCam 3000", b"Nguyen Van An", b"GPSLatitude", b"\x0f\x00\x00\x00\x01\x00\x00\x00\x34\x00\x00\x00")


def picture(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right, with a gradient downward: turning or mirroring it shows."""
    made = Image.new("RGB", (width, height))
    made.paste((200, 30, 30), (0, 0, width // 2, height))
    made.paste((30, 30, 200), (width // 2, 0, width, height))
    made.paste((20, 160, 60), (0, height * 3 // 4, width, height))
    return made.convert(mode)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 640, height: int = 480, **options: object) -> bytes:
    return encoded(picture(width, height), "JPEG", quality=85, **options)


def from_a_phone(orientation: int = 1) -> bytes:
    """A JPEG that tells where it was taken (15° 52' N), with what, and by whom."""
    exif = Image.Exif()
    exif[CAMERA], exif[DESCRIPTION], exif[ORIENTATION] = "SecretCam 3000", "Nguyen Van An", orientation
    exif[GPS] = {1: "N", 2: (15.0, 52.0, 48.0), 3: "E", 4: (108.0, 20.0, 6.0)}
    return jpeg(exif=exif, comment=b"Nguyen Van An")


def of_wide_colours() -> bytes:
    """A JPEG with a colour profile of its own."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return jpeg(icc_profile=profile.tobytes())


def talkative(kind: str, mode: str) -> bytes:
    """A picture with an author in every place its kind has for one, and a colour profile."""
    exif = Image.Exif()
    exif[DESCRIPTION] = "Nguyen Van An"
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Nguyen Van An</x:xmpmeta>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(picture(mode=mode), kind, exif=exif, xmp=xmp, icc_profile=profile)


def moving(kind: str) -> bytes:
    frames = [picture(64, 64), Image.new("RGB", (64, 64), "white")]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it has 3.6 thousand million pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def webp_bomb(width: int = 16_384, height: int = 16_384) -> bytes:
    """A WebP of a few bytes that says it has 268 million pixels."""
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + size + b"VP8 " + struct.pack("<I", 40) + b"\0" * 40
    return b"RIFF" + struct.pack("<I", len(body)) + body


def with_a_page_behind() -> bytes:
    """A photo for one reader, a page with a script for another."""
    return jpeg() + b"<html><script>alert(document.cookie)</script></html>"


def with_a_page_inside() -> bytes:
    return jpeg(comment=b"<script>alert(document.cookie)</script>")


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PAGE = b"<!doctype html><script>alert(1)</script>"
PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 80
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
