"""A test client that looks at every HTML answer as a careful reader would."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.db import db
from tests import markup

LABELLED = {"input", "select", "textarea"}
UNLABELLED_TYPES = {"hidden", "submit", "button"}
SELF_CLOSING_SVG = re.compile(r"<svg\b.*?</svg>", re.S)
LEVELS = {f"h{level}": level for level in range(1, 7)}
WORDS_ALONE = markup.HEADINGS | markup.names(
    "p span b i em strong small label time data code s q cite button output legend"
)
"""What holds words, and no block (the standard's phrasing content). A link may hold what its own place may."""
TIME = re.compile(
    r"\d{4}-\d\d(-\d\d)?|\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?", re.A
)
WITH_A_ROLE_OF_THEIR_OWN = {"ul", "ol", "li", "table", "main", "h1", "h2", "h3"}


class OwnRequests(FlaskClient):
    """As in life each request has its own `g` and its own session; both see what the test has written."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.flush()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        db.session.expire_all()
        return response


class LookingClient(OwnRequests):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        is_html = response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 304, 308}
        if is_html and response.data and response.headers.get("Content-Encoding") is None:
            html = response.get_data(as_text=True)
            look_at(html, whole=html.startswith("<!doctype"))
        return response


def look_at(html: str, *, whole: bool) -> None:
    """Strict markup, unique ids, labelled controls, targets that exist, nothing inline, one h1 that is in the title.

    And what a checker of HTML asks besides: blocks where blocks may stand, true dates, no level of heading left out.
    """
    tree, errors = markup.read(html, whole=whole)
    assert not errors, f"markup: {errors[:5]}"
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    ids = [element.attrib["id"] for element in elements if "id" in element.attrib]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({one for one in ids if ids.count(one) > 1})}"
    for element in elements:
        _look_at_element(element, ids, whole)
    _look_at_places(tree)
    _look_at_labels(elements)
    if whole:
        _look_at_page(elements)


def _look_at_element(element: Any, ids: list[str], whole: bool) -> None:
    assert "style" not in element.attrib and element.tag != "style", f"inline style on {element.tag}"
    inline = [name for name in element.attrib if name.startswith("on")]
    assert not inline, f"inline script on {element.tag}: {inline}"
    assert element.tag != "script" or element.attrib.get("src") or "json" in element.attrib.get("type", ""), (
        "inline script"
    )
    date = element.attrib.get("datetime")
    assert date is None or TIME.fullmatch(date), f"no date: {date}"
    assert element.tag not in WITH_A_ROLE_OF_THEIR_OWN or "role" not in element.attrib, f"another role on {element.tag}"
    if element.tag == "select" and "required" in element.attrib:
        assert not element[0].attrib.get("value"), f"chosen before anybody chose: {element.attrib}"
    target = element.attrib.get("hx-target", "")
    if whole and target.startswith("#"):
        assert target[1:] in ids, f"hx-target {target} is not on the page"
    for name in ("aria-labelledby", "aria-describedby", "for"):
        for one in element.attrib.get(name, "").split():
            assert not whole or one in ids, f"{name} names {one}, which is not on the page"


def _look_at_places(tree: Any, words_alone: bool = False) -> None:
    """No block stands among words."""
    for element in tree:
        name = element.tag if isinstance(element.tag, str) else ""
        assert not words_alone or name not in markup.CLOSES_P, f"{name} among words in {tree.tag} {tree.attrib}"
        _look_at_places(element, name in WORDS_ALONE or (name == "a" and words_alone))


def _look_at_labels(elements: list[Any]) -> None:
    named = {element.attrib["for"] for element in elements if element.tag == "label" and "for" in element.attrib}
    inside = {id(control) for label in elements if label.tag == "label" for control in label.iter()}
    for control in elements:
        if control.tag not in LABELLED or control.attrib.get("type") in UNLABELLED_TYPES:
            continue
        labelled = control.attrib.get("id") in named or id(control) in inside or "aria-label" in control.attrib
        assert labelled, f"no label for {control.tag} {control.attrib.get('name')}"


def _look_at_page(elements: list[Any]) -> None:
    headings = [" ".join("".join(element.itertext()).split()) for element in elements if element.tag == "h1"]
    titles = ["".join(element.itertext()).strip() for element in elements if element.tag == "title"]
    roots = [element for element in elements if element.tag == "html"]
    levels = [LEVELS[element.tag] for element in elements if element.tag in LEVELS]
    skipped = [(one, other) for one, other in pairwise(levels) if other > one + 1]
    assert not skipped, f"levels of headings left out: {skipped} of {levels}"
    assert len(headings) == 1, f"h1: {headings}"
    assert len(titles) == 1 and headings[0] in " ".join(titles[0].split()), f"{headings[0]!r} is not in {titles}"
    assert roots[0].attrib.get("lang") in {"vi", "en", "fr", "x-pseudo"}, "no language"
