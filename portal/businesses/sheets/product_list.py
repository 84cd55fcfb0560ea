"""A list of products as a table that somebody typed or exported: its rows, each with what is wrong in it."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from portal.businesses.sheets.models import Product
from portal.businesses.sheets.products import TEXTS
from portal.kit import money
from portal.kit.cells import unescaped
from portal.kit.fold import clean, fold
from portal.kit.say import N_, Refused

ROWS, BYTES = 200, 500_000
_OF_TEXTS = {"name": 120, "size": 80, "material": 120, "care": 200}
LENGTHS = {"code": 20, "reason": 300} | {one: _OF_TEXTS[name] for name, of in TEXTS.items() for one in of}
COLUMNS = {
    "code": ("code", "ma", "ma san pham", "sku"), "name_vi": ("name_vi", "ten", "ten san pham", "san pham", "name"),
    "name_en": ("name_en", "ten tieng anh"), "name_fr": ("name_fr", "ten tieng phap"),
    "size": ("size", "kich thuoc", "co"),
    "material": ("material", "chat lieu", "vat lieu"), "care": ("care", "giu gin", "bao quan", "cach giu gin"),
    "to_order": ("to_order", "dat lam", "lam theo don"), "made_in_days": ("made_in_days", "so ngay", "so ngay lam"),
    "retail": ("retail", "gia le", "gia", "gia ban le"), "wholesale": ("wholesale", "gia si", "gia ban si"),
    "wholesale_from": ("wholesale_from", "si tu", "gia si tu"), "reason": ("reason", "ly do"),
}  # fmt: skip
COLUMNS |= {
    f"{name}_{lang}": (f"{name}_{lang}", *(f"{word} tieng {of}" for word in COLUMNS[name]))
    for name in ("size", "material", "care") for lang, of in (("en", "anh"), ("fr", "phap"))
}  # fmt: skip
"""The columns that are known, by the words people head them with."""
_YES = {"1", "x", "co", "yes", "oui", "true", "dat lam", "lam theo don", "theo don"}
_NO = {"", "0", "khong", "no", "non", "false", "co san", "san"}

_TOO_LARGE = N_("The list is larger than 500 kB. Send it in parts.")
_TOO_MANY_ROWS = N_("The list has more than %(rows)s rows. Send it in parts.")
_NOT_TEXT = N_("This is not a text file. Save the table as “CSV UTF-8” in your spreadsheet and send that.")
_NO_CODE_COLUMN = N_("The first row must name the columns, among them the code and the name.")
_NO_CODE = N_("The code is missing.")
_NO_NAME = N_("The name is missing.")
_TWICE = N_("This code stands in an earlier row too.")
_TOO_LONG = N_("“%(text)s…” is longer than %(most)s letters.")
_NOT_YES_OR_NO = N_("“%(text)s”: write yes or no for made to order.")
_NOT_A_NUMBER = N_("“%(text)s” is no whole number.")


@dataclass
class Line:
    """A row of the list: its number as a spreadsheet counts, what it says, what is wrong, whether it is new."""

    number: int
    given: dict[str, Any] = field(default_factory=dict)
    faults: list[Refused] = field(default_factory=list)
    known: bool = False
    same: bool = False


def decoded(content: bytes) -> str:
    """The text of a file. Raises Refused for what is none, or is too large."""
    if len(content) > BYTES:
        raise Refused(_TOO_LARGE, field="file")
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as not_text:
        raise Refused(_NOT_TEXT, field="file") from not_text
    if "\0" in text:
        raise Refused(_NOT_TEXT, field="file")
    return text


def read(text: str, standing: Sequence[Product], *, named: Mapping[str, str] | None = None) -> list[Line]:
    """The rows of a list. `named` are further words for the columns, such as the heads of our own files.

    Raises Refused when it cannot be read as a whole.
    """
    if len(text.encode()) > BYTES:
        raise Refused(_TOO_LARGE, field="text")
    rows = [row for row in csv.reader(StringIO(text.strip("\ufeff\n\r ")), delimiter=_delimiter(text)) if any(row)]
    columns = [_column(head, named or {}) for head in rows[0]] if rows else []
    if "code" not in columns or "name_vi" not in columns:
        raise Refused(_NO_CODE_COLUMN, field="text")
    if len(rows) - 1 > ROWS:
        raise Refused(_TOO_MANY_ROWS, field="text", values={"rows": ROWS})
    lines = [_line(number, columns, row) for number, row in enumerate(rows[1:], 2)]
    _compare(lines, {one.code.casefold(): one for one in standing})
    return lines


def _delimiter(text: str) -> str:
    head = text.lstrip("\ufeff").partition("\n")[0]
    return max(",;\t", key=head.count)


def _column(head: str, named: Mapping[str, str]) -> str:
    word = fold(unescaped(head)).replace("(₫)", "").strip()
    for column, words in COLUMNS.items():
        if word in words or word == fold(named.get(column, "")).replace("(₫)", "").strip():
            return column
    return ""


def _line(number: int, columns: Sequence[str], row: Sequence[str]) -> Line:
    line = Line(number)
    for column, cell in zip(columns, row, strict=False):
        if column:
            try:
                line.given[column] = _value(column, clean(unescaped(cell)))
            except Refused as refused:
                line.faults.append(refused)
    if not line.given.get("code"):
        line.faults.append(Refused(_NO_CODE))
    if not line.given.get("name_vi"):
        line.faults.append(Refused(_NO_NAME))
    return line


def _value(column: str, text: str) -> Any:
    if column in LENGTHS:
        if len(text) > LENGTHS[column]:
            raise Refused(_TOO_LONG, values={"text": text[:20], "most": LENGTHS[column]})
        return text
    if column == "to_order":
        word = fold(text)
        if word not in _YES | _NO:
            raise Refused(_NOT_YES_OR_NO, values={"text": text[:20]})
        return word in _YES
    if not text:
        return None
    if column in ("retail", "wholesale"):
        return money.parse(text)
    if not text.isdecimal() or len(text) > 6 or int(text) > 1000 * (100 if column == "wholesale_from" else 1):
        raise Refused(_NOT_A_NUMBER, values={"text": text[:20]})
    return int(text)


def _compare(lines: Iterable[Line], standing: Mapping[str, Product]) -> None:
    seen: set[str] = set()
    for line in lines:
        code = str(line.given.get("code", "")).casefold()
        if code and code in seen:
            line.faults.append(Refused(_TWICE))
        seen.add(code)
        if known := standing.get(code):
            line.known = True
            line.given["code"] = known.code
            line.same = all(getattr(known, name) == of for name, of in line.given.items())
