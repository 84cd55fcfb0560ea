"""Whether a new row may be a listing that is here already: the same group, and one name and place, or one phone.

A candidate has the same telephone number or page; or lies within 100 m under nearly the same name (all but two words
alike, or at most 30 % of the shorter one's letters differ); or has the same name in the same area. Different groups
are never doubles: a village, its craft and its feast share a name. It is a question to a person, not an answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from math import floor
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.kit.alike import alike, title
from portal.kit.geo import Point, distance_m
from portal.listings.models import Channel, Contact, Listing, State

NEAR_M = 100
CELL = 0.001  # degrees: 111 m of latitude, and more than 100 m of longitude up to 25 degrees
MOST_NEAR = 60
"""With more neighbours than these at one spot, the point says little: it is the middle of a ward."""
GONE = (State.ARCHIVED, State.REFUSED, State.MERGED, State.SPAM)


@dataclass(frozen=True)
class Twin:
    """What is compared of a listing, or of a row that would become one."""

    name: str
    title: tuple[str, ...]
    group: str
    area: str
    lat: float | None
    lon: float | None
    calls: frozenset[str]


class Twins:
    """Everything that a new row may be a double of; rows that were seen before it in the file included."""

    def __init__(self) -> None:
        self._by_title: dict[tuple[str, str, str], list[Twin]] = defaultdict(list)
        self._by_cell: dict[tuple[str, int, int], list[Twin]] = defaultdict(list)
        self._by_call: dict[tuple[str, str], list[Twin]] = defaultdict(list)
        for twin in _standing():
            self._add(twin)

    def of(self, given: Mapping[str, Any]) -> str | None:
        """The name of a listing that may be the same; the row is remembered for those after it."""
        contacts = {value[0] for value in given.get("contacts", {}).values()}
        new = Twin(
            given["name_vi"], title(given["name_vi"]), given["group"], given["area"], given["lat"], given["lon"],
            frozenset(contacts),
        )  # fmt: skip
        found = next(self._candidates(new), None)
        self._add(new)
        return found.name if found else None

    def _candidates(self, new: Twin) -> Iterator[Twin]:
        for call in sorted(new.calls):
            yield from self._by_call[new.group, call]
        yield from self._by_title[new.group, new.area, " ".join(new.title)]
        if new.lat is None or new.lon is None:
            return
        here = Point(new.lat, new.lon)
        for near in islice(self._near(new), MOST_NEAR):
            assert near.lat is not None and near.lon is not None
            if distance_m(here, Point(near.lat, near.lon)) <= NEAR_M and alike(new.title, near.title):
                yield near

    def _near(self, new: Twin) -> Iterable[Twin]:
        row, column = _cell(new)
        for up in (-1, 0, 1):
            for right in (-1, 0, 1):
                yield from self._by_cell.get((new.group, row + up, column + right), ())

    def _add(self, twin: Twin) -> None:
        self._by_title[twin.group, twin.area, " ".join(twin.title)].append(twin)
        if twin.lat is not None:
            self._by_cell[(twin.group, *_cell(twin))].append(twin)
        for call in twin.calls:
            self._by_call[twin.group, call].append(twin)


def _cell(twin: Twin) -> tuple[int, int]:
    assert twin.lat is not None and twin.lon is not None
    return floor(twin.lat / CELL), floor(twin.lon / CELL)


def _standing() -> Iterator[Twin]:
    calls: dict[int, set[str]] = defaultdict(set)
    reached = select(Contact.listing_id, Contact.value).where(Contact.channel != Channel.EMAIL)
    for listing_id, value in db.session.execute(reached):
        calls[listing_id].add(value)
    columns = (Listing.id, Listing.name_vi, Listing.group, Listing.area, Listing.lat, Listing.lon)
    for row in db.session.execute(select(*columns).where(Listing.state.not_in(GONE))):
        yield Twin(row.name_vi, title(row.name_vi), row.group, row.area, row.lat, row.lon, frozenset(calls[row.id]))
