"""What a row says of its listing, in the values that `rules` takes, and what of it cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.listings import rules
from portal.listings.columns import CONTACTS, READ, written
from portal.listings.importer.place import WHOLE, settled
from portal.listings.importer.rows import Row
from portal.listings.importer.terms import Terms

_NO_NAME = N_("The name in Vietnamese is missing.")
_NO_SUMMARY = N_("The sentence in Vietnamese that tells what it is (summary_vi) is missing.")
_NO_GROUP = N_("The group is missing.")


def given_by(row: Row, old: Mapping[str, Any], terms: Terms) -> tuple[dict[str, Any], list[Refused]]:
    """The fields that the row gives a listing, and its faults; `old` holds the listing's values, none for a new one."""
    said, faults = _read(row, old)
    faulty = {fault.field for fault in faults}
    faults += [fault for fault in _missing(said, old) if fault.field not in faulty]
    given = {name: value for name, value in said.items() if name in rules.FIELDS and name not in WHOLE}
    if not faulty & {*WHOLE, "ward"}:
        faults += _collect(given, settled, said, old, terms)
    if contacts := {channel: said[channel] for channel in CONTACTS if said.get(channel)}:
        given["contacts"] = _contacts(contacts, old.get("contacts", {}))
    for name in list(given):
        faults += _collect(given, rules.tidied, {name: given[name]})
    return given, faults


def _collect(values: dict[str, Any], take: Callable[..., Mapping[str, Any]], *given: Any) -> list[Refused]:
    """Adds what `take` makes of what is given, or returns why it would not."""
    try:
        values |= take(*given)
    except Refused as refused:
        return [refused]
    return []


def _read(row: Row, old: Mapping[str, Any]) -> tuple[dict[str, Any], list[Refused]]:
    """The cells as values. A cell that says what stands is not judged again: what we wrote, we can read."""
    standing = _standing(old)
    said: dict[str, Any] = {}
    faults: list[Refused] = []
    for column, cell in row.cells.items():
        if standing.get(column) != cell:
            faults += _collect(said, _value, column, cell)
        elif column in old:
            said[column] = old[column]
    return said, faults


def _value(column: str, cell: str) -> dict[str, Any]:
    try:
        return {column: READ[column](cell)}
    except Refused as refused:
        raise refused.at(column) from refused


def _standing(old: Mapping[str, Any]) -> dict[str, str]:
    """The cells that an export of the listing would hold."""
    cells = {name: written(value) for name, value in old.items()}
    cells |= {channel: value[0] for channel, value in old.get("contacts", {}).items()}
    if old:
        cells["ward"] = old["ward_new"] or old["ward_old"] or ""
    return cells


def _missing(said: dict[str, Any], old: Mapping[str, Any]) -> Iterable[Refused]:
    """What a listing cannot be public without, where a new one lacks it or a row would empty it."""
    for name, sentence in (("name_vi", _NO_NAME), ("summary_vi", _NO_SUMMARY), ("group", _NO_GROUP)):
        if not clean(said.get(name, old.get(name)) or "") and (not old or old[name]):
            yield Refused(sentence, field=name)


def _contacts(said: Mapping[str, str], old: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """The contacts with the file's added: hidden until somebody switches them on, an empty cell takes none away."""
    shown = {channel: [value, old[channel][1] if channel in old else False] for channel, value in said.items()}
    return {**{channel: list(value) for channel, value in old.items()}, **shown}
