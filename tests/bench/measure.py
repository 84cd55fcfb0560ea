"""Measures one stage, in this process: `python -m tests.bench.measure STAGE ONLY` prints what it measured as JSON.

A page is asked of the WSGI app by the test client, whose own cost is in every figure, the bare page's too. "Anew" is
the first time after a change of the map, when nothing is remembered; "again" is every time until the next change.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import psutil
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from portal.db import Mode, db, transactions
from portal.listings import remembered, search
from portal.listings.search import Query
from tests.bench import bare
from tests.bench.figures import Clock, Measured, timed
from tests.bench.questions import Question, questions
from tests.bench.stages import Stage

PACKED = {"Accept-Encoding": "br"}
PART = {"HX-Request": "true", "HX-Target": "results"}
BESIDE = ("list", "town box")  # measured beside the bare page


def main() -> None:
    stage = Stage.from_json(sys.argv[1])
    app = stage.app()
    for name in ("portal", "portal.access"):
        logging.getLogger(name).setLevel(logging.ERROR)
    print(_measured(stage, app, only=sys.argv[2]).as_json())


def _measured(stage: Stage, app: Flask, *, only: str) -> Measured:
    client, likes = app.test_client(), _watch_for_likes(app)
    with app.test_request_context("/map"):
        with transactions(Mode.READ):
            first = search.find(Query()).rows
            asked = list(questions(next(row.slug for row in first if row.lat is not None)))
            db.session.rollback()
        asked = [question for question in asked if question.what.startswith(only)]
        clocks = {what: clock for question in asked for what, clock in _clocks(app, client, question)}
        clocks["bare page"] = Clock(_page(bare.client(Path(stage.home), first), ("/",)))
        _time(clocks)
    rows = [clock.figures(what, stage.size, stage.engine) for what, clock in clocks.items()]
    memory = psutil.Process().memory_info().rss / 1e6
    return Measured(stage.size, stage.engine, rows, rows[-1], round(memory, 1), len(likes))


def _time(clocks: dict[str, Clock]) -> None:
    beside = ["bare page", *(what for what in clocks if what.startswith(BESIDE) and "page" in what)]
    timed([clocks[what] for what in beside])
    for what, clock in clocks.items():
        if what not in beside:
            timed([clock])


def _clocks(app: Flask, client: FlaskClient, question: Question) -> Iterator[tuple[str, Clock]]:
    def forget() -> None:
        remembered.forget()
        app.extensions["lasting"].forget()

    if question.ask:
        yield f"{question.what}: query", Clock(_query(question.ask), forget)
    if question.addresses:
        headers = PACKED | (PART if question.part else {})
        page = _page(client, question.addresses, headers)
        name = "answer" if question.addresses[0].startswith("/map.") else "page"
        yield f"{question.what}: {name}", Clock(page, forget)
        again = _page(client, question.addresses[:1], headers)
        yield f"{question.what}: {name} again", Clock(again, again)


def _query(ask: Callable[[], object]) -> Callable[[], None]:
    def once() -> None:
        with transactions(Mode.READ):
            ask()
            db.session.rollback()

    return once


def _page(client: FlaskClient, addresses: tuple[str, ...], headers: dict[str, str] = PACKED) -> Callable[[], int]:
    turn = cycle(addresses)

    def once() -> int:
        answer = client.get(next(turn), headers=headers)
        assert answer.status_code == 200, (answer.status_code, addresses)
        return len(answer.data) + sum(len(name) + len(value) + 4 for name, value in answer.headers)

    return once


def _watch_for_likes(app: Flask) -> list[str]:
    """Statements that compare with a pattern open at both ends, which no index can answer."""
    found: list[str] = []

    def look(_connection: object, _cursor: object, statement: str, values: object, *_more: object) -> None:
        if " LIKE " in statement.upper() and "'%" in f"{statement} {values}":
            found.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", look)
    return found


if __name__ == "__main__":
    main()
