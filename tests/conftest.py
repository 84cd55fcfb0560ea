"""One app for the run, one transaction with savepoints for each test; TEST_ENGINE=postgresql runs it on PostgreSQL.

Tests of settle, the limiter, jobs and concurrency ask for `real_app`: a portal of its own with a database of its own.
"""

from __future__ import annotations

import gc
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import Connection, RootTransaction, create_engine, make_url, text

from portal import cli, create_app
from portal.config import ROOT, Settings
from portal.db import Mode, db, transactions
from portal.web import shell
from tests.looking import LookingClient

ENGINE = os.environ.get("TEST_ENGINE", "sqlite")


class Databases:
    """Makes homes, each with a database of its own: copies of one that was made once."""

    def __init__(self, pattern: Settings | None = None) -> None:
        self.pattern = pattern
        self.server = os.environ.get("TEST_DATABASE_URL", "")

    def new(self) -> str:
        """The address of a fresh database; empty for SQLite's default in the home."""
        if ENGINE == "sqlite":
            return ""
        name = f"portal_{uuid.uuid4().hex[:12]}"
        template = make_url(self.pattern.database).database if self.pattern else "template1"
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        engine.dispose()
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def settings(self, home: Path, **more: object) -> Settings:
        home.mkdir(parents=True, exist_ok=True)
        if self.pattern:  # with its assets: squeezing them anew takes two seconds
            shutil.copytree(self.pattern.home, home, dirs_exist_ok=True)
        given = {"limits": False, "testing": True, "secret_key": "for-tests-only", "port": 80, "threads": 16,
                 "second_factor": False}  # fmt: skip
        return Settings(home=home, database_url=self.new(), **(given | more))  # type: ignore[arg-type]


def let_go(app: Flask) -> None:
    """No connection stays open: SQLite has written all into its one file, PostgreSQL lets the database be copied."""
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def pytest_collection_finish() -> None:
    """Eight thousand tests and all they import stay to the end: looking for garbage in them took a sixth of the run."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """What no database is made for is the same on either engine."""
    for item in items:
        if "databases" not in item.fixturenames:
            item.add_marker("one_engine")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Migrates one database by the real migrations; all others are copies of it."""
    settings = Databases().settings(tmp_path_factory.mktemp("pattern"), base_url="http://localhost")
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
    let_go(app)
    return Databases(settings)


@pytest.fixture(scope="session")
def planted(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """The same with the demo city in them, planted once."""
    settings = databases.settings(tmp_path_factory.mktemp("planted"), base_url="http://localhost")
    app = create_app(settings)
    cli.run(app, "demo")
    let_go(app)
    return Databases(settings)


@pytest.fixture(scope="session")
def app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    made = create_app(databases.settings(tmp_path_factory.mktemp("home"), base_url="http://localhost"))
    made.test_client_class = LookingClient
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shell, "A_MINUTE", 86_400)  # a page must not ask one question more because a minute has passed
        yield made


@contextmanager
def speaking_over(connection: Connection) -> Iterator[None]:
    """Whatever the portal asks and writes inside goes over this one connection."""
    engine = db.engine
    db.engines[None] = connection  # type: ignore[assignment]
    try:
        yield
    finally:
        db.session.remove()
        db.engines[None] = engine


def begun(connection: Connection) -> RootTransaction:
    """The transaction that a test, or a module of tests, lives in. It is alone in its database and lasts long.

    Were it serializable, PostgreSQL would have to remember all that other tests finish meanwhile, and then guess.
    """
    transaction = connection.begin()
    if ENGINE == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    return transaction


@pytest.fixture(scope="module")
def ground(request: pytest.FixtureRequest, app: Flask) -> Iterator[Connection | None]:
    """What stands before each test of a module: what its `plant_once()` plants; gone after the last of them."""
    plant = getattr(request.module, "plant_once", None)
    if plant is None:
        yield None
        return
    with app.app_context():
        connection = db.engine.connect()
        with transactions(Mode.WRITE):
            outer = begun(connection)
        with speaking_over(connection):
            plant()
            db.session.commit()
    yield connection
    outer.rollback()
    connection.close()


@pytest.fixture
def session(app: Flask, ground: Connection | None) -> Iterator[object]:
    """The database as the test sees it: whatever it writes is gone afterwards."""
    app.extensions["menu"].clear()  # what the menu showed to another test
    with app.app_context(), transactions(Mode.WRITE), ExitStack() as stack:
        connection = ground or stack.enter_context(db.engine.connect())
        outer = connection.begin_nested() if ground else begun(connection)
        with speaking_over(connection):
            yield db.session
        outer.rollback()


@pytest.fixture
def client(app: Flask, session: object) -> LookingClient:
    """A visitor's browser that looks at every page it is given."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def real_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """A portal with a database of its own, where commits are commits."""
    made = create_app(databases.settings(tmp_path / "home", base_url="http://localhost"))
    yield made
    let_go(made)


@pytest.fixture
def queries(client: LookingClient) -> Iterator[list[str]]:
    """The statements sent to the database from here on, savepoints left out.

    What every page asks once a minute has been asked before.
    """
    from sqlalchemy import event

    client.get("/contact")
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA", "SET ")):
            sent.append(statement)

    target = db.engines[None]
    event.listen(target, "before_cursor_execute", note)
    yield sent
    event.remove(target, "before_cursor_execute", note)
