"""Every template of the campaign is looked at: its people walk the demo by its links, with the client that looks."""

from __future__ import annotations

import re
from collections import deque

import pytest
from flask import Flask
from jinja2 import Environment

from portal.businesses.seed import demo
from portal.config import ROOT
from portal.people import rules as people
from portal.web.clock import now
from tests import cast
from tests.looking import LookingClient

ROAD = re.compile(r"""href=["'](/en/(?:businesses|desk/advice|desk/businesses)[^"'#?]*)["'?#]""")
BEGINNINGS = ("/en/businesses", "/en/businesses/self-check", "/en/map/gom-son", "/en/desk", "/en/desk/businesses")
WALKERS = ("artisan", "student", "advisor", "organiser", None)
ELSEWHERE = {
    "businesses/application_form.html", "businesses/customers/_first.html", "businesses/invited.html",
    "businesses/sheets/_other.html", "businesses/showcase/_wish.html", "businesses/showcase/revocation.html",
    "businesses/showcase/shop_badges.html",
}  # fmt: skip
"""Shown after an act only, or of rows that the demo has not: other tests of this folder look at them."""


def walk(client: LookingClient) -> None:
    """Asks for what the pages lead to, one of each kind: addresses that differ in numbers and names are of one kind."""
    waiting = deque(BEGINNINGS)
    kinds = set(BEGINNINGS)
    while waiting:
        answer = client.get(address := waiting.popleft())
        assert answer.status_code in {200, 303, 403, 404}, address
        for road in ROAD.findall(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else ():
            if "/papers/" in road or road.endswith((".csv", ".xlsx")):
                continue  # other tests open them
            kind = re.sub(r"(?<=en/businesses/)(?!apply|badges|stories|self-check)[\w-]+|[A-Z0-9]{8}|\d+", "*", road)
            if kind not in kinds:
                kinds.add(kind)
                waiting.append(road)


@pytest.mark.one_engine
def test_every_template_is_rendered_for_a_client_that_looks(
    client: LookingClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: set[str] = set()
    as_it_was = Environment.get_template

    def noted(self: Environment, name: str, *given: object, **more: object) -> object:
        rendered.add(str(name))
        return as_it_was(self, name, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Environment, "get_template", noted)
    people.plant_demo_people(now())
    demo.plant(at=now())
    for who in WALKERS:
        browser = app.test_client()
        if who:
            cast.sign_in(browser, people.find(f"{who}@hoian.example"))
        walk(browser)
    folder = ROOT / "templates"
    every = {path.relative_to(folder).as_posix() for path in folder.glob("businesses/**/*.html")}
    assert every - rendered == ELSEWHERE
