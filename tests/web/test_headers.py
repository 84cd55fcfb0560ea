"""What every answer says to the browser besides its body."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.db import Mode, db, transactions
from portal.people import passwords, rules
from portal.web.asset import YEAR, asset
from tests import cast, make
from tests.conftest import Databases
from tests.looking import LookingClient

PAGES = (
    "/",
    "/map",
    "/map/nha-to",
    "/about",
    "/people/sign-in",
    "/no/such/page",
    "/map.csv",
    "/map.geojson",
    "/robots.txt",
)


@pytest.fixture
def secure(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(databases.settings(tmp_path, base_url="https://hoian.example"))
    yield made
    with made.app_context():
        db.engine.dispose()


def policy(header: str) -> dict[str, set[str]]:
    return {name: set(sources) for name, *sources in (part.split() for part in header.split(";"))}


@pytest.mark.parametrize("path", PAGES)
def test_an_answer_runs_only_what_is_ours(client: LookingClient, path: str) -> None:
    make.listing("Nhà Tơ")
    said = policy(client.get(path).headers["Content-Security-Policy"])
    assert said["default-src"] == {"'self'"}
    assert said["object-src"] == said["base-uri"] == said["frame-ancestors"] == {"'none'"}
    assert said["form-action"] == {"'self'"}
    assert not [
        source for sources in said.values() for source in sources if "unsafe" in source or source.startswith("http")
    ]


@pytest.mark.parametrize("path", PAGES)
def test_an_answer_is_what_it_says_it_is_and_tells_nobody_where_it_was_read(client: LookingClient, path: str) -> None:
    make.listing("Nhà Tơ")
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]


def test_only_the_page_made_for_frames_stands_in_frames(client: LookingClient) -> None:
    headers = client.get("/map/embed").headers
    assert policy(headers["Content-Security-Policy"])["frame-ancestors"] == {"*"}
    assert "X-Frame-Options" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert policy(client.get("/map").headers["Content-Security-Policy"])["frame-ancestors"] == {"'none'"}


def test_public_pages_are_asked_for_again_with_their_tag(client: LookingClient) -> None:
    make.listing("Nhà Tơ")
    for path in ("/", "/map", "/map/nha-to", "/about"):
        response = client.get(path)
        assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate", path
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.vary


def test_a_public_page_is_the_same_for_one_who_is_signed_in(client: LookingClient) -> None:
    make.listing("Nhà Tơ")
    before = [client.get(path).get_data() for path in ("/", "/map", "/map/nha-to")]
    cast.sign_in(client, cast.organiser())
    assert [client.get(path).get_data() for path in ("/", "/map", "/map/nha-to")] == before


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/listings", "/people/me", "/people/sign-in", "/no/such/page", "/map?page=x"]
)
def test_what_was_made_for_one_reader_or_is_a_refusal_is_kept_nowhere(client: LookingClient, path: str) -> None:
    cast.sign_in(client, cast.organiser())
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_an_answer_to_an_act_is_kept_nowhere(client: LookingClient) -> None:
    assert client.post("/people/sign-out").headers["Cache-Control"] == "no-store"
    assert client.post("/people/sign-in").headers["Cache-Control"] == "no-store"


def test_without_https_nothing_is_promised_of_it(client: LookingClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_over_https_the_browser_stays_with_it(secure: Flask) -> None:
    headers = secure.test_client().get("/", base_url="https://hoian.example").headers
    assert headers["Strict-Transport-Security"] == "max-age=63072000"


def test_over_https_cookies_belong_to_this_host_alone(secure: Flask) -> None:
    form = {"who": "an@example.org", "password": "ba con cá sấu", "remember": "y"}
    with secure.app_context(), transactions(Mode.WRITE):
        person = rules.add(form["who"], name="Lê Văn An", at=make.AT)
        person.password_hash = passwords.hashed(form["password"])
        db.session.commit()
    answer = secure.test_client().post("/people/sign-in", data=form, base_url="https://hoian.example")
    cookies = {cookie.split("=", 1)[0]: cookie for cookie in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"__Host-portal", "__Host-remember"}
    for cookie in cookies.values():
        marks = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= marks
        assert not [mark for mark in marks if mark.startswith("domain")]


def test_assets_are_kept_for_a_year_and_more(client: LookingClient) -> None:
    headers = client.get(asset("portal.css")).headers
    kept = headers["Cache-Control"].split(", ")
    assert kept[1:] == ["public", "immutable"]
    assert int(kept[0].removeprefix("max-age=")) >= YEAR
    assert headers["X-Content-Type-Options"] == "nosniff"
