"""Light pictures made of a photo: WebP, upright, in plain sRGB, with nothing left of what the camera wrote into it."""

from __future__ import annotations

from typing import IO, NamedTuple

from portal.media import inspection, sandbox
from portal.owed import Hopeless

WIDTHS = (320, 800)


class Made(NamedTuple):
    """A preview's bytes and its size in pixels."""

    body: bytes
    width: int
    height: int


def widths(original: int) -> tuple[int, ...]:
    """The widths in pixels that are owed for a photo of this width: none is ever enlarged."""
    return tuple(sorted({min(width, original) for width in WIDTHS}))


def make(photo: IO[bytes], width: int) -> Made:
    """Makes one preview in the sandbox. Raises `Hopeless` for a picture that cannot be opened."""
    facts, body = sandbox.run(photo, "shrink", str(width))
    if why := facts.get("refused"):
        raise Hopeless(str(inspection.refusal(why)))
    return Made(body, facts["width"], facts["height"])
