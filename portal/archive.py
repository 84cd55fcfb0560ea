"""The archive: everything the portal keeps as one tar that either engine reads; and what is public, for people.

`rows/<table>.jsonl`, `files/<digest>` and, last, `manifest.json` with the sum of every member. What can be computed
again (search, counts) is not in it and is computed after a restore.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import Column, Date, DateTime, Integer, Table, delete, func, insert, select, text

from portal import schema
from portal.audit.models import Restoring
from portal.config import ROOT
from portal.db import Moment, db
from portal.kit.clock import iso
from portal.kit.say import N_, Refused
from portal.listings import exports
from portal.listings import rules as listings
from portal.listings.models import Listing
from portal.media import rules as media
from portal.media.storage import CHUNK, Storage

# Computed from the rest, the portal's own book-keeping, or files that have not wholly arrived.
NOT_KEPT = {"listing_tally", "listing_cell", "search_word", "scheduled_task", "erasing", "restoring", "transfer"}
REBUILD: tuple[Callable[..., None], ...] = (listings.rebuild,)
MANIFEST, ROWS, FILES = "manifest.json", "rows/", "files/"
AT_ONCE = 500

NOT_A_BACKUP = N_("This file is not a backup of the portal.")
BROKEN_SUM = N_("The backup is damaged: %(member)s is not what was written. Nothing was restored.")
NOT_WHOLE = N_("The backup is not whole: %(member)s is missing, or was added later. Nothing was restored.")
OTHER_SHAPE = N_(
    "This backup was made by portal %(theirs)s with its tables at %(was)s; the tables here are at %(now)s. "
    "Restore it with that portal, then upgrade."
)
NOT_EMPTY = N_("The database is not empty: there are rows in %(table)s. Restore into an empty one.")

Thing = TypeVar("Thing")
Row = dict[str, Any]


class Track(Protocol):
    """Hands things on, one by one, and shows how far it has come."""

    def __call__(self, things: Iterable[Thing], *, label: str) -> Iterator[Thing]: ...


def unseen(things: Iterable[Thing], *, label: str) -> Iterator[Thing]:
    """Tracks nothing."""
    return iter(things)


class Kept(NamedTuple):
    """What a backup holds; `missing` are the digests whose file was not in the storage."""

    rows: int
    files: int
    missing: tuple[str, ...] = ()


def backup(target: Path, *, storage: Storage, at: datetime, track: Track = unseen) -> Kept:
    """Writes one tar while the portal runs. Call it in a read transaction: all rows are of the same moment."""
    missing: list[str] = []
    with _whole(target) as file, tarfile.open(fileobj=file, mode="w") as tar:
        sums: dict[str, str] = {}
        counts = {table.name: _add_rows(tar, table, sums) for table in track(_tables(), label="Rows")}
        for digest in track(sorted(media.in_use()), label="Files"):
            try:
                with closing(storage.open(digest)) as stored:
                    _add(tar, FILES + digest, stored, sums)
            except FileNotFoundError:
                missing.append(digest)
        manifest = {
            "portal": version(), "tables_at": schema.current(), "engine": db.engine.dialect.name, "taken_at": iso(at),
            "rows": counts, "missing": missing, "sums": sums,
        }  # fmt: skip
        _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=1).encode(), {})
    return Kept(sum(counts.values()), len(sums) - len(counts), tuple(missing))


def check(source: Path, *, track: Track = unseen) -> None:
    """Reads the whole backup. Raises `Refused` unless every member is there and is what was written."""
    with _opened(source) as (tar, manifest):
        sums: dict[str, str] = manifest["sums"]
        names = [name for name in tar.getnames() if name != MANIFEST]
        if odd := set(names) ^ set(sums) or {name for name in names if names.count(name) > 1}:
            raise Refused(NOT_WHOLE, values={"member": min(odd)})
        for name in track(names, label="Sums"):
            if _sum_of(_member(tar, name)) != sums[name]:
                raise Refused(BROKEN_SUM, values={"member": name})


def refuse_unless_it_fits(source: Path) -> None:
    """Raises `Refused` when the tables here have another shape or hold rows."""
    with _opened(source) as (_tar, manifest):
        if manifest["tables_at"] != schema.current():
            values = {"theirs": manifest["portal"], "was": manifest["tables_at"], "now": schema.current()}
            raise Refused(OTHER_SHAPE, values=values)
    for table in _tables():
        if db.session.execute(select(text("1")).select_from(table).limit(1)).first():
            raise Refused(NOT_EMPTY, values={"table": table.name})


def restore_files(source: Path, *, storage: Storage, track: Track = unseen) -> int:
    """Puts the files back; returns how many. Needs no transaction and may be repeated."""
    with _opened(source) as (tar, _manifest):
        names = [name for name in tar.getnames() if name.startswith(FILES)]
        for name in track(names, label="Files"):
            storage.put(_member(tar, name))
        return len(names)


def restore_rows(source: Path, *, at: datetime, track: Track = unseen) -> int:
    """Puts all rows back in one transaction and computes what is derived from them; returns how many."""
    refuse_unless_it_fits(source)
    with _opened(source) as (tar, manifest), restoring():
        for table in track(_tables(), label="Rows"):
            lines = (_row_in(table, line) for line in _member(tar, f"{ROWS}{table.name}.jsonl"))
            while some := list(islice(lines, AT_ONCE)):
                db.session.execute(insert(table), some)
            _go_on_counting(table)
        for rebuild in REBUILD:
            rebuild(at=at)
        return sum(manifest["rows"].values())


@contextmanager
def restoring() -> Iterator[None]:
    """Meanwhile the database takes rows which its triggers would refuse: what is locked comes before its lock."""
    db.session.execute(insert(Restoring))
    yield
    db.session.execute(delete(Restoring))


def export(folder: Path, *, home: str, at: datetime, track: Track = unseen) -> dict[str, int]:
    """Writes the public listings into a folder, in each form the map offers; returns the bytes of each file.

    `home` is the address of the map, which the files point to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries = list(exports.entries(listings.published().with_only_columns(Listing.id)))
    edition = exports.Edition("vi", home, home, at)
    forms: dict[str, Callable[[], Iterable[str]]] = {
        "listings.csv": lambda: exports.csv_rows(entries, edition),
        "listings.jsonl": lambda: (json.dumps(entry, default=_as_text, ensure_ascii=False) + "\n" for entry in entries),
        "listings.geojson": lambda: exports.geojson(entries, edition),
        "listings.jsonld": lambda: [exports.jsonld(entries, edition)],
    }
    for name, pieces in track(forms.items(), label="Files"):
        with _whole(folder / name) as file:
            file.writelines(piece.encode() for piece in pieces())
    return {name: (folder / name).stat().st_size for name in forms}


