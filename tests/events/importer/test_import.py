"""Taking in a calendar: the same file twice, a changed one under each rule, what is missing, what looks alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.db import db
from portal.events import rules, taking_place
from portal.events.importer.models import Authority
from portal.events.models import Event, EventKind, EventRevision, Status
from portal.people.models import Role
from tests import make
from tests.events.importer.files import LANTERNS, calendar, event, fates, looked_at, source, taken_in
from tests.make import AT

LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _session(session: Any) -> None:
    """A database for each test."""


def events() -> list[Event]:
    return list(db.session.scalars(select(Event).order_by(Event.starts_at, Event.id)))


def test_an_event_is_taken_in_with_what_the_file_says_of_it() -> None:
    bridge = make.listing("Chùa Cầu", ward_new="hoi-an")
    taken_in(source(), calendar(LANTERNS))
    [one] = events()
    assert (one.title_vi, one.summary_vi, one.kind) == ("Đêm hội đèn lồng", "Thắp đèn lúc sáu giờ.", EventKind.FESTIVAL)
    assert (one.starts_at, one.ends_at) == (
        datetime(2026, 11, 28, 11, tzinfo=UTC),
        datetime(2026, 11, 28, 14, tzinfo=UTC),
    )
    assert (one.venue_id, one.ward_new, one.organiser_name) == (bridge.id, "hoi-an", "Trung tâm Văn hóa")
    assert (one.is_public(), one.source and one.source.name) == (True, "Trung tâm Văn hóa")


@pytest.mark.parametrize("authority", list(Authority))
def test_the_same_file_twice_changes_nothing(authority: Authority) -> None:
    make.listing("Chùa Cầu")
    file = calendar(
        LANTERNS, event(UID="", SUMMARY="Không tên", LOCATION="Sân đình"),
        event(UID="d", DTSTART=";VALUE=DATE:20261201"),
        event(UID="w", RRULE="FREQ=WEEKLY;COUNT=3"), event(UID="x", STATUS="CANCELLED", DTSTART="20261130T080000"),
        event(UID="z", DTSTART=";TZID=Asia/Tokyo:20261202T180000", DESCRIPTION="<p>Một</p>", URL="https://a.vn"),
    )  # fmt: skip
    one = source(authority)
    assert fates(taken_in(one, file)) == ["new"] * 8
    before = [(event.id, event.version, event.sequence, rules.values(event)) for event in events()]
    again = taken_in(one, file, at=LATER)
    assert (fates(again), again.needs_a_look) == (["same"] * 8, False)
    assert [(event.id, event.version, event.sequence, rules.values(event)) for event in events()] == before


def test_a_changed_source_is_followed_where_nobody_wrote_here() -> None:
    one = source(Authority.KEEP)
    taken_in(one, calendar(event(DESCRIPTION="Cũ.", LOCATION="Sân đình")))
    [made] = events()
    rules.revise(made, {"summary_vi": "Của chúng tôi."}, by=make.person(Role.MODERATOR), at=AT)
    report = taken_in(one, calendar(event(SUMMARY="Hội mới", DESCRIPTION="Mới.", LOCATION="Nhà Tơ")), at=LATER)
    [line] = report.lines
    assert (str(line.fate), set(line.changes), set(line.held)) == ("update", {"title_vi", "venue_name"}, {"summary_vi"})
    assert (made.title_vi, made.summary_vi, made.venue_name) == ("Hội mới", "Của chúng tôi.", "Nhà Tơ")
    assert made.own_fields == ["summary_vi"]


def test_a_source_that_overwrites_has_the_last_word() -> None:
    one = source(Authority.OVERWRITE)
    taken_in(one, calendar(event(DESCRIPTION="Cũ.")))
    [made] = events()
    rules.revise(made, {"summary_vi": "Của chúng tôi."}, by=make.person(Role.MODERATOR), at=AT)
    taken_in(one, calendar(event(DESCRIPTION="Mới.")), at=LATER)
    assert made.summary_vi == "Mới."


def test_a_source_that_leaves_alone_brings_new_events_only() -> None:
    one = source(Authority.LEAVE)
    taken_in(one, calendar(event(DESCRIPTION="Cũ.")))
    report = taken_in(
        one, calendar(event(DESCRIPTION="Mới.", STATUS="CANCELLED"), event(UID="b", SUMMARY="Khác")), at=LATER
    )
    assert fates(report) == ["held", "new"]
    assert [(made.title_vi, made.summary_vi, made.status) for made in events()] == [
        ("Hội làng", "Cũ.", Status.PLANNED), ("Khác", "", Status.PLANNED),
    ]  # fmt: skip


def test_a_new_date_moves_the_event_and_says_that_its_source_did() -> None:
    one = source()
    taken_in(one, calendar(event()))
    [made] = events()
    uid = made.uid
    report = taken_in(one, calendar(event(DTSTART="20261130T190000", SEQUENCE="1")), at=LATER)
    assert (report.needs_a_look, made.starts_at) == (True, datetime(2026, 11, 30, 12, tzinfo=UTC))
    assert (made.uid, made.sequence, made.own_fields) == (uid, 1, [])
    told = taking_place.notice(made)
    assert told and (told.act, told.reason_vi) == ("moved", "Theo nguồn: Trung tâm Văn hóa")


def test_a_date_that_somebody_moved_here_stays_where_it_is() -> None:
    one = source()
    taken_in(one, calendar(event()))
    [made] = events()
    here = AT + timedelta(days=20)
    taking_place.move(made, starts_at=here, ends_at=None, by=make.person(Role.MODERATOR), at=AT, reason_vi="Bão.")
    report = taken_in(one, calendar(event(DTSTART="20261130T190000")), at=LATER)
    assert (fates(report), made.starts_at) == (["held"], here)


def test_a_source_cancels_and_takes_it_back_but_not_what_was_stopped_here() -> None:
    one = source()
    both = (event(), event(UID="b", SUMMARY="Hai"))
    taken_in(one, calendar(*both))
    first, second = events()
    taking_place.cancel(second, by=make.person(Role.MODERATOR), at=AT, reason_vi="Bão.")
    taken_in(one, calendar(event(STATUS="CANCELLED"), both[1]), at=LATER)
    assert (first.status, second.status) == (Status.CANCELLED, Status.CANCELLED)
    report = taken_in(one, calendar(*both), at=LATER + timedelta(days=1))
    assert (first.status, second.status, fates(report)) == (Status.PLANNED, Status.CANCELLED, ["update", "same"])


def test_what_is_no_longer_in_the_file_is_marked_and_never_deleted() -> None:
    one = source()
    taken_in(one, calendar(event(), event(UID="b", SUMMARY="Hai")))
    assert fates(taken_in(one, calendar(event()), at=LATER)) == ["same", "missing"]
    _first, second = events()
    assert (second.missing_since, second.is_public()) == (LATER, True)
    assert fates(taken_in(one, calendar(event()), at=LATER + timedelta(hours=1))) == ["same"]
    taken_in(one, calendar(event(), event(UID="b", SUMMARY="Hai")), at=LATER + timedelta(days=1))
    assert second.missing_since is None


def test_a_refused_event_is_not_missing() -> None:
    one = source()
    taken_in(one, calendar(event()))
    assert fates(taken_in(one, calendar(event(DTSTART="20260230T180000")), at=LATER)) == ["refused"]


@pytest.mark.parametrize(
    ("place", "fate"), [("Chùa Cầu", "duplicate?"), ("Sân sau chùa Cầu", "duplicate?"), ("Chợ Tam Kỳ", "new")]
)
def test_the_same_title_on_the_same_day_nearby_may_be_the_same(place: str, fate: str) -> None:
    near = {"lat": 15.8771, "lon": 108.326, "location_mode": "exact"}
    bridge = make.listing("Chùa Cầu", **near)
    make.listing("Sân sau chùa Cầu", **{**near, "lat": 15.878})
    make.listing("Chợ Tam Kỳ", **{**near, "lat": 15.57, "lon": 108.47}, area="tam-ky")
    make.event("Hội Làng", venue_id=bridge.id)
    assert fates(looked_at(source(), calendar(event(LOCATION=place)))) == [fate]


def test_a_likely_twin_is_made_only_where_an_editor_says_so() -> None:
    make.event("Hội làng", venue_name="Sân đình")
    file, one = calendar(event(LOCATION="Sân đình")), source()
    taken_in(one, file)
    assert len(events()) == 1
    taken_in(one, file, twins=True)
    assert len(events()) == 2


def test_each_date_of_what_comes_again_is_an_event_and_keeps_its_name_when_moved() -> None:
    weekly = event(UID="w", DTSTART="20261128T180000", RRULE="FREQ=WEEKLY;COUNT=4", EXDATE="20261205T180000")
    one = source()
    taken_in(one, calendar(weekly))
    assert [made.first_day.isoformat() for made in events()] == ["2026-11-28", "2026-12-12", "2026-12-19"]
    moved = event(UID="w", RECURRENCE_ID="20261212T180000", DTSTART="20261213T180000", SUMMARY="Hội làng, dời")
    report = taken_in(one, calendar(weekly, moved), at=LATER)
    assert fates(report) == ["same", "update", "same"]
    assert [made.first_day.isoformat() for made in events()] == ["2026-11-28", "2026-12-13", "2026-12-19"]


def test_each_act_of_an_import_stands_in_the_record() -> None:
    one = source()
    taken_in(one, calendar(event()))
    taken_in(one, calendar(event(SUMMARY="Khác")), at=LATER)
    acts = db.session.scalars(select(EventRevision.act).order_by(EventRevision.id)).all()
    assert list(acts) == ["imported", "published", "imported"]
