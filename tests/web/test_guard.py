"""The guard: who comes in, what is fetched for them, and what each kind of refusal looks like."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, Response
from werkzeug.test import TestResponse

from portal import create_app
from portal.people import rules
from portal.people.models import Person, Role
from portal.web import guard as guards
from portal.web import reader
from portal.web.guard import anyone, guard, signed_in
from tests import cast, make
from tests.conftest import Databases
from tests.looking import OwnRequests

SHELF = {"1": "a lantern", "2": "a vase"}


def may_open(person: Person | None, thing: str) -> bool:
    return person is not None and thing == "a lantern"


def add_addresses(app: Flask) -> None:
    def fetched(number: str) -> str | None:
        return SHELF.get(number)

    @app.get("/test/open")
    @guard(anyone)
    def open_() -> str:
        return "for everybody"

    @app.get("/test/me")
    @guard(signed_in)
    def me() -> str:
        return str(reader.me().full_name)

    @app.route("/test/shelf/<number>", methods=["GET", "POST"])
    @guard(may_open, load=fetched)
    def shelf(thing: str) -> str:
        return thing

    @app.get("/test/roles")
    @guard(lambda person: person is not None and person.has(Role.ORGANISER))
    def roles() -> str:
        return "for organisers"

    @app.get("/test/data")
    @guard(signed_in, data=True)
    def data() -> Response:
        raise AssertionError("a program is nobody")


@pytest.fixture(scope="module")
def app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal with a few addresses of the test's own."""
    made = create_app(databases.settings(tmp_path_factory.mktemp("guarded"), base_url="http://localhost"))
    add_addresses(made)
    guards.check(made)
    yield made


@pytest.fixture
def browser(app: Flask, session: object) -> OwnRequests:
    return OwnRequests(app, app.response_class)


def words(response: TestResponse) -> tuple[int, str]:
    return response.status_code, response.get_data(as_text=True)


def test_a_page_for_everyone_asks_nobody_and_may_be_kept(browser: OwnRequests, queries: list[str]) -> None:
    cast.sign_in(browser, cast.member())
    queries.clear()
    response = browser.get("/test/open")
    assert words(response) == (200, "for everybody")
    assert queries == []
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_page_for_one_reader_is_kept_nowhere(browser: OwnRequests) -> None:
    cast.sign_in(browser, cast.member())
    response = browser.get("/test/me")
    assert words(response) == (200, "Phan Thị Mai")
    assert response.headers["Cache-Control"] == "no-store"


def test_the_view_is_handed_the_thing_and_not_its_address(browser: OwnRequests) -> None:
    cast.sign_in(browser, cast.member())
    assert words(browser.get("/test/shelf/1")) == (200, "a lantern")


def test_what_is_not_there_is_404_for_everybody(browser: OwnRequests) -> None:
    assert browser.get("/test/shelf/3").status_code == 404
    cast.sign_in(browser, cast.member())
    assert browser.get("/test/shelf/3").status_code == 404


def test_what_one_may_know_of_but_not_open_is_403(browser: OwnRequests) -> None:
    cast.sign_in(browser, cast.member())
    assert browser.get("/test/shelf/2").status_code == 403
    assert browser.get("/test/roles").status_code == 403


def test_a_visitor_goes_to_sign_in_and_comes_back_with_all_of_the_address(browser: OwnRequests) -> None:
    response = browser.get("/en/test/shelf/1?page=2&q=a%26b")
    to = urlsplit(response.location)
    assert (response.status_code, to.path) == (303, "/en/people/sign-in")
    assert parse_qs(to.query) == {"next": ["/en/test/shelf/1?page=2&q=a%26b"]}


def test_after_signing_in_nobody_is_sent_back_to_an_act(browser: OwnRequests) -> None:
    response = browser.post("/test/shelf/1")
    assert (response.status_code, response.location) == (303, "/people/sign-in")


def test_for_htmx_the_whole_page_goes_to_sign_in(browser: OwnRequests) -> None:
    response = browser.get("/test/shelf/1", headers={"HX-Request": "true", "HX-Target": "results"})
    assert (response.status_code, response.get_data()) == (200, b"")
    assert response.headers["HX-Redirect"].startswith("/people/sign-in?next=")


def test_a_program_is_told_401_and_never_known_by_a_cookie(browser: OwnRequests) -> None:
    cast.sign_in(browser, cast.organiser())
    response = browser.get("/test/data")
    assert (response.status_code, response.mimetype) == (401, "application/problem+json")
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert json.loads(response.get_data())["status"] == 401


def test_a_sign_in_that_has_ended_is_none(browser: OwnRequests) -> None:
    person = cast.member()
    cast.sign_in(browser, person)
    rules.sign_out_everywhere(person, at=make.AT)
    assert browser.get("/test/me").status_code == 303


def test_the_start_names_every_endpoint_without_a_guard() -> None:
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/b", "b.page", lambda: "")
    app.add_url_rule("/a", "a.page", lambda: "")
    app.add_url_rule("/c", "c.page", guard(anyone)(lambda: ""))
    with pytest.raises(RuntimeError, match=r"^Endpoints without a guard: a\.page, b\.page$"):
        guards.check(app)


def test_a_guard_keeps_the_name_of_its_view() -> None:
    @guard(anyone)
    def about(**address: Any) -> str:
        return ""

    assert about.__name__ == "about"
