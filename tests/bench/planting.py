"""Plants the stages: a home with so many listings on SQLite, and the same rows in a database of a PostgreSQL server.

Apart from `stages.py`, which a process that is measured reads too: what is needed for planting would weigh on it.
"""

from __future__ import annotations

import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
import psycopg
from sqlalchemy import create_engine, make_url, text

from portal.config import ROOT
from portal.db import Mode, db, transactions
from portal.events import plant as events
from portal.listings import document
from portal.listings.plant import plant
from tests.bench.stages import Stage

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SEED = 1
# What the planter fills, parents first. The index of words is filled after them.
TABLES = (
    "listing", "listing_mark", "opening_hour", "listing_tally", "listing_cell", "map_version", "search_word",
    "event", "event_admission",
)  # fmt: skip


def on_sqlite(home: Path, size: int) -> Stage:
    """A planted home; one that is there already is taken as it is."""
    stage = Stage(size, "sqlite", str(home))
    done = home / "planted"
    if done.exists():
        return stage
    print(f"Planting {size:,} listings…", file=sys.stderr, flush=True)
    home.mkdir(parents=True, exist_ok=True)
    with stage.app().app_context():
        _migrate()
        with transactions(Mode.WRITE):
            plant(size, seed=SEED, at=AT)
            events.plant(events.beside(size), seed=SEED, at=AT)
            db.session.commit()
            db.session.execute(text("ANALYZE"))
            db.session.commit()
        db.engine.dispose()
    done.touch()
    return stage


def on_postgresql(planted: Stage, server: str) -> Stage:
    """The same rows in a database of `server`: copied, which takes a tenth of the time of planting them once more."""
    name = f"bench_{planted.size}"
    address = make_url(server).set(database=name)
    stage = Stage(planted.size, "postgresql", planted.home, address.render_as_string(hide_password=False))
    if not _made(server, name):
        return stage
    print(f"Copying {planted.size:,} listings to PostgreSQL…", file=sys.stderr, flush=True)
    with stage.app().app_context():
        _migrate()
        db.engine.dispose()
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with (
        sqlite3.connect(Path(planted.home) / "portal.db") as source,
        psycopg.connect(plain, autocommit=True) as target,
    ):
        target.execute("SET timezone = 'UTC'")
        for table in TABLES:
            _copy(source, target, table, f'SELECT * FROM "{table}"')
        for table in ("listing", "event"):  # what comes later is numbered after them
            target.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        _copy_words(source, target)
        target.execute("VACUUM ANALYZE")
    return stage


def bring_up_to_date(stage: Stage) -> None:
    """A stage that was kept may come from before a migration."""
    with stage.app().app_context():
        _migrate()
        db.engine.dispose()


def _migrate() -> None:
    flask_migrate.upgrade(directory=str(ROOT / "migrations"))
    db.session.remove()


def _made(server: str, name: str) -> bool:
    """Makes the database, unless it is there."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        known = connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}).first()
        if not known:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return not known


def _copy(source: sqlite3.Connection, target: psycopg.Connection, table: str, question: str) -> None:
    rows = source.execute(question)
    columns = ", ".join(f'"{column[0]}"' for column in rows.description)
    with target.cursor().copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def _copy_words(source: sqlite3.Connection, target: psycopg.Connection) -> None:
    """Words parted by spaces are a tsvector as well. An index is made faster than it is kept."""
    index = target.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_listing_search'").fetchone()
    assert index
    target.execute("DROP INDEX ix_listing_search")
    columns = f'id, "group", lat IS NOT NULL AS placed, {", ".join(document.COLUMNS)}'
    joined = "listing JOIN listing_search ON listing_search.rowid = listing.id"
    _copy(source, target, "listing_search", f"SELECT {columns} FROM {joined}")
    target.execute(index[0])
