"""Backup, restore and export: every row and every file comes back, on either engine, or nothing does."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import archive, create_app, schema
from portal.archive import Kept
from portal.config import Settings
from portal.db import Mode, db, transactions
from portal.kit.say import Refused
from portal.letters import rules as letters
from portal.listings.models import Listing, Tally
from portal.media import rules as files
from portal.media.models import Preview
from portal.media.storage import storage_for
from portal.people.models import Person, Role
from portal.worker import in_transaction, sweep_once
from tests import make
from tests.conftest import Databases
from tests.make import AT
from tests.media import samples


@pytest.fixture
def lived_in(real_app: Flask) -> Flask:
    """A portal with people, listings, a photo with its previews, a letter sent and a letter due."""
    with real_app.app_context():
        kept = files.keep(BytesIO(samples.jpeg(640, 320)), storage=storage_of(real_app))
        in_transaction(lambda: _live(kept))
    sweep_once(real_app, AT + timedelta(seconds=1))
    with real_app.app_context():
        in_transaction(lambda: _owe_a_letter("Đợi"))
    return real_app


def _live(kept: files.Kept) -> None:
    make.listing("Làng gốm Thanh Hà", lat=15.8801 + 1e-13, lon=108.3012, location_mode="exact", fields=["craft"],
                 steps=[{"vi": "Nhào đất", "en": "Knead"}], contacts={"zalo": ("+84905123456", True)})  # fmt: skip
    make.draft("Chưa xong", summary_en="=1+1")
    files.record(kept, name="Gốm.jpg", by=make.person(Role.MODERATOR, name="Trần Văn Ân"), at=AT)
    _owe_a_letter("Đã gửi")


def _owe_a_letter(subject: str) -> None:
    letters.write(make.person(), kind="welcome", subject=subject, body="Chào\nbạn", at=AT + timedelta(microseconds=7))


@pytest.fixture
def empty(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """Another portal, with nothing in it."""
    made = create_app(databases.settings(tmp_path / "elsewhere", base_url="http://localhost"))
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Flask]:
    """A third portal, empty, on SQLite whatever engine the others are on."""
    made = create_app(Settings(home=tmp_path / "third", testing=True))
    with made.app_context():
        schema.bring_up()
    yield made
    with made.app_context():
        db.engine.dispose()


def storage_of(app: Flask) -> Any:
    settings: Settings = app.config["SETTINGS"]
    return storage_for(settings)


def backup(app: Flask, target: Path) -> Kept:
    with app.app_context(), transactions(Mode.READ):
        return archive.backup(target, storage=storage_of(app), at=AT)


def restore(app: Flask, source: Path) -> int:
    archive.check(source)
    with app.app_context():
        archive.restore_files(source, storage=storage_of(app))
        return in_transaction(lambda: archive.restore_rows(source, at=AT))


def rows(app: Flask) -> dict[str, list[Any]]:
    """Every row of every kept table, as Python sees it."""
    with app.app_context(), transactions(Mode.READ):
        tables = [table for table in db.metadata.sorted_tables if table.name not in archive.NOT_KEPT | {"map_version"}]
        return {
            table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in tables
        }


def rewritten(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same tar with its members changed."""
    with tarfile.open(source) as tar:
        members = {name: _body(tar, name) for name in tar.getnames()}
    change(members)
    with tarfile.open(target, "w") as tar:
        for name, body in members.items():
            about = tarfile.TarInfo(name)
            about.size = len(body)
            tar.addfile(about, io.BytesIO(body))
    return target


def _body(tar: tarfile.TarFile, name: str) -> bytes:
    content = tar.extractfile(name)
    assert content is not None
    return content.read()


def test_everything_comes_back(lived_in: Flask, empty: Flask, tmp_path: Path) -> None:
    kept = backup(lived_in, tmp_path / "b.tar")
    before = rows(lived_in)
    assert kept == Kept(sum(map(len, before.values())) + 1, 3)  # one row more: the version of the map
    assert restore(empty, tmp_path / "b.tar") == kept.rows
    assert rows(empty) == before
    assert [file[:2] for file in storage_of(empty).each()] == [file[:2] for file in storage_of(lived_in).each()]


