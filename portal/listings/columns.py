"""The columns of the map as a table: what a cell of each may hold, and what it means to us.

The files that leave the portal have these columns, and the importer reads them, so that what was exported imports
again without a change. A list stands in one cell, parted by `|`; numbers are plain, moments are ISO 8601. Groups,
areas, wards and fields of work are the city's keys; people may write their names instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from portal.city import OldWard, Ward
from portal.city.chosen import here
from portal.kit import dates, hours, mail, money, phone
from portal.kit.fold import clean, fold
from portal.kit.say import N_, Refused
from portal.listings import rules
from portal.listings.models import Channel, LegalForm, LocationMode, Stage, Support

Unit = TypeVar("Unit", bound=Ward | OldWard)

LIST = "|"
FARTHEST_M = 50_000
LONGEST_DAYS = 3_650
MOST_STEPS = 40
LONGEST_STEP = 400
LONGEST_PAGE = 254
LONGEST_LINK = 500
POINT_SOURCES = ("owner", "staff", "seed")

_UNKNOWN_GROUP = N_("There is no group “%(value)s”.")
_UNKNOWN_AREA = N_("There is no area “%(value)s”.")
_UNKNOWN_WARD = N_("There is no ward “%(value)s”.")
_UNKNOWN_OLD_WARD = N_("There is no former ward “%(value)s”.")
_UNKNOWN_FIELD = N_("There is no field of work “%(value)s”.")
_UNKNOWN_LANGUAGE = N_("“%(value)s” is not the code of a language, such as vi or en.")
_UNKNOWN_WORD = N_("“%(value)s” is not one of these: %(known)s.")
_NOT_DEGREES = N_("“%(value)s” is not a latitude or longitude in degrees, such as 15.8801.")
_NOT_WHOLE = N_("“%(value)s” is not a whole number up to %(most)s.")
_NOT_YES_OR_NO = N_("“%(value)s” is neither yes nor no.")
_NOT_STEPS = N_("The steps must be a JSON list of at most %(most)s objects of texts and whole numbers.")
_NOT_WEB = N_("“%(value)s” is not a web address that begins with https:// or http://.")

_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{1,20})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_YES, _NO = {"yes", "1", "true", "co"}, {"", "no", "0", "false", "khong"}


def written(value: Any) -> str:
    """A value of a listing as a cell holds it, before any escape."""
    if isinstance(value, str):
        return str(value)
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list | tuple):
        lists_texts = all(isinstance(one, str) for one in value)
        return LIST.join(value) if lists_texts else json.dumps(value, ensure_ascii=False)
    return str(value)


def _group(cell: str) -> str | None:
    return _key(cell, {group.key: group.name.all() for group in here().groups.values()}, _UNKNOWN_GROUP)


def _area(cell: str) -> str | None:
    return _key(cell, {area.key: (area.name,) for area in here().areas.values()}, _UNKNOWN_AREA)


def _new_ward(cell: str) -> str | None:
    if not clean(cell):
        return None
    found = here().wards.get(clean(cell)) or here().ward_named(cell, age="new")
    return _met(found, _UNKNOWN_WARD, cell).key


def _old_ward(cell: str) -> str | None:
    if not clean(cell):
        return None
    found = here().old_wards.get(clean(cell)) or here().ward_named(cell, age="old")
    return _met(found, _UNKNOWN_OLD_WARD, cell).key


def _any_ward(cell: str) -> Ward | OldWard | None:
    if not clean(cell):
        return None
    return _met(here().ward(clean(cell)) or here().ward_named(cell), _UNKNOWN_WARD, cell)


def _fields(cell: str) -> list[str]:
    names = {field.key: field.name.all() for field in here().fields.values()}
    return _each(cell, lambda one: _key(one, names, _UNKNOWN_FIELD))


def _supports(cell: str) -> list[str]:
    return _each(cell, _one_of(Support))


def _languages(cell: str) -> list[str]:
    def code(one: str) -> str:
        if not _LANGUAGE.fullmatch(one.lower()):
            raise _refused(_UNKNOWN_LANGUAGE, one)
        return one.lower()

    return _each(cell, code)


def _one_of(words: Iterable[str]) -> Callable[[str], Any]:
    """A reader of a cell that holds one of our fixed words, or nothing."""
    known = {str(word): word for word in words}

    def read(cell: str) -> str | None:
        key = _key(cell, dict.fromkeys(known, ()), _UNKNOWN_WORD, known=", ".join(known))
        return known[key] if key else None

    return read


def _each(cell: str, read: Callable[[str], str | None]) -> list[str]:
    return sorted({key for one in cell.split(LIST) if clean(one) and (key := read(clean(one)))})


def _degrees(cell: str) -> float | None:
    """Degrees with a point or a comma. Not `kit.numbers`: there 108.325 may mean a hundred thousand."""
    typed = clean(cell)
    if typed and not _DEGREES.fullmatch(typed):
        raise _refused(_NOT_DEGREES, typed)
    return float(typed.replace(",", ".")) if typed else None


def _whole(most: int) -> Callable[[str], int | None]:
    def read(cell: str) -> int | None:
        typed = clean(cell)
        if typed and not (_WHOLE.fullmatch(typed) and int(typed) <= most):
            raise _refused(_NOT_WHOLE, typed, most=most)
        return int(typed) if typed else None

    return read


def _price(cell: str) -> int | None:
    return money.parse(cell) if clean(cell) else None


def _hours(cell: str) -> str:
    if clean(cell):
        hours.parse(clean(cell))
    return clean(cell)


def _steps(cell: str) -> list[dict[str, Any]]:
    """The steps of a process, such as `[{"vi": "Nhào đất", "en": "Knead the clay", "minutes": 30}]`."""
    wrong = Refused(_NOT_STEPS, values={"most": MOST_STEPS})
    try:
        steps = json.loads(cell or "[]")
    except (ValueError, RecursionError) as broken:
        raise wrong from broken
    if not isinstance(steps, list) or len(steps) > MOST_STEPS or not all(map(_is_step, steps)):
        raise wrong
    return [{key: clean(said) if isinstance(said, str) else said for key, said in step.items()} for step in steps]


def _is_step(step: Any) -> bool:
    return isinstance(step, dict) and all(
        isinstance(said, int) or (isinstance(said, str) and len(said) <= LONGEST_STEP) for said in step.values()
    )


def _yes_or_no(cell: str) -> bool:
    said = fold(cell)
    if said not in _YES | _NO:
        raise _refused(_NOT_YES_OR_NO, clean(cell))
    return said in _YES


def _phone(cell: str) -> str | None:
    return phone.parse(cell) if clean(cell) else None


def _mail(cell: str) -> str | None:
    return mail.parse(cell) if clean(cell) else None


def _web(cell: str, *, longest: int = LONGEST_PAGE) -> str | None:
    address = clean(cell)
    if address and not (_is_web(address) and len(address) <= longest):
        raise _refused(_NOT_WEB, address)
    return address or None


def _web_links(cell: str) -> list[str]:
    """Addresses in their order, parted by `|`, by lines or by spaces: none of these stands in an address."""
    read = (_web(one, longest=LONGEST_LINK) for one in re.split(r"[|\s]+", cell))
    return list(dict.fromkeys(address for address in read if address))


def _day(cell: str) -> str | None:
    return dates.parse_day(clean(cell)).isoformat() if clean(cell) else None


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in address


def _key(cell: str, choices: Mapping[str, Iterable[str]], sentence: str, **values: object) -> str | None:
    """The key that a cell holds, or the key of the name it holds, in any case; None for an empty cell."""
    said = _plain(cell)
    if not said:
        return None
    for key, names in choices.items():
        if said in {_plain(key), *map(_plain, names)}:
            return key
    raise _refused(sentence, clean(cell), **values)


def _plain(text: str) -> str:
    return re.sub("[-_ ]+", " ", fold(text))


def _met(found: Unit | None, sentence: str, cell: str) -> Unit:
    if found is None:
        raise _refused(sentence, clean(cell))
    return found


def _refused(sentence: str, value: str, **values: object) -> Refused:
    """A refusal that names the value, cut to what a report can hold."""
    return Refused(sentence, values={"value": value if len(value) <= 60 else f"{value[:59]}…", **values})


PLACE = ("area", "ward", "ward_old", "ward_new", "lat", "lon", "location_mode", "precision_m", "point_source")
CONTACTS = tuple(str(channel) for channel in Channel)

READ: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("slug", "source_id"), clean),
    "group": _group,
    "area": _area,
    "ward": _any_ward,
    "ward_old": _old_ward,
    "ward_new": _new_ward,
    **dict.fromkeys(rules.TEXTS, str),
    "lat": _degrees,
    "lon": _degrees,
    "location_mode": _one_of(LocationMode),
    "precision_m": _whole(FARTHEST_M),
    "point_source": _one_of(POINT_SOURCES),
    "stage": _one_of(Stage),
    "legal_form": _one_of(LegalForm),
    "fields": _fields,
    "offers": _supports,
    "needs": _supports,
    "languages": _languages,
    "hours": _hours,
    "paused_until": _day,
    "web_links": _web_links,
    "price_from": _price,
    "made_in_days": _whole(LONGEST_DAYS),
    "steps": _steps,
    "demo": _yes_or_no,
    "zalo": _phone,
    "phone": _phone,
    "email": _mail,
    "page": _web,
}
"""How a cell of each column is read; raises Refused. An empty cell is an empty value."""

SAID_ONLY = ("url", "confirmed_at", "changed_at", "name", "summary", "lang")
"""Columns that our files have for their readers; the importer knows them and leaves them alone."""

KNOWN = frozenset((*READ, *SAID_ONLY))

WRITTEN = (
    "slug", "group", "area", "ward", "name_vi", "name_en", "summary_vi", "summary_en", "lat", "lon", "precision_m",
    "location_mode", "point_source", "ward_old", "ward_new", "village", "street", "directions_vi", "directions_en",
    "story_vi", "story_en", "stage", "legal_form", "fields", "offers", "offer_line", "needs", "need_line", "languages",
    "hours", "paused_until", "price_from", "price_hint", "access_vi", "access_en", "sustainability", "heritage",
    "materials_vi", "materials_en", "steps", "made_in_days", "problem_vi", "problem_en", "proposal_vi", "proposal_en",
    "next_vi", "next_en", "team_name", *CONTACTS, "web_links", "source", "source_id", "demo", "confirmed_at",
    "changed_at", "url",
)  # fmt: skip
"""The columns of our own files, in their order."""
