"""Taking customers in from a table or the contacts of a phone: read first, shown row by row, then kept, none twice."""

from __future__ import annotations

import csv
import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from typing import Any

from sqlalchemy import select

from portal.businesses.customers import care, rules, tags
from portal.businesses.customers.models import Customer
from portal.businesses.models import Shop
from portal.db import db
from portal.kit import mail, phone
from portal.kit.cells import unescaped
from portal.kit.fold import clean, fold
from portal.kit.say import N_, Refused
from portal.people.models import Person

MOST = 2_000
"""Rows of one import: more are brought in two."""
LONGEST = 400_000
"""Letters."""
COLUMNS = {
    "name": "name", "ten": "name", "ho ten": "name", "ho va ten": "name", "ten khach": "name", "khach hang": "name",
    "phone": "phone", "dien thoai": "phone", "so dien thoai": "phone", "sdt": "phone", "zalo": "zalo",
    "email": "email", "mail": "email", "company": "company", "cong ty": "company", "co quan": "company",
    "language": "language", "ngon ngu": "language", "source": "source", "nguon": "source",
    "note": "note", "ghi chu": "note", "tags": "tags", "nhan": "tags", "agreed": "agreed", "dong y": "agreed",
    "labels": "tags", "nom": "name", "telephone": "phone", "courriel": "email", "societe": "company",
    "langue": "language", "etiquettes": "tags", "accord": "agreed",
}  # fmt: skip
"""What the head of a column may say, folded, and the field it fills. The export's own heads are among them."""
YES = {"x", "1", "yes", "co", "true", "roi", "dong y"}
ROOM = {"name": 120, "company": 120, "email": 254, "source": 40, "note": 2000}
_UNFOLD = re.compile(r"\r?\n[ \t]")


@dataclass(frozen=True)
class Row:
    """A row as it was read: its number in the file, its fields, what is wrong with it, what should be looked at."""

    number: int
    given: dict[str, Any]
    fault: Refused | None = None
    remarks: tuple[str, ...] = ()
    known: bool = False
    """The number stands in the book, or further up in the file: it is not taken in a second time."""

    @property
    def is_new(self) -> bool:
        return self.fault is None and not self.known


@dataclass(frozen=True)
class Read:
    """A whole file as it was read, before anything is kept."""

    rows: Sequence[Row] = field(default_factory=tuple)

    @property
    def new(self) -> int:
        return sum(one.is_new for one in self.rows)

    @property
    def known(self) -> int:
        return sum(one.known for one in self.rows)

    @property
    def wrong(self) -> int:
        return sum(one.fault is not None for one in self.rows)


def read(shop: Shop, text: str) -> Read:
    """The rows of a CSV with a line of heads, or the contacts of a vCard file. Raises Refused for neither."""
    if len(text) > LONGEST:
        raise Refused(N_("This file is very long. Bring it in in parts of %(most)s rows."), values={"most": MOST})
    given = list(_cards(text) if "BEGIN:VCARD" in text[:200].upper() else _table(text))
    if not given:
        raise Refused(N_("No customer was found in it. The first line must name the columns, for example: ten,phone."))
    if len(given) > MOST:
        raise Refused(N_("This file is very long. Bring it in in parts of %(most)s rows."), values={"most": MOST})
    rows = [_row(number, one) for number, one in given]
    return Read(_marked(shop, rows))


def take_in(shop: Shop, found: Read, *, agreed: bool, by: Person | None, at: datetime) -> int:
    """Keeps every new row; says how many. `agreed`: those whose row says nothing have agreed to be in the book."""
    new = [one.given | {"agreed": one.given["agreed"] or agreed} for one in found.rows if one.is_new]
    rules.add_all(shop, new, by=by, at=at)
    return len(new)


def _table(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    text = text.lstrip("\ufeff")
    head = text.partition("\n")[0]
    parted = max(",;\t", key=head.count)
    lines = csv.reader(StringIO(text), delimiter=parted)
    columns = [COLUMNS.get(fold(name), "") for name in next(lines, [])]
    if "name" not in columns:
        raise Refused(N_("No column is called “ten” or “name”. The first line must name the columns: ten,phone,note."))
    for number, cells in enumerate(lines, start=2):
        given = {name: unescaped(cell) for name, cell in zip(columns, cells, strict=False) if name}
        if any(cell.strip() for cell in given.values()):
            yield number, given


def _cards(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """FN, TEL, EMAIL, ORG and NOTE of each card (RFC 6350, and the 2.1 of older phones)."""
    for number, card in enumerate(re.split(r"(?im)^BEGIN:VCARD\s*$", _UNFOLD.sub("", text))[1:], start=1):
        given: dict[str, str] = {}
        for line in card.splitlines():
            head, colon, value = line.partition(":")
            name, *marks = head.upper().split(";")
            name = name.rpartition(".")[2]
            if not colon or name not in {"FN", "N", "TEL", "EMAIL", "ORG", "NOTE"}:
                continue
            if any("QUOTED-PRINTABLE" in mark for mark in marks):
                value = quopri.decodestring(value).decode("utf-8", "replace")
            value = re.sub(r"\\([,;\\])", r"\1", value.replace("\\n", "\n").replace("\\N", "\n"))
            if name == "N":
                family, _, rest = value.partition(";")
                given.setdefault("name", " ".join(filter(None, (family, *reversed(rest.split(";")[:2])))))
                continue
            field_name = {"FN": "name", "TEL": "phone", "EMAIL": "email", "ORG": "company", "NOTE": "note"}[name]
            if name == "FN":
                given["name"] = value
            else:
                given.setdefault(field_name, value.rstrip(";"))
        if given:
            yield number, given


def _row(number: int, typed: dict[str, str]) -> Row:
    given: dict[str, Any] = {
        name: clean(typed.get(name, ""), lines=name == "note")[:room] for name, room in ROOM.items()
    }
    given["agreed"] = fold(typed.get("agreed", "")) in YES
    given["zalo"] = fold(typed.get("zalo", "")) in YES
    language = fold(typed.get("language", ""))[:2]
    given["language"] = language if re.fullmatch("[a-z]{2}", language) else "vi"
    try:
        given["tags"] = tags.read((), typed.get("tags", ""))
        given["phone"] = phone.parse(typed["phone"]) if typed.get("phone", "").strip() else None
        given["email"] = mail.parse(given["email"]) if given["email"] else ""
        if not given["name"]:
            raise Refused(N_("The name is missing."))
    except Refused as refused:
        given.setdefault("tags", [])
        given["phone"] = given.get("phone")
        return Row(number, given, fault=refused)
    return Row(number, given, remarks=tuple(care.remarks(given["name"], given["note"])))


def _marked(shop: Shop, rows: Sequence[Row]) -> list[Row]:
    """The same rows; a number that is known, or came before, is marked. Who has none is known by the same name."""
    phones = [one.given["phone"] for one in rows if one.given.get("phone")]
    seen = set(_known(shop, Customer.phone, phones))
    names = {fold(one.given["name"])[:200] for one in rows if not one.given.get("phone")}
    seen |= set(_known(shop, Customer.folded_name, sorted(names)))
    marked = []
    for one in rows:
        key = one.given.get("phone") or fold(one.given["name"])[:200]
        known = one.fault is None and key in seen
        marked.append(Row(one.number, one.given, one.fault, one.remarks, known))
        seen.add(key)
    return marked


def _known(shop: Shop, column: Any, wanted: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(wanted), AT_ONCE):
        some = select(column).where(Customer.shop_id == shop.id, column.in_(wanted[start : start + AT_ONCE]))
        yield from db.session.scalars(some)


AT_ONCE = 500
