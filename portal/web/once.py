"""A form that creates is answered once: sent twice, it leads to what the first sending made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from flask import Response, request
from sqlalchemy import String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, db
from portal.kit.fold import clean
from portal.web.clock import now
from portal.web.page import go


class Once(Model):
    """Where a create form led when it was first answered. The same form again leads there again."""

    __tablename__ = "once"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    location: Mapped[str] = mapped_column(String(500))
    at: Mapped[Any] = mapped_column(Moment)


def sent() -> str:
    """The `once` of the form that came in, as it may be kept; "" without one."""
    return clean(request.form.get("once", ""))[:64]


def once(view: Callable[..., Response]) -> Callable[..., Response]:
    """A resent create form gets the answer of the first: stands under the guard, around the view."""

    @wraps(view)
    def answered_once(*args: Any) -> Response:
        token = sent()
        if token and (location := db.session.scalar(select(Once.location).where(Once.token == token))):
            return go(location)
        response = view(*args)
        location = response.headers.get("Location") or response.headers.get("HX-Redirect")
        if token and location and response.status_code < 400:
            db.session.execute(insert(Once).values(token=token, location=location, at=now()))
        return response

    return answered_once


def forget(slugs: Iterable[str]) -> None:
    """Forgets the forms that led to these pages: their addresses are no more."""
    for slug in slugs:
        db.session.execute(delete(Once).where(Once.location.contains(f"/{slug}", autoescape=True)))
