"""The database: one session, one naming convention, our column types, and how a transaction begins on either engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum, StrEnum
from functools import cache, wraps
from inspect import signature
from time import monotonic
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, DateTime, Dialect, Engine, Executable, MetaData, String, bindparam, event
from sqlalchemy import Enum as Choice
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import DeclarativeBase, close_all_sessions
from sqlalchemy.pool import Pool
from sqlalchemy.types import TypeDecorator, TypeEngine

from portal.kit.fold import nfc

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
LOCK_SECONDS = 5
RESTED = 1.0
"""Seconds after which a connection may have been lost unnoticed."""
P = ParamSpec("P")
Written = TypeVar("Written", bound=Executable)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=CONVENTION)


# "create_savepoint" matters only when a test has opened the transaction around us.
db = SQLAlchemy(model_class=Base, session_options={"join_transaction_mode": "create_savepoint"})

if TYPE_CHECKING:

    class Model(Base):
        __abstract__ = True
else:
    Model = db.Model


class Moment(TypeDecorator[datetime]):
    """A point in time: aware in Python, UTC in the database. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text as people wrote it, in Unicode's composed form: a phone that sends decomposed letters finds the same row."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else nfc(value)


class SortKey(TypeDecorator[str]):
    """A key that sorts by its bytes, whatever the server's own idea of an alphabet (`kit.sort.sort_key`)."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return String(400, collation="C" if dialect.name == "postgresql" else None)


def choice(of: type[StrEnum]) -> Choice:
    """A column that holds one of the words of `of`; the database refuses any other."""
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in of.__name__).lstrip("_")
    return Choice(of, name=name, native_enum=False, create_constraint=True, length=20, values_callable=_values)


def _values(of: type[StrEnum]) -> list[str]:
    return [word.value for word in of]


class Mode(Enum):
    """What a transaction is for; it decides how the transaction begins."""

    READ = "read"
    WRITE = "write"


_mode: ContextVar[Mode] = ContextVar("mode", default=Mode.WRITE)
_turn: ContextVar[str] = ContextVar("turn", default="")


@contextmanager
def transactions(mode: Mode, *, turn: str = "") -> Iterator[None]:
    """Transactions that begin inside are of this mode.

    With `turn`, the name of a table, they come one after the other, each before it has seen anything. That is for
    what many do in the same minute and the next depends on the last, such as a number in an order: on PostgreSQL all
    of them but one would lose, and run again, and lose. SQLite lets one write at a time anyhow.
    """
    token, queue = _mode.set(mode), _turn.set(turn)
    try:
        yield
    finally:
        _mode.reset(token)
        _turn.reset(queue)


def is_reading() -> bool:
    """Whether what happens here sees one snapshot and changes nothing."""
    return _mode.get() is Mode.READ


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if type(connection).__module__.split(".")[0] != "sqlite3":
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={LOCK_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Pool, "checkin")
def _note_since_when_it_rests(_connection: Any, record: Any) -> None:
    record.info["rests_since"] = monotonic()


@event.listens_for(Pool, "checkout")
def _wake(connection: Any, record: Any, _fairy: Any) -> None:
    """Whether PostgreSQL is still there is asked of a connection that has rested: each time would cost every page."""
    rested = monotonic() - record.info.get("rests_since", monotonic())
    if rested < RESTED or type(connection).__module__.split(".")[0] == "sqlite3":
        return
    from psycopg import Error

    try:
        connection.autocommit = True  # no transaction begins with the question
        connection.execute("SELECT 1")
        connection.autocommit = False
    except Error as gone:
        raise DisconnectionError from gone  # the pool makes another one


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    """A read is a plain snapshot that cannot write; a write is serializable from its first statement."""
    reading = _mode.get() is Mode.READ
    if connection.dialect.name == "sqlite":
        if connection.info.get("reading") is not reading:
            connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")
            connection.info["reading"] = reading
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
    elif not (raw := connection.connection.dbapi_connection).autocommit:
        from psycopg import IsolationLevel

        # the driver says so in its BEGIN: a statement of our own would be one more way there and back
        raw.isolation_level = IsolationLevel.REPEATABLE_READ if reading else IsolationLevel.SERIALIZABLE
        raw.read_only = reading
        if turn := _turn.get():  # a lock on a table is the one that is had before the snapshot is taken
            connection.exec_driver_sql(f'LOCK TABLE "{turn}" IN SHARE ROW EXCLUSIVE MODE')


def read_rows(statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[*tuple[Any, ...]]:
    """The rows of columns that a statement finds, without what the session does for objects: it costs as much again."""
    if not is_reading():
        db.session.flush()
    return db.session.connection().execute(statement, values)


def statement(write: Callable[P, Written]) -> Callable[P, tuple[Written, dict[str, Any]]]:
    """A statement that is written once and asked with other values each time: to write it takes as long as to ask it.

    Its arguments are the values, in `write` as in the call: `db.session.scalars(*of_shop(shop.id))`.
    """
    names = tuple(signature(write).parameters)

    @cache
    def written() -> Written:
        return write(**{name: bindparam(name) for name in names})  # type: ignore[arg-type, call-arg]

    @wraps(write)
    def asked(*given: P.args, **named: P.kwargs) -> tuple[Written, dict[str, Any]]:
        return written(), {**dict(zip(names, given, strict=False)), **named}

    return asked


def is_conflict(error: DBAPIError) -> bool:
    """Two transactions met and this one lost: running it again from the start is right (PostgreSQL)."""
    return getattr(error.orig, "sqlstate", None) in {"40001", "40P01", "23505"}


def is_busy(error: DBAPIError) -> bool:
    """A lock was not had in time."""
    return getattr(error.orig, "sqlstate", None) == "55P03" or "database is locked" in str(error.orig)


def engine_options(url: str, *, threads: int) -> dict[str, Any]:
    """Pool and driver options: one connection for each thread, and no waiting beyond the lock's time."""
    options: dict[str, Any] = {"pool_size": threads, "max_overflow": 0, "pool_timeout": LOCK_SECONDS}
    options["hide_parameters"] = True  # what people typed stays out of the log
    if url.startswith("sqlite"):
        options["connect_args"] = {"timeout": LOCK_SECONDS}
    else:
        # A plan made once for all values would walk a whole index for a box that holds three listings; and to call
        # helpers for a question of a page takes longer than the question, and their processors from other visitors.
        alone = f"-c max_parallel_workers_per_gather=0 -c jit=off -c lock_timeout={LOCK_SECONDS}s"
        options["connect_args"] = {"prepare_threshold": None, "options": alone}
    return options


def forget_connections() -> None:
    """Before a fork: no process may use another's connection."""
    close_all_sessions()
    for engine in db.engines.values():
        engine.dispose()
