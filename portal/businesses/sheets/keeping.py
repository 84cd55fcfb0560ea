"""Keeping what is written in a sheet, field by field, when two people of a shop write at once.

Every change of a field stays in its short history: the version it made, who made it, what it says. Whoever saw an older
version and writes something else is turned away at that field alone; their text is kept beside the other one until
somebody chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.businesses.models import Shop
from portal.businesses.sheets import queries
from portal.businesses.sheets.models import Sheet
from portal.db import db
from portal.kit.clock import iso
from portal.people.models import Person

REMEMBERED = 6
"""Changes of a field that are kept."""
LONGEST_TYPED = 4000


@dataclass(frozen=True)
class Change:
    """What came in of a field: its value, or, when that cannot be read, what was typed."""

    value: Any
    typed: str = ""

    def is_same(self, other: Change) -> bool:
        """An empty field and a box without its tick are nothing, whatever they are kept as; 0 is something."""
        return (_something(self.value), self.typed) == (_something(other.value), other.typed)


@dataclass(frozen=True)
class Kept:
    """What came of it: the values that now stand, and the fields whose other writer was first."""

    sheet: Sheet
    values: dict[str, Any] = field(default_factory=dict)
    turned_away: tuple[str, ...] = ()


def keep(
    shop: Shop, kind: str, changes: Mapping[str, Change], *, standing: Mapping[str, Any] | None = None, seen: int,
    by: Person, at: datetime,
) -> Kept:  # fmt: skip
    """Takes in changed fields. `seen` is the version that was on the writer's page; `standing` the values that stand
    where they do not stand with the sheet. The caller writes those `values` where they belong."""
    sheet = _sheet(shop, kind, by=by, at=at)
    data = deepcopy(sheet.data)
    given, typed = data.setdefault("given", {}), data.setdefault("typed", {})
    now: Mapping[str, Any] = given if standing is None else standing
    values: dict[str, Any] = {}
    turned = []
    for name, change in changes.items():
        stands = Change(now.get(name), typed.get(name, ""))
        before = _before(data, name, seen, by)
        if change.is_same(stands) or (before is not None and change.is_same(before)):
            continue  # as it is, or a copy of what its page had before somebody else changed it
        if before is not None:
            mine = {"value": change.value, "typed": change.typed[:LONGEST_TYPED], "by": by.id, "at": iso(at)}
            data.setdefault("others", {})[name] = mine
            turned.append(name)
            continue
        values |= _write(data, name, change, stands, version=sheet.version + 1, by=by)
    if standing is None:
        given.update(values)
    _close(sheet, data, wrote=bool(values), turned=bool(turned), by=by, at=at)
    return Kept(sheet, values, tuple(turned))


def choose(
    shop: Shop, kind: str, name: str, *, take: bool, standing: Mapping[str, Any] | None = None, by: Person,
    at: datetime,
) -> Kept | None:  # fmt: skip
    """Of two texts of a field: takes the one that was turned away, or lets it go. None where there is no second."""
    sheet = queries.sheet(shop, kind)
    if sheet is None or name not in sheet.data.get("others", {}):
        return None
    data = deepcopy(sheet.data)
    other = data["others"].pop(name)
    values: dict[str, Any] = {}
    if take:
        stands = Change((standing if standing is not None else data["given"]).get(name), data["typed"].get(name, ""))
        change = Change(other["value"], other["typed"])
        values = _write(data, name, change, stands, version=sheet.version + 1, by=by)
        if standing is None:
            data["given"].update(values)
    _close(sheet, data, wrote=bool(values), turned=True, by=by, at=at)
    return Kept(sheet, values)


def last_writer(sheet: Sheet, name: str) -> int | None:
    """The number of the person who wrote a field last."""
    history = sheet.data.get("history", {}).get(name)
    return history[-1][1] if history else None


def _something(value: Any) -> Any:
    return None if value is None or value == "" or value is False else value


def _sheet(shop: Shop, kind: str, *, by: Person, at: datetime) -> Sheet:
    sheet = queries.sheet(shop, kind)
    if sheet is None:
        sheet = Sheet(shop_id=shop.id, kind=kind, data={}, version=1, changed_by_id=by.id, changed_at=at)
        db.session.add(sheet)
        db.session.flush()
    return sheet


def _before(data: dict[str, Any], name: str, seen: int, by: Person) -> Change | None:
    """What a page of the version `seen` had in a field that somebody else changed since; None when nobody did."""
    history = data.get("history", {}).get(name, [])
    if not history or history[-1][0] <= seen or history[-1][1] == by.id:
        return None
    older = [one for one in history if one[0] <= seen]
    return Change(older[-1][2], older[-1][3]) if older else Change(None)


def _write(
    data: dict[str, Any], name: str, change: Change, stands: Change, *, version: int, by: Person
) -> dict[str, Any]:
    """Writes a field down; returns its value by its name. What cannot be read leaves the value as it was."""
    history = data.setdefault("history", {}).setdefault(name, [])
    if not history and not stands.is_same(Change(None)):
        history.append([0, None, stands.value, stands.typed])
    history.append([version, by.id, change.value, change.typed])
    del history[:-REMEMBERED]
    if change.typed:
        data["typed"][name] = change.typed[:LONGEST_TYPED]
        return {name: stands.value}
    data["typed"].pop(name, None)
    data.get("others", {}).pop(name, None)
    return {name: change.value}


def _close(sheet: Sheet, data: dict[str, Any], *, wrote: bool, turned: bool, by: Person, at: datetime) -> None:
    if wrote or turned:
        sheet.data = data
    if wrote:
        sheet.version += 1
        sheet.changed_by_id, sheet.changed_at = by.id, at
