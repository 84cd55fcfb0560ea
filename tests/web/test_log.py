"""The log: one line for each answer, with a number, and without what must not be known."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from portal.db import Mode, db, transactions
from portal.web import log
from portal.web.guard import anyone, guard
from portal.web.log import AsJson


class Heard(logging.Handler):
    """What the log would print, as it would print it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(AsJson())
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))

    def answers(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if "status" in line]

    def faults(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if "traceback" in line]


@pytest.fixture
def heard() -> Iterator[Heard]:
    handler = Heard()
    logging.getLogger("portal").addHandler(handler)
    yield handler
    logging.getLogger("portal").removeHandler(handler)


@pytest.fixture
def browser(real_app: Flask) -> FlaskClient:
    """A portal with two addresses of the test's own: one that breaks, one that streams."""

    @real_app.get("/test/broken")
    @guard(anyone)
    def broken() -> str:
        raise RuntimeError("it is broken")

    @real_app.get("/test/stream")
    @guard(anyone)
    def stream() -> Iterator[str]:
        return iter(["one ", "two ", "three"])

    real_app.config["PROPAGATE_EXCEPTIONS"] = False
    return real_app.test_client()


def get(browser: FlaskClient, path: str) -> TestResponse:
    """Reads the answer to its end, as a browser does."""
    return browser.get(path, buffered=True)


def test_an_answer_leaves_one_line(browser: FlaskClient, heard: Heard) -> None:
    answer = get(browser, "/about?q=secret")
    (line,) = heard.answers()
    assert set(line) == {"at", "number", "method", "path", "status", "ms", "bytes", "person"}
    assert (line["method"], line["path"], line["status"], line["person"]) == ("GET", "/about", 200, None)
    assert line["bytes"] == len(answer.data)
    assert 0 < line["ms"] < 60_000
    assert "secret" not in json.dumps(heard.lines)


def test_the_language_is_part_of_the_path(browser: FlaskClient, heard: Heard) -> None:
    get(browser, "/en/about")
    assert [line["path"] for line in heard.answers()] == ["/en/about"]


def test_a_streamed_answer_is_counted_to_its_last_byte(browser: FlaskClient, heard: Heard) -> None:
    assert get(browser, "/test/stream").data == b"one two three"
    assert [line["bytes"] for line in heard.answers()] == [13]


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/claim/ABCD-EFGH", "/claim/…"),
        ("/en/claim/ABCD-EFGH/card", "/en/claim/…/card"),
        ("/code/ABCDEFGH", "/code/…"),
        ("/en/events/registration/ABCD-EFGH", "/en/events/registration/…"),
        ("/events/dem-pho-co/registration", "/events/dem-pho-co/registration"),
        ("/map/claim", "/map/claim"),
        ("/codex/open", "/codex/open"),
    ],
)
def test_a_code_that_opens_something_is_not_written_down(
    browser: FlaskClient, heard: Heard, path: str, written: str
) -> None:
    get(browser, path)
    assert [line["path"] for line in heard.answers()] == [written]
    assert "ABCD" not in json.dumps(heard.lines)


def test_the_number_on_the_page_is_the_number_in_the_log(browser: FlaskClient, heard: Heard) -> None:
    page = get(browser, "/test/broken")
    (answer,), (fault,) = heard.answers(), heard.faults()
    assert page.status_code == 500
    assert answer["number"] == fault["number"]
    assert answer["number"] in page.text
    assert (answer["status"], fault["level"]) == (500, "error")
    assert "RuntimeError: it is broken" in fault["traceback"]


def test_two_requests_have_two_numbers(browser: FlaskClient, heard: Heard) -> None:
    get(browser, "/about")
    get(browser, "/about")
    assert len({line["number"] for line in heard.answers()}) == 2


def test_a_broken_statement_does_not_tell_what_was_typed(real_app: Flask) -> None:
    with real_app.app_context(), transactions(Mode.READ), pytest.raises(DBAPIError, match="nowhere") as error:
        db.session.execute(text("SELECT * FROM nowhere WHERE phone = :phone"), {"phone": "0905123456"})
    assert "0905123456" not in str(error.value)


def test_a_message_is_redacted_as_well() -> None:
    record = logging.LogRecord("portal", logging.ERROR, "", 0, "Exception on %s", ("/claim/ABCD-EFGH",), None)
    assert json.loads(AsJson().format(record))["message"] == "Exception on /claim/…"
    assert log.redacted("/en/code/XYZ?x=1") == "/en/code/…?x=1"
