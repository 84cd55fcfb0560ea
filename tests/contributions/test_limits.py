"""How much a visitor may begin and how often codes are tried, counted as in the open: a portal with limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.db import Mode, db, transactions
from tests import make
from tests.conftest import Databases


@pytest.fixture
def limited(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(databases.settings(tmp_path / "home", base_url="http://localhost", limits=True))
    with made.app_context(), transactions(Mode.WRITE):
        make.listing("Nhà Tơ")
        db.session.commit()
    yield made
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()


def save(app: Flask, once: str, *, address: str = "10.0.0.1") -> int:
    data = {"once": once, "group": "places", "field": "name_vi", "name_vi": "Nhà Tơ"}
    return app.test_client().post("/map/new/fields", data=data, environ_base={"REMOTE_ADDR": address}).status_code


def test_a_visitor_begins_sixty_things_an_hour_and_goes_on_with_each_of_them(limited: Flask):
    begun = [save(limited, f"form {number}") for number in range(59)]
    report = limited.test_client().post(
        "/map/nha-to/report", data={"reason": "gone"}, environ_base={"REMOTE_ADDR": "10.0.0.1"}
    )
    assert (set(begun), report.status_code) == ({200}, 303)
    assert save(limited, "one too many") == 429
    assert save(limited, "form 0") == 200  # it stands already
    assert save(limited, "of somebody else", address="10.0.0.2") == 200


def test_the_twenty_first_code_in_a_minute_is_too_fast_and_says_when_to_come_back(limited: Flask):
    client = limited.test_client()
    tries = [client.post("/code", data={"code": "2222-2222"}) for _time in range(21)]
    assert [one.status_code for one in tries] == [422] * 20 + [429]
    assert int(tries[-1].headers["Retry-After"]) > 0
