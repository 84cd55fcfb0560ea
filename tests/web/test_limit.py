"""The limiter: all processes and threads count together, and exactly as many are let through as were said."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask, Response
from sqlalchemy import text

from portal import create_app
from portal.db import db
from portal.web.guard import anyone, guard
from portal.web.limit import TableStorage, hits, limit
from tests.conftest import Databases

MINUTE = 60


@pytest.fixture(scope="module")
def app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal with limits, and an address that lets ten through in a minute."""
    home = tmp_path_factory.mktemp("limited")
    made = create_app(databases.settings(home, base_url="http://localhost", limits=True))

    @made.route("/test/ten", methods=["GET", "POST"])
    @guard(anyone)
    @limit("10 per minute")
    def ten() -> Response:
        return Response("let in")

    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def address(app: Flask) -> str:
    """Where the portal counts, as the limiter names it."""
    return str(app.config["RATELIMIT_STORAGE_URI"])


@pytest.fixture
def storage(address: str) -> Iterator[TableStorage]:
    made = TableStorage(address)
    yield made
    hits.create(made.engine, checkfirst=True)
    made.reset()
    made.engine.dispose()


@pytest.fixture
def limited(app: Flask, storage: TableStorage) -> Flask:
    """The portal before anybody has come."""
    return app


def post(app: Flask, address: str = "10.0.0.1") -> Response:
    return app.test_client().post("/test/ten", environ_base={"REMOTE_ADDR": address})


def test_of_forty_at_once_exactly_ten_are_let_through(limited: Flask) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _number: post(limited).status_code, range(40)))
    assert (answers.count(200), answers.count(429)) == (10, 30)


COUNTS = """
import sys
from portal.web.limit import TableStorage

storage = TableStorage(sys.argv[1])
print(*(storage.incr("everybody", 60) for _ in range(25)))
"""


def test_processes_count_together(storage: TableStorage, address: str) -> None:
    """Four processes of 25 hits: every number from 1 to 100 is given out once."""
    command = [sys.executable, "-c", COUNTS, address]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    numbers = [int(number) for process in running for number in process.communicate(timeout=60)[0].split()]
    assert sorted(numbers) == list(range(1, 101))
    assert storage.get("everybody") == 100


def test_threads_count_together(storage: TableStorage) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _number: storage.incr("everybody", MINUTE), range(200)))
    assert sorted(numbers) == list(range(1, 201))


def test_each_key_is_counted_for_itself(storage: TableStorage) -> None:
    assert [storage.incr("an", MINUTE), storage.incr("an", MINUTE), storage.incr("binh", MINUTE)] == [1, 2, 1]


def test_a_hit_may_count_for_more_than_one(storage: TableStorage) -> None:
    assert [storage.incr("an", MINUTE, amount=amount) for amount in (5, 1, 3)] == [5, 6, 9]


def test_after_its_time_a_count_begins_anew(storage: TableStorage) -> None:
    assert storage.incr("an", 1) == 1
    time.sleep(1.1)
    assert (storage.get("an"), storage.incr("an", 1)) == (0, 1)


def test_a_second_hit_does_not_make_the_window_longer(storage: TableStorage) -> None:
    storage.incr("an", MINUTE)
    ends = storage.get_expiry("an")
    assert ends == pytest.approx(time.time() + MINUTE, abs=5)
    storage.incr("an", 10 * MINUTE)
    assert storage.get_expiry("an") == ends


def test_what_was_never_counted_is_nothing(storage: TableStorage) -> None:
    assert storage.get("nobody") == 0
    assert storage.get_expiry("nobody") == pytest.approx(time.time(), abs=5)
    assert storage.check()


def test_counts_can_be_forgotten(storage: TableStorage) -> None:
    for key in ("an", "binh"):
        storage.incr(key, MINUTE)
    storage.clear("an")
    assert [storage.get(key) for key in ("an", "binh")] == [0, 1]
    assert (storage.reset(), storage.get("binh")) == (1, 0)


def test_a_key_of_any_length_is_counted(storage: TableStorage) -> None:
    assert [storage.incr("x" * 5_000, MINUTE) for _ in range(2)] == [1, 2]
    assert storage.get("x" * 5_000) == 2
    storage.clear("x" * 5_000)
    assert storage.get("x" * 5_000) == 0


def test_too_fast_says_when_to_come_again(limited: Flask) -> None:
    last = [post(limited) for _ in range(11)][-1]
    assert last.status_code == 429
    assert 1 <= int(last.headers["Retry-After"]) <= MINUTE


def test_reading_is_never_counted(limited: Flask) -> None:
    reader = limited.test_client()
    assert [reader.get("/test/ten").status_code for _ in range(12)] == [200] * 12


def test_another_address_has_its_own_ten(limited: Flask) -> None:
    for _ in range(11):
        post(limited)
    assert post(limited, "10.0.0.2").status_code == 200


def test_a_storage_that_is_away_stops_nobody(limited: Flask, storage: TableStorage) -> None:
    with storage.engine.begin() as connection:
        connection.execute(text("DROP TABLE rate_limit"))
    assert post(limited).status_code == 200


def test_a_portal_without_limits_counts_nothing_even_beside_one_that_does(
    limited: Flask, databases: Databases, tmp_path: Path
) -> None:
    free = create_app(databases.settings(tmp_path / "free", base_url="http://localhost"))
    answers = [free.test_client().post("/people/sign-in").status_code for _ in range(12)]
    assert answers == [422] * 12
    with free.app_context():
        db.engine.dispose()
