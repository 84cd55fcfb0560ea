"""The sandbox: a process of its own in which a stranger's picture is opened, under limits of memory and time.

`run` starts this very file as a script. It imports nothing of the portal, so it starts quickly and knows no secret; the
picture comes in as its standard input, one line of JSON and the new picture's bytes go out.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import warnings
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

MEMORY = 600_000_000  # bytes of address space, Python and its libraries included
CPU_SECONDS = 5
SECONDS = 15
KINDS = ("JPEG", "PNG", "WEBP")
MEDIA_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
JPEG = b"\xff\xd8\xff"
SLENDER = 20  # times the short side that the long side may measure
ORIENTATION = 0x0112
QUALITIES = (76, 66, 56, 46, 36)
BYTES_PER_WIDTH = 90


class Answer(NamedTuple):
    """What came out: facts about the picture, or `refused` with one word why; and the bytes of a new one."""

    facts: dict[str, Any]
    body: bytes


def run(picture: IO[bytes], *task: str) -> Answer:
    """Has `picture`, a real file, looked at (`look`) or made smaller (`shrink 320`). Never raises for what is in it.

    The sandbox reads from the same open file: only an unbuffered one still knows afterwards where it stands.
    """
    os.lseek(picture.fileno(), 0, os.SEEK_SET)
    try:
        ended = subprocess.run(
            [sys.executable, "-I", __file__, *task],
            stdin=picture, capture_output=True, timeout=SECONDS, env={}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Answer({"refused": "heavy"}, b"")
    line, _, body = ended.stdout.partition(b"\n")
    return Answer(json.loads(line), body) if ended.returncode == 0 else Answer({"refused": "heavy"}, b"")


def pixels(head: bytes) -> int:
    """The most pixels of a picture that begins like this: a JPEG can be read at an eighth of its size, others not."""
    return 120_000_000 if head.startswith(JPEG) else 40_000_000


class Unfit(Exception):
    """The picture cannot be taken; its text is one word why."""


def look(image: Image) -> tuple[dict[str, Any], bytes]:
    """Decodes the whole picture, as small as its kind allows, so that a broken one is found now."""
    size = image.size
    _decode(image, 0)
    width, height = reversed(size) if _orientation(image) >= 5 else size
    return {"media_type": MEDIA_TYPES[str(image.format)], "width": width, "height": height}, b""


def shrink(image: Image, width: int) -> tuple[dict[str, Any], bytes]:
    """A WebP as wide as `width`, upright, in plain sRGB, without anything the camera or its owner wrote into it."""
    from PIL import Image as pillow

    across, down = image.size
    _decode(image, 2 * width / min(across, down))
    turned = _orientation(image)
    height = max(1, round(width * (across / down if turned >= 5 else down / across)))
    size = (height, width) if turned >= 5 else (width, height)
    small = _in_srgb(_plain(image).resize(size, pillow.Resampling.LANCZOS, reducing_gap=2.0))
    if turned > 1:
        transpose = pillow.Transpose
        small = small.transpose((
            transpose.FLIP_LEFT_RIGHT, transpose.ROTATE_180, transpose.FLIP_TOP_BOTTOM, transpose.TRANSPOSE,
            transpose.ROTATE_270, transpose.TRANSVERSE, transpose.ROTATE_90,
        )[turned - 2])  # fmt: skip
    return {"width": width, "height": height}, _light(small)


def _decode(image: Image, scale: float) -> None:
    """Decodes all of it; a JPEG at an eighth, a quarter or half of its size where that is still above `scale`."""
    width, height = image.size
    if max(width, height) > SLENDER * min(width, height):
        raise Unfit("slender")
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise Unfit("animated")
    image.draft(None, (int(width * scale) + 1, int(height * scale) + 1))
    image.load()


def _orientation(image: Image) -> int:
    """How the camera was held, 1 to 8 as in EXIF; 1 when it does not say or nobody can read it."""
    try:
        turned = image.getexif().get(ORIENTATION, 1)
    except Exception:  # a broken EXIF block does not make a broken picture
        return 1
    return turned if turned in range(1, 9) else 1


def _plain(image: Image) -> Image:
    """Eight bits a channel; transparent where the picture is."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode in {"RGB", "L", "CMYK"} else image.convert("RGB")


def _in_srgb(image: Image) -> Image:
    from PIL import Image as pillow
    from PIL import ImageCms

    profile, wanted = image.info.get("icc_profile"), "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            made_by = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, made_by, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return converted if isinstance(converted, pillow.Image) else image.convert(wanted)
        except (ImageCms.PyCMSError, OSError):
            pass  # colours nobody can read are taken as they stand
    return image.convert(wanted)


def _light(image: Image) -> bytes:
    """The best quality that stays light: about 29 kB at 320 pixels of width, 72 kB at 800."""
    body = b""
    for quality in QUALITIES:
        out = BytesIO()
        image.save(out, "WEBP", quality=quality, method=4)  # writes pixels alone: no EXIF, XMP or profile is given
        body = out.getvalue()
        if len(body) <= image.width * BYTES_PER_WIDTH:
            break
    return body


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(SECONDS)  # also when nobody waits for it any more


def main(task: str, *numbers: str) -> tuple[dict[str, Any], bytes]:
    from PIL import Image as pillow
    from PIL import UnidentifiedImageError

    warnings.simplefilter("ignore")
    try:
        # Pillow refuses what has more than twice as many, before it asks for memory.
        pillow.MAX_IMAGE_PIXELS = pixels(sys.stdin.buffer.read(len(JPEG))) // 2
        sys.stdin.buffer.seek(0)
        with pillow.open(sys.stdin.buffer, formats=KINDS) as image:
            return look(image) if task == "look" else shrink(image, int(numbers[0]))
    except Unfit as unfit:
        return {"refused": str(unfit)}, b""
    except UnidentifiedImageError:
        return {"refused": "unknown"}, b""
    except pillow.DecompressionBombError:
        return {"refused": "large"}, b""
    except MemoryError:
        return {"refused": "heavy"}, b""
    except Exception:  # whatever a decoder stumbles over, the picture is at fault
        return {"refused": "broken"}, b""


if __name__ == "__main__":
    _confine()
    facts, body = main(*sys.argv[1:])
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + body)
