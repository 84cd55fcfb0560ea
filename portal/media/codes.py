"""QR codes as pictures, and what a picture says to a reader that did not draw it."""

from __future__ import annotations

from io import BytesIO

from portal.kit.qr import QUIET_ZONE, make


def png(text: str, *, scale: int = 12) -> bytes:
    """A QR code in black on white, `scale` pixels to a module, with the quiet border that readers need."""
    buffer = BytesIO()
    make(text).save(buffer, kind="png", scale=scale, border=QUIET_ZONE)
    return buffer.getvalue()


def svg(text: str) -> bytes:
    """The same as a drawing that stands alone."""
    buffer = BytesIO()
    make(text).save(buffer, kind="svg", scale=4, border=QUIET_ZONE, xmldecl=True)
    return buffer.getvalue()


def read(picture: bytes) -> list[str]:
    """The texts of the codes in a picture of ours, read by zxing."""
    import zxingcpp  # only where a code is read back
    from PIL import Image

    with Image.open(BytesIO(picture)) as image:
        return [found.text for found in zxingcpp.read_barcodes(image)]
