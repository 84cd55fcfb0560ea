"""Who is reading: the one module that speaks with Flask-Login."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, has_request_context, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import inspect

from portal.config import Settings

HELD = "tickets"  # the short codes of this browser, see web/holding.py


class _SignIn(UserMixin):
    """A person at one device: Flask-Login keeps the token, the portal speaks of the person."""

    def __init__(self, person: Any, token: str) -> None:
        self.person, self.token = person, token

    def get_id(self) -> str:
        return self.token


def init(
    app: Flask, settings: Settings, find: Callable[[str], Any], *, begun: Callable[[Any, list[str]], None]
) -> None:
    """`find` returns the signed-in person behind a sign-in's token, or None when that sign-in has ended.

    `begun` is told who has signed in, and which short codes the browser held before.
    """
    app.extensions["sign_in_begun"] = begun

    def load(token: str) -> _SignIn | None:
        person = find(token)
        return _SignIn(person, token) if person is not None else None

    manager = LoginManager(app, add_context_processor=False)  # a page asks who reads when it needs to know
    manager.session_protection = None
    manager.user_loader(load)
    prefix = "__Host-" if settings.secure else ""
    app.config.update(
        SESSION_COOKIE_NAME=f"{prefix}portal",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        REMEMBER_COOKIE_NAME=f"{prefix}remember",
        REMEMBER_COOKIE_SECURE=settings.secure,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_PATH="/",
        REMEMBER_COOKIE_DURATION=60 * 60 * 24 * 90,
    )


def person() -> Any | None:
    """The signed-in person, or None for a visitor. Asks the database only when a sign-in cookie came along."""
    if not has_request_context() or g.get("nobody"):
        return None
    g.private = True  # this answer depends on who reads it
    return current_user.person if current_user.is_authenticated else None


def me() -> Any:
    """The signed-in person, where the guard lets in nobody else."""
    found = person()
    assert found is not None, "This view needs a guard that asks who reads."
    return found


def token() -> str | None:
    """The token of this sign-in."""
    return session.get("_user_id")


def begin(person: Any, token: str, *, remember: bool) -> None:
    """Signs in; the cookie carries the sign-in's token, never the person's id. What the visitor held stays theirs."""
    held = _held_by_nobody() or g.pop("held", None)
    session.clear()
    login_user(_SignIn(person, token), remember=remember)
    if held:
        session[HELD] = held
        current_app.extensions["sign_in_begun"](person, held)


def end() -> None:
    g.held = _held_by_nobody()  # for somebody who signs in within this very request
    session.clear()
    logout_user()  # last: it leaves a word in the session that takes the remembering cookie away


def _held_by_nobody() -> list[str] | None:
    """The codes that a visitor holds here; those of somebody who is signed in are not handed on to the next one."""
    return None if token() else session.get(HELD)


def nobody() -> None:
    """For the rest of this request the reader is a visitor: pages about a broken database must not ask it."""
    g.nobody = True


def seen() -> int | None:
    """The number of the person this request has asked for already, for the log. Never asks the database."""
    state = inspect(getattr(g.get("_login_user"), "person", None), raiseerr=False)
    return state.identity[0] if state is not None and state.identity else None