def test_a_backup_goes_from_engine_to_engine_and_back(
    lived_in: Flask, on_sqlite: Flask, empty: Flask, tmp_path: Path
) -> None:
    backup(lived_in, tmp_path / "there.tar")
    restore(on_sqlite, tmp_path / "there.tar")
    backup(on_sqlite, tmp_path / "back.tar")
    restore(empty, tmp_path / "back.tar")
    assert rows(lived_in) == rows(on_sqlite) == rows(empty)


def test_what_is_derived_is_computed_anew(lived_in: Flask, empty: Flask, tmp_path: Path) -> None:
    backup(lived_in, tmp_path / "b.tar")
    restore(empty, tmp_path / "b.tar")

    def tallies(app: Flask) -> list[Any]:
        with app.app_context(), transactions(Mode.READ):
            return [tuple(row) for row in db.session.execute(select(Tally.__table__).order_by(Tally.area))]

    assert tallies(empty) == tallies(lived_in) != []
    with tarfile.open(tmp_path / "b.tar") as tar:
        assert [name for name in tar.getnames() if "tally" in name or "search" in name] == []


def test_a_restored_portal_goes_on_counting(lived_in: Flask, empty: Flask, tmp_path: Path) -> None:
    backup(lived_in, tmp_path / "b.tar")
    restore(empty, tmp_path / "b.tar")
    with empty.app_context():
        highest = max(row[0] for row in rows(empty)["person"])
        assert in_transaction(lambda: make.person().id) == highest + 1
        in_transaction(lambda: make.listing("Bánh mì").id)


def test_a_letter_that_was_due_is_sent_after_the_restore_and_one_that_was_sent_is_not(
    lived_in: Flask, empty: Flask, tmp_path: Path
) -> None:
    backup(lived_in, tmp_path / "b.tar")
    restore(empty, tmp_path / "b.tar")
    sweep_once(empty, AT + timedelta(hours=1))
    sent = list((empty.config["SETTINGS"].home / "outbox").glob("*.eml"))
    assert len(sent) == 1


def test_a_backup_is_of_one_moment(lived_in: Flask, tmp_path: Path) -> None:
    """A person who comes while the rows are read is not in it, although the table of people comes last."""
    came: list[int] = []

    def someone_comes(things: Any, *, label: str) -> Iterator[Any]:
        for number, thing in enumerate(things):
            if number == 1 and not came:
                came.append(1)
                _in_another_thread(lambda: in_transaction(lambda: make.person(name="Came later").id), lived_in)
            yield thing

    before = len(rows(lived_in)["person"])
    with lived_in.app_context(), transactions(Mode.READ):
        archive.backup(tmp_path / "b.tar", storage=storage_of(lived_in), at=AT, track=someone_comes)
    with tarfile.open(tmp_path / "b.tar") as tar:
        assert len(_body(tar, "rows/person.jsonl").splitlines()) == before
    assert len(rows(lived_in)["person"]) == before + 1


def _in_another_thread(act: Callable[[], object], app: Flask) -> None:
    import threading

    def run() -> None:
        with app.app_context():
            act()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_the_manifest_says_what_is_inside(lived_in: Flask, tmp_path: Path) -> None:
    backup(lived_in, tmp_path / "b.tar")
    with tarfile.open(tmp_path / "b.tar") as tar:
        manifest = json.loads(_body(tar, "manifest.json"))
        assert tar.getnames()[-1] == "manifest.json"
    with lived_in.app_context(), transactions(Mode.READ):
        assert manifest["tables_at"] == schema.current()
    assert manifest["portal"] == archive.version()
    assert manifest["taken_at"] == "2026-11-22T03:00:00Z"
    assert manifest["rows"]["listing"] == 2
    assert manifest["rows"]["preview"] == 2


def test_a_file_that_is_missing_in_the_storage_is_told_and_the_rest_is_kept(lived_in: Flask, tmp_path: Path) -> None:
    storage = storage_of(lived_in)
    lost = next(iter(storage.each())).digest
    storage.remove(lost)
    kept = backup(lived_in, tmp_path / "b.tar")
    assert (kept.files, kept.missing) == (2, (lost,))
    archive.check(tmp_path / "b.tar")


