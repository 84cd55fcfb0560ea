"""Moving house: every file from one storage to another, each read back and compared, to be broken off and run again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import NamedTuple, Protocol, TypeVar

from portal.media.storage import CHUNK, Damaged, Storage, StorageAway

Thing = TypeVar("Thing")


class Track(Protocol):
    """Hands things on, one by one, and shows how far it has come."""

    def __call__(self, things: Iterable[Thing], *, label: str) -> Iterator[Thing]: ...


class Moved(NamedTuple):
    """How many files were carried over now, how many were there already, and the digests that could not be."""

    brought: int
    known: int
    damaged: tuple[str, ...]


def move(source: Storage, target: Storage, *, track: Track, say: Callable[[str], None]) -> Moved:
    """Copies what the target has not, and reads back everything there: a file counts when its sum is its name.

    Nothing is taken away from the source. Raises `StorageAway` when either side cannot be reached.
    """
    target.check()
    there = {file.digest for file in target.each()}
    brought, known, damaged = 0, 0, []
    for file in track(list(source.each()), label="Files"):
        if file.digest in there and _is_whole(target, file.digest):
            known += 1
        elif _brought(source, target, file.digest):
            brought += 1
        else:
            damaged.append(file.digest)
            say(f"{file.digest} is damaged where it is and was left there.")
    return Moved(brought, known, tuple(damaged))


def _brought(source: Storage, target: Storage, digest: str) -> bool:
    if not _is_whole(source, digest):
        return False
    with closing(source.open(digest)) as file:
        target.put(file)
    if not _is_whole(target, digest):
        raise StorageAway(f"{digest} was sent and is not the same where it arrived.")
    return True


def _is_whole(storage: Storage, digest: str) -> bool:
    sha = hashlib.sha256()
    try:
        with closing(storage.open(digest)) as file:
            while chunk := file.read(CHUNK):
                sha.update(chunk)
    except (FileNotFoundError, Damaged):
        return False
    return sha.hexdigest() == digest
