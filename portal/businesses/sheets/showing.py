"""How the values and remarks of a sheet are written for a reader: on pages, on paper, in files, in what was frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from portal.businesses.sheets.kind import Field, Kind, Remark, Type
from portal.businesses.sheets.models import Sheet, nearest
from portal.businesses.sheets.products import LANGS
from portal.businesses.sheets.written import HEADS, Written
from portal.kit import cost, dates, hours, money, numbers
from portal.kit.say import Refused
from portal.listings.models import Worded
from portal.media.spreadsheet import Cell
from portal.web.language import current


def value(kind: str, of: Any) -> str:
    """A value of a sheet in words; "" for none."""
    if of is None or of == "":
        return ""
    lang = current()
    match Type(kind):
        case Type.MONEY:
            return money.show(of, lang)
        case Type.COUNT:
            return numbers.show(of, lang)
        case Type.SHARE:
            return cost.show_share(of, lang)
        case Type.TENTHS:
            return numbers.show(of / 10, lang, decimals=1)
        case Type.DAY:
            return dates.day(date.fromisoformat(of), lang)
        case Type.MONTH:
            return f"{of[5:]}/{of[:4]}"
        case Type.TIME:
            return dates.time_of_day(of, lang)
        case Type.TICK:
            return str(_("Yes") if of else _("No"))
        case Type.CHOICE:
            return str(_(of))
        case Type.HOURS:
            return _hours(of, lang)
        case Type.WORDS:
            return nearest(lambda code: of.get(code, ""), lang).text
    return str(of)


def words(of: Mapping[str, str]) -> list[Worded]:
    """A text of a product in all languages that it is written in, the reader's first."""
    return [Worded(of[lang], lang) for lang in dict.fromkeys((current(), *LANGS)) if of.get(lang)]


def remark(one: Remark) -> str:
    return sentence(one.sentence, one.values)


def sentence(said: str, values: Mapping[str, Any]) -> str:
    """A sentence with its values in the reader's way of writing."""
    return str(_(said, **{name: _within(one) for name, one in values.items()}))


def _within(one: Any) -> str:
    """A value inside a sentence: {"money": 500}, {"share": 250}, {"words": msgid}, {"list": [msgid]}, or plain."""
    if isinstance(one, Mapping):
        kind, of = next(iter(one.items()))
        if kind == "words":
            return str(_(of))
        if kind == "list":
            return ", ".join(str(_(word)) for word in of)
        return value(kind, of)
    return numbers.show(one, current()) if isinstance(one, int | float) else str(one)


def _hours(text: str, lang: str) -> str:
    try:
        return hours.show(hours.parse(text), lang)
    except Refused:
        return text


def standing(sheet: Sheet, name: str, field: Field) -> str:
    """What was written last into a field of a sheet, in words."""
    history = sheet.data.get("history", {}).get(name)
    return (history[-1][3] or of_field(field, history[-1][2])) if history else ""


def of_field(field: Field, of: Any) -> str:
    """A value as its field shows it."""
    if field.type is Type.CHOICE:
        return value("choice", field.choices.get(of or "", of))
    return value("line" if field.type is Type.PRODUCT else field.type, of)


def others(sheet: Sheet, kind: Kind) -> dict[str, str]:
    """The texts that were turned away and wait for somebody to choose, by their fields."""
    found = {}
    for name, other in sheet.data.get("others", {}).items():
        if (field := kind.control(name)) is not None:
            found[name] = other["typed"] or of_field(field, other["value"])
    return found


def read_out(kind: Type, of: Any) -> str:
    """An amount as it was understood, in Vietnamese in words too; "" for what is no amount."""
    if kind is not Type.MONEY:
        return ""
    shown = money.show(of, current())
    return f"{shown} ({money.in_words_vi(of)})" if current() == "vi" else shown


def tables(data: Written) -> list[tuple[str, list[list[Cell]]]]:
    """A sheet as tables for a file, each with its name; numbers stay numbers, all else is in the reader's words."""
    found: list[tuple[str, list[list[Cell]]]] = []
    if data["facts"] or not data["tables"]:
        rows: list[list[Cell]] = [[str(_("Field of the sheet")), str(_("What it says"))]]
        rows += [[str(_(label)), cell(kind, of)] for label, kind, of in data["facts"]]
        called = data["title"]
        found.append((str(_(called)), rows))
    for table in data["tables"]:
        head: list[Cell] = [str(_(name)) for label, kind in table["columns"] for name in _heads(label, kind)]
        kinds = [kind for _label, kind in table["columns"]]
        body = [[one for kind, of in zip(kinds, row, strict=True) for one in _cells(kind, of)] for row in table["rows"]]
        title = table["title"]
        found.append((str(_(title)), [head, *body]))
    return found


def _heads(label: str, kind: str) -> Sequence[str]:
    return HEADS[label] if kind == Type.WORDS else (label,)


def _cells(kind: str, of: Any) -> list[Cell]:
    """A text in several languages has a column for each, so that the list comes in again as it went out."""
    return [of.get(lang, "") for lang in LANGS] if kind == Type.WORDS else [cell(kind, of)]


def cell(kind: str, of: Any) -> Cell:
    """A value as a cell of a file: amounts and counts as numbers, shares in percent."""
    if of is None or of == "":
        return ""
    match Type(kind):
        case Type.MONEY | Type.COUNT:
            return int(of)
        case Type.SHARE:
            return float(of) / 100
        case Type.TENTHS:
            return float(of) / 10
    return value(kind, of)
