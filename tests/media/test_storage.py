"""The contract of a storage. Every kind of storage is put under these same tests."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest

from portal.config import Settings
from portal.media.storage import CHUNK, DiskStorage, Storage, StorageAway, storage_for
from tests.media.object_store import ObjectStore, object_store

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WORDS = "Đèn lồng Hội An".encode()
DIGEST = hashlib.sha256(WORDS).hexdigest()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    """A real object store that checks signatures."""
    with object_store(tmp_path_factory.mktemp("store")) as running:
        yield running


def on_disk(folder: Path) -> DiskStorage:
    return DiskStorage(folder / "files")


@pytest.fixture(params=["on disk", "in an object store"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return on_disk(tmp_path) if request.param == "on disk" else request.getfixturevalue("store").new()


def read(storage: Storage, digest: str) -> bytes:
    with storage.open(digest) as file:
        return file.read()


def test_what_was_put_is_read_again_by_its_sum(storage: Storage) -> None:
    stored = storage.put(WORDS)
    assert (stored.digest, stored.size) == (DIGEST, len(WORDS))
    assert read(storage, DIGEST) == WORDS


def test_a_stream_is_kept_from_where_it_stands(storage: Storage) -> None:
    stream = BytesIO(b"already read" + WORDS)
    stream.seek(len(b"already read"))
    assert storage.put(stream).digest == DIGEST


def test_a_stream_larger_than_one_chunk_is_kept_whole(storage: Storage) -> None:
    body = os.urandom(17_500_001)  # three parts of an object store
    stored = storage.put(BytesIO(body))
    assert (stored.size, read(storage, stored.digest)) == (17_500_001, body)


def test_a_stream_that_can_be_read_once_only_is_kept_whole(storage: Storage) -> None:
    class Once(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_where: int) -> int:
            raise OSError("this stream knows one direction")

    assert read(storage, storage.put(Once(WORDS)).digest) == WORDS


def test_what_is_opened_is_a_real_file_at_its_beginning(storage: Storage) -> None:
    storage.put(WORDS)
    with storage.open(DIGEST) as file:
        assert os.pread(file.fileno(), 100, 0) == WORDS
        assert (file.read(3), file.tell(), file.seek(-4, os.SEEK_END)) == (WORDS[:3], 3, len(WORDS) - 4)
        assert file.read() == WORDS[-4:]


def test_the_same_bytes_twice_are_one_file(storage: Storage) -> None:
    storage.put(WORDS)
    storage.put(WORDS)
    assert [file.digest for file in storage.each()] == [DIGEST]


def test_bringing_the_same_bytes_again_makes_the_file_new(storage: Storage) -> None:
    before = storage.put(WORDS).put_at
    assert storage.put(WORDS).put_at >= before
    assert [file.put_at >= before for file in storage.each()] == [True]


def test_a_file_is_there_until_it_is_removed(storage: Storage) -> None:
    assert not storage.exists(DIGEST)
    storage.put(WORDS)
    assert storage.exists(DIGEST)
    storage.remove(DIGEST)
    assert not storage.exists(DIGEST)
    storage.remove(DIGEST)


def test_opening_what_is_not_there_is_an_error_of_its_own(storage: Storage) -> None:
    with pytest.raises(FileNotFoundError):
        storage.open(DIGEST)


@pytest.mark.parametrize("name", ["../secret-key", "ab/../../x", "A" * 64, DIGEST + "\n", ""])
def test_no_name_but_a_sum_opens_anything(storage: Storage, name: str) -> None:
    for act in (storage.open, storage.exists, storage.remove):
        with pytest.raises(ValueError, match="is not the digest"):
            act(name)


def test_each_tells_size_and_age_in_the_order_of_the_sums(storage: Storage) -> None:
    begun = datetime.now(UTC) - timedelta(seconds=5)
    stored = [storage.put(body) for body in (b"one", b"two", b"three")]
    found = list(storage.each())
    assert [(file.digest, file.size) for file in found] == sorted((file.digest, file.size) for file in stored)
    assert all(begun < file.put_at < datetime.now(UTC) + timedelta(seconds=5) for file in found)


def test_an_empty_storage_holds_nothing(storage: Storage) -> None:
    assert list(storage.each()) == []
    storage.tidy(datetime.now(UTC))
    storage.check()


def test_a_stream_that_breaks_leaves_nothing(storage: Storage) -> None:
    class Cut(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise ConnectionResetError("the line is cut")
            return super().read(4)

    with pytest.raises(OSError, match="the line is cut"):
        storage.put(Cut(WORDS))
    assert list(storage.each()) == []


def test_files_lie_in_folders_of_two_letters_readable_by_their_owner_only(tmp_path: Path) -> None:
    on_disk(tmp_path).put(WORDS)
    path = tmp_path / "files" / DIGEST[:2] / DIGEST
    assert path.read_bytes() == WORDS
    assert path.stat().st_mode & 0o077 == 0


def test_a_full_disk_is_said_as_such_and_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageAway) as away:
        on_disk(tmp_path).put(WORDS)
    assert away.value.errno == errno.ENOSPC
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_storage_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file stands where the folder should be")
    with pytest.raises(StorageAway):
        on_disk(tmp_path).check()
    with pytest.raises(StorageAway):
        on_disk(tmp_path).put(WORDS)


def test_what_a_dead_process_left_half_written_is_forgotten_after_a_while(tmp_path: Path) -> None:
    storage = on_disk(tmp_path)
    storage.put(WORDS)
    old, new = tmp_path / "files" / ".old", tmp_path / "files" / ".new"
    for half in (old, new):
        half.write_bytes(b"half")
    os.utime(old, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    storage.tidy(LONG_AGO + timedelta(days=1))
    assert (old.exists(), new.exists(), storage.exists(DIGEST)) == (False, True, True)


def test_the_operator_chooses_the_folder(tmp_path: Path) -> None:
    assert str(storage_for(Settings(home=tmp_path))) == str(tmp_path / "files")
    assert str(storage_for(Settings(storage_url="/srv/files"))) == "/srv/files"
    assert str(storage_for(Settings(storage_url="file:///srv/files"))) == "/srv/files"
    for odd in ("ftp://files", "file://", "s3://", "s3://bucket/folder", "s3://bucket?endpoint=http://x&colour=red"):
        with pytest.raises(SystemExit, match="PORTAL_STORAGE_URL"):
            storage_for(Settings(storage_url=odd))


def test_every_write_is_forced_to_the_disk_before_its_name_appears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    force, rename = os.fsync, Path.replace

    def forced(file: int | IO[bytes]) -> None:
        steps.append("force")
        force(file)

    def renamed(path: Path, target: Path) -> Path:
        steps.append("rename")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", forced)
    monkeypatch.setattr(Path, "replace", renamed)
    on_disk(tmp_path).put(WORDS)
    assert steps == ["force", "rename", "force", "force"]


def test_an_object_store_that_is_away_is_said_within_seconds(tmp_path: Path) -> None:
    with object_store(tmp_path) as store:
        storage = store.new()
        storage.put(WORDS)
    for act in (storage.check, lambda: storage.put(WORDS), lambda: storage.open(DIGEST), lambda: list(storage.each())):
        begun = time.monotonic()
        with pytest.raises(StorageAway):
            act()
        assert time.monotonic() - begun < 10


def test_a_wrong_secret_is_refused_by_the_store_itself(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = store.new()
    storage.put(WORDS)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "somebody else's")
    stranger = store.at(str(storage).removeprefix("s3://"), region="eu-west-3")
    with pytest.raises(StorageAway, match="SignatureDoesNotMatch"):
        stranger.check()
    with pytest.raises(StorageAway):
        stranger.open(DIGEST)


def test_bytes_that_a_store_has_changed_are_not_handed_on(store: ObjectStore) -> None:
    storage = store.new()
    storage.put(WORDS)
    path = store.folder / str(storage).removeprefix("s3://") / DIGEST[:2] / DIGEST
    path.write_bytes(WORDS.replace(b"H", b"h"))
    with pytest.raises(StorageAway, match="other bytes"):
        storage.open(DIGEST)


def test_parts_that_never_became_a_file_are_forgotten_after_a_while(store: ObjectStore) -> None:
    class Cut(BytesIO):
        turns = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.turns += self.tell() == 0
            if self.turns > 1 and self.tell() > 9_000_000:
                raise ConnectionResetError("the line is cut on the second reading")
            return super().read(min(size or CHUNK, CHUNK))

    storage = store.new()
    with pytest.raises(StorageAway):
        storage.put(Cut(os.urandom(20_000_000)))
    assert (list(storage.each()), store.unfinished(storage)) == ([], 0)
    store.begin(storage, DIGEST)
    storage.tidy(LONG_AGO)
    assert store.unfinished(storage) == 1
    storage.tidy(datetime.now(UTC) + timedelta(minutes=1))
    assert store.unfinished(storage) == 0
