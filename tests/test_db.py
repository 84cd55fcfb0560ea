"""What the pool of connections promises to pages, on either engine."""

from __future__ import annotations

import time

from flask import Flask
from sqlalchemy import create_engine, text

from portal.db import RESTED, db
from tests.conftest import ENGINE

OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def test_a_connection_that_was_lost_while_it_rested_is_made_anew(real_app: Flask) -> None:
    client = real_app.test_client()
    assert client.get("/map").status_code == 200
    with real_app.app_context():
        _lose_connections()
    time.sleep(RESTED + 0.1)
    assert client.get("/map").status_code == 200


def _lose_connections() -> None:
    """As a database that starts again does; in SQLite there is nothing between us and the file that could be lost."""
    if ENGINE == "postgresql":
        with create_engine(db.engine.url, isolation_level="AUTOCOMMIT").connect() as apart:
            assert apart.execute(OTHERS).rowcount >= 1
