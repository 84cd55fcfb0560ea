"""A date of a series is edited at the desk: this one, from here on, or all that are not over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.db import db
from portal.events import rules, when
from portal.events.models import Event
from portal.web.clock import now
from tests import cast
from tests.cast import sign_in
from tests.events.series import series as made
from tests.events.test_desk_views import at, form
from tests.looking import LookingClient


@pytest.fixture
def desk(client: LookingClient) -> LookingClient:
    return sign_in(client, cast.moderator())  # type: ignore[return-value]


def monthly() -> list[Event]:
    """The first three dates of a weekly series that begins in ten days."""
    first: date = when.day_of(now()) + timedelta(days=10)
    begun = made.begun(made.Weekly(weekdays=(first.weekday(),)), at=now(), first_day=first)
    wanted = select(Event).where(Event.series_id == begun.id).order_by(Event.series_day).limit(3)
    return list(db.session.scalars(wanted))


def titles() -> list[str]:
    return list(db.session.scalars(select(Event.title_vi).order_by(Event.series_day).limit(3)))


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("one", ["Đêm phố cổ", "Đêm hội", "Đêm phố cổ"]),
        ("onward", ["Đêm phố cổ", "Đêm hội", "Đêm hội"]),
        ("all", ["Đêm hội", "Đêm hội", "Đêm hội"]),
    ],
)
def test_saving_asks_which_dates_it_is_for(desk: LookingClient, scope: str, expected: list[str]) -> None:
    second = monthly()[1]
    assert desk.post(at(second), data=form(desk, at(second), title_vi="Đêm hội", scope=scope)).status_code == 303
    assert titles() == expected


@pytest.mark.parametrize(("overwrite", "third"), [(None, "Của riêng"), ("y", "Đêm hội")])
def test_a_date_that_was_edited_by_itself_is_safe_unless_it_is_said(
    desk: LookingClient, overwrite: str | None, third: str
) -> None:
    first, _second, last = monthly()
    rules.revise(last, {"title_vi": "Của riêng"}, by=None, at=now())
    sent = form(desk, at(first), title_vi="Đêm hội", scope="all", overwrite=overwrite)
    page = desk.post(at(first), data=sent, follow_redirects=True)
    assert titles() == ["Đêm hội", "Đêm hội", third]
    assert page.status_code == 200


def test_another_hour_for_all_of_them_needs_its_reason(desk: LookingClient) -> None:
    first = monthly()[0]
    sent: dict[str, Any] = form(desk, at(first), starts_time="19:00", scope="all")
    answer = desk.post(at(first), data=sent)
    assert (answer.status_code, 'id="reason_vi_error"' in answer.text) == (422, True)
    desk.post(at(first), data={**sent, "reason_vi": "Trời tối muộn."})
    hours = {when.minute_of(one) for one in db.session.scalars(select(Event.starts_at).limit(5))}
    assert hours == {19 * 60}


def test_another_day_of_the_whole_series_is_for_its_rule(desk: LookingClient) -> None:
    first = monthly()[0]
    day = (first.first_day + timedelta(days=1)).isoformat()
    answer = desk.post(at(first), data=form(desk, at(first), starts_on=day, scope="all", reason_vi="Bão"))
    assert (answer.status_code, 'id="starts_on_error"' in answer.text) == (422, True)
