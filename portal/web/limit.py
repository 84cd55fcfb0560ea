"""Rate limits, counted in a database table of their own so that all processes count together.

A fixed window, one upsert for each hit, on a connection of its own before the request's transaction begins.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits.storage import Storage
from sqlalchemy import Column, Float, Integer, MetaData, String, Table, create_engine, delete, select, text
from sqlalchemy.exc import SQLAlchemyError

from portal.config import Settings
from portal.db import Mode, engine_options, transactions

hits = Table(
    "rate_limit", MetaData(),
    Column("key", String(200), primary_key=True), Column("n", Integer), Column("expires_at", Float),
)  # fmt: skip
HIT = text(
    "INSERT INTO rate_limit (key, n, expires_at) VALUES (:key, :amount, :expires_at)"
    " ON CONFLICT (key) DO UPDATE SET"
    " n = CASE WHEN rate_limit.expires_at <= :now THEN :amount ELSE rate_limit.n + :amount END,"
    " expires_at = CASE WHEN rate_limit.expires_at <= :now THEN :expires_at ELSE rate_limit.expires_at END"
    " RETURNING n"
)


class TableStorage(Storage):
    """Counts in the table `rate_limit` of the database named by `portal+<address>`."""

    STORAGE_SCHEME = ["portal+sqlite", "portal+postgresql+psycopg"]

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        url = uri.removeprefix("portal+")
        # each hit is a transaction of its own, on PostgreSQL not a serializable one: hits never lose against each other
        self.engine = create_engine(url, isolation_level="AUTOCOMMIT", **engine_options(url, threads=8))
        hits.create(self.engine, checkfirst=True)
        self.engine.dispose()

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()
        with transactions(Mode.WRITE), self.engine.begin() as connection:
            values = {"key": key[:200], "amount": amount, "now": now, "expires_at": now + expiry}
            return int(connection.execute(HIT, values).scalar_one())

    def get(self, key: str) -> int:
        row = self._row(key)
        return int(row.n) if row and row.expires_at > time.time() else 0

    def get_expiry(self, key: str) -> float:
        row = self._row(key)
        return float(row.expires_at) if row else time.time()

    def check(self) -> bool:
        return self._row("") is None

    def reset(self) -> int:
        with transactions(Mode.WRITE), self.engine.begin() as connection:
            return connection.execute(delete(hits)).rowcount

    def clear(self, key: str) -> None:
        with transactions(Mode.WRITE), self.engine.begin() as connection:
            connection.execute(delete(hits).where(hits.c.key == key[:200]))

    def _row(self, key: str) -> Any:
        with transactions(Mode.WRITE), self.engine.begin() as connection:
            return connection.execute(select(hits).where(hits.c.key == key[:200])).one_or_none()


limiter = Limiter(key_func=lambda: request.remote_addr or "", strategy="fixed-window", swallow_errors=True)


def init(app: Flask, settings: Settings) -> None:
    app.config.update(
        RATELIMIT_ENABLED=settings.limits,
        RATELIMIT_STORAGE_URI=f"portal+{settings.jobs_database}",
        RATELIMIT_HEADERS_ENABLED=False,
    )
    limiter.init_app(app)


@limiter.request_filter
def _switched_off() -> bool:
    """The limiter is one for the process; each app in it has its own switch."""
    return not current_app.config["RATELIMIT_ENABLED"]


def limit(rate: str, *, key: Callable[[], str] | None = None, reads: bool = False) -> Callable[..., Any]:
    """At most `rate` ("10 per minute") acts by one `key`, by default the visitor's address; beyond that 429.

    With `reads` reading counts too: for addresses that hold a secret somebody might guess.
    """
    methods = ["POST", "PUT", "DELETE", *(["GET", "HEAD"] if reads else [])]
    return limiter.limit(rate, key_func=key or (lambda: request.remote_addr or ""), methods=methods)


@limiter.shared_limit("60 per hour", scope="creation", key_func=lambda: request.remote_addr or "")
def count_creation() -> None:
    """Counts something that a visitor begins; beyond the limit 429. All that visitors may begin counts together."""
