"""A file as rows of cells: CSV as spreadsheets write it, or GeoJSON. No cell is understood here.

CSV is UTF-8 or UTF-16, parted by comma, semicolon or tab; its first row names the columns, in any order and case.
A feature of GeoJSON is a row: its properties are the cells, its point stands in `lat` and `lon`.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from itertools import zip_longest
from typing import IO

from portal.kit.cells import unescaped
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.listings.columns import KNOWN, READ
from portal.listings.importer import features
from portal.listings.importer.rows import Row, column_of, row_of

ROWS = 2_000
"""The most rows of one file."""
BYTES = 5_000_000
"""The largest file, in bytes."""
COLUMNS = 200
"""The most columns of one file, the unknown ones included."""

SEPARATORS = ",;\t"

_TOO_LARGE = N_("The file is larger than %(limit)s MB. Import it in parts.")
_TOO_MANY_ROWS = N_("The file has more than %(limit)s rows. Import it in parts.")
_TOO_MANY_COLUMNS = N_("The file has more than %(limit)s columns.")
_NOT_TEXT = N_("This is not a text file. Save the table as “CSV UTF-8” in your spreadsheet and import that.")
_NOT_UNICODE = N_(
    "The file is written in an old code page such as Windows-1258, not in UTF-8. "
    "Save the table as “CSV UTF-8” in your spreadsheet and import that."
)
_NO_COLUMN = N_("No column of this file is known. Its first row must name them, for example slug, name_vi, lat, lon.")
_COLUMN_TWICE = N_("The column “%(column)s” stands twice in this file.")
_BAD_QUOTES = N_("From row %(line)s on the file cannot be read: a quotation mark is missing or out of place.")
_TOO_MANY_CELLS = N_("The row has more cells than the first row. A text with the separator needs quotation marks.")


@dataclass(frozen=True)
class Table:
    """A file that was read: its known columns, the names of those it has beside them, its rows."""

    file_name: str
    digest: str
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: tuple[Row, ...]


def read(file: IO[bytes] | bytes, file_name: str) -> Table:
    """The rows of a file. Raises Refused when it cannot be read as a whole: too large, no text, no known column …"""
    content = file if isinstance(file, bytes) else file.read(BYTES + 1)
    if len(content) > BYTES:
        raise Refused(_TOO_LARGE, values={"limit": BYTES // 1_000_000})
    text = _decoded(content)
    header, rows = features.read(text) if text.lstrip().startswith("{") else _of_csv(text)
    columns = _known_columns(header)
    return Table(
        file_name=file_name,
        digest=sha256(content).hexdigest(),
        columns=columns,
        unknown=tuple(clean(name) for name in header if column_of(name) not in KNOWN | {""}),
        rows=tuple(_limited(rows)),
    )


def _decoded(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):  # .xlsx and .ods, .xls
        raise Refused(_NOT_TEXT)
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as unreadable:
        raise Refused(_NOT_TEXT if utf16 else _NOT_UNICODE) from unreadable


def _known_columns(header: Sequence[str]) -> tuple[str, ...]:
    if len(header) > COLUMNS:
        raise Refused(_TOO_MANY_COLUMNS, values={"limit": COLUMNS})
    count = Counter(map(column_of, header))
    for column in KNOWN & count.keys():
        if count[column] > 1:
            raise Refused(_COLUMN_TWICE, values={"column": column})
    if not READ.keys() & count.keys():
        raise Refused(_NO_COLUMN)
    return tuple(column for column in count if column in READ)


def _limited(rows: Iterable[Row]) -> Iterator[Row]:
    for count, row in enumerate(rows, 1):
        if count > ROWS:
            raise Refused(_TOO_MANY_ROWS, values={"limit": ROWS})
        yield row


def _of_csv(text: str) -> tuple[list[str], Iterator[Row]]:
    records = _records(text, _separator(text))
    _, header = next(records, (1, []))
    return header, _csv_rows([column_of(name) for name in header], records)


def _separator(text: str) -> str:
    """The separator with which the first row names the most columns that we know."""

    def known(separator: str) -> int:
        try:
            _, header = next(_records(text, separator), (1, []))
        except Refused:  # quotation marks that only another separator explains
            return 0
        return len(READ.keys() & set(map(column_of, header)))

    return max(SEPARATORS, key=known)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers; a cell of several lines is one row, as in a spreadsheet."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            record = next(reader, None)
        except csv.Error as broken:
            raise Refused(_BAD_QUOTES, values={"line": line}) from broken
        if record is None:
            return
        yield line, record
        line += 1


def _csv_rows(columns: Sequence[str], records: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    for line, record in records:
        if not any(cell.strip() for cell in record):
            continue
        if any(cell.strip() for cell in record[len(columns) :]):
            yield Row(line, faults=(Refused(_TOO_MANY_CELLS),))
            continue
        yield row_of(line, zip_longest(columns, map(unescaped, record[: len(columns)]), fillvalue=""))
