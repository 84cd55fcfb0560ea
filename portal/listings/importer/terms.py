"""On what terms a file is taken in: whose word counts, and what its rows are taken to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Own(StrEnum):
    """What becomes of a field that somebody edited here after it came from a file."""

    KEEP = "keep"
    """The edit stays; the report names the field."""
    OVERWRITE = "overwrite"
    """The file's word counts."""
    EMPTY = "empty"
    """The file fills what is empty here and changes nothing else."""


@dataclass(frozen=True)
class Terms:
    """`swap` puts latitude and longitude in their order where a row has them the wrong way round; `demo` marks new
    listings as made up; `point_source` says who estimated the points; `twins` takes in rows that may be duplicates."""

    own: Own = Own.KEEP
    swap: bool = False
    demo: bool = False
    point_source: str = "staff"
    twins: bool = True
