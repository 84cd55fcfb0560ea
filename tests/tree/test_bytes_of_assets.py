"""The bytes of the shell, fetched once and kept for a year: one budget for all domains together (docs/pages.md)."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.web.asset import asset, wire_bytes
from portal.web.compress import SHELL
from tests.looking import OwnRequests

kB = 1000
BUDGETS = {
    "portal.css": 8 * kB,
    "portal.js": 3 * kB,
    "vendor/htmx-2.0.11.min.js": 15.5 * kB,
    "img/favicon.svg": 1 * kB,
    "propose.js": 4 * kB,
    "check-in.js": 2 * kB,
    "upload.js": 4.5 * kB,
    "sum.js": 1 * kB,
}
ON_A_TAP = ("vendor/leaflet-1.9.4.js", "map.css", "map.js", "outline.json")


@pytest.mark.parametrize("name", BUDGETS)
def test_an_asset_stays_within_its_budget(app: Flask, session: object, name: str) -> None:
    """Bytes on the wire, compressed, without headers."""
    response = OwnRequests(app, app.response_class).get(asset(name), headers={"Accept-Encoding": "br"})
    assert len(response.get_data()) == wire_bytes(name) <= BUDGETS[name]


def test_the_whole_shell_is_light(app: Flask) -> None:
    assert sum(wire_bytes(name) for name in SHELL) <= 28 * kB


def test_what_a_tap_on_the_map_fetches_is_light(app: Flask) -> None:
    assert sum(wire_bytes(name) for name in ON_A_TAP) <= 48 * kB


def test_the_budget_names_all_of_the_shell() -> None:
    assert set(SHELL) <= set(BUDGETS)
