"""A page asked as a browser asks for it: what it weighs on the wire, and how many statements it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import cycle

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from portal.db import db

PACKED = {"Accept-Encoding": "br"}
MOST_STATEMENTS = 12
"""Of a page for people who are signed in (QUALITY.md §2)."""


def page(client: FlaskClient, addresses: Sequence[str]) -> Callable[[], int]:
    """Asks for one of them after the other; returns its bytes."""
    turn = cycle(addresses)

    def once() -> int:
        answer = client.get(next(turn), headers=PACKED)
        assert answer.status_code == 200, (answer.status_code, addresses[0])
        return weight(answer)

    return once


def weight(answer: TestResponse) -> int:
    return len(answer.data) + sum(len(name) + len(value) + 4 for name, value in answer.headers)


def statements(app: Flask, work: Callable[[], object]) -> int:
    """How many a run sends to the database, what begins a transaction left out."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET ", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)
