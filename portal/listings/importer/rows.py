"""One row of a table: its cells by column, as they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.kit.fold import fold
from portal.kit.say import N_, Refused
from portal.listings.columns import READ

ALIASES = {"latitude": "lat", "longitude": "lon", "lng": "lon", "long": "lon"}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")  # all but tab and the ends of lines

_CONTROL = N_("The cell “%(column)s” holds a control character. Type its text anew.")


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it, its cells by column, and what makes it unreadable.

    In GeoJSON the number counts the features.
    """

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Refused, ...] = ()


def column_of(name: str) -> str:
    """The name of a column as we write it: "Name VI" is "name_vi"."""
    plain = re.sub(r"[\s.-]+", "_", fold(name))
    return ALIASES.get(plain, plain)


def row_of(line: int, cells: Iterable[tuple[str, str]]) -> Row:
    """The row of these cells, as far as their columns are known; a control character in one is its fault."""
    known = {column: cell for column, cell in cells if column in READ}
    faults = [
        Refused(_CONTROL, field=column, values={"column": column})
        for column, cell in known.items()
        if _CONTROLS.search(cell)
    ]
    return Row(line, known, tuple(faults))
