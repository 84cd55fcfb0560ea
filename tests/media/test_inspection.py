"""What is let in as a photo, and the sentence for everything else."""

from __future__ import annotations

import resource
import tempfile
import time

import pytest

from portal.kit.say import Refused
from portal.media import inspection, sandbox
from portal.media.inspection import Seen
from tests.media import samples


def look(body: bytes) -> Seen:
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(body)
        return inspection.photo(file)


def refusal(body: bytes) -> str:
    with pytest.raises(Refused) as refused:
        look(body)
    return str(refused.value)


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_photo_is_what_its_bytes_say(kind: str, media_type: str) -> None:
    assert look(samples.encoded(samples.picture(640, 480), kind)) == Seen(media_type, 640, 480)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_printed_photos_are_photos(mode: str) -> None:
    assert look(samples.encoded(samples.picture(mode=mode), "JPEG")).media_type == "image/jpeg"


def test_the_size_is_that_of_the_upright_picture() -> None:
    assert look(samples.from_a_phone(orientation=6)) == Seen("image/jpeg", 480, 640)


def test_a_picture_of_two_frames_of_one_camera_is_a_photo() -> None:
    frames = [samples.picture(), samples.picture(320, 240)]
    body = samples.encoded(frames[0], "MPO", save_all=True, append_images=frames[1:])
    assert look(body) == Seen("image/jpeg", 640, 480)


def test_broken_camera_words_do_not_make_a_broken_picture() -> None:
    body = samples.from_a_phone(orientation=6)
    broken = body.replace(b"Exif\0\0II*\0", b"Exif\0\0XX*\0").replace(b"Exif\0\0MM\0*", b"Exif\0\0XX\0*")
    assert broken != body
    assert look(broken) == Seen("image/jpeg", 640, 480)


def test_nothing_is_no_photo() -> None:
    assert refusal(b"") == inspection.EMPTY


@pytest.mark.parametrize("body", [samples.SVG, b"\xef\xbb\xbf  <svg/>"])
def test_a_drawing_that_may_carry_programs_is_refused(body: bytes) -> None:
    assert refusal(body) == inspection.DRAWING


@pytest.mark.parametrize(
    "body", [samples.PAGE, samples.PDF, samples.EICAR, b"\x7fELF", b"GIF89a" + b"\0" * 90, b"BM00"]
)
def test_what_only_calls_itself_a_photo_is_refused(body: bytes) -> None:
    assert refusal(body) == inspection.PHOTOS_ARE


def test_the_format_of_some_phones_is_named() -> None:
    assert refusal(samples.HEIC) == inspection.IPHONE


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_moves_is_refused(kind: str) -> None:
    assert refusal(samples.moving(kind)) == inspection.MOVING


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.97])
def test_half_a_photo_is_refused(kind: str, part: float) -> None:
    body = samples.encoded(samples.picture(), kind)
    assert refusal(body[: int(len(body) * part)]) in {inspection.BROKEN, inspection.PHOTOS_ARE}


def test_a_photo_with_a_damaged_packing_is_refused() -> None:
    body = bytearray(samples.encoded(samples.picture(), "PNG"))
    body[60] ^= 0xFF
    assert refusal(bytes(body)) == inspection.BROKEN


@pytest.mark.parametrize("body", [samples.bomb(), samples.bomb(7_000, 7_000), samples.webp_bomb()])
def test_more_pixels_than_can_be_opened_are_refused_before_they_are(body: bytes) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.monotonic()
    assert refusal(body) == "This picture has more than 40 million pixels. Save it smaller and send that."
    assert time.monotonic() - began < 5
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before < 200_000  # kB


def test_a_ribbon_is_refused() -> None:
    assert "at most 20 times" in refusal(samples.jpeg(width=2_100, height=100))
    assert look(samples.jpeg(width=2_000, height=100)).width == 2_000


def test_a_large_photo_of_a_good_camera_is_let_in() -> None:
    assert look(samples.jpeg(10_000, 10_000)) == Seen("image/jpeg", 10_000, 10_000)


def test_memory_and_time_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(samples.jpeg())
        monkeypatch.setattr(sandbox, "SECONDS", 0.001)
        assert sandbox.run(file, "look").facts == {"refused": "heavy"}
        with pytest.raises(Refused, match="too much memory or time"):
            inspection.photo(file)


@pytest.mark.parametrize("body", [samples.with_a_page_behind(), samples.with_a_page_inside()])
def test_a_photo_that_is_a_page_as_well_is_a_photo_here(body: bytes) -> None:
    assert look(body) == Seen("image/jpeg", 640, 480)
