"""How many may register from one address, and how often codes are tried, counted as in the open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.db import Mode, db, transactions
from portal.web.clock import now
from tests.conftest import Databases
from tests.events.registrations.joining import event
from tests.events.registrations.test_at_once import form


@pytest.fixture
def limited(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(databases.settings(tmp_path / "home", base_url="http://localhost", limits=True))
    with made.app_context(), transactions(Mode.WRITE):
        event("Đêm lồng đèn", given={"starts_at": now() + timedelta(days=5), "ends_at": None})
        db.session.commit()
    yield made
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()


def test_sixty_registrations_an_hour_come_from_one_address_and_the_same_form_is_not_counted_again(
    limited: Flask,
) -> None:
    def send(number: int, address: str = "10.0.0.1") -> int:
        given = {"REMOTE_ADDR": address}
        client = limited.test_client()
        return client.post("/events/dem-long-den/registration", data=form(number), environ_base=given).status_code

    assert {send(number) for number in range(60)} == {303}
    assert (send(60), send(0), send(61, "10.0.0.2")) == (429, 303, 303)


@pytest.mark.parametrize("method", ["get", "post"])
def test_codes_in_addresses_cannot_be_tried_one_after_the_other(limited: Flask, method: str) -> None:
    client = limited.test_client()
    tries = [getattr(client, method)(f"/events/registration/2222-222{number % 8 + 2}") for number in range(21)]
    assert [one.status_code for one in tries] == [404] * 20 + [429]
