"""What happens inside the sandbox, looked at without its walls; and the walls."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from portal.media import sandbox
from tests.media import samples


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Calls the sandbox's own `main` with a picture as its standard input."""

    def call(body: bytes, *task: str) -> tuple[dict[str, Any], bytes]:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(body)))
        return sandbox.main(*task)

    before = Image.MAX_IMAGE_PIXELS
    yield call
    Image.MAX_IMAGE_PIXELS = before


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        (samples.jpeg(), {"media_type": "image/jpeg", "width": 640, "height": 480}),
        (samples.from_a_phone(8), {"media_type": "image/jpeg", "width": 480, "height": 640}),
        (samples.encoded(samples.picture(), "PNG"), {"media_type": "image/png", "width": 640, "height": 480}),
        (samples.moving("WEBP"), {"refused": "animated"}),
        (samples.jpeg(2_100, 100), {"refused": "slender"}),
        (samples.bomb(), {"refused": "large"}),
        (samples.jpeg()[:5_000], {"refused": "broken"}),
        (samples.PAGE, {"refused": "unknown"}),
    ],
)
def test_a_look_gives_facts_or_one_word_why_not(inside: Any, body: bytes, facts: dict[str, Any]) -> None:
    assert inside(body, "look") == (facts, b"")


def test_a_picture_that_asks_for_too_much_memory_is_heavy(inside: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(sandbox, "look", too_much)
    assert inside(samples.jpeg(), "look") == ({"refused": "heavy"}, b"")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_shrunken_picture_is_upright_webp(inside: Any, orientation: int) -> None:
    facts, body = inside(samples.from_a_phone(orientation), "shrink", "120")
    assert facts == {"width": 120, "height": 90 if orientation < 5 else 160}
    assert Image.open(BytesIO(body)).size == (facts["width"], facts["height"])


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_all_kinds_of_pixels_are_shrunk(inside: Any, mode: str) -> None:
    image = Image.new("I;16", (640, 480), 40_000) if mode == "I;16" else samples.picture(mode=mode)
    facts, body = inside(samples.encoded(image, "PNG"), "shrink", "64")
    assert facts == {"width": 64, "height": 48}
    assert Image.open(BytesIO(body)).size == (64, 48)


@pytest.mark.parametrize("profile", [b"", b"nonsense"])
def test_a_colour_profile_is_used_up_or_left_aside(inside: Any, profile: bytes) -> None:
    body = samples.of_wide_colours() if not profile else samples.jpeg(icc_profile=profile)
    facts, made = inside(body, "shrink", "64")
    assert facts == {"width": 64, "height": 48}
    assert "icc_profile" not in Image.open(BytesIO(made)).info


def test_a_noisy_picture_is_squeezed_harder(inside: Any) -> None:
    noise = samples.encoded(Image.effect_noise((640, 480), 100).convert("RGB"), "PNG")
    assert len(inside(noise, "shrink", "200")[1]) <= 200 * sandbox.BYTES_PER_WIDTH


def test_the_walls_stand() -> None:
    """Inside there is neither our memory nor our environment, and nothing can be written."""
    program = f"""
import resource, runpy, os
sandbox = runpy.run_path({sandbox.__file__!r})
sandbox["_confine"]()
assert resource.getrlimit(resource.RLIMIT_AS)[0] == sandbox["MEMORY"]
assert resource.getrlimit(resource.RLIMIT_CPU)[0] == sandbox["CPU_SECONDS"]
try:
    bytearray(sandbox["MEMORY"])
except MemoryError:
    print("memory")
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
import tempfile
try:
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(b"x")
except OSError:
    print("disk")
"""
    said = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["memory", "disk"]
