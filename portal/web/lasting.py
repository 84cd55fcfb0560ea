"""Answers that last: the same address gives the same bytes until what they were made of has changed.

Each process keeps the latest as they left it, compressed, and sends them again. Only for views that ask nobody's name.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

from flask import Flask, Response, current_app, g, request
from werkzeug.datastructures import Headers

from portal.web import compress, language
from portal.web.latest import Latest

ANSWERS = 500  # kept by each process; about 12 kB each
TELLING = ("HX-Request", "HX-Target", "HX-History-Restore-Request")  # headers that make another answer of an address
View = TypeVar("View", bound=Callable[..., Any])


class Answer(NamedTuple):
    body: bytes
    headers: Headers


def init(app: Flask) -> None:
    """Before everything else that changes an answer on its way out: those who come first see it last."""
    app.extensions["lasting"] = answers = Latest[Answer]()

    @app.after_request
    def keep(response: Response) -> Response:
        asked = g.pop("lasting", None)
        if asked and response.status_code == 200 and request.method == "GET" and not g.get("private"):
            answers.keep(asked, Answer(response.get_data(), Headers(response.headers)), most=ANSWERS)
        return response


def lasting(stand: Callable[[], Hashable]) -> Callable[[View], View]:
    """`stand` names what the view's answer is made of, besides its address; None when that changes by the minute."""

    def wrap(view: View) -> View:
        @wraps(view)
        def answered(*values: Any) -> Any:
            standing = stand()
            if standing is None:
                return view(*values)
            asked = (standing, *_asked())
            if known := current_app.extensions["lasting"].get(asked):
                return Response(known.body, headers=known.headers)
            g.lasting = asked
            return view(*values)

        return answered  # type: ignore[return-value]

    return wrap


def _asked() -> tuple[Hashable, ...]:
    telling = (request.headers.get(name) for name in TELLING)
    return language.current(), request.full_path, compress.encoding(), *telling
