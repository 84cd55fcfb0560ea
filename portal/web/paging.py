"""A selection, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import abort, request
from sqlalchemy import Select, func, select

from portal.db import db

PER_PAGE = 20
LAST_PAGE = 10_000
NUMBER = "int(max=2147483647)"
"""The number of a row in an address, as far as a database counts: `f"/<{NUMBER}:number>"`."""
Row = TypeVar("Row")


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """The rows of one page, its number, and how many rows there are in all."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def asked_page() -> int:
    """The number of the page in the address; the first one where it says nothing that can be one."""
    number = request.args.get("page", 1, type=int)
    return number if 1 <= number <= LAST_PAGE else 1


def cut(rows: Sequence[Row], number: int, *, size: int = PER_PAGE) -> Paged[Row]:
    """One page of rows that are at hand already; 404 past the end."""
    here = rows[(number - 1) * size : number * size]
    if number > 1 and not here:
        abort(404)
    return Paged(here, number, len(rows), size)


def paged(statement: Select[Row], number: int, *, size: int = PER_PAGE, total: int | None = None) -> Paged[Row]:
    """One page of a selection of whole rows, `size` to a page; 404 past the end. A `total` that is known is given."""
    if total is None:
        total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    rows = db.session.scalars(statement.offset((number - 1) * size).limit(size)).all()
    if number > 1 and not rows:
        abort(404)
    return Paged(rows, number, total, size)
