"""Panels are looked at within walls: facts for what may be taken, a sentence for what may not, clean copies."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from portal.kit.say import Refused
from portal.media.panels import confined, copies, inspection
from portal.media.panels.inspection import Demand, Facts, look, misfits
from portal.media.storage import DiskStorage
from portal.owed import Hopeless
from tests.media import panels, samples


def seen(body: bytes) -> Facts:
    return look(BytesIO(body))


def refused(body: bytes) -> str:
    with pytest.raises(Refused) as caught:
        look(BytesIO(body))
    return str(caught.value)


def test_a_pdf_tells_its_pages_sizes_and_resolution() -> None:
    facts = seen(panels.talkative_pdf())
    assert (facts.media_type, facts.pages, facts.papers, facts.stands) == (
        "application/pdf", 2, ("A1", "A1"), (True, True),
    )  # fmt: skip
    assert (facts.layers, facts.remarks, facts.links, facts.dpi) == (1, 1, 1, 108)
    lying = seen(panels.with_picture(samples.jpeg(2_339, 1_654), 2_339, 1_654, size=(1189, 841)))
    assert (lying.papers, lying.stands, lying.dpi, lying.pictures) == (("A0",), (False,), 50, 1)
    assert seen(panels.saved(panels.pdf(size=(600, 900)))).papers == ("",)
    assert Facts.read(lying.as_json()) == lying
    assert Facts.read({"media_type": "application/pdf", "pages": 1, "later": 3}) == Facts("application/pdf", 1)


def test_a_page_is_measured_as_it_is_looked_at() -> None:
    made = panels.pdf(size=(900, 700))
    made.pages[0].Rotate = 90
    made.pages[0].CropBox = Array([0, 0, 841 * panels.POINTS, 594 * panels.POINTS])
    facts = seen(panels.saved(made))
    assert (facts.papers, facts.stands) == (("A1",), (True,))


@pytest.mark.parametrize(
    ("short", "long", "name"), [(591, 844, "A1"), (590.9, 841, ""), (1189, 841, "A0"), (297, 420, "A3")]
)
def test_a_size_is_known_within_three_millimetres(short: float, long: float, name: str) -> None:
    assert inspection.paper(short, long) == inspection.paper(long, short) == name


def test_a_picture_tells_its_pixels_upright_and_what_they_are_worth_on_paper() -> None:
    facts = seen(panels.talkative_jpeg(900, 1_273))
    assert (facts.media_type, facts.pixels, facts.stands, facts.pages) == ("image/jpeg", (900, 1_273), (True,), 1)
    assert (facts.resolution("A1"), facts.resolution("A3")) == (38, 77)
    assert seen(panels.talkative_png()).media_type == "image/png"


def test_a_page_that_says_how_it_opens_does_not_act() -> None:
    made = panels.pdf()
    made.Root.OpenAction = Array([made.pages[0].obj, Name.Fit])
    assert seen(panels.saved(made)).pages == 1
    assert seen(panels.saved(panels.pdf()) + b"<script>alert(1)</script>").pages == 1  # gone from every copy


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: b"", "empty"),
        (lambda: samples.PAGE, "no PDF, JPEG or PNG"),
        (lambda: b"PK\x03\x04" + panels.saved(panels.pdf()), "no PDF, JPEG or PNG"),
        (lambda: samples.SVG, "no PDF, JPEG or PNG"),
        (lambda: panels.talkative_pdf()[:20_000], "damaged or incomplete"),
        (lambda: samples.jpeg()[:5_000], "damaged or incomplete"),
        (panels.deep, "damaged or incomplete"),
        (lambda: panels.locked(owner="a", user="b"), "locked"),
        (lambda: panels.locked(owner="a", user=""), "locked"),
        (lambda: panels.acting(OpenAction=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))), "script"),
        (lambda: samples.PDF, "damaged or incomplete"),
        (panels.launching, "opens other programs"),
        (panels.carrying, "carries other files"),
        (lambda: panels.acting(AcroForm=Dictionary(Fields=Array([]), XFA=String("<x/>"))), "a form"),
        (lambda: panels.saved(panels.pdf(pages=61)), "has 61 pages; at most 60"),
        (lambda: panels.saved(panels.pdf(size=(5_000, 5_000))), "larger than 2500 mm"),
        (panels.with_a_gigantic_picture, "more than 150 million pixels"),
        (samples.bomb, "more than 120 million pixels"),
        (lambda: samples.jpeg(4_000, 100), "too long and narrow"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_in_words(make: Callable[[], bytes], said: str) -> None:
    assert said in refused(make())


@pytest.mark.faults
def test_bombs_are_answered_in_five_seconds_and_bounded_memory(tmp_path: Path) -> None:
    bodies = (
        panels.laughing(), panels.of_endless_shapes(), panels.with_a_swollen_object_stream(),
        panels.saved(panels.pdf(pages=3_000)), samples.bomb(), panels.hundred_megapixels("JPEG"),
    )  # fmt: skip
    for number, body in enumerate(bodies):
        (tmp_path / f"{number}").write_bytes(body)
    told = panels.measured(
        "inspection.look(open(path, 'rb', buffering=0)).pixels", *(tmp_path / f"{number}" for number in range(6))
    )
    assert told["said"] == [
        inspection.HEAVY, inspection.HEAVY, inspection.WHY["broken"],
        inspection.WHY["pages"] % {"pages": 3_000, "most": 60}, inspection.WHY["large"] % {"million": 120},
        [12_500, 8_840],
    ]  # fmt: skip
    assert told["slowest"] <= confined.LOOKING.cpu + 0.5
    assert told["inside"] < 800
    assert told["outside"] < 100


@pytest.mark.faults
def test_a_panel_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "LOOKING", confined.LOOKING._replace(seconds=1))
    began = time.monotonic()
    assert "too much memory or time" in refused(panels.laughing())
    assert time.monotonic() - began < 4


def test_what_a_slot_asks_for_is_said_point_by_point() -> None:
    demand = Demand(papers=("A1", "A0"), stands=True, pages=1, megabytes=40, dpi=150)
    fits = Facts("application/pdf", 1, sheets=((594.0, 841.0),), dpi=300)
    assert misfits(fits, 40_000_000, demand) == ()
    lying = Facts("application/pdf", 3, sheets=((420.0, 297.0), (841.0, 594.0), (594.0, 841.0)), dpi=90)
    assert [(one.key, one.blocks, str(one.refused())) for one in misfits(lying, 41_000_000, demand)] == [
        ("bytes", True, "This file is larger than 40 MB. Export it again with a lower picture quality."),
        ("pages", True, "This file has 3 pages; at most 1 are asked for."),
        ("paper", False, "Page 1 measures 420 × 297 mm; A1, A0 is asked for."),
        ("stands", False, "Page 1 lies; it must stand upright."),
        ("stands", False, "Page 2 lies; it must stand upright."),
        ("dpi", False, "At A3 the pictures have 90 dpi; below 150 dpi they look coarse in print."),
    ]
    square = Facts("image/jpeg", 1, pixels=(2_000, 2_000))
    assert [one.key for one in misfits(square, 1, demand)] == ["paper", "stands", "dpi"]
    assert [one.key for one in misfits(Facts("image/png", 1, pixels=(4_961, 7_016)), 1, demand)] == ["kind"]


@pytest.mark.parametrize("make", [panels.talkative_pdf, panels.talkative_jpeg, panels.talkative_png])
def test_no_copy_for_jurors_holds_a_name_and_the_original_stays_as_it_was(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    storage, original = DiskStorage(tmp_path), make()
    kept = storage.put(original)
    copy = copies.make(storage.open(kept.digest), storage)
    body = storage.open(copy.stored.digest).read()
    assert panels.still_in(original) != []
    assert panels.still_in(body) == []
    assert hashlib.sha256(storage.open(kept.digest).read()).hexdigest() == kept.digest
    again = copies.make(storage.open(kept.digest), storage)
    assert again == copy._replace(stored=again.stored)
    assert again.stored.digest == copy.stored.digest  # nothing of when it was made


def test_the_copy_of_a_pdf_has_its_pages_as_pictures_and_nothing_beside_them(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    made = copies.make(BytesIO(panels.talkative_pdf()), storage)
    assert made.media_type == "application/pdf"
    with pikepdf.open(storage.open(made.stored.digest)) as pdf:
        assert [[round(float(side) / panels.POINTS) for side in page.mediabox[2:]] for page in pdf.pages] == [
            [594, 841], [594, 841],
        ]  # fmt: skip
        assert "/Info" not in pdf.trailer
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert {key for page in pdf.pages for key in page.obj} == {
            "/Type", "/Parent", "/MediaBox", "/Resources", "/Contents",
        }  # fmt: skip
        pictures = [image for page in pdf.pages for image in page.images.values()]
        assert [(int(image.Width), int(image.Height)) for image in pictures] == [(3507, 4966)] * 2


def test_the_copy_of_a_picture_stands_upright_and_is_pixels_alone(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    made = copies.make(BytesIO(panels.talkative_jpeg()), storage)
    with Image.open(storage.open(made.stored.digest)) as image:
        assert (made.media_type, image.size) == ("image/jpeg", (900, 1_273))
        assert set(image.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert image.getexif() == {}
        red, _, blue = image.getpixel((450, 20))
        assert red > blue  # turned as the camera was held


def test_a_panel_that_cannot_be_drawn_is_hopeless(tmp_path: Path) -> None:
    with pytest.raises(Hopeless, match="damaged or incomplete"):
        copies.make(BytesIO(samples.jpeg()[:5_000]), DiskStorage(tmp_path))
