"""Assets: one answer for many files, named by what they say, never asked for twice."""

from __future__ import annotations

import gzip
import re
import time
from pathlib import Path

import brotli
import pytest
from flask import Flask

from portal.web import asset
from portal.web.asset import STATIC, Symbols, smaller_css, smaller_js
from tests.looking import OwnRequests


@pytest.fixture
def browser(app: Flask, session: object) -> OwnRequests:
    return OwnRequests(app, app.response_class)


def test_a_page_asks_for_one_sheet_and_one_script_of_ours(browser: OwnRequests) -> None:
    page = browser.get("/map").get_data(as_text=True)
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == [asset.asset("portal.css")]
    scripts = re.findall(r'<script[^>]* src="([^"]+)"', page)
    assert scripts == [asset.asset("vendor/htmx-2.0.11.min.js"), asset.asset("portal.js")]


def test_every_component_is_in_the_one_sheet_in_the_order_of_its_layers(browser: OwnRequests) -> None:
    css = browser.get(asset.asset("portal.css")).get_data(as_text=True)
    assert css.startswith("@layer tokens,base,layout,parts,print;")
    files = [path for layer in asset.CSS_LAYERS for path in sorted((STATIC / "css" / layer).glob("*.css"))]
    places = [css.index(smaller_css(path.read_text())) for path in files]
    assert places == sorted(places)
    assert len(files) > 10


def test_every_component_names_the_layer_of_its_folder() -> None:
    wrong = [
        str(path.relative_to(STATIC))
        for layer in asset.CSS_LAYERS
        for path in (STATIC / "css" / layer).glob("*.css")
        if not re.search(rf"@layer {layer}\b", path.read_text())
    ]
    assert wrong == []


def test_every_asset_a_template_asks_for_is_there(browser: OwnRequests) -> None:
    templates = Path(asset.ROOT / "templates").rglob("*.html")
    asked = {name for path in templates for name in re.findall(r"asset\(['\"]([^'\"]+)['\"]\)", path.read_text())}
    assert {name: browser.get(asset.asset(name)).status_code for name in asked} == dict.fromkeys(asked, 200)


@pytest.mark.parametrize(("how", "read"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)])
def test_an_asset_is_compressed_ahead(browser: OwnRequests, how: str, read: object) -> None:
    plain = browser.get(asset.asset("portal.css")).get_data()
    response = browser.get(asset.asset("portal.css"), headers={"Accept-Encoding": how})
    assert response.headers.get("Content-Encoding", "identity") == how
    assert read(response.get_data()) == plain


def test_an_asset_has_a_new_name_when_it_says_something_new(tmp_path: Path) -> None:
    names = [asset._written(tmp_path, "img/a.svg", content) for content in (b"<svg/>", b"<svg />", b"<svg/>")]
    assert names[0] == names[2] != names[1]
    assert all(re.fullmatch(r"img/a\.[0-9a-f]{10}\.svg", name) for name in names)


def test_an_asset_is_written_once_and_then_left_alone(tmp_path: Path) -> None:
    path = tmp_path / asset._written(tmp_path, "a.css", b"p{}")
    before = path.stat().st_mtime_ns
    time.sleep(0.01)
    asset._written(tmp_path, "a.css", b"p{}")
    assert path.stat().st_mtime_ns == before
    assert not list(tmp_path.glob("*.half"))


def test_what_is_no_asset_is_not_found(browser: OwnRequests) -> None:
    assert [
        browser.get(path).status_code for path in ("/static/portal.css", "/static/../portal.db", "/static/secret-key")
    ] == [404] * 3


def test_an_asset_answers_304_to_who_has_it(browser: OwnRequests) -> None:
    first = browser.get(asset.asset("portal.js"))
    again = browser.get(asset.asset("portal.js"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


@pytest.mark.parametrize(
    ("css", "smaller"),
    [
        ("a { color: red; }\n\nb { color: blue }", "a{color:red}b{color:blue}"),
        ("/* why */ a,\n  b { top: 0 }", "a,b{top:0}"),
        ("a :hover { top: 0; }", "a :hover{top:0}"),
        ("a:not(.b) > c { width: calc(1px + 2px); }", "a:not(.b) > c{width:calc(1px + 2px)}"),
        ('q::after { content: ": "; }', 'q::after{content:": "}'),
        ("q::after { content: 'a  {b; }'; }", "q::after{content:'a  {b; }'}"),
        (
            "a { background: url(\"data:image/svg+xml,<svg xmlns='x'/>\"); }",
            "a{background:url(\"data:image/svg+xml,<svg xmlns='x'/>\")}",
        ),
        ("@media (min-width: 40em) { a { top: 0; } }", "@media (min-width:40em){a{top:0}}"),
    ],
)
def test_css_gets_smaller_and_keeps_its_meaning(css: str, smaller: str) -> None:
    assert smaller_css(css) == smaller


def test_scripts_lose_comments_and_indentation_and_nothing_else() -> None:
    js = '/** What it does. */\nclass A {\n  // why\n  go() {\n    return "// not a comment"; // kept\n  }\n\n}\n'
    assert smaller_js(js) == 'class A {\ngo() {\nreturn "// not a comment"; // kept\n}\n}'


def test_our_scripts_hold_no_text_that_runs_over_lines() -> None:
    """`smaller_js` takes the indentation off every line, so a template literal must not run over one."""
    for path in (STATIC / "js").rglob("*.js"):
        assert all(line.count("`") % 2 == 0 for line in path.read_text().splitlines()), path.name


def test_a_drawing_is_written_once_however_often_it_is_used(browser: OwnRequests) -> None:
    page = browser.get("/map").get_data(as_text=True)
    used = set(re.findall(r'<use href="#([^"]+)"', page))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert {name: ids.count(name) for name in used} == dict.fromkeys(used, 1)
    assert set(re.findall(r'<symbol id="([^"]+)"', page)) <= used


def test_a_drawing_keeps_its_frame(tmp_path: Path) -> None:
    (tmp_path / "boat.svg").write_text(
        '<svg xmlns="x" viewBox="0 0 9 9">\n  <path d="M0 0h9"/>\n  <path d="M1 1"/>\n</svg>'
    )
    assert (
        Symbols(tmp_path).draw(["boat"])
        == '<symbol id="boat" viewBox="0 0 9 9"><path d="M0 0h9"/><path d="M1 1"/></symbol>'
    )


def test_a_picture_without_a_frame_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "boat.svg").write_text("<svg><path/></svg>")
    with pytest.raises(AssertionError, match=r"boat\.svg"):
        Symbols(tmp_path)
