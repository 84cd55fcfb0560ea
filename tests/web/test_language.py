"""Languages: one right address for each page in each language, and no way to lead a reader elsewhere."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask_babel import gettext

from portal.web import language
from portal.web.language import Prefix, in_language_of, safe_next
from tests import make
from tests.looking import LookingClient

Answer = tuple[int, str]


def call(path: str, query: str = "", script: str = "") -> Answer | dict[str, Any]:
    """What the layer answers itself, or what it hands on."""
    handed: dict[str, Any] = {}
    said: list[Any] = []

    def app(environ: dict[str, Any], _start: Any) -> list[bytes]:
        handed.update(environ)
        return [b""]

    environ = {"PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query, "SCRIPT_NAME": script}
    Prefix(app)(environ, lambda status, headers: said.extend([int(status[:3]), dict(headers)["Location"]]))
    if said:
        return said[0], said[1]
    return {"lang": handed["portal.lang"], "script": handed["SCRIPT_NAME"], "path": handed["PATH_INFO"]}


@pytest.mark.parametrize(
    ("path", "lang", "script", "inner"),
    [
        ("/", "vi", "", "/"),
        ("/map", "vi", "", "/map"),
        ("/en", "en", "/en", "/"),
        ("/en/map", "en", "/en", "/map"),
        ("/fr/map/lo-gom", "fr", "/fr", "/map/lo-gom"),
        ("/english", "vi", "", "/english"),
        ("/EN/map", "vi", "", "/EN/map"),
        ("/de/map", "vi", "", "/de/map"),
        ("/map/en", "vi", "", "/map/en"),
        ("/static/portal.css", "vi", "", "/static/portal.css"),
    ],
)
def test_the_language_is_taken_off_the_path(path: str, lang: str, script: str, inner: str) -> None:
    assert call(path) == {"lang": lang, "script": script, "path": inner}


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/vi", "/"),
        ("/vi/", "/"),
        ("/vi/map", "/map"),
        ("/vi/map/", "/map"),
        ("/map/", "/map"),
        ("/map///", "/map"),
        ("/en/", "/en"),
        ("/en/map/", "/en/map"),
        ("/map/đèn lồng/", "/map/%C4%91%C3%A8n%20l%E1%BB%93ng"),
        ("/en/static/portal.css", "/static/portal.css"),
        ("/fr/robots.txt", "/robots.txt"),
        ("/en/healthz", "/healthz"),
        ("/en/sw.js", "/sw.js"),
        ("/en/uploads", "/uploads"),
        ("/en/.well-known/security.txt", "/.well-known/security.txt"),
    ],
)
def test_every_other_spelling_moves_to_the_one_right_address(path: str, right: str) -> None:
    assert call(path) == (301, right)


def test_what_was_asked_moves_along() -> None:
    assert call("/en/map/", "q=g%E1%BB%91m&page=2") == (301, "/en/map?q=g%E1%BB%91m&page=2")


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "/vi//evil.example",
        "/vi///evil.example",
        "/vi/\\evil.example",
        "///",
        "/vi/\r\nSet-Cookie: a=b",
        "//",
    ],
)
def test_nothing_moves_to_another_host(path: str) -> None:
    answer = call(path)
    assert isinstance(answer, tuple)
    where = urlsplit(answer[1])
    assert (where.scheme, where.netloc) == ("", "")
    assert re.match(r"/(?![/\\])[^\r\n]*$", answer[1])


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/map", "/en//evil.example"])
def test_two_slashes_in_front_lead_nowhere(client: LookingClient, path: str) -> None:
    response = client.get("/", environ_overrides={"PATH_INFO": path})
    assert response.status_code == 404 or urlsplit(response.location).netloc in {"", "localhost"}


@pytest.mark.parametrize(
    ("path", "lang"), [("/map", "vi"), ("/en/map", "en"), ("/fr/map", "fr"), ("/de/map", "vi"), ("/en/nowhere", "en")]
)
def test_the_page_says_its_language(client: LookingClient, path: str, lang: str) -> None:
    assert f'<html lang="{lang}">' in client.get(path).get_data(as_text=True)


def test_a_language_we_do_not_speak_is_not_found(client: LookingClient) -> None:
    assert client.get("/de/map").status_code == 404


def test_links_stay_in_the_language_and_assets_have_none(client: LookingClient) -> None:
    html = client.get("/en/map").get_data(as_text=True)
    addresses = set(re.findall(r'(?:href|action|hx-get|src)="(/[^"]*)"', html))
    elsewhere = {one for one in addresses if not one.startswith(("/en", "/static/"))}
    assert {re.sub(r"\?.*", "", one) for one in elsewhere} == {
        "/map",
        "/fr/map",
    }  # the same page in the other languages


@pytest.mark.parametrize("path", ["", "/map", "/about", "/contact", "/map/nha-to"])
def test_a_public_page_names_itself_in_every_language(client: LookingClient, path: str) -> None:
    make.listing("Nhà Tơ")
    wanted = {
        "vi": f"http://localhost{path or '/'}",
        "en": f"http://localhost/en{path}",
        "fr": f"http://localhost/fr{path}",
        "x-default": f"http://localhost{path or '/'}",
    }
    for prefix in ("", "/en", "/fr"):
        html = client.get((prefix + path) or "/").get_data(as_text=True)
        head = html[: html.index("</head>")]
        assert dict(re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', head)) == wanted
        assert re.findall(r'rel="canonical" href="([^"]+)"', head) == [wanted[prefix[1:] or "vi"]]


def test_the_same_page_in_another_language_keeps_the_question(client: LookingClient) -> None:
    html = client.get("/map?group=people&q=l%C3%B2").get_data(as_text=True)
    assert 'href="/en/map?group=people&amp;q=l%C3%B2"' in html


def test_absolute_addresses_come_from_the_setting_and_never_from_the_host(client: LookingClient) -> None:
    html = client.get("/map", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}).get_data(
        as_text=True
    )
    assert "evil.example" not in html


@pytest.mark.parametrize("where", ["/map", "/en/map?q=a&page=2", "/map/lo-gom#photos", "/desk", "/"])
def test_a_path_of_ours_is_a_safe_place_to_go_on_to(where: str) -> None:
    assert safe_next(where) == where


@pytest.mark.parametrize(
    "where",
    [
        None, "", "map", "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example",
        "\\\\evil.example", "/\t/evil.example", "/map\r\nLocation: https://evil.example", "javascript:alert(1)",
        "http:evil.example", "/map\x00", " /map", "/%5cevil\\example",
    ],
)  # fmt: skip
def test_what_could_lead_elsewhere_is_no_place_to_go_on_to(where: str | None) -> None:
    assert safe_next(where) is None


class Reader:
    def __init__(self, language: str) -> None:
        self.language = language


def test_a_letter_speaks_its_readers_language(app: Flask) -> None:
    said = {}
    with app.app_context():
        for code in ("vi", "en", "fr", "xx"):
            with in_language_of(Reader(code)):
                said[code] = gettext("Sign in")
    assert said["en"] == "Sign in"
    assert said["xx"] == said["vi"]
    assert len({said["vi"], said["en"], said["fr"]}) == 3


def test_addresses_for_letters_are_whole(app: Flask) -> None:
    with app.test_request_context("/map", environ_overrides={"SCRIPT_NAME": "/fr", "portal.lang": "fr"}):
        assert language.link("listings.index", q="gốm") == "http://localhost/fr/map?q=g%E1%BB%91m"
        assert language.url("site.home") == "/fr"
        assert language.url_in("vi") == "/map"
        assert language.url_in("en", external=True) == "http://localhost/en/map"


def test_a_path_with_marks_of_no_language_is_no_broken_page_and_leads_to_itself(client):
    page = client.get("/map/%00%20%25x")
    assert page.status_code == 404
    assert 'href="/en/map/%00%20%25x"' in page.text


@pytest.mark.parametrize(("lang", "shown"), [("vi", "1.000 1,5"), ("en", "1,000 1.5"), ("fr", "1\u202f000 1,5")])
def test_a_number_that_stands_in_a_template_is_in_the_reader_s_language_whoever_asked_first(
    app: Flask, lang: str, shown: str
) -> None:
    with app.test_request_context("/", environ_overrides={"portal.lang": "vi"}):
        template = app.jinja_env.from_string("{{ 1000|number }} {{ 1.5|number }}")
    for asked in ("vi", lang):
        with app.test_request_context("/", environ_overrides={"portal.lang": asked}):
            said = template.render()
    assert said == shown
