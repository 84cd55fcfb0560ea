"""How the values and remarks of a sheet are written for a reader: on pages, on paper, in files, in what was frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from portal.businesses.sheets.kind import Remark, Type
from portal.kit import cost, dates, hours, money, numbers
from portal.kit.say import Refused
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
    return str(of)


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
