"""Plants a row in any table, read from the tables themselves, so that a table made tomorrow is planted as well."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Enum, Integer, Numeric, String, Table, insert

from portal.db import Moment, SortKey, Words, db
from portal.people.held import PASSING
from tests.make import AT

FREE_TEXT = 100  # columns with room for more letters than this hold what people write; others hold keys
_numbers = itertools.count(1)


def references() -> Iterator[Column[Any]]:
    """Every column of the database that names a person, but those that stand for a moment only."""
    passing = {one.property.columns[0] for one in PASSING}
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "person" for key in column.foreign_keys) and column not in passing:
                yield column


def plant(table: Table, *, words: str = "", **given: Any) -> dict[str, Any]:
    """A row with everything it must have; `words` stand in every column that people write into."""
    values = _of(table) | given
    if values.get("held_by_id"):
        values["held_until"] = AT
    for column in table.columns:
        if column.name not in values and (_must_have(column) or (words and is_free(column))):
            values[column.name] = _value(column, words if is_free(column) else "")
    done = db.session.execute(insert(table).values(values))
    return dict(zip([key.name for key in table.primary_key], done.inserted_primary_key or (), strict=True))


def _must_have(column: Column[Any]) -> bool:
    counted = column.primary_key and not column.foreign_keys and isinstance(column.type, Integer)
    return not (column.nullable or column.default is not None or column.server_default is not None or counted)


def is_free(column: Column[Any]) -> bool:
    """Whether people write here, and not only the portal its keys."""
    if isinstance(column.type, JSON):
        return True
    return isinstance(column.type, Words) and not column.unique and (_room(column) or 10_000) >= FREE_TEXT


def _room(column: Column[Any]) -> int | None:
    return getattr(column.type, "length", None) or getattr(getattr(column.type, "impl", None), "length", None)


def _value(column: Column[Any], words: str) -> Any:
    kind = column.type
    if column.foreign_keys:
        [key] = column.foreign_keys
        return plant(key.column.table)[key.column.name]
    if isinstance(kind, JSON):
        return {"story_vi": [words, words]}
    if isinstance(kind, Words | SortKey | String) and not isinstance(kind, Enum):
        return (words or f"x{next(_numbers)}")[: _room(column)]
    if isinstance(kind, Enum):
        return kind.python_type(kind.enums[0]) if hasattr(kind, "enums") else None
    if isinstance(kind, Moment | DateTime):
        return AT
    if isinstance(kind, Date):
        return AT.date()
    if isinstance(kind, Boolean):
        return False
    assert isinstance(kind, Integer | Numeric), f"How is {column} planted?"
    return next(_numbers) if column.unique else 1


def _of(table: Table) -> dict[str, Any]:
    """What a row must be beyond its columns."""
    more: dict[str, dict[str, Any]] = {
        "person": {"email": f"planted{next(_numbers)}@example.org"},
        "extension": {"now_at": AT + timedelta(days=1)},
        "cohort": {"closes_at": AT + timedelta(days=1)},
        "measure": {"time": "before"},
        "entry_verdict": {"fits": True},
    }
    return more.get(table.name, {})
