"""The map as a table for spreadsheets, and for the importer, which reads it back without a change."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from portal.kit.cells import escaped
from portal.listings.columns import CONTACTS, WRITTEN, written
from portal.listings.exports.entries import Edition, Entry, told

BOM = "\ufeff"
NUMBERS = frozenset({"lat", "lon", "precision_m", "price_from", "made_in_days"})
"""Columns of numbers of ours: a minus before one begins no formula."""
ROWS_AT_ONCE = 500


def csv_rows(found: Iterable[Entry], edition: Edition) -> Iterator[str]:
    """The table of `columns.WRITTEN`, in pieces: UTF-8 with a byte order mark, which spreadsheets look for."""
    buffer = StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(WRITTEN)
    for count, one in enumerate(found, 1):
        writer.writerow(_cells(one, edition))
        if count % ROWS_AT_ONCE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _cells(one: Entry, edition: Edition) -> Iterator[str]:
    values = {**told(one, edition), **dict.fromkeys(CONTACTS, ""), **one["contacts"]}
    for column in WRITTEN:
        cell = written(values[column])
        yield cell if column in NUMBERS else escaped(cell)
