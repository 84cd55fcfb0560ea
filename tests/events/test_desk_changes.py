"""An announced date changes at the desk: seen first as everybody will read it, then done, and written down."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.db import db
from portal.events import rules, taking_place, when
from portal.events.models import Event, EventPhoto, EventRevision, Status
from portal.listings.models import State
from portal.media.models import Upload
from portal.web.clock import now
from tests import cast, make
from tests.cast import sign_in
from tests.events.test_desk_views import at, form, only, soon
from tests.filling import filled
from tests.looking import LookingClient
from tests.media import samples

WHY = {"reason_vi": "Nước lên từ sáng.", "reason_en": "The water has risen."}


@pytest.fixture
def desk(client: LookingClient) -> LookingClient:
    return sign_in(client, cast.moderator())  # type: ignore[return-value]


def change(desk: LookingClient, event: Event, name: str, **more: Any) -> Any:
    there = f"{at(event)}/changes/{name}"
    return desk.post(there, data=form(desk, there, **{**WHY, "act": "do", **more}))


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).where(AuditEntry.kind == "event").order_by(AuditEntry.id)))


def test_what_everybody_will_read_is_shown_before_anything_is_done(desk: LookingClient) -> None:
    made = soon()
    answer = change(desk, made, "cancelled", act="look")
    assert (answer.status_code, 'id="banner"' in answer.text, WHY["reason_vi"] in answer.text) == (200, True, True)
    assert (only().status, acts()) == (Status.PLANNED, [])


@pytest.mark.parametrize(("name", "status"), [("postponed", Status.POSTPONED), ("cancelled", Status.CANCELLED)])
def test_a_date_is_stopped_with_its_reason_for_the_public_and_goes_on_again(
    desk: LookingClient, name: str, status: Status
) -> None:
    made = soon()
    sequence = made.sequence
    assert change(desk, made, name).status_code == 303
    told = taking_place.notice(only())
    assert told is not None and (only().status, told.reason_vi, told.reason_en) == (status, *WHY.values())
    change(desk, made, "resumed", reason_vi="Nước đã rút.")
    assert (only().status, only().sequence, taking_place.notice(only())) == (Status.PLANNED, sequence + 2, None)
    assert acts() == [f"event_{name}", "event_resumed"]


def test_a_reason_is_needed_and_what_was_typed_stays(desk: LookingClient) -> None:
    made = soon()
    answer = change(desk, made, "postponed", reason_vi=" ", reason_en="Rain")
    assert (answer.status_code, 'id="reason_vi_error"' in answer.text) == (422, True)
    assert filled(answer.text, f"{at(made)}/changes/postponed")["reason_en"] == ["Rain"]
    assert only().status == Status.PLANNED


def test_it_is_moved_to_another_day_and_its_parts_by_as_much(desk: LookingClient) -> None:
    made = soon()
    part = make.session(made, "Khai mạc")
    old, of_part = made.starts_at, part.starts_at
    day = (made.first_day + timedelta(days=2)).isoformat()
    look = change(desk, made, "moved", starts_on=day, act="look")
    assert '<p class="meta">Âm lịch: ' in look.text
    assert change(desk, made, "moved", starts_on=day).status_code == 303
    moved = db.session.get(Event, made.id)
    assert moved is not None and moved.starts_at - old == timedelta(days=2)
    assert moved.sessions[0].starts_at - of_part == timedelta(days=2)
    assert acts() == ["event_moved"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"starts_on": "30/02/2027"}, "starts_on"),
        ({"starts_time": "25:61"}, "starts_time"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
    ],
)
def test_a_date_that_cannot_be_is_said_at_its_field(desk: LookingClient, more: dict[str, str], field: str) -> None:
    answer = change(desk, soon(), "moved", **more)
    assert (answer.status_code, f'id="{field}_error"' in answer.text) == (422, True)
    assert db.session.scalars(select(EventRevision.act)).all() == ["created", "published"]


def test_what_somebody_changed_meanwhile_is_looked_at_first(desk: LookingClient) -> None:
    made = soon()
    there = f"{at(made)}/changes/cancelled"
    sent = form(desk, there, **WHY, act="do")
    rules.revise(made, {"title_en": "Theirs"}, by=None, at=now())
    answer = desk.post(there, data=sent)
    assert (answer.status_code, 'id="overtaken"' in answer.text, only().status) == (409, True, Status.PLANNED)
    sent["version"] = str(only().version)
    assert desk.post(there, data=sent).status_code == 303
    assert only().status == Status.CANCELLED


def test_to_cancel_twice_is_done_once(desk: LookingClient) -> None:
    made = soon()
    change(desk, made, "cancelled")
    there = f"{at(made)}/changes/cancelled"
    desk.post(there, data={**WHY, "act": "do", "version": str(only().version)})
    assert acts() == ["event_cancelled"]


def test_there_is_no_other_change(desk: LookingClient) -> None:
    assert desk.get(f"{at(soon())}/changes/published").status_code == 404


# Parts


def test_a_part_is_added_with_the_kind_and_place_of_its_event_and_is_public_with_it(desk: LookingClient) -> None:
    made = soon()
    there = f"{at(made)}/sessions"
    day = made.first_day.isoformat()
    sent = form_of_session(desk, made, title_vi="Khai mạc", starts_on=day, starts_time="17:00", ends_time="17:30")
    assert desk.post(there, data=sent).status_code == 303
    [part] = db.session.get(Event, made.id).sessions  # type: ignore[union-attr]
    assert (part.kind, part.area, part.state) == (made.kind, made.area, State.PUBLISHED)
    parent = db.session.get(Event, made.id)
    assert parent is not None and when.minute_of(parent.starts_at) == 17 * 60
    assert "Khai mạc" in desk.get(at(made)).text


def form_of_session(desk: LookingClient, event: Event, **changes: Any) -> dict[str, Any]:
    return {**filled(desk.get(f"{at(event)}/sessions/new").text, f"{at(event)}/sessions"), **changes}


def test_a_part_is_mended_and_cancelled_by_itself(desk: LookingClient) -> None:
    made = soon()
    part = make.session(made, "Khai mạc", ends_at=made.ends_at)
    desk.post(at(part), data=form(desk, at(part), title_vi="Mở màn"))
    change(desk, part, "cancelled")
    db.session.expire_all()
    assert (part.title_vi, part.status, made.status) == ("Mở màn", Status.CANCELLED, Status.PLANNED)


def test_a_part_without_a_title_is_refused(desk: LookingClient) -> None:
    made = soon()
    answer = desk.post(f"{at(made)}/sessions", data=form_of_session(desk, made, title_vi="", starts_time="17:00"))
    assert (answer.status_code, 'id="title_vi_error"' in answer.text) == (422, True)


def test_a_part_has_no_parts(desk: LookingClient) -> None:
    part = make.session(soon(), "Khai mạc")
    assert desk.get(f"{at(part)}/sessions/new").status_code == 404


# Photos


WORDS = {"alt_vi": "Đèn trên sông", "credit": "Võ Thị Hoa", "people_agreed": "y"}


def photo(desk: LookingClient, event: Event, **changes: Any) -> Any:
    sent = {**WORDS, "photo": (BytesIO(samples.jpeg(600, 400)), "den.jpg"), **changes}
    return desk.post(f"{at(event)}/photos", data={name: value for name, value in sent.items() if value is not None})


def test_a_photo_is_kept_with_its_words_and_removed_with_its_file(app: Flask, desk: LookingClient) -> None:
    made = soon()
    assert photo(desk, made).status_code == 303
    kept = db.session.scalars(select(EventPhoto)).one()
    assert (kept.event_id, kept.alt_vi, kept.credit) == (made.id, "Đèn trên sông", "Võ Thị Hoa")
    assert "Đèn trên sông" in desk.get(at(made)).text
    desk.post(f"{at(made)}/photos/{kept.id}/removal")
    assert (db.session.scalar(select(EventPhoto)), db.session.scalar(select(Upload))) == (None, None)
    history = db.session.scalars(rules.history(made)).all()
    assert [one.act for one in history][:2] == ["photo_removed", "photo_added"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"people_agreed": None}, "people_agreed"),
        ({"credit": ""}, "credit"),
        ({"alt_vi": ""}, "alt_vi"),
        ({"photo": (BytesIO(b"GIF89a"), "a.jpg")}, "photo"),
        ({"photo": None}, "photo"),
    ],
)
def test_a_photo_without_a_word_about_it_is_refused(desk: LookingClient, changes: dict[str, Any], field: str) -> None:
    answer = photo(desk, soon(), **changes)
    assert (answer.status_code, f'id="{field}_error"' in answer.text) == (422, True)
    assert db.session.scalar(select(EventPhoto)) is None


def test_the_eleventh_photo_has_no_room(desk: LookingClient) -> None:
    made = soon()
    upload = Upload(digest="a" * 64, size=1, media_type="image/jpeg", name="a.jpg", at=now())
    made.photos = [EventPhoto(upload=upload, alt_vi="Một", credit="Hai") for _number in range(10)]
    answer = photo(desk, made)
    assert (answer.status_code, 'id="photo_error"' in answer.text) == (422, True)


def test_a_photo_of_another_event_is_none_of_this_one(desk: LookingClient) -> None:
    made, other = soon("Một"), soon("Hai")
    photo(desk, made)
    kept = db.session.scalars(select(EventPhoto)).one()
    assert desk.post(f"{at(other)}/photos/{kept.id}/removal").status_code == 404
    assert db.session.scalar(select(EventPhoto)) is not None
