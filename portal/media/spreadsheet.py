"""Tables as files that spreadsheets open: CSV, and XLSX with a sheet for each table. Nothing in them is computed there.

A text that would be a formula travels with an apostrophe (`kit.cells`); numbers are numbers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO, StringIO

from portal.kit.cells import escaped

BOM = "\ufeff"
Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def as_csv(tables: Sequence[Rows]) -> bytes:
    """The tables below each other, parted by an empty line: UTF-8 with the mark that spreadsheets look for."""
    buffer = StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    for number, rows in enumerate(tables):
        if number:
            writer.writerow([])
        writer.writerows([_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


def as_xlsx(tables: Sequence[tuple[str, Rows]], *, made_at: datetime) -> bytes:
    """A workbook with a sheet for each name, its first row in bold. Texts stay texts, whatever they begin with."""
    from openpyxl import Workbook  # 22 MB of a process, with all that it brings along: for those who ask for a workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    book.properties.creator = ""
    book.properties.created = book.properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    for number, (name, rows) in enumerate(tables, 1):
        sheet = book.create_sheet(_NOT_IN_A_NAME.sub(" ", name)[:28].strip() or str(number))
        for down, row in enumerate(rows, 1):
            for across, value in enumerate(row, 1):
                cell = sheet.cell(down, across)
                cell.value = _cell(value) if isinstance(value, str) else value
                if isinstance(value, str):
                    cell.data_type = "s"
                if down == 1:
                    cell.font = Font(bold=True)
        for across in range(1, max((len(row) for row in rows), default=0) + 1):
            longest = max((len(str(row[across - 1])) for row in rows if len(row) >= across), default=8)
            sheet.column_dimensions[get_column_letter(across)].width = min(max(longest + 2, 8), 48)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(value: Cell) -> Cell:
    return escaped(_NOT_IN_XML.sub("", value)) if isinstance(value, str) else ("" if value is None else value)
