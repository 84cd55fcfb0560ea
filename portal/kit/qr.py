"""QR codes: for pages as drawings inside them, for paper and pictures as they are needed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # few processes draw a code, and the library weighs on each that loads it
    from segno import QRCode

QUIET_ZONE = 4
"""Empty modules around a code by which readers find it (ISO/IEC 18004)."""


def make(text: str) -> QRCode:
    """The code of a text; up to a seventh of it may be dirty or torn (level M).

    Raises segno.DataOverflowError for more than about 2,300 bytes.
    """
    import segno

    return segno.make(text, error="m", micro=False)


def svg(text: str, *, margin: int = QUIET_ZONE) -> str:
    """An `<svg>` of the code in black, which prints sharply at any size; no picture is fetched.

    `margin` in modules may be smaller where the code stands on white paper.
    """
    return str(make(text).svg_inline(border=margin, omitsize=True, svgclass=None, lineclass=None))
