"""A copy for a person to take away: one zip, written while it travels, so that no photo waits in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from portal.media.storage import CHUNK, Storage

DATA, FOLDER = "my-data.json", "files/"
NOT_THERE = "missing"


class File(NamedTuple):
    """A file as the zip calls it, and where its bytes stand."""

    name: str
    digest: str


class _Pipe:
    """Takes what the zip writes and hands it on: it cannot go back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def packed(document: dict[str, Any], files: Sequence[File], *, storage: Storage) -> Iterator[bytes]:
    """The document as JSON and the files beside it. A file that the storage has lost is named in the zip as missing."""
    pipe = _Pipe()
    with ZipFile(pipe, "w") as archive:  # type: ignore[call-overload]
        body = json.dumps(document, ensure_ascii=False, indent=1).encode()
        archive.writestr(_member(DATA), body, ZIP_DEFLATED)
        yield pipe.taken()
        for file in files:
            yield from _one(archive, pipe, file, storage)
    yield pipe.taken()


def _one(archive: ZipFile, pipe: _Pipe, file: File, storage: Storage) -> Iterator[bytes]:
    try:
        source = storage.open(file.digest)
    except FileNotFoundError:
        archive.writestr(_member(f"{FOLDER}{file.name}.{NOT_THERE}"), b"", ZIP_STORED)
        return
    with closing(source), archive.open(_member(FOLDER + file.name), "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)
            yield pipe.taken()
    yield pipe.taken()


def _member(name: str) -> ZipInfo:
    """Without the moment of packing: it would be the server's clock in the server's zone."""
    return ZipInfo(name)
