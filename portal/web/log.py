"""The log: one line of JSON for each answer and each fault, joined by the number that error pages show.

No query string, no code of a claim or a submission, no address of a visitor stands in it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import Flask, g, has_app_context, request

from portal.web import metrics, reader

access = logging.getLogger("portal.access")
CODED = (
    "claim|code|forgotten|registration|entries/joining|entries/late|entries|certificates|businesses/applications"
    "|businesses/joining"
)
SECRET = re.compile(rf"(/(?:{CODED})/)[^/\s?]+")
LINE = "portal.line"


@dataclass
class Line:
    """What is known of one answer. One object travels through the layers; each adds what it knows."""

    method: str
    path: str
    begun: float = field(default_factory=time.perf_counter)
    number: str | None = None
    endpoint: str | None = None
    person: int | None = None
    status: int = 500
    bytes: int = 0


def init(app: Flask) -> None:
    """From here on every answer of what `app` is now leaves a line."""
    _to_stderr(logging.getLogger(app.name))
    metrics.init()
    app.wsgi_app = Logged(app.wsgi_app)  # type: ignore[method-assign]

    @app.teardown_request
    def tell(_error: BaseException | None) -> None:
        if line := request.environ.get(LINE):
            line.number, line.endpoint, line.person = g.get("number"), request.endpoint, reader.seen()


class Logged:
    """The layer that counts an answer's bytes and its time, from the first look at the request to the last byte."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        line = Line(environ["REQUEST_METHOD"], environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""))

        def started(status: str, *more: Any) -> Any:
            line.status = int(status[:3])
            return start_response(status, *more)

        try:
            return Counted(self.app({**environ, LINE: line}, started), line)
        except BaseException:
            write(line)
            raise


class Counted:
    """An answer's body; when it is closed its line is written."""

    def __init__(self, body: Iterable[bytes], line: Line) -> None:
        self.body = body
        self.line = line

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.body:
            self.line.bytes += len(chunk)
            yield chunk

    def close(self) -> None:
        try:
            getattr(self.body, "close", lambda: None)()
        finally:
            write(self.line)


def write(line: Line) -> None:
    seconds = time.perf_counter() - line.begun
    metrics.count(line.endpoint, line.status, seconds)
    path = redacted(line.path)
    facts = {
        "number": line.number, "method": line.method, "path": path, "status": line.status,
        "ms": round(seconds * 1000, 1), "bytes": line.bytes, "person": line.person,
    }  # fmt: skip
    access.info("%s %s %s", line.method, path, line.status, extra={"facts": facts})


def redacted(text: str) -> str:
    """The text without the codes that open something."""
    return SECRET.sub(r"\1…", text)


class AsJson(logging.Formatter):
    """An answer's facts, or a message with the traceback and the number of the request it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        facts: dict[str, Any] = {"at": at} | getattr(record, "facts", {})
        if not hasattr(record, "facts"):
            facts |= {"level": record.levelname.lower(), "message": redacted(record.getMessage())}
            if has_app_context() and "number" in g:
                facts["number"] = g.number
            if record.exc_info:
                facts["traceback"] = redacted(self.formatException(record.exc_info))
        return json.dumps(facts, ensure_ascii=False)


def _to_stderr(logger: logging.Logger) -> None:
    if not any(isinstance(handler.formatter, AsJson) for handler in logger.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(AsJson())
        logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)
