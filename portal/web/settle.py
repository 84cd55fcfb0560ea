"""A request is one transaction: it commits after an answer under 400 and leaves nothing in every other case.

The whole form is read before the transaction begins, so a slow phone never holds a lock. Two requests that meet on
PostgreSQL are told apart by the database; the loser is run again from the form in memory. See docs/decisions/0002.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import DBAPIError, TimeoutError
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge, ServiceUnavailable
from werkzeug.routing import RequestRedirect
from werkzeug.wsgi import get_input_stream

from portal.db import Mode, db, is_busy, is_conflict, transactions
from portal.web import clock

SAFE = {"GET", "HEAD", "OPTIONS"}
PAUSES = (0.0, 0.02, 0.1, 0.3, 0.8)  # seconds before each run of a request that lost
IN_MEMORY = 1_000_000
RETRY_AFTER = 5  # seconds
View = TypeVar("View", bound=Callable[..., Any])
Outcome = TypeVar("Outcome")


class Conflict(BaseException):
    """This request lost against another one and is run again. Not an Exception: nothing on the way may answer it."""


class Settled(Flask):
    """A Flask whose requests are transactions."""

    def wsgi_app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in SAFE or self._streams(environ):
            return super().wsgi_app(environ, start_response)
        try:
            body = _read_whole(environ, self.config["MAX_CONTENT_LENGTH"])
        except RequestEntityTooLarge as refusal:
            return self._answer_at_once(environ, start_response, refusal)
        except (ClientDisconnected, OSError):
            return self._answer_at_once(environ, start_response, ClientDisconnected())
        environ = {**environ, clock.CAME_AT: clock.now()}
        for pause in PAUSES:
            time.sleep(pause * random.uniform(0.5, 1))  # nosec B311
            body.seek(0)
            try:
                return super().wsgi_app({**environ, "wsgi.input": body}, start_response)
            except Conflict:
                continue
        return self._answer_at_once(environ, start_response, Busy(retry_after=RETRY_AFTER))

    def _streams(self, environ: dict[str, Any]) -> bool:
        try:
            endpoint, _values = self.url_map.bind_to_environ(environ).match()
        except (HTTPException, RequestRedirect):
            return False
        return _is_streaming(self, endpoint)

    def _answer_at_once(self, environ: dict[str, Any], start_response: Any, why: Exception) -> Iterable[bytes]:
        return super().wsgi_app({**environ, "wsgi.input": BytesIO(), "portal.refused": why}, start_response)

    def full_dispatch_request(self) -> Response:
        refused = request.environ.get("portal.refused")
        reads = request.method in SAFE or refused or _is_streaming(self, request.endpoint)
        mode = Mode.READ if reads else Mode.WRITE
        with transactions(mode, turn="" if reads else _turn_of(self, request.endpoint)):
            try:
                response = super().full_dispatch_request()
                if mode is Mode.WRITE and response.status_code < 400:
                    db.session.commit()
                else:
                    db.session.rollback()
            except (DBAPIError, TimeoutError) as error:
                db.session.rollback()
                response = self._after_database_error(error)
            except BaseException:
                db.session.rollback()
                raise
        return _let_survive(response)

    def dispatch_request(self) -> Any:
        """The door and the limits have let the request in; what the view prepares comes before its transaction."""
        work = getattr(self.view_functions.get(request.endpoint or ""), "before", None)
        if work and request.method not in SAFE:
            with transactions(Mode.READ):
                g.prepared = work()
                db.session.rollback()
        return super().dispatch_request()

    def _after_database_error(self, error: DBAPIError | TimeoutError) -> Response:
        if isinstance(error, DBAPIError) and is_conflict(error):
            raise Conflict from error
        if isinstance(error, TimeoutError) or is_busy(error):
            return busy()
        raise error


class Busy(ServiceUnavailable):
    """A lock, a connection or a fair chance was not to be had in time; what was typed is still in the browser."""


def init(app: Flask) -> None:
    @app.before_request
    def refuse_what_was_not_read() -> None:
        if refused := request.environ.get("portal.refused"):
            raise refused


def before(work: Callable[[], object]) -> Callable[[View], View]:
    """Runs `work` before the view's transaction and hands its value over as `g.prepared`.

    For what must not happen inside a write transaction: password hashing, images, files. It may read the database.
    """

    def mark(view: View) -> View:
        view.before = work  # type: ignore[attr-defined]
        return view

    return mark


def streaming(view: View) -> View:
    """The view reads the body itself as it arrives, however large: its request is no transaction.

    It holds none while it reads (`let_go`), and writes in short ones of its own (`apart`).
    """
    view.streaming = True  # type: ignore[attr-defined]
    return view


def in_turn(table: str) -> Callable[[View], View]:
    """The view's requests wait for each other before they begin, in the name of a table to which each adds a row.

    For a rush in which every one depends on the one before it, such as the next number of a receipt.
    """

    def mark(view: View) -> View:
        view.turn = table  # type: ignore[attr-defined]
        return view

    return mark


def let_go() -> None:
    """Ends what was read so far: nothing in the database waits for what follows, and rows are read anew after it."""
    db.session.rollback()


def apart(act: Callable[[], Outcome], *, turn: str = "") -> Outcome:
    """Runs `act` in a short transaction of its own, from its start again when it lost. What it raises undoes it.

    With `turn`, a table, it waits for the others of that name, as `in_turn` does.
    """
    let_go()
    with transactions(Mode.WRITE, turn=turn):
        for pause in PAUSES:
            time.sleep(pause * random.uniform(0.5, 1))  # nosec B311
            try:
                outcome = act()
                db.session.commit()
                return outcome
            except (DBAPIError, TimeoutError) as error:
                db.session.rollback()
                if isinstance(error, DBAPIError) and not (is_conflict(error) or is_busy(error)):
                    raise
            except BaseException:
                db.session.rollback()
                raise
    raise Busy(retry_after=RETRY_AFTER)


def busy() -> Response:
    """503 with `Retry-After`: the reader may send the same again; nothing was kept."""
    with transactions(Mode.READ):
        return current_app.make_response(current_app.handle_user_exception(Busy(retry_after=RETRY_AFTER)))


def survives(record: Callable[[], None], *, required: bool = False) -> None:
    """Runs `record` in a transaction of its own after the request's, whatever became of that one.

    For what must outlive a refusal, such as a count of failed sign-ins. With `required` there is no answer without
    the record: where it cannot be kept, the request ends as 503.
    """
    g.setdefault("survivors", []).append((record, required))


def _is_streaming(app: Flask, endpoint: str | None) -> bool:
    return bool(getattr(app.view_functions.get(endpoint or ""), "streaming", False))


def _turn_of(app: Flask, endpoint: str | None) -> str:
    return str(getattr(app.view_functions.get(endpoint or ""), "turn", ""))


def _let_survive(response: Response) -> Response:
    for record, required in g.pop("survivors", []):
        if not _recorded(record) and required:
            return busy()
    return response


def _recorded(record: Callable[[], None]) -> bool:
    for pause in PAUSES:
        time.sleep(pause)
        with transactions(Mode.WRITE):
            try:
                record()
                db.session.commit()
                return True
            except DBAPIError as error:
                db.session.rollback()
                current_app.logger.warning("A record was not kept", exc_info=error)
    return False


def _read_whole(environ: dict[str, Any], limit: int) -> IO[bytes]:
    """The body of the request, read to its end: in memory, or in a temporary file when it carries files."""
    stream = get_input_stream(environ, max_content_length=limit)
    body: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    while chunk := stream.read(64 * 1024):
        body.write(chunk)
    return body
