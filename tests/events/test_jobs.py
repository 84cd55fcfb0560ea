"""The worker's rounds for the calendar, with a moved clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.events import jobs, taking_place, turning
from portal.events.models import Event
from portal.events.series import rules
from portal.listings.models import MapVersion
from tests import make
from tests.events.series.series import begun
from tests.make import AT, EVENING


@pytest.fixture(autouse=True)
def _session(session: Any) -> None:
    """A database for each test."""


def at_once(act: Callable[[], Any]) -> Any:
    """A transaction of the worker, inside that of the test."""
    return act()


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


def stamp() -> str | None:
    return db.session.scalar(select(MapVersion.stamp))


def test_each_night_makes_the_dates_that_came_within_reach() -> None:
    begun()
    before = count()
    for night in range(1, 15):
        jobs.extend_series(AT + timedelta(days=night), at_once)
        jobs.extend_series(AT + timedelta(days=night, hours=1), at_once)
    assert count() == before + 2


def test_a_series_that_can_no_longer_be_made_holds_up_no_other(caplog: pytest.LogCaptureFixture) -> None:
    broken, good = begun(), begun()
    broken.fields = {**broken.fields, "area": "atlantis"}
    jobs.extend_series(AT + timedelta(days=7), at_once)
    assert [record.args for record in caplog.records] == [(broken.id, caplog.records[0].args[1])]  # type: ignore[index]
    assert (rules.find(good.id), good.reaches) == (good, date(2028, 11, 29))


def test_the_map_learns_the_next_day_when_one_has_passed_and_not_before() -> None:
    standing = make.listing("Đêm rằm phố cổ", group="events")
    make.event(listing_id=standing.id)
    later = make.event(listing_id=standing.id, starts_at=EVENING + timedelta(days=30), ends_at=None)
    same_day = datetime(2026, 11, 28, 16, 59, tzinfo=UTC)
    before = stamp()
    assert (turning.turn_days(at=same_day), standing.next_on, stamp()) == (0, date(2026, 11, 28), before)
    jobs.turn_days(same_day + timedelta(minutes=1), at_once)
    assert (standing.next_on, stamp() == before) == (later.first_day, False)
    assert turning.turn_days(at=same_day + timedelta(minutes=2)) == 0


def test_a_standing_event_without_another_day_has_none() -> None:
    standing = make.listing("Đêm rằm phố cổ", group="events")
    event = make.event(listing_id=standing.id)
    jobs.turn_days(EVENING + timedelta(days=1), at_once)
    assert (standing.next_on, taking_place.notice(event)) == (None, None)
