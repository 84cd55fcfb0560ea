"""The storage: bytes under their SHA-256, written once and never changed. On disk, in folders of two letters.

What follows is all that the portal asks of a storage, and `tests/media/test_storage.py` is the contract that every
kind of storage must keep.
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
from typing import IO, NamedTuple

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


class Storage:
    """Files in a folder: `ab/abcdef…`, each written to a temporary file, forced to the disk and renamed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, source: bytes | IO[bytes]) -> Stored:
        """Keeps the bytes, read from where the stream stands. The same bytes twice are one file."""
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
        """Raises FileNotFoundError when there is no such file."""
        return self._path(digest).open("rb", buffering=0)  # its position is the file's own

    def exists(self, digest: str) -> bool:
        return self._path(digest).is_file()

    def remove(self, digest: str) -> None:
        """Removing what is not there is no error."""
        self._path(digest).unlink(missing_ok=True)

    def each(self) -> Iterator[Stored]:
        """Every file, in the order of the digests. Unfinished ones are not seen."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            with suppress(FileNotFoundError):
                about = path.stat()
                yield Stored(path.name, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC))

    def tidy(self, before: datetime) -> None:
        """Forgets what was begun before a moment and never finished: a process died over it."""
        for path in self.folder.glob(".*"):
            with suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime < before.timestamp():
                    path.unlink()

    def check(self) -> None:
        """Raises `StorageAway` when nothing could be kept now."""
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
        if not DIGEST.fullmatch(digest):
            raise ValueError(f"{digest!r} is not the digest of a file")
        return self.folder / digest[:2] / digest


def storage_for(settings: Settings) -> Storage:
    """The storage an operator has chosen: a folder, by default `files` in the home."""
    address = settings.storage_url.removeprefix("file://")
    if "://" in address:
        raise SystemExit(f"PORTAL_STORAGE_URL: this release keeps files in a folder, not at {address!r}.")
    return Storage(Path(address) if address else settings.home / "files")


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