def version() -> str:
    """The version of this portal."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return str(about["project"]["version"])


def _tables() -> list[Table]:
    """The tables of a backup; one that points to another comes after it."""
    return [table for table in db.metadata.sorted_tables if table.name not in NOT_KEPT]


def _add_rows(tar: tarfile.TarFile, table: Table, sums: dict[str, str]) -> int:
    count = 0
    with tempfile.TemporaryFile() as lines:
        found = select(table).order_by(*table.primary_key.columns)
        for row in db.session.execute(found, execution_options={"yield_per": AT_ONCE}).mappings():
            lines.write(json.dumps(dict(row), default=_as_text, ensure_ascii=False).encode() + b"\n")
            count += 1
        lines.seek(0)
        _add(tar, f"{ROWS}{table.name}.jsonl", lines, sums)
    return count


def _as_text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"The archive does not know how to write {value!r}.")


def _row_in(table: Table, line: bytes) -> Row:
    row: Row = json.loads(line)
    return {name: _value_in(table.c[name], value) for name, value in row.items()}


def _value_in(column: Column[Any], value: Any) -> Any:
    if value is not None and isinstance(column.type, Moment | DateTime):
        return datetime.fromisoformat(value)
    if value is not None and isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value


def _go_on_counting(table: Table) -> None:
    """PostgreSQL counts beside the table: the next number follows the highest that came back."""
    number = table.autoincrement_column
    if db.engine.dialect.name != "postgresql" or number is None or not isinstance(number.type, Integer):
        return
    sequence = func.pg_get_serial_sequence(table.name, number.name)
    db.session.execute(select(func.setval(sequence, func.max(number))).select_from(table).having(func.max(number) > 0))


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], sums: dict[str, str]) -> None:
    """Adds a real file, read twice: for its sum, then into the tar."""
    sums[name] = _sum_of(content)
    member = tarfile.TarInfo(name)
    member.size = content.tell()
    content.seek(0)
    tar.addfile(member, content)


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes, sums: dict[str, str]) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        _add(tar, name, file, sums)


def _sum_of(content: IO[bytes]) -> str:
    sha = hashlib.sha256()
    while chunk := content.read(CHUNK):
        sha.update(chunk)
    return sha.hexdigest()


@contextmanager
def _whole(target: Path) -> Iterator[IO[bytes]]:
    """A file that stands under its name only when all of it has reached the disk."""
    descriptor, half = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.absolute().parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(half).replace(target)
    finally:
        Path(half).unlink(missing_ok=True)


@contextmanager
def _opened(source: Path) -> Iterator[tuple[tarfile.TarFile, dict[str, Any]]]:
    """The tar and its manifest; whatever is no backup of ours is refused. No member is ever unpacked by its name."""
    try:
        with tarfile.open(source, mode="r:") as tar:
            yield tar, json.load(_member(tar, MANIFEST))
    except (tarfile.TarError, KeyError, ValueError) as error:
        raise Refused(NOT_A_BACKUP) from error


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    content = tar.extractfile(name)
    if content is None:
        raise Refused(NOT_A_BACKUP)
    return content
