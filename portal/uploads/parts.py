"""Part files: the bytes of a transfer that have arrived so far, `uploads/<name>.part` in the home.

How long such a file is says how much has arrived: whatever died, nobody has to remember it. Its lock is the system's,
so it is given back when its process is killed, and two that send the same file at once are told apart.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from portal.config import MEGABYTE, Settings
from portal.media.storage import StorageAway

NAME = re.compile(r"[A-Za-z0-9_-]{16,64}")
SPARE = 200 * MEGABYTE  # what must stay free beside a file that begins to arrive
PATIENCE = 0.5  # seconds


class InUse(Exception):
    """Somebody else is writing this file now."""


class Parts:
    """The part files of one home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def check_room(self, size: int) -> None:
        """Raises `StorageAway` when the disk has no room for so many bytes more."""
        with _in_words():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if shutil.disk_usage(self.folder).free < size + SPARE:
                raise StorageAway("There is no room on the disk for this file.")

    def size(self, name: str) -> int:
        """How many bytes have arrived, and will be there after a power cut as well."""
        with suppress(FileNotFoundError), _in_words(), self._path(name).open("rb") as file:
            force(file)
            return os.fstat(file.fileno()).st_size
        return 0

    @contextmanager
    def held(self, name: str) -> Iterator[IO[bytes]]:
        """The file, for this one alone and at its end; a file that is not there is begun.

        Waits a moment for a request whose line has just been cut, and raises `InUse` for one that goes on.
        """
        with _in_words():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = os.fdopen(os.open(self._path(name), os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
        with file:
            _lock(file)
            if not os.fstat(file.fileno()).st_nlink:
                raise InUse  # it was taken away while we reached for it
            file.seek(0, os.SEEK_END)
            yield file

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def strays(self, known: set[str], *, before: datetime) -> list[str]:
        """Names of files that no transfer speaks of and nobody has touched since a moment."""
        found = []
        for path in self.folder.glob("*.part"):
            with suppress(FileNotFoundError):
                if path.stem not in known and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                    found.append(path.stem)
        return found

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a transfer")
        return self.folder / f"{name}.part"


def _lock(file: IO[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if time.monotonic() > until:
                raise InUse from error
            time.sleep(0.02)


def parts_for(settings: Settings) -> Parts:
    return Parts(settings.home / "uploads")


def force(file: IO[bytes]) -> None:
    """What was written outlasts a power cut."""
    os.fsync(file.fileno())


def last_written(file: IO[bytes]) -> datetime:
    """When the last byte came."""
    return datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, StorageAway):
        raise
    except OSError as error:
        raise StorageAway(*error.args) from error
