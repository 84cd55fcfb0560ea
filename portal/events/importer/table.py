"""A table of events: CSV as spreadsheets write it, each row as the item that a calendar would hold."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

from portal.events import when
from portal.events.importer.kinds import kind_of
from portal.events.models import Price
from portal.kit import money
from portal.kit.cells import unescaped
from portal.kit.clock import iso
from portal.kit.dates import parse_day
from portal.kit.fold import clean, fold
from portal.kit.say import N_, Refused

ROWS = 2_000
SEPARATORS = ",;\t"
CALLED = {"title": "title_vi", "summary": "title_vi", "location": "venue", "organizer": "organiser", "begin": "start"}
TEXTS = ("title_vi", "title_en", "summary_vi", "summary_en", "text_vi", "text_en", "online_url", "directions_vi",
         "directions_en")  # fmt: skip
KNOWN = frozenset({*TEXTS, "start", "end", "uid", "kind", "venue", "organiser", "price", "languages", "status"})
_CANCELLED = {"cancelled", "canceled", "huy", "da huy", "annule"}
_FREE, _DONATION = {"free", "0", "mien phi", "gratuit"}, {"donation", "tuy tam", "don libre"}
_TIME = re.compile(r"(\d{1,2})(?:[:hg](\d{2})?)(?::\d{2})?")
_ZONED = re.compile(r"(.*\d)\s*(Z|[+-]\d{2}:?\d{2})")

_NOT_UNICODE = N_("The file is not written in UTF-8. Save the table as “CSV UTF-8” in your spreadsheet and bring that.")
_NO_COLUMN = N_("The first row must name the columns, at least title_vi and start.")
_TOO_MANY = N_("The file has more than %(limit)s dates. Bring it in parts.")
_BAD_QUOTES = N_("From row %(line)s on the file cannot be read: a quotation mark is missing or out of place.")
_NO_START = N_("It does not say when it begins.")
_NOT_A_TIME = N_("“%(value)s” is no time of day. Write it as 18:00.")
_NOT_A_DAY = N_("“%(value)s” is no day. Write it as 28/11/2026.")
_NO_KIND = N_("There is no kind of event called “%(value)s”.")


def read(content: bytes, *, first: date, last: date) -> dict[str, Any]:
    """The rows as `items`, and as `faults` with a sentence those that cannot be read. Raises Refused for the whole."""
    columns, rows = _rows(_decoded(content))
    items: list[dict[str, Any]] = []
    faults: list[dict[str, Any]] = []
    for count, (line, cells) in enumerate(rows, 1):
        if count > ROWS:
            raise Refused(_TOO_MANY, values={"limit": ROWS})
        try:
            items.append(_item(line, cells, first=first, last=last))
        except Refused as refused:
            title, uid = clean(cells.get("title_vi", ""))[:120], clean(cells.get("uid", ""))[:200]
            faults.append({"line": line, "uid": uid, "title": title, "says": [refused.sentence, refused.values]})
    return {"items": items, "faults": faults, "unknown": [name for name in columns if name and name not in KNOWN]}


def _decoded(content: bytes) -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig").replace("\0", "")
    except UnicodeDecodeError as unreadable:
        raise Refused(_NOT_UNICODE) from unreadable


def _rows(text: str) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    def named(separator: str) -> list[str]:
        head = next(csv.reader(StringIO(text, newline=""), delimiter=separator), [])
        return [CALLED.get(name, name) for name in (clean(cell).lower() for cell in head[:200])]

    try:
        separator = max(SEPARATORS, key=lambda one: len(KNOWN & set(named(one))))
        columns = named(separator)
    except csv.Error as broken:
        raise Refused(_BAD_QUOTES, values={"line": 1}) from broken
    if not {"title_vi", "start"} <= set(columns):
        raise Refused(_NO_COLUMN)
    return columns, _cells(text, separator, columns)


def _cells(text: str, separator: str, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            record = next(reader, None)
        except csv.Error as broken:
            raise Refused(_BAD_QUOTES, values={"line": line}) from broken
        if record is None:
            return
        if line > 1 and any(cell.strip() for cell in record):
            yield line, dict(zip(columns, map(unescaped, record), strict=False))
        line += 1


def _item(line: int, cells: Mapping[str, str], *, first: date, last: date) -> dict[str, Any]:
    given: dict[str, Any] = {name: cells[name] for name in TEXTS if name in cells}
    for name, take in _TAKEN.items():
        if word := clean(cells.get(name, "")):
            given |= take(word)
    start, end = clean(cells.get("start", "")), clean(cells.get("end", ""))
    try:
        times = _times(start, end)
    except OverflowError as beyond:  # the first and the last days that a computer can name
        raise Refused(_NOT_A_DAY, values={"value": start[:60]}) from beyond
    cancelled = fold(clean(cells.get("status", ""))) in _CANCELLED
    item = {"line": line, "uid": clean(cells.get("uid", ""))[:1000], "recurrence": "", "notes": [], "given": given}
    item |= times | {"status": "CANCELLED" if cancelled else "", "sequence": 0}
    item |= {name: clean(cells[name]) for name in ("venue", "organiser") if name in cells}
    ends = _day_of(times["ends"] or times["starts"])
    if ends < first or _day_of(times["starts"]) > last:
        item["notes"] = ["over" if ends < first else "far"]
    return item


def _day_of(told: str) -> date:
    return date.fromisoformat(told) if len(told) == 10 else when.day_of(datetime.fromisoformat(told))


def _times(start: str, end: str) -> dict[str, Any]:
    if not start:
        raise Refused(_NO_START)
    begins, has_time = _moment(start, None)
    if not has_time:
        last = _moment(end, None)[0] if end else begins
        return {"all_day": True, "starts": _iso_day(begins), "ends": _iso_day(last)}
    ends = _moment(end, when.day_of(begins))[0] if end else None
    return {"all_day": False, "starts": iso(begins), "ends": iso(ends) if ends else None}


def _iso_day(at: datetime) -> str:
    return when.day_of(at).isoformat()


def _moment(typed: str, day: date | None) -> tuple[datetime, bool]:
    """A typed moment, and whether it tells the time of day; `day` is the day of a time that stands alone."""
    if found := _ZONED.fullmatch(typed.replace("T", " ")):
        local, zone = found.groups()
        at = datetime.fromisoformat(f"{local.replace(' ', 'T')}{zone}") if "T" in typed else None
        if at is not None:
            return at, True
    words = typed.replace("T", " ").split()
    if day is not None and len(words) == 1 and _TIME.fullmatch(words[0]):
        return when.at_minute(day, _minute(words[0])), True
    try:
        typed_day = parse_day(words[0])
    except Refused as refused:
        raise Refused(_NOT_A_DAY, values={"value": typed[:60]}) from refused
    if len(words) == 1:
        return when.midnight(typed_day), False
    return when.midnight(typed_day) + timedelta(minutes=_minute(" ".join(words[1:]))), True


def _minute(typed: str) -> int:
    found = _TIME.fullmatch(typed.lower())
    minute = int(found[1]) * 60 + int(found[2] or 0) if found else -1
    if not 0 <= minute <= 1440 or (found and int(found[2] or 0) > 59):
        raise Refused(_NOT_A_TIME, values={"value": typed[:60]})
    return minute


def _kind(word: str) -> dict[str, Any]:
    if (kind := kind_of([word])) is None:
        raise Refused(_NO_KIND, values={"value": word[:60]})
    return {"kind": str(kind)}


def _price(word: str) -> dict[str, Any]:
    if fold(word) in _FREE:
        return {"price": str(Price.FREE)}
    if fold(word) in _DONATION:
        return {"price": str(Price.DONATION)}
    return {"price": str(Price.AMOUNT), "price_vnd": money.parse(word)}


def _languages(word: str) -> dict[str, Any]:
    return {"languages": re.findall(r"[a-z]{2}", word.lower())}


_TAKEN: Mapping[str, Callable[[str], dict[str, Any]]] = {"kind": _kind, "price": _price, "languages": _languages}
