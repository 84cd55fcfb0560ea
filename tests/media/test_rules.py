"""Files as rows: kept outside a transaction, recorded in it, with the previews that are owed."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.db import db
from portal.kit.say import Refused
from portal.media import rules
from portal.media.models import Preview, Upload
from portal.media.panels import rules as panels
from portal.media.panels.inspection import Facts
from portal.media.storage import DiskStorage, Storage
from tests import make
from tests.media import samples


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return DiskStorage(tmp_path / "files")


def test_a_photo_is_kept_before_any_row_is_written(session: object, storage: Storage) -> None:
    body = samples.jpeg(1_000, 500)
    kept = rules.keep(BytesIO(body), storage=storage)
    assert kept == (hashlib.sha256(body).hexdigest(), len(body), "image/jpeg", 1_000, 500)
    assert storage.exists(kept.digest)
    assert db.session.scalars(select(Upload)).all() == []


def test_recording_a_photo_owes_its_previews(session: object, storage: Storage) -> None:
    who = make.person()
    upload = rules.receive(BytesIO(samples.jpeg(1_000, 500)), name="Gốm.JPG", by=who, at=make.AT, storage=storage)
    assert (upload.name, upload.media_type, upload.by_id, upload.at) == ("Gốm.JPG", "image/jpeg", who.id, make.AT)
    assert [(one.width, one.due_at, one.done_at) for one in upload.previews] == [
        (320, make.AT, None),
        (800, make.AT, None),
    ]


def test_a_refused_photo_leaves_no_file(storage: Storage) -> None:
    with pytest.raises(Refused):
        rules.keep(BytesIO(samples.PAGE), storage=storage)
    assert list(storage.each()) == []


def test_a_photo_may_be_as_large_as_we_say_and_no_larger(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    body = samples.jpeg()
    monkeypatch.setattr(rules, "LARGEST_PHOTO", len(body))
    assert rules.keep(BytesIO(body), storage=storage).size == len(body)
    with pytest.raises(Refused, match="larger than"):
        rules.keep(BytesIO(body + b"\0"), storage=storage)


@pytest.mark.parametrize(
    ("sent", "label"),
    [
        ("Đèn lồng.jpg", "Đèn lồng.jpg"),
        ("De\u0300n.jpg", "Dèn.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\photo.png", "photo.png"),
        ("evil\x00.php\x00.jpg", "evil.php.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\r\nSet-Cookie: x=1.jpg", "aSet-Cookie: x=1.jpg"),
        ("", "photo"),
        ("...", "photo"),
        (".jpg", "photo.jpg"),
        ("/", "photo"),
        ("x" * 500 + ".jpeg", "x" * 115 + ".jpeg"),
        ("no ending " + "y" * 300, "no ending " + "y" * 109),
    ],
)
def test_a_name_is_only_a_harmless_label(sent: str, label: str) -> None:
    assert rules.label(sent) == label
    assert len(label) <= rules.LONGEST_NAME


def test_the_picture_for_a_width_is_the_narrowest_that_is_wide_enough() -> None:
    narrow, wide = Preview(width=320, done_at=make.AT), Preview(width=800, done_at=make.AT)
    upload = Upload(previews=[narrow, wide])
    assert [rules.picture(upload, width=width) for width in (100, 320, 321, 800, 2_000)] == [
        narrow, narrow, wide, wide, wide,
    ]  # fmt: skip


def test_a_preview_that_is_not_made_yet_is_not_shown() -> None:
    narrow, wide = Preview(width=320, done_at=make.AT), Preview(width=800)
    assert rules.picture(Upload(previews=[narrow, wide]), width=800) is narrow
    assert rules.picture(Upload(previews=[wide]), width=800) is None


def test_files_in_use_are_those_of_uploads_and_of_what_was_made_of_them(session: object) -> None:
    upload = Upload(digest="a" * 64, size=1, media_type="image/jpeg", name="a.jpg", at=make.AT)
    upload.previews = [
        Preview(width=320, due_at=make.AT, digest="b" * 64, done_at=make.AT + timedelta(minutes=1)),
        Preview(width=800, due_at=make.AT),
    ]
    db.session.add(upload)
    db.session.flush()
    panels.owe(upload, Facts("application/pdf", pages=2), at=make.AT)
    panels.owe(upload, Facts("application/pdf", pages=2), at=make.AT)
    copy, (first, second) = panels.copy_of(upload), panels.pyramids_of(upload)
    assert copy is not None
    assert rules.in_use() == {"a" * 64, "b" * 64}
    copy.digest = "c" * 64
    first.manifest = {"pictures": [{"digest": "d" * 64}], "levels": [{"digests": ["e" * 64]}]}
    first.done_at = make.AT
    db.session.flush()
    assert rules.in_use() == {letter * 64 for letter in "abcde"}
    assert second.manifest is None
