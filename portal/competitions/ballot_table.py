"""A table of ballots as text: CSV with its rows by column, whatever separator and encoding a spreadsheet has chosen."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from io import StringIO
from typing import NamedTuple, TypeVar

from portal.kit.cells import unescaped
from portal.kit.fold import clean
from portal.kit.say import Refused

BYTES = 50_000_000
LONGEST = 80

_SEPARATORS = ",;\t"
Read = TypeVar("Read")


class Row(NamedTuple):
    """A row of the file by its columns, with its number as a spreadsheet shows it."""

    number: int
    cells: Mapping[str, str]

    def name(self, column: str) -> str:
        """A cell that must say who or what. Raises Refused when it is empty or far too long."""
        said = clean(unescaped(self.cells[column]))
        if not said:
            raise self.refused(f"the {column} is empty.")
        if len(said) > LONGEST:
            raise self.refused(f"the {column} is longer than {LONGEST} signs.")
        return said

    def number_in(self, column: str, read: Callable[[str], Read]) -> Read:
        typed = self.cells.get(column, "")
        try:
            return read(typed)
        except Refused as refused:
            raise self.refused(f"the {column} is “{typed.strip()[:LONGEST]}”. {refused}") from refused

    def refused(self, why: str) -> Refused:
        return Refused("Row %(row)s: %(why)s", values={"row": self.number, "why": why})


def read(content: bytes, known: Collection[str]) -> tuple[list[str], Iterator[Row]]:
    """The columns of a file and its rows. The separator is the one that finds the most of the `known` columns.

    Raises Refused for a file that is too large or no text, and for a row that cannot be read when it is reached.
    """
    if len(content) > BYTES:
        raise Refused(f"The file is larger than {BYTES // 1_000_000} MB.")
    text = _decoded(content)
    first = text.lstrip("\r\n").partition("\n")[0].strip().lower()
    skip = int(first.startswith("sep=") and len(first) == 5)  # what a spreadsheet writes above the columns
    columns, separator = max(
        ((_columns(text, separator, skip), separator) for separator in _SEPARATORS),
        key=lambda found: len(set(known) & set(found[0])),
    )
    return columns, _rows(text, separator, columns)


def _decoded(content: bytes) -> str:
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as unreadable:
        raise Refused("This is no table in UTF-8. Save it as “CSV UTF-8” in your spreadsheet.") from unreadable
    if "\0" in text:
        raise Refused("This is no text file. Save the table as “CSV UTF-8” in your spreadsheet.")
    return text


def _columns(text: str, separator: str, skip: int) -> list[str]:
    try:
        records = [record for record, _ in zip(_records(text, separator), range(skip + 1), strict=False)]
    except Refused:  # quotation marks that only another separator explains
        return []
    return [clean(name).lower() for name in records[skip][1]] if len(records) > skip else []


def _rows(text: str, separator: str, columns: Sequence[str]) -> Iterator[Row]:
    header_seen = False
    for number, record in _records(text, separator):
        if not header_seen:
            header_seen = [clean(name).lower() for name in record] == list(columns)
            continue
        if any(cell.strip() for cell in record[len(columns) :]):
            hint = " A number with a comma needs quotation marks." if separator == "," else ""
            raise Row(number, {}).refused(f"there are more cells than columns.{hint}")
        yield Row(number, dict(zip(columns, [*record, *[""] * len(columns)], strict=False)))


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything; a cell of several lines is one row, as in a spreadsheet."""
    reader, number = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True), 0
    while True:
        number += 1
        try:
            record = next(reader, None)
        except csv.Error as broken:
            raise Refused(f"Row {number}: a quotation mark is missing or out of place.") from broken
        if record is None:
            return
        if any(cell.strip() for cell in record):
            yield number, record
