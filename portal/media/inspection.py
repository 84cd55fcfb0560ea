"""What a file really is, read from its bytes; the sender's name and type are only labels."""

from __future__ import annotations

from typing import IO, NamedTuple

from portal.kit.say import N_, Refused
from portal.media import sandbox

HEAD = 64
PNG = b"\x89PNG\r\n\x1a\n"

PHOTOS_ARE = N_("Choose a photo as JPEG, PNG or WebP.")
EMPTY = N_("This file is empty. Choose the photo once more.")
DRAWING = N_("This is an SVG drawing, which can carry programs. Save it as PNG and send that.")
IPHONE = N_("This photo is in the HEIC format of some phones. Save or share it as JPEG and send that.")
MOVING = N_("This picture moves. Choose one that stands still.")
LARGE = N_("This picture has more than %(million)s million pixels. Save it smaller and send that.")
SLENDER = N_("This picture is too long and narrow: its long side may measure at most %(times)s times the short one.")
BROKEN = N_("This photo is damaged or incomplete. Open it on your device, save it again and send that.")
HEAVY = N_("This picture takes too much memory or time to open. Save it again as JPEG and send that.")


class Seen(NamedTuple):
    """What a photo is; the size is that of the upright picture, in pixels."""

    media_type: str
    width: int
    height: int


def photo(file: IO[bytes]) -> Seen:
    """Opens a real file as a photo, in the sandbox. Raises `Refused` with a sentence for anything else."""
    file.seek(0)
    head = file.read(HEAD)
    _refuse_by_head(head)
    facts = sandbox.run(file, "look").facts
    if why := facts.get("refused"):
        raise refusal(why, pixels=sandbox.pixels(head))
    return Seen(facts["media_type"], facts["width"], facts["height"])


def refusal(why: str, *, pixels: int = 0) -> Refused:
    """The sentence for a word of the sandbox."""
    if why == "large":
        return Refused(LARGE, values={"million": pixels // 1_000_000})
    if why == "slender":
        return Refused(SLENDER, values={"times": sandbox.SLENDER})
    return Refused({"animated": MOVING, "unknown": PHOTOS_ARE, "broken": BROKEN}.get(why, HEAVY))


def _refuse_by_head(head: bytes) -> None:
    if not head:
        raise Refused(EMPTY)
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"hevc"}:
        raise Refused(IPHONE)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<svg", b"<?xml")):
        raise Refused(DRAWING)
    if not head.startswith((sandbox.JPEG, PNG)) and (head[:4], head[8:12]) != (b"RIFF", b"WEBP"):
        raise Refused(PHOTOS_ARE)
