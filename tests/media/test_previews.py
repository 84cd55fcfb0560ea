"""Previews: light, upright, and silent about the camera and its owner."""

from __future__ import annotations

import tempfile
from io import BytesIO

import pytest
from PIL import Image

from portal.media import previews
from portal.media.previews import Made
from portal.owed import Hopeless
from tests.media import samples

RED, BLUE, GREEN = (200, 30, 30), (30, 30, 200), (20, 160, 60)


def make(body: bytes, width: int = 320) -> Made:
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(body)
        return previews.make(file, width)


def opened(made: Made) -> Image.Image:
    return Image.open(BytesIO(made.body))


def corner(image: Image.Image, x: float, y: float) -> str:
    """The colour near a corner, by name."""
    pixel = image.convert("RGB").getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(pixel, tuple)
    return min(
        {"red": RED, "blue": BLUE, "green": GREEN}.items(),
        key=lambda one: sum((a - b) ** 2 for a, b in zip(one[1], pixel, strict=True)),
    )[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_preview_is_a_webp_of_the_width_that_was_asked_for(kind: str) -> None:
    made = make(samples.encoded(samples.picture(640, 480), kind), 320)
    assert (made.width, made.height) == (320, 240)
    assert (opened(made).format, opened(made).size) == ("WEBP", (320, 240))


def test_nothing_of_the_camera_or_its_owner_is_left() -> None:
    original = samples.from_a_phone()
    assert Image.open(BytesIO(original)).getexif().get_ifd(samples.GPS)
    assert b"SecretCam 3000" in original
    made = make(original)
    assert opened(made).getexif() == {}
    assert set(opened(made).info) <= {"loop", "background", "timestamp", "duration"}
    assert [secret for secret in samples.SECRETS if secret in made.body] == []
    assert b"EXIF" not in made.body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_no_other_words_of_a_file_are_left_either(kind: str, mode: str) -> None:
    original = samples.talkative(kind, "CMYK" if (kind, mode) == ("JPEG", "RGBA") else mode)
    assert b"Nguyen Van An" in original
    made = make(original)
    assert [secret for secret in (b"Nguyen Van An", b"ICCP", b"XMP ", b"EXIF") if secret in made.body] == []


@pytest.mark.parametrize(
    ("orientation", "top_left", "top_right", "bottom_left"),
    [
        (1, "red", "blue", "green"),
        (2, "blue", "red", "green"),
        (3, "green", "green", "blue"),
        (4, "green", "green", "red"),
        (5, "red", "green", "blue"),
        (6, "green", "red", "green"),
        (7, "green", "blue", "green"),
        (8, "blue", "green", "red"),
    ],
)
def test_the_preview_stands_upright_however_the_camera_was_held(
    orientation: int, top_left: str, top_right: str, bottom_left: str
) -> None:
    made = make(samples.from_a_phone(orientation), 160)
    image = opened(made)
    assert image.size == ((160, 120) if orientation < 5 else (160, 213))
    assert [corner(image, *at) for at in ((0.05, 0.05), (0.95, 0.05), (0.05, 0.95))] == [
        top_left, top_right, bottom_left,
    ]  # fmt: skip


def test_the_colour_profile_is_used_up() -> None:
    made = make(samples.of_wide_colours())
    assert "icc_profile" not in opened(made).info
    assert corner(opened(made), 0.05, 0.05) == "red"


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "I;16", "1"])
def test_every_kind_of_pixels_becomes_a_preview(mode: str) -> None:
    image = Image.new("I;16", (640, 480), 40_000) if mode == "I;16" else samples.picture(mode=mode)
    made = make(samples.encoded(image, "PNG"), 100)
    assert opened(made).size == (100, 75)


def test_what_is_transparent_stays_so() -> None:
    image = samples.picture(mode="RGBA")
    image.putalpha(0)
    assert opened(make(samples.encoded(image, "PNG"))).convert("RGBA").getpixel((5, 5))[3] == 0


def test_sixteen_bit_grey_keeps_its_light() -> None:
    made = make(samples.encoded(Image.new("I;16", (64, 64), 128 * 256), "PNG"), 64)
    assert abs(opened(made).convert("L").getpixel((30, 30)) - 128) < 4  # type: ignore[operator]


def test_a_preview_is_light_also_of_a_noisy_photo() -> None:
    noise = Image.effect_noise((1_600, 1_200), 80).convert("RGB")
    assert len(make(samples.encoded(noise, "JPEG", quality=90), 320).body) < 30_000


@pytest.mark.parametrize("body", [samples.with_a_page_behind(), samples.with_a_page_inside()])
def test_a_page_hidden_in_a_photo_does_not_reach_the_preview(body: bytes) -> None:
    assert b"script" not in make(body).body


def test_a_photo_that_cannot_be_opened_is_hopeless_and_says_why() -> None:
    with pytest.raises(Hopeless, match="damaged or incomplete"):
        make(samples.jpeg()[:5_000])


def test_no_preview_is_wider_than_its_photo() -> None:
    assert previews.widths(4_000) == (320, 800)
    assert previews.widths(800) == (320, 800)
    assert previews.widths(500) == (320, 500)
    assert previews.widths(100) == (100,)
