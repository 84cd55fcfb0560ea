"""How somebody comes in and goes out, for every page that signs people in: by password, by code, by a new account."""

from __future__ import annotations

from functools import partial

from flask import Response, current_app, request, session, url_for

from portal.people import policy, rules, second_step
from portal.people.models import Person, PersonSession
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import anyone
from portal.web.language import safe_next
from portal.web.page import go
from portal.web.settle import survives

HALF = "half"


def enter(person: Person, *, remember: bool, where: str | None = None) -> Response:
    """Signs in, or, where an authenticator is set up, leads to the second step."""
    held = session.get(reader.HELD)
    leave()
    if not second_step.is_on(person):
        return _begin(person, remember=remember, where=where)
    if held:
        session[reader.HELD] = held
    session[HALF] = {"token": _sign_in(person, half=True), "remember": remember, "where": where}
    return go(url_for("second_step.ask"))


def go_through(half: PersonSession) -> Response:
    """The second step is done: from here on the person is signed in."""
    waiting = session.get(HALF) or {}
    half.ended_at = now()
    return _begin(half.person, remember=bool(waiting.get("remember")), where=waiting.get("where"))


def half_token() -> str | None:
    """The token of the sign-in that waits for its second step in this browser."""
    reader.person()  # this answer depends on who reads it
    return (session.get(HALF) or {}).get("token")


def leave() -> None:
    """Ends the sign-in of this browser, if it has one."""
    if reader.person() is not None:
        rules.sign_out(reader.token() or "", at=now())
    reader.end()


def onward(person: Person, where: str | None) -> str:
    """Where a person goes who has just come in: first of all to set up the second step that their role asks for."""
    if needs_authenticator(person):
        return url_for("authenticator.show")
    return safe_next(where) or url_for("desk.index")


def needs_authenticator(person: Person) -> bool:
    """Whether a role of the person asks for a second step that is not set up; never in a demo unless it is said."""
    wanted = current_app.config["SETTINGS"].second_factor
    if wanted is False or not policy.needs_second_step(person) or second_step.is_on(person):
        return False
    return wanted is True or not rules.is_demo_database()


def insist() -> Response | None:
    """Before each request: until the second step is set up that a role asks for, only public pages and one's own
    account open.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or getattr(view, "guard", anyone) is anyone or request.path.startswith("/people/"):
        return None
    person = reader.person()
    return go(url_for("authenticator.show")) if person is not None and needs_authenticator(person) else None


def address_and_account() -> str:
    """Who tries, and for whom: a stranger who guesses cannot lock the account's own person out."""
    return f"{request.remote_addr} {rules.account(request.form.get('who', ''), key=_key())}"


def note_trial(who: str) -> None:
    """Keeps a refused trial although its request is refused."""
    survives(partial(rules.note_trial, who, key=_key(), address=request.remote_addr or "", at=now()))


def _begin(person: Person, *, remember: bool, where: str | None) -> Response:
    reader.begin(person, _sign_in(person), remember=remember)
    return go(onward(person, where))


def _sign_in(person: Person, *, half: bool = False) -> str:
    return rules.sign_in(
        person, device=request.user_agent.string, address=request.remote_addr or "", at=now(), half=half
    )


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])
