"""Another city runs the same portal: two invented wards, nothing of Hội An."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.city.chosen import choose
from portal.db import Mode, db, transactions
from tests import make
from tests.city.invented import invented
from tests.conftest import Databases


@pytest.fixture
def elsewhere(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    city = invented(tmp_path / "city")
    app = create_app(databases.settings(tmp_path / "home", base_url="http://localhost", city=str(city)))
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
    choose("hoi-an")


def test_a_city_of_two_invented_wards_shows_its_own_listings(elsewhere: Flask) -> None:
    from portal.city.chosen import here

    city = here()
    area = next(iter(city.areas.values()))
    with elsewhere.app_context(), transactions(Mode.WRITE):
        make.listing("Xưởng giấy", area=area.key, group=next(iter(city.groups)), ward_new=next(iter(city.wards)))
        db.session.commit()
    client = elsewhere.test_client()
    for path in ("/", "/map", "/en/map", "/map/xuong-giay", "/about", "/map.geojson"):
        answer = client.get(path)
        assert (answer.status_code, "Hội An" in answer.get_data(as_text=True)) == (200, False), path
    page = client.get("/map").get_data(as_text=True)
    assert re.findall(r'id="count" value="(\d+)"', page) == ["1"]
