"""Pyramids: a light first look, then tiles that fit together at every level, with nothing but pixels in them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from portal.db import db
from portal.media import jobs
from portal.media.models import CleanCopy, Pyramid, Upload
from portal.media.panels import pyramid, rules
from portal.media.panels.inspection import Facts
from portal.media.storage import DiskStorage
from tests import make
from tests.media import panels, samples


def opened(storage: DiskStorage, digest: str) -> Image.Image:
    return Image.open(BytesIO(storage.open(digest).read())).convert("RGB")


def whole(storage: DiskStorage, manifest: dict[str, Any], level: int) -> Image.Image:
    """A level put together from its tiles, as a viewer does it."""
    about = manifest["levels"][level]
    made = Image.new("RGB", (about["width"], about["height"]))
    for row in range(about["rows"]):
        for column in range(about["columns"]):
            digest = pyramid.tile(manifest, level, column, row)
            assert digest is not None
            made.paste(opened(storage, digest), (column * pyramid.TILE, row * pyramid.TILE))
    return made


def far_apart(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures of one size, of 255."""
    pairs = zip(one.resize((90, 127)).tobytes(), other.resize((90, 127)).tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (90 * 127 * 3)


def test_the_tiles_of_each_level_are_the_sheet(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    body = samples.jpeg(2_900, 4_101)
    manifest = pyramid.make(BytesIO(body), 0, storage)
    assert [(level["width"], level["height"], level["columns"], level["rows"]) for level in manifest["levels"]] == [
        (725, 1026, 2, 3), (1450, 2051, 3, 5), (2900, 4101, 6, 9),
    ]  # fmt: skip
    original = Image.open(BytesIO(body)).convert("RGB")
    assert [far_apart(whole(storage, manifest, level), original) < 3 for level in range(3)] == [True] * 3
    first = opened(storage, pyramid.picture(manifest, 800)["digest"])
    assert first.size == (725, 1026)
    assert far_apart(first, original) < 3
    for level, column, row in ((-1, 0, 0), (3, 0, 0), (0, 2, 0), (0, 0, 3), (0, -1, 0)):
        assert pyramid.tile(manifest, level, column, row) is None
    assert pyramid.outline(manifest)["levels"][0] == {"width": 725, "height": 1026, "columns": 2, "rows": 3}
    assert pyramid.digests(manifest) == {file.digest for file in storage.each()}


def test_the_first_look_is_light_even_of_a_noisy_panel(tmp_path: Path) -> None:
    noise = Image.effect_noise((1_000, 1_414), 90).convert("RGB")
    manifest = pyramid.make(BytesIO(samples.encoded(noise, "JPEG", quality=90)), 0, DiskStorage(tmp_path))
    assert [picture["size"] <= most for picture, most in zip(manifest["pictures"], (60_000, 16_000), strict=True)] == [
        True, True,
    ]  # fmt: skip
    assert pyramid.picture(manifest, 5_000) == manifest["pictures"][0]
    assert pyramid.picture(manifest, 100) == manifest["pictures"][1]


def test_the_worker_makes_what_is_owed_and_no_name_is_left_in_it(session: object, tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    stored = storage.put(panels.talkative_pdf())
    upload = Upload(digest=stored.digest, size=stored.size, media_type="application/pdf", name="a.pdf", at=make.AT)
    db.session.add(upload)
    db.session.flush()
    rules.owe(upload, Facts("application/pdf", pages=2), at=make.AT)
    for duty in jobs.duties(storage)[1:]:
        for row in db.session.query(duty.kind).all():
            duty.settle(row, duty.work(duty.brief(row), make.AT), make.AT + timedelta(seconds=1))
    copy = db.session.query(CleanCopy).one()
    sheets = db.session.query(Pyramid).order_by(Pyramid.page).all()
    assert (copy.media_type, len(sheets)) == ("application/pdf", 2)
    assert [sheet.manifest["levels"][-1]["width"] for sheet in sheets if sheet.manifest] == [3507, 3507]
    assert sheets[0].manifest != sheets[1].manifest
    made = {file.digest for file in storage.each()} - {stored.digest}
    assert [(digest, panels.still_in(storage.open(digest).read())) for digest in made] == [
        (digest, []) for digest in made
    ]
    assert len(made) > 50


@pytest.mark.faults
def test_a_panel_of_a_hundred_megapixels_is_cut_up_in_bounded_memory(tmp_path: Path) -> None:
    body = panels.hundred_megapixels("JPEG")
    (tmp_path / "panel").write_bytes(panels.with_picture(body, 12_500, 8_840, size=(1189, 841)))
    told = panels.measured(
        "pyramid.outline(pyramid.make(open(path, 'rb', buffering=0), 0, DiskStorage(Path(folder))))['levels'][-1]",
        tmp_path / "panel",
    )
    assert [(level["columns"], level["rows"]) for level in told["said"]] == [(14, 10)]
    assert told["inside"] < 850
    assert told["outside"] < 100
