"""The short codes that this browser holds: they open what they belong to without being typed again.

They lie in the browser's signed cookie, survive signing in, and are forgotten at sign-out.
"""

from __future__ import annotations

from flask import g, session

from portal.web.reader import HELD

ROOM = 20


def codes() -> list[str]:
    """The codes of this browser, the latest first. An answer that asks for them is for this reader only."""
    g.private = True
    return list(session.get(HELD, ()))


def hold(code: str) -> None:
    """From now on this browser opens what the code belongs to."""
    held = codes()
    if held[:1] != [code]:
        session[HELD] = [code, *(one for one in held if one != code)][:ROOM]
