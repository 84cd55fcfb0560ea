"""What a sheet is: its fields and rows, what is reckoned of them, what is still missing. Pure: nothing is asked here.

A sheet's values stand flat, under the names of their controls: `decision`, and for the third row of a table
`posts_2_link`. Amounts are whole đồng, shares hundredths of a percent, tenths tenths, days ISO, times minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from portal.kit.say import N_

Given = Mapping[str, Any]


class Type(StrEnum):
    """How a value is typed, kept and shown."""

    LINE = "line"
    TEXT = "text"
    MONEY = "money"
    COUNT = "count"
    SHARE = "share"
    TENTHS = "tenths"
    DAY = "day"
    MONTH = "month"
    TIME = "time"
    TICK = "tick"
    CHOICE = "choice"
    PRODUCT = "product"
    LINK = "link"
    HOURS = "hours"
    WORDS = "words"
    """A text of a product by its language: {"vi": "cao 24 cm", "en": "24 cm high"}."""


class Tone(StrEnum):
    """What a remark is: something that is missing, something to look at again, something that is as it should be."""

    MISSING = "missing"
    LOOK = "look"
    GOOD = "good"


@dataclass(frozen=True)
class Field:
    """One value of a sheet. `most` is its greatest number or its most letters."""

    name: str
    label: str
    type: Type = Type.LINE
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    most: int = 300


@dataclass(frozen=True)
class Rows:
    """A table of a sheet: `fixed` rows, or as many as are filled and `spare` more. A row without any value is none."""

    name: str
    label: str
    fields: tuple[Field, ...]
    most: int = 40
    spare: int = 3
    fixed: bool = False
    each: str = N_("Row %(n)s")

    def shown(self, given: Given, *, more: int = 0) -> int:
        """How many rows the form has."""
        if self.fixed:
            return self.most
        filled = max((number + 1 for number, _row in self.filled(given)), default=0)
        return min(self.most, filled + self.spare + more)

    def filled(self, given: Given) -> list[tuple[int, dict[str, Any]]]:
        """The rows that hold something, with their numbers from 0."""
        found = []
        for number in range(self.most):
            row = {one.name: given.get(f"{self.name}_{number}_{one.name}") for one in self.fields}
            if any(value not in (None, "", False) for value in row.values()):
                found.append((number, row))
        return found


@dataclass(frozen=True)
class Remark:
    """A sentence about a sheet, and the control it speaks of. Values that need a form of writing are `money(…)` etc."""

    tone: Tone
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""


@dataclass(frozen=True)
class Line:
    """Something reckoned: what it is called, how it is shown, what it came to."""

    label: str
    type: Type
    value: Any


@dataclass(frozen=True)
class Piece:
    """A product as the other sheets know it. `cost` is None while there is no cost card."""

    code: str
    name: str
    retail: int | None = None
    wholesale: int | None = None
    cost: int | None = None
    days: int | None = None


@dataclass(frozen=True)
class Known:
    """What a sheet may know of the rest of the shop."""

    look: Callable[[], tuple[Piece, ...]] = tuple
    hours: str = ""
    """The opening hours that stand on the map."""

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The products; most sheets never ask for them."""
        return self.look()

    def piece(self, code: str | None) -> Piece | None:
        return next((one for one in self.pieces if one.code == code), None)


class Kind:
    """One kind of sheet. A subclass describes it; `lines` and `remarks` read only what they are given."""

    key: str
    title: str
    about: str
    fields: tuple[Field, ...] = ()
    tables: tuple[Rows, ...] = ()

    def lines(self, given: Given, known: Known) -> Iterator[Line]:
        """What is reckoned."""
        return iter(())

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        """What is missing, to be looked at, or good."""
        return iter(())

    def summary(self, given: Given, known: Known) -> tuple[str, dict[str, Any]]:
        """One line that says how far the sheet is, with plain values."""
        missing = sum(one.tone is Tone.MISSING for one in self.remarks(given, known))
        return (N_("Complete"), {}) if not missing else (N_("Still missing: %(count)s"), {"count": missing})

    def controls(self, given: Given, *, more: Mapping[str, int] | None = None) -> Iterator[tuple[str, Field]]:
        """All controls of the form, by their flat names."""
        for one in self.fields:
            yield one.name, one
        for table in self.tables:
            for number in range(table.shown(given, more=(more or {}).get(table.name, 0))):
                for one in table.fields:
                    yield f"{table.name}_{number}_{one.name}", one

    def control(self, name: str) -> Field | None:
        """The field behind a flat name; None for a name that this sheet has not."""
        for one in self.fields:
            if one.name == name:
                return one
        for table in self.tables:
            head, _, rest = name.removeprefix(f"{table.name}_").partition("_")
            if (
                name.startswith(f"{table.name}_")
                and head.isdecimal()
                and int(head) < table.most
                and head == str(int(head))
            ):
                return next((one for one in table.fields if one.name == rest), None)
        return None


def money(amount: int) -> dict[str, int]:
    return {"money": amount}


def share(hundredths: int) -> dict[str, int]:
    return {"share": hundredths}


def words(sentence: str) -> dict[str, str]:
    """A value that is itself a msgid."""
    return {"words": sentence}


def missing(sentence: str, at: str = "") -> Remark:
    return Remark(Tone.MISSING, sentence, {}, at)


def look(sentence: str, at: str = "", **values: Any) -> Remark:
    return Remark(Tone.LOOK, sentence, values, at)


def good(sentence: str, **values: Any) -> Remark:
    return Remark(Tone.GOOD, sentence, values)


def empty(given: Given, *names: str) -> bool:
    """Whether any of these holds nothing."""
    return any(given.get(name) in (None, "", False) for name in names)
