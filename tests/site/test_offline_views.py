"""The service worker as an address, its page, and what signing out says to the browser."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask

from portal.web.asset import asset
from portal.web.compress import SHELL
from tests import cast
from tests.looking import LookingClient, OwnRequests


@pytest.fixture
def browser(app: Flask, session: object) -> OwnRequests:
    return OwnRequests(app, app.response_class)


def constant(script: str, name: str) -> object:
    return json.loads(re.findall(rf"^const {name} = (.*);$", script, re.M)[0])


def test_the_worker_knows_the_shell_and_its_pages_in_every_language(browser: OwnRequests) -> None:
    answer = browser.get("/sw.js")
    script = answer.get_data(as_text=True)
    assert answer.mimetype == "text/javascript"
    assert constant(script, "SHELL") == [asset(name) for name in (*SHELL, "img/favicon.svg")]
    assert constant(script, "OFFLINE") == {"vi": "/offline", "en": "/en/offline", "fr": "/fr/offline"}
    words = constant(script, "WORDS")
    assert isinstance(words, dict) and set(words) == {"vi", "en", "fr"}
    assert words["en"] == {"seen": "You are offline. This is the page as it was {ago}."}


def test_the_worker_is_asked_for_anew_each_time_and_stands_at_the_root(browser: OwnRequests) -> None:
    answer = browser.get("/sw.js")
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert browser.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    moved = browser.get("/en/sw.js")
    assert (moved.status_code, moved.location) == (301, "/sw.js")


def test_the_worker_is_light(browser: OwnRequests) -> None:
    answer = browser.get("/sw.js", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.get_data()) <= 3_000


def test_the_page_of_the_worker_is_for_everybody_and_for_no_search_engine(client: LookingClient) -> None:
    answer = client.get("/en/offline")
    page = answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"].startswith("public")
    assert '<ul id="kept" class="list"></ul>' in page and 'content="noindex"' in page


def test_signing_out_empties_the_browser_and_nothing_else_does(browser: OwnRequests) -> None:
    cast.sign_in(browser, cast.member())
    kept = [browser.get(path) for path in ("/", "/desk", "/people/me")]
    assert [one.headers.get("Clear-Site-Data") for one in kept] == [None, None, None]
    assert browser.post("/people/sign-out").headers["Clear-Site-Data"] == '"cache", "storage"'
