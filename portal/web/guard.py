"""The guard: an endpoint says who may come in, and what it opens, before its view runs. Without one nothing starts.

What a reader may not know of is 404, what they know but may not do is 403, who is not signed in goes to sign-in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, request, url_for
from werkzeug.exceptions import NotFound

from portal.web import reader
from portal.web.page import go

View = TypeVar("View", bound=Callable[..., Any])
Predicate = Callable[..., bool]


def anyone(person: Any, thing: Any = None) -> bool:
    return True


def signed_in(person: Any, thing: Any = None) -> bool:
    return person is not None


def guard(
    may: Predicate,
    *,
    load: Callable[..., Any] | None = None,
    data: bool = False,
    who: Callable[[], Any] | None = None,
    first: Predicate = anyone,
) -> Callable[[View], View]:
    """Lets in whom `may(person)` or, with `load`, `may(person, thing)` lets in.

    `load` takes the values of the address and returns the thing, or None for 404; the view receives the thing instead
    of those values. Whom `first(person)` does not let in learns nothing of what there is: with `signed_in`, visitors
    are sent to sign in before anything is looked up, as they are where `may` itself is `signed_in`. With `data` the
    endpoint speaks to programs: no sign-in page, `application/problem+json`; it knows nobody, unless `who` says how a
    program tells who it comes from.
    """
    asks = who or (_nobody if data else reader.person)
    ahead = may if may is signed_in else first

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(**address: Any) -> Any:
            if load is None:
                return view(**address) if _admitted(may, asks) else _turned_away(data)
            if ahead is not anyone and not _admitted(ahead, asks):
                return _turned_away(data)
            thing = load(**address) if _can_be_kept(address) else None
            if thing is None:
                raise NotFound
            return view(thing) if _admitted(may, asks, thing) else _turned_away(data)

        guarded.guard = may  # type: ignore[attr-defined]
        guarded.data = data  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return wrap


def check(app: Flask) -> None:
    """Stops the start when an endpoint has no guard."""
    if bare := sorted(name for name, view in app.view_functions.items() if not hasattr(view, "guard")):
        raise RuntimeError(f"Endpoints without a guard: {', '.join(bare)}")


def is_data(endpoint: str | None) -> bool:
    """Whether the endpoint speaks to programs."""
    return bool(getattr(current_app.view_functions.get(endpoint or ""), "data", False))


def _can_be_kept(address: dict[str, Any]) -> bool:
    """Whether these values could stand in a database: what holds a NUL names nothing (PostgreSQL would not look)."""
    return not any(isinstance(value, str) and "\0" in value for value in address.values())


def _admitted(may: Predicate, asks: Callable[[], Any], *thing: Any) -> bool:
    # Public pages never ask who reads: a page for everyone costs no look-up and stays the same for all.
    return may is anyone or may(asks(), *thing)


def _nobody() -> None:
    return None


def _turned_away(data: bool) -> Response:
    if data:
        abort(401)
    if reader.person() is not None:
        abort(403)
    where = url_for(
        "people.sign_in",
        next=(request.script_root + request.full_path).rstrip("?") if request.method == "GET" else None,
    )
    return go(where)
