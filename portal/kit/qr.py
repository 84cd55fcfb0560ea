"""QR codes as drawings inside a page: no picture is fetched, and they print sharply at any size."""

import segno

QUIET_ZONE = 4
"""Empty modules around a code by which readers find it (ISO/IEC 18004)."""


def svg(text: str, *, margin: int = QUIET_ZONE) -> str:
    """An `<svg>` of the code in black; up to a seventh of it may be dirty or torn (level M).

    `margin` in modules may be smaller where the code stands on white paper. Raises segno.DataOverflowError for more
    than about 2,300 bytes.
    """
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(border=margin, omitsize=True, svgclass=None, lineclass=None))
