"""Crowds of plausible events: the same from the same seed, over four years, as the rules would keep them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.city.chosen import here
from portal.db import db
from portal.events import rules, when
from portal.events.models import Event, EventKind, Price, Status
from portal.events.plant import DAYS, plant
from portal.events.registrations.models import Admission
from tests import make

pytestmark = pytest.mark.usefixtures("session")


def planted() -> list[Event]:
    return list(db.session.scalars(select(Event).order_by(Event.slug)))


def values() -> list[dict[str, object]]:
    return [rules.values(one) | {"slug": one.slug, "status": one.status} for one in planted()]


def test_more_only_adds_and_the_same_is_made_again() -> None:
    assert plant(10, at=make.AT) == 10
    first = values()
    assert plant(30, at=make.AT) == 20
    assert [one for one in values() if one in first] == first
    assert plant(30, at=make.AT) == 0


def test_another_seed_makes_others() -> None:
    plant(10, seed=1, at=make.AT)
    assert plant(10, seed=2, at=make.AT) == 10


def test_every_kind_price_status_and_area_is_there_over_four_years() -> None:
    make.listing("Nhà Tơ", ward_new="hoi-an")
    plant(600, at=make.AT)
    every = planted()
    assert {one.kind for one in every} == set(EventKind)
    assert {one.price for one in every} == set(Price)
    assert {one.status for one in every} == set(Status)
    assert {one.area for one in every} == set(here().areas)
    assert (db.session.scalar(select(func.count()).select_from(Admission)) or 0) > 60
    today = date(2026, 11, 22)
    assert min(one.first_day for one in every) < today - timedelta(days=DAYS - 30)
    assert max(one.last_day for one in every) > today + timedelta(days=DAYS - 30)
    assert any(one.venue_id for one in every) and all(one.demo for one in every)


def test_what_is_derived_is_what_the_rules_would_derive() -> None:
    plant(60, at=make.AT)
    for one in planted():
        span = when.span(one.starts_at, one.ends_at, all_day=one.all_day)
        assert (one.first_day, one.last_day) == (span.first_day, span.last_day)
        before = (one.spoken, one.price_vnd, one.area, one.ward_new, one.ward_old)
        rules.revise(one, {"text_vi": "Chữ khác."}, by=None, at=make.AT)
        assert (one.spoken, one.price_vnd, one.area, one.ward_new, one.ward_old) == before
