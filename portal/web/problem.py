"""Refusals and faults as pages: what happened, what is kept, what to do next, and a number that is in the log.

People get a page, programs `application/problem+json`.
"""

from __future__ import annotations

import json
import secrets

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from portal.kit import numbers
from portal.kit.say import Refused
from portal.web import guard, language, reader
from portal.web.door import CrossSite

AGAIN_AFTER = {429: 60, 503: 5}  # seconds
DATA_ENDINGS = (".geojson", ".csv", ".jsonld", ".atom", ".json", ".ics")


def init(app: Flask) -> None:
    @app.before_request
    def number() -> None:
        g.number = secrets.token_hex(4)

    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(Refused, refused)


def answer(error: HTTPException) -> Response:
    """One refusal as a page or as a problem document."""
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    if status >= 500:
        reader.nobody()
    response = _document(status, error) if _speaks_data() else _page(status, error)
    response.headers["Cache-Control"] = "no-store"
    if seconds := _retry_after(status, error):
        response.headers["Retry-After"] = str(seconds)
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def refused(refusal: Refused) -> Response:
    """A rule's refusal that no form took up: 409, in its own sentence."""
    return answer(Said(409, _(refusal.sentence, **refusal.values)))


class Said(HTTPException):
    """A refusal with a sentence of its own, already in the reader's language."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = status


def _page(status: int, error: HTTPException) -> Response:
    own_words = error.description if status in {409, 422} and isinstance(error, Said) else ""
    limit = current_app.config["MAX_CONTENT_LENGTH"] if status == 413 else 0
    body = render_template(
        "layout/problem.html",
        status=status,
        sentence=own_words,
        advice=(),
        number=g.get("number", ""),
        retry_after=_retry_after(status, error),
        limit=numbers.bytes_kb(limit, language.current()) if limit else "",
        cross_site=isinstance(error, CrossSite),
    )
    return make_response(body, status)


def _document(status: int, error: HTTPException) -> Response:
    body = {"type": "about:blank", "title": error.name, "status": status, "number": g.get("number")}
    body["detail"] = error.description
    response = make_response(json.dumps(body, ensure_ascii=False), status)
    response.mimetype = "application/problem+json"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _retry_after(status: int, error: HTTPException) -> int:
    """Seconds after which trying again makes sense; 0 where it does not."""
    return int(getattr(error, "retry_after", None) or AGAIN_AFTER.get(status, 0))


def _speaks_data() -> bool:
    return guard.is_data(request.endpoint) or request.path.endswith(DATA_ENDINGS)
