"""The demo city's calendar has something of every kind, state and mode, and is alive on the day of planting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.events import taking_place, when
from portal.events.models import Event, EventKind, EventRevision, Price, Status
from portal.events.registrations.models import Admission, Joining, Seat, SeatState
from portal.events.seed import demo
from portal.kit import lunar, lunar_names
from portal.listings.models import Listing, State
from portal.listings.seed import demo as listings
from portal.people import rules as people
from tests import make

TODAY = date(2026, 11, 22)


pytestmark = pytest.mark.usefixtures("session")


def plant_once() -> None:
    people.plant_demo_people(make.AT)
    listings.plant(at=make.AT)
    demo.plant(at=make.AT)


def events(*conditions: object) -> list[Event]:
    return list(db.session.scalars(select(Event).where(*conditions).order_by(Event.id)))  # type: ignore[arg-type]


def found(slug: str) -> Event:
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()


def test_twice_and_later_changes_nothing() -> None:
    before = db.session.scalar(select(func.count()).select_from(EventRevision))
    assert demo.plant(at=make.AT) == 0
    assert demo.plant(at=make.AT + timedelta(days=40)) == 0
    assert db.session.scalar(select(func.count()).select_from(EventRevision)) == before


def test_every_kind_state_status_price_and_way_of_joining_is_there_half_of_it_in_english_too() -> None:
    every = events()
    assert {one.kind for one in every if one.is_public()} == set(EventKind)
    assert {one.state for one in every} == set(State)
    assert {one.status for one in every if one.is_public()} == set(Status)
    assert {one.price for one in every} == set(Price)
    assert set(db.session.scalars(select(Admission.joining))) == {Joining.LINK, Joining.FORM}
    assert {tuple(one.languages) for one in every} >= {("vi",), ("en", "vi"), ("fr", "vi"), ("en", "fr", "vi")}
    assert all(one.demo for one in every)
    share = [bool(one.title_en) for one in events(Event.state == State.PUBLISHED)]
    assert 0.5 <= sum(share) / len(share) < 1


def test_there_is_something_today_tonight_this_week_and_in_the_archive() -> None:
    public = events(Event.state == State.PUBLISHED, Event.parent_id.is_(None), Event.series_id.is_(None))
    evening = when.at_minute(TODAY, 17 * 60)
    assert [one.slug for one in public if one.first_day == TODAY and one.starts_at >= evening] == [
        "bai-choi-ben-song", "pho-cu-qua-anh",
    ]  # fmt: skip
    assert len([one for one in public if TODAY < one.first_day <= TODAY + timedelta(days=7)]) >= 5
    assert len([one for one in public if one.is_over(make.AT)]) == 4
    assert [one.slug for one in public if one.first_day < TODAY < one.last_day] == ["dat-va-lua"]


def test_a_day_has_sessions_and_what_was_moved_postponed_and_cancelled_says_why() -> None:
    day = found("nguoi-tre-mo-cua")
    assert [(one.slug.removeprefix("nguoi-tre-mo-cua-"), one.status) for one in day.sessions] == [
        ("mo-man", Status.PLANNED), ("khung-tre", Status.PLANNED), ("di-bo-xem-gieng", Status.CANCELLED),
        ("ban-tron", Status.PLANNED),
    ]  # fmt: skip
    assert day.first_day.weekday() == 5
    assert {one.first_day for one in day.sessions} == {day.first_day}
    for slug, act in (
        ("ky-hoa-lang-gom", "moved"), ("hoi-dua-thuyen-thung", "postponed"), ("dem-tho-ben-cau", "cancelled"),
    ):  # fmt: skip
        told = taking_place.notice(found(slug))
        assert told is not None and (told.act, bool(told.reason_vi)) == (act, True)
    assert found("ky-hoa-lang-gom").first_day == TODAY + timedelta(days=5)


def test_the_lantern_night_is_on_the_evening_of_every_lunar_14th_and_feasts_on_days_of_the_moon() -> None:
    nights = events(Event.slug.startswith("dem-pho-co-"))
    assert (len(nights), {lunar.from_solar(one.first_day).day for one in nights}) == (25, {14})
    assert {when.minute_of(one.starts_at) for one in nights} == {18 * 60}
    listing = db.session.scalars(select(Listing).where(Listing.slug == "dem-ram-pho-co")).one()
    assert listing.next_on == nights[0].first_day == TODAY
    feasts = events(Event.title_vi.in_(["Lễ Cầu Bông Trà Quế", "Lễ vía Thiên Hậu", "Tết Trung thu"]))
    days = {(one.title_vi, lunar_names.short(lunar.from_solar(one.first_day))) for one in feasts}
    assert days == {("Lễ Cầu Bông Trà Quế", "7/1"), ("Lễ vía Thiên Hậu", "23/3"), ("Tết Trung thu", "15/8")}


def test_other_parts_of_the_portal_keep_three_dates_and_the_map_knows_the_next_ones() -> None:
    mirrored = events(Event.origin.is_not(None))
    assert [(one.origin, one.deadline) for one in mirrored] == [
        ("demo:design:questions", False), ("demo:design:entries", True), ("demo:campaign:end", True),
    ]  # fmt: skip
    exchange = db.session.scalars(select(Listing).where(Listing.slug == "giao-luu-van-hoa-hoi-an-nhat-ban")).one()
    assert exchange.next_on == date(2026, 12, 26)
    for row in demo.rows():
        for name in demo.JOINED:
            assert name not in row or demo._listing(row[name]) is not None


def test_there_is_a_seat_in_every_state_and_a_full_session_with_its_waiting_list() -> None:
    assert set(db.session.scalars(select(Seat.state))) == set(SeatState)
    full = found("nguoi-tre-mo-cua-khung-tre")
    assert full.admission is not None and (full.admission.taken, full.admission.capacity) == (6, 6)
    waiting = select(Seat.people).where(Seat.event_id == full.id, Seat.state == SeatState.WAITING)
    assert list(db.session.scalars(waiting)) == [2]


@pytest.mark.parametrize("day", ["2026-12-27", "2027-02-28", "2028-02-29", "2026-12-31"])
def test_it_can_be_planted_on_any_day(day: str) -> None:
    spans = [demo._span(row["when"], today=date.fromisoformat(day)) for row in demo.rows()]
    assert min(one.last_day for one in spans) >= date.fromisoformat(day) - timedelta(days=320)
    assert max(one.first_day for one in spans) <= date.fromisoformat(day) + timedelta(days=366)


@pytest.mark.parametrize(("hour", "days"), [(0, 0), (17, 0), (18, 1), (23, 1)])
def test_whoever_plants_it_late_at_night_still_finds_an_evening_that_comes(hour: int, days: int) -> None:
    assert demo._coming_evening(when.at_minute(TODAY, hour * 60)) == TODAY + timedelta(days=days)
