"""Which shape the database has, which one the code wants, and the way from one to the other."""

from __future__ import annotations

from functools import cache

from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import inspect, text

from portal.config import ROOT
from portal.db import Mode, db, transactions

MIGRATIONS = str(ROOT / "migrations")


@cache
def head() -> str | None:
    """The newest migration of this portal."""
    return ScriptDirectory(MIGRATIONS).get_current_head()


def current() -> str | None:
    """The migration the database stands at; None for a database without any tables of ours."""
    connection = db.session.connection()
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up() -> None:
    """Runs every migration that is missing; with none missing it only looks."""
    with transactions(Mode.READ):
        behind = current() != head()
        db.session.rollback()
    if behind:
        upgrade(directory=MIGRATIONS)
