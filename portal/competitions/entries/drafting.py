"""How a step of an entry comes in over the web: whole, or field by field; right or wrong, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from portal.city.chosen import here
from portal.competitions.entries import files, rules
from portal.competitions.entries.forms import ALT, ALT_EN, StepForm, step_form
from portal.competitions.entries.models import Entry
from portal.kit import dates
from portal.kit.fold import clean
from portal.web.language import current
from portal.web.settle import survives

ROOM = {"phone": 16, "email": 254, "studio": 120, "school": 120, "teacher": 120, "town": 120, "shown_as": 200,
        "relations": 1000}  # fmt: skip
"""Letters of a field of the vault. There it stands as it was typed: what is whose never stands in the entry's row."""


def take(entry: Entry, number: int, formdata: Any, *, only: str = "", lang: str = "vi", at: datetime) -> StepForm:
    """Keeps what came in of a step, or one field of it, and returns its form with what is wrong said at the fields."""
    form = step_form(number, entry, lang, formdata)
    form.validate()
    names = [one.short_name for one in form if one.short_name != "once" and only in ("", one.short_name)]
    alts = [name for name in names if name.startswith((ALT, ALT_EN))]
    given, typed = _values(entry, form, [name for name in names if name not in alts])
    rules.keep(entry, given, typed=typed, at=at)
    for name in alts:
        _describe(entry, form, name, at=at)
    if "agreed" in names and form["agreed"].data:
        rules.agree(entry, at=at)
    return form


def keep_all_the_same(entry: Entry, number: int, formdata: Any, *, lang: str, at: datetime) -> None:
    """A refused form is rolled back: what was typed is kept in a transaction of its own."""
    survives(partial(_again, entry.id, number, formdata, lang, at))


def saved_at(entry: Entry) -> str:
    return dates.time(entry.changed_at, ZoneInfo(here().zone), current())


def _again(number: int, step: int, formdata: Any, lang: str, at: datetime) -> None:
    if (entry := rules.numbered(number)) is not None:
        take(entry, step, formdata, lang=lang, at=at)


def _values(entry: Entry, form: StepForm, names: Iterable[str]) -> tuple[dict[str, Any], Mapping[str, str]]:
    given: dict[str, Any] = {}
    typed: dict[str, str] = {}
    for name in names:
        field = form[name]
        raw = clean(str((field.raw_data or [""])[0] or ""), lines=True)
        if name in rules.OF_THE_VAULT:
            given[name] = (field.data or "")[: ROOM[name]] if not field.errors else raw[: ROOM[name]]
        elif name == "category":
            chosen = [one for one in entry.competition.categories if one.key == field.data]
            given |= {"category": chosen[0]} if chosen else {}
        elif name in rules.OF_THE_ENTRY:
            if field.errors:
                typed[name] = raw
            else:
                given[name] = (field.data or "")[: rules.LONGEST]
    return given, typed


def _describe(entry: Entry, form: StepForm, name: str, *, at: datetime) -> None:
    kind, _, number = name.rpartition("_")
    file = files.find(entry, int(number))
    if file is not None:
        files.describe(file, **{kind: (form[name].data or "")[: files.LONGEST_ALT]}, at=at)
