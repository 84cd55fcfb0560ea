"""Page or part: what htmx is given, what a browser is given, and where both go on to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from htmx_flask import Htmx
from jinja2 import DictLoader

from portal.web.page import go, page

TEMPLATES = {
    "whole.html": """<h1>{{ title }}</h1>
{% block group %}<p id="group"{% if beside %} hx-swap-oob="true"{% endif %}>{{ title }} groups</p>{% endblock %}
{% block results %}<p id="results">{{ title }} rows</p>{% endblock %}
{% block secret %}{% if may %}<p id="secret">the vault</p>{% endif %}{% endblock %}""",
    "_row.html": """<li id="row">{{ title }} alone</li>""",
}
WHOLE = '<h1>Map</h1>\n<p id="group">Map groups</p>\n<p id="results">Map rows</p>\n'


@pytest.fixture(scope="module")
def small() -> Flask:
    app = Flask("small", static_folder=None)
    app.jinja_loader = DictLoader(TEMPLATES)
    Htmx(app)
    values = {"title": "Map", "may": False}
    answers: dict[str, Callable[[], Response]] = {
        "/plain": lambda: page("whole.html", **values),
        "/map": lambda: page("whole.html", parts=("results",), **values),
        "/map-beside": lambda: page("whole.html", parts=("results",), beside=("group",), **values),
        "/rows": lambda: page("whole.html", parts={"row": "_row.html"}, **values),
        "/refused": lambda: page("whole.html", parts=("results",), status=422, **values),
        "/go": lambda: go("/map?page=2"),
    }
    for address, answer in answers.items():
        app.add_url_rule(address, address, answer)
    return app


@pytest.fixture
def browser(small: Flask) -> FlaskClient:
    return small.test_client()


def ask(browser: FlaskClient, address: str, target: str = "results", **more: str) -> str:
    return browser.get(address, headers={"HX-Request": "true", "HX-Target": target, **more}).get_data(as_text=True)


def test_a_browser_is_given_the_whole_page(browser: FlaskClient) -> None:
    assert browser.get("/map").get_data(as_text=True).startswith(WHOLE)


def test_htmx_is_given_the_part_it_aims_at(browser: FlaskClient) -> None:
    assert ask(browser, "/map") == '<p id="results">Map rows</p>'


def test_what_stands_beside_travels_along_and_says_so(browser: FlaskClient) -> None:
    assert ask(browser, "/map-beside") == '<p id="results">Map rows</p><p id="group" hx-swap-oob="true">Map groups</p>'


def test_on_the_whole_page_nothing_swaps_itself(browser: FlaskClient) -> None:
    assert "hx-swap-oob" not in browser.get("/map-beside").get_data(as_text=True)


def test_a_part_may_be_drawn_by_an_include(browser: FlaskClient) -> None:
    assert ask(browser, "/rows", "row") == '<li id="row">Map alone</li>'
    assert browser.get("/rows").get_data(as_text=True).startswith(WHOLE)


@pytest.mark.parametrize("target", ["secret", "group", "title", "", "../results", "whole.html"])
def test_a_browser_cannot_ask_for_a_block_that_is_not_offered(browser: FlaskClient, target: str) -> None:
    assert ask(browser, "/map-beside", target).startswith(WHOLE)


def test_a_page_from_the_history_comes_back_whole(browser: FlaskClient) -> None:
    assert ask(browser, "/map", **{"HX-History-Restore-Request": "true"}).startswith(WHOLE)


def test_a_target_alone_is_no_request_of_htmx(browser: FlaskClient) -> None:
    assert browser.get("/map", headers={"HX-Target": "results"}).get_data(as_text=True).startswith(WHOLE)


def test_what_may_be_a_part_varies_by_who_asks(browser: FlaskClient) -> None:
    asked = {"HX-Request": "true", "HX-Target": "results"}
    assert [set(browser.get("/map", headers=head).vary) for head in ({}, asked)] == [{"HX-Request", "HX-Target"}] * 2
    assert set(browser.get("/plain").vary) == set()


def test_a_refused_part_keeps_its_status(browser: FlaskClient) -> None:
    response = browser.get("/refused", headers={"HX-Request": "true", "HX-Target": "results"})
    assert (response.status_code, response.get_data(as_text=True)) == (422, '<p id="results">Map rows</p>')


def test_a_browser_goes_on_with_a_get(browser: FlaskClient) -> None:
    response = browser.get("/go")
    assert (response.status_code, response.location, response.headers.get("HX-Redirect")) == (303, "/map?page=2", None)


def test_htmx_goes_on_as_a_whole_page(browser: FlaskClient) -> None:
    response = browser.get("/go", headers={"HX-Request": "true", "HX-Target": "results"})
    assert (response.status_code, response.get_data(), response.headers["HX-Redirect"]) == (200, b"", "/map?page=2")
    assert "Location" not in response.headers