def test_a_backup_that_breaks_leaves_no_file(lived_in: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise OSError("No space left on device")

    monkeypatch.setattr(archive, "_sum_of", broken)
    (tmp_path / "out").mkdir()
    with pytest.raises(OSError, match="No space"):
        backup(lived_in, tmp_path / "out" / "b.tar")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_database_with_rows_is_not_overwritten(lived_in: Flask, empty: Flask, tmp_path: Path) -> None:
    backup(lived_in, tmp_path / "b.tar")
    with empty.app_context():
        in_transaction(lambda: make.person().id)
    before = rows(empty)
    with pytest.raises(Refused, match="there are rows in person"):
        restore(empty, tmp_path / "b.tar")
    assert rows(empty) == before


@pytest.mark.parametrize("member", ["rows/person.jsonl", "files/"])
def test_a_changed_member_is_found_and_nothing_is_restored(
    lived_in: Flask, empty: Flask, tmp_path: Path, member: str
) -> None:
    backup(lived_in, tmp_path / "b.tar")

    def change(members: dict[str, bytes]) -> None:
        name = next(name for name in members if name.startswith(member))
        members[name] = members[name][:-2] + b"x\n"

    with pytest.raises(Refused, match="The backup is damaged"):
        restore(empty, rewritten(tmp_path / "b.tar", tmp_path / "c.tar", change))
    assert rows(empty)["person"] == []
    assert list(storage_of(empty).each()) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda members: members.pop("rows/person.jsonl"),
        lambda members: members.update({"../../etc/cron.d/x": b"evil"}),
        lambda members: members.update({"files/" + "a" * 64: b"added"}),
    ],
)
def test_a_member_that_is_missing_or_was_added_is_found(
    lived_in: Flask, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    backup(lived_in, tmp_path / "b.tar")
    with pytest.raises(Refused, match="The backup is not whole"):
        archive.check(rewritten(tmp_path / "b.tar", tmp_path / "c.tar", change))


def test_a_backup_of_another_shape_is_refused_in_words(lived_in: Flask, empty: Flask, tmp_path: Path) -> None:
    backup(lived_in, tmp_path / "b.tar")

    def older(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps(manifest | {"portal": "0.0.9", "tables_at": "0000"}).encode()

    with pytest.raises(Refused) as refused:
        restore(empty, rewritten(tmp_path / "b.tar", tmp_path / "c.tar", older))
    assert str(refused.value).startswith("This backup was made by portal 0.0.9 with its tables at 0000;")
    assert rows(empty)["person"] == []


@pytest.mark.parametrize("body", [b"", b"not a tar", b"\0" * 10_240])
def test_any_other_file_is_no_backup(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "b.tar").write_bytes(body)
    with pytest.raises(Refused, match="is not a backup"):
        archive.check(tmp_path / "b.tar")


def test_half_a_backup_is_no_backup(lived_in: Flask, tmp_path: Path) -> None:
    backup(lived_in, tmp_path / "b.tar")
    body = (tmp_path / "b.tar").read_bytes()
    (tmp_path / "half.tar").write_bytes(body[: len(body) // 2])
    with pytest.raises(Refused, match="is not a backup"):
        archive.check(tmp_path / "half.tar")


def test_an_export_holds_public_listings_only(lived_in: Flask, tmp_path: Path) -> None:
    with lived_in.app_context(), transactions(Mode.READ):
        sizes = archive.export(tmp_path / "out", home="https://portal.example/map", at=AT)
    written = {path.name: path.read_text("utf-8-sig") for path in (tmp_path / "out").iterdir()}
    assert {name: len((tmp_path / "out" / name).read_bytes()) for name in written} == sizes
    assert set(written) == {"listings.csv", "listings.jsonl", "listings.geojson", "listings.jsonld"}
    for body in written.values():
        assert "Làng gốm Thanh Hà" in body
        assert "Chưa xong" not in body
        assert "example.org" not in body
    (line,) = written["listings.jsonl"].splitlines()
    assert json.loads(line)["slug"] == "lang-gom-thanh-ha"
    assert len(json.loads(written["listings.geojson"])["features"]) == 1


def test_every_table_is_kept_or_named_as_derived(app: Flask) -> None:
    kept = {table.name for table in archive._tables()}
    assert kept | archive.NOT_KEPT == set(db.metadata.tables)
    assert {Person.__tablename__, Listing.__tablename__, Preview.__tablename__} <= kept
