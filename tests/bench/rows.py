"""Writes very many rows of a table at once: by COPY on PostgreSQL, by one prepared statement on SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import psycopg
from sqlalchemy import Table, func, select, text

from portal.db import Model, db


def fill(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """What the model sets by itself is set here too; the sequence of the numbers goes on behind them."""
    table = cast(Table, model.__table__)
    connection = db.session.connection()
    of_itself = {one.name: one.default.arg for one in table.c if one.default is not None and one.default.is_scalar}  # type: ignore[attr-defined]
    for given in columns:
        of_itself.pop(given, None)
    names, constants = [*columns, *of_itself], tuple(of_itself.values())
    ways = [table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for name in names]
    written = (
        [
            way(value) if way and value is not None else value
            for way, value in zip(ways, (*row, *constants), strict=True)
        ]
        for row in rows
    )
    into = f'"{table.name}" ({", ".join(chr(34) + name + chr(34) for name in names)})'
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        cast(Any, driver).executemany(f"INSERT INTO {into} VALUES ({', '.join('?' * len(names))})", written)
        return
    with driver.cursor().copy(f"COPY {into} FROM STDIN") as copy:
        for row in written:
            copy.write_row(row)
    if "id" in columns:
        connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}")
        )


def first_free(model: Any) -> int:
    """The number behind the last one that is taken."""
    return (db.session.scalar(select(func.max(model.id))) or 0) + 1
