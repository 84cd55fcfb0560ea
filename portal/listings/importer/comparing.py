"""The dry run: what each row of a file would do here, and why. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.listings import rules
from portal.listings.importer.known import Known, slug_of
from portal.listings.importer.place import POINT, WHOLE
from portal.listings.importer.reading import Table
from portal.listings.importer.rows import Row
from portal.listings.importer.saying import given_by
from portal.listings.importer.terms import Own, Terms
from portal.listings.importer.twins import Twins
from portal.listings.models import Listing, State

_TWIN = N_("Perhaps the same as “%(name)s”.")
_OWN = N_("Edited here, left alone: %(fields)s.")
_FULL = N_("Filled already, left alone: %(fields)s.")
_NOT_PUBLIC = N_("The listing is not public, and stays so.")
_BACK = N_("Comes back from the archive.")

_EMPTY: tuple[Any, ...] = (None, "", [], {})


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    TWIN = "duplicate?"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """What one row would do. `changes` holds the old and the new value of each field that would be written.

    `notes` says why it is refused, or what a person should know of it: sentences with values, as a `Refused` has them.
    """

    line: int
    name: str
    fate: Fate
    notes: tuple[Refused, ...] = ()
    slug: str = ""
    listing: Listing | None = None
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    """Fields whose value in the file differs and is left alone, because somebody edited them here or they are full."""
    returns: bool = False
    """The listing comes back from the archive, where the undoing of an import laid it."""


@dataclass(frozen=True)
class Report:
    table: Table
    terms: Terms
    lines: tuple[Line, ...]

    @property
    def counts(self) -> Mapping[Fate, int]:
        counted = Counter(line.fate for line in self.lines)
        return {fate: counted[fate] for fate in Fate}

    @property
    def due(self) -> Sequence[Line]:
        """The rows that would write something."""
        wanted = {Fate.NEW, Fate.UPDATE, *([Fate.TWIN] if self.terms.twins else [])}
        return [line for line in self.lines if line.fate in wanted]


def check(table: Table, terms: Terms | None = None) -> Report:
    """What importing the table would do, row by row."""
    terms = terms or Terms()
    known, twins = Known(table.rows), Twins()
    return Report(table, terms, tuple(_line(row, terms, known, twins) for row in table.rows))


def _line(row: Row, terms: Terms, known: Known, twins: Twins) -> Line:
    listing = known.listing_of(row)
    name = clean(row.cells.get("name_vi", "")) or (listing.name_vi if listing else "")
    faults = [*row.faults, *known.faults(row, listing)]
    given: dict[str, Any] = {}
    if not row.faults:
        given, unreadable = given_by(row, rules.values(listing) if listing else {}, terms)
        faults += unreadable
    if faults:
        return Line(row.line, name, Fate.REFUSED, tuple(faults), slug_of(row))
    if listing is None:
        return _new(row, given, terms, twins)
    return _met(row, listing, given, terms, returns=known.was_undone(listing))


def _new(row: Row, given: Mapping[str, Any], terms: Terms, twins: Twins) -> Line:
    given = {"demo": terms.demo, **given}
    twin = twins.of(given)
    notes = (Refused(_TWIN, values={"name": twin}),) if twin else ()
    changes = {name: (None, value) for name, value in given.items()}
    return Line(row.line, given["name_vi"], Fate.TWIN if twin else Fate.NEW, notes, slug_of(row), None, changes)


def _met(row: Row, listing: Listing, given: Mapping[str, Any], terms: Terms, *, returns: bool) -> Line:
    old = rules.values(listing)
    changes = {name: (old[name], new) for name, new in given.items() if old[name] != new}
    own = _left_alone(changes, listing, terms.own)
    changes = {name: change for name, change in changes.items() if name not in own}
    left = _FULL if terms.own is Own.EMPTY else _OWN
    notes = [Refused(left, values={"fields": ", ".join(sorted(own))})] if own else []
    if returns:
        notes.append(Refused(_BACK))
    elif changes and listing.state != State.PUBLISHED:
        notes.append(Refused(_NOT_PUBLIC))
    fate = Fate.UPDATE if changes or returns else Fate.SAME
    return Line(
        row.line, listing.name_vi, fate, tuple(notes), listing.slug, listing, changes, tuple(sorted(own)), returns
    )


def _left_alone(changes: Mapping[str, tuple[Any, Any]], listing: Listing, own: Own) -> set[str]:
    """The changed fields that the terms keep from being written."""
    if own is Own.OVERWRITE:
        return set()
    if own is Own.KEEP:
        held = changes.keys() & set(listing.own_fields)
        return held | (changes.keys() & WHOLE if held & WHOLE else set())
    held = {name for name, (old, _) in changes.items() if old not in _EMPTY and name not in POINT}
    if "area" in held:
        return held | (changes.keys() & WHOLE)
    return held if listing.lat is None else held | (changes.keys() & POINT)
