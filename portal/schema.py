"""Which shape the database has, which one the code wants, and the way from one to the other."""

from __future__ import annotations

import re
from functools import cache

from sqlalchemy import inspect

from portal.config import ROOT
from portal.db import Mode, db, transactions

MIGRATIONS = ROOT / "migrations"


@cache
def head() -> str | None:
    """The newest migration of this portal: the one that no other follows. Read from the files, without Alembic."""
    text = "".join(path.read_text() for path in (MIGRATIONS / "versions").glob("*.py"))
    made, followed = (set(re.findall(rf"^{name} = '(\w+)'", text, re.M)) for name in ("revision", "down_revision"))
    return max(made - followed, default=None)


def current() -> str | None:
    """The migration the database stands at; None for a database without any tables of ours."""
    connection = db.session.connection()
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def bring_up() -> None:
    """Runs every migration that is missing; with none missing it only looks."""
    with transactions(Mode.READ):
        behind = current() != head()
        db.session.rollback()
    if behind:
        from flask_migrate import upgrade

        upgrade(directory=str(MIGRATIONS))
