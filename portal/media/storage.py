"""The storage: bytes under their SHA-256, written once and never changed; in a folder, or in an object store.

`Storage` is all that the portal asks of one, and `tests/media/test_storage.py` is the contract that every kind keeps.
The folder is here, the object store in `storage_s3.py`.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple, Protocol

from portal.config import Settings

CHUNK = 256 * 1024
DIGEST = re.compile(r"[0-9a-f]{64}")


class Stored(NamedTuple):
    """One file of the storage. `put_at` is when its bytes were last brought."""

    digest: str
    size: int
    put_at: datetime


class StorageAway(OSError):
    """The storage cannot be written or read now: full, read-only or gone. Nothing of the file was kept."""


class Damaged(StorageAway):
    """What came back is not what was kept."""


class Storage(Protocol):
    """What every storage does. All of it raises `StorageAway` when the storage cannot be reached."""

    def put(self, source: bytes | IO[bytes]) -> Stored:
        """Keeps the bytes, read from where the stream stands. The same bytes twice are one file."""

    def open(self, digest: str) -> IO[bytes]:
        """A real file, unbuffered, at its beginning. Raises FileNotFoundError when there is no such file."""

    def exists(self, digest: str) -> bool: ...

    def remove(self, digest: str) -> None:
        """Removing what is not there is no error."""

    def each(self) -> Iterator[Stored]:
        """Every file, in the order of the digests. Unfinished ones are not seen."""

    def tidy(self, before: datetime) -> None:
        """Forgets what was begun before a moment and never finished: a process died over it."""

    def check(self) -> None:
        """Raises `StorageAway` when nothing could be kept now."""


class DiskStorage:
    """Files in a folder: `ab/abcdef…`, each written to a temporary file, forced to the disk and renamed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __str__(self) -> str:
        return str(self.folder)

    def put(self, source: bytes | IO[bytes]) -> Stored:
        stream = BytesIO(source) if isinstance(source, bytes) else source
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=".", dir=self.folder)
        except OSError as error:
            raise StorageAway(*error.args) from error
        try:
            with os.fdopen(descriptor, "wb") as file:
                digest, size = _copy(stream, file)
            return self._keep(Path(name), digest, size)
        except OSError as error:
            raise StorageAway(*error.args) from error
        finally:
            Path(name).unlink(missing_ok=True)

    def open(self, digest: str) -> IO[bytes]:
        return self._path(digest).open("rb", buffering=0)  # its position is the file's own

    def exists(self, digest: str) -> bool:
        return self._path(digest).is_file()

    def remove(self, digest: str) -> None:
        self._path(digest).unlink(missing_ok=True)

    def each(self) -> Iterator[Stored]:
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            with suppress(FileNotFoundError):
                about = path.stat()
                yield Stored(path.name, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC))

    def tidy(self, before: datetime) -> None:
        for path in self.folder.glob(".*"):
            with suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime < before.timestamp():
                    path.unlink()

    def check(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder) as file:
                file.write(b"checked")
                file.flush()
        except OSError as error:
            raise StorageAway(*error.args) from error

    def _keep(self, written: Path, digest: str, size: int) -> Stored:
        path = self._path(digest)
        path.parent.mkdir(exist_ok=True)
        written.replace(path)  # also over the same bytes: it is then known to have been brought just now
        _force(path.parent)
        _force(self.folder)
        return Stored(digest, size, datetime.fromtimestamp(path.stat().st_mtime, UTC))

    def _path(self, digest: str) -> Path:
        return self.folder / key(digest)


def key(digest: str) -> str:
    """Where a file stands in any storage: `ab/abcdef…`. Raises ValueError for what is no digest."""
    if not DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is not the digest of a file")
    return f"{digest[:2]}/{digest}"


def storage_for(settings: Settings) -> Storage:
    """The storage an operator has chosen: by default the folder `files` in the home."""
    return storage_at(settings.storage_url or str(settings.home / "files"))


def storage_at(address: str) -> Storage:
    """The storage at a folder or at `s3://bucket?endpoint=…`. An address that says nothing stops with a sentence."""
    if address.startswith("s3://"):
        from portal.media import storage_s3  # the library is installed only where an operator has chosen it

        return storage_s3.at(address)
    folder = address.removeprefix("file://")
    if not folder or "://" in folder:
        raise SystemExit(
            f"PORTAL_STORAGE_URL: files are kept in a folder or at s3://bucket?endpoint=…, not at {folder!r}."
        )
    return DiskStorage(Path(folder))


def _copy(stream: IO[bytes], file: IO[bytes]) -> tuple[str, int]:
    sha, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        sha.update(chunk)
        size += len(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return sha.hexdigest(), size


def _force(folder: Path) -> None:
    """A rename lasts through a power cut only when its folder has been forced to the disk as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
