"""One act lets wards rest and stops the chosen events there; one act takes it back; the record says who and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.db import db
from portal.events import flood, flood_reach, mirrors, rules, taking_place
from portal.events.flood import Order, Stop
from portal.events.models import Event, EventRevision, Status
from portal.events.registrations.models import Admission, Joining
from portal.kit.say import Refused
from portal.letters import rules as letters
from portal.listings import queries, resting
from portal.listings.models import PauseCause, WardPause
from portal.people.models import Person, Role
from tests import make
from tests.make import AT, EVENING

pytestmark = pytest.mark.usefixtures("session")
WARD, OTHER = "cu-cam-nam", "cu-cam-kim"
UNTIL = date(2026, 12, 2)
OVER = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
REASON = "Nước lên, đường ngập."


@pytest.fixture
def desk() -> Person:
    return make.person(Role.MODERATOR, name="Một")


@pytest.fixture
def colleague() -> Person:
    return make.person(Role.ORGANISER, name="Hai")


def order(until: date | None = UNTIL, **more: object) -> Order:
    return Order(PauseCause.FLOOD, until, REASON, "The water is rising.", **more)  # type: ignore[arg-type]


def throw(by: Person, with_: Person | None, *wards: str, at: datetime = AT, **more: object) -> list[WardPause]:
    return flood.begin(wards or (WARD,), order(**more), by=by, together_with=with_, at=at)  # type: ignore[arg-type]


def last(event: Event) -> EventRevision:
    found = select(EventRevision).where(EventRevision.event_id == event.id).order_by(EventRevision.id.desc())
    return db.session.scalars(found.limit(1)).one()


def admit(event: Event, closes_at: datetime | None) -> Admission:
    event.admission = Admission(joining=Joining.FORM, capacity=10, closes_at=closes_at)
    db.session.flush()
    return event.admission


# What it reaches


def test_it_reaches_what_is_planned_there_and_then() -> None:
    here = make.event("Ở đây", ward_old=WARD)
    newer = make.event("Phường mới", ward_new="hoi-an")
    make.event("Phường khác", ward_old=OTHER)
    make.event("Sau đó", ward_old=WARD, starts_at=OVER, ends_at=None)
    make.event("Đã qua", ward_old=WARD, starts_at=AT - timedelta(days=3), ends_at=None)
    running = make.event("Đang bày", ward_old=WARD, starts_at=AT - timedelta(days=3), ends_at=AT + timedelta(days=3))
    taking_place.cancel(make.event("Đã hủy", ward_old=WARD), by=None, at=AT, reason_vi="Mưa.")
    hidden = make.event("Đã ẩn", ward_old=WARD)
    rules.hide(hidden, by=make.person(), at=AT, reason="Sai.")
    assert flood_reach.reach([WARD], until=UNTIL, at=AT).events == [running, here]
    assert flood_reach.reach([WARD, "hoi-an"], until=UNTIL, at=AT).events == [running, here, newer]


def test_while_nobody_knows_when_it_ends_two_weeks_are_looked_at() -> None:
    soon = make.event("Sắp tới", ward_old=WARD, starts_at=AT + timedelta(days=13), ends_at=None)
    make.event("Còn lâu", ward_old=WARD, starts_at=AT + timedelta(days=15), ends_at=None)
    assert flood_reach.reach([WARD], until=None, at=AT).events == [soon]


def test_a_session_stands_by_itself_only_where_its_event_does_not() -> None:
    inside = make.event("Trong phường", ward_old=WARD)
    make.session(inside, "Phiên trong", ward_old=WARD)
    outside = make.event("Ngoài phường", ward_old=OTHER)
    session = make.session(outside, "Phiên ở đây", ward_old=WARD)
    assert set(flood_reach.reach([WARD], until=UNTIL, at=AT).events) == {inside, session}


def test_it_lists_closings_and_the_deadlines_that_others_keep() -> None:
    later = make.event("Cuối tháng", ward_old=WARD, starts_at=AT + timedelta(days=30), ends_at=None)
    admit(later, AT + timedelta(days=5))
    admit(make.event("Đóng sau", ward_old=WARD, starts_at=AT + timedelta(days=30), ends_at=None), OVER)
    admit(make.event("Phường khác", ward_old=OTHER), AT + timedelta(days=2))
    day = {"kind": "competition", "area": "hoi-an", "deadline": True, "ends_at": None}
    everywhere = mirrors.mirror("demo:1", {**day, "title_vi": "Hạn chung", "starts_at": EVENING}, at=AT)
    there = mirrors.mirror("demo:2", {**day, "title_vi": "Hạn ở đây", "starts_at": EVENING, "ward_old": WARD}, at=AT)
    mirrors.mirror("demo:3", {**day, "title_vi": "Ở phường khác", "starts_at": EVENING, "ward_old": OTHER}, at=AT)
    mirrors.mirror("demo:4", {**day, "title_vi": "Vùng khác", "starts_at": EVENING, "area": "tam-ky"}, at=AT)
    found = flood_reach.reach([WARD], until=UNTIL, at=AT)
    assert (found.events, found.closings, found.deadlines) == ([], [later], [everywhere, there])


# Thrown


def test_one_act_stops_what_was_chosen_and_leaves_the_rest(desk: Person, colleague: Person) -> None:
    postponed, cancelled, left = (make.event(title, ward_old=WARD) for title in ("Một", "Hai", "Ba"))
    before = {one.id: (one.uid, one.sequence) for one in (postponed, cancelled, left)}
    [pause] = throw(desk, colleague, stops={postponed.id: Stop.POSTPONE, cancelled.id: Stop.CANCEL})
    assert [one.status for one in (postponed, cancelled, left)] == [
        Status.POSTPONED, Status.CANCELLED, Status.PLANNED,
    ]  # fmt: skip
    assert [(one.uid, one.sequence) for one in (postponed, cancelled, left)] == [
        (before[postponed.id][0], before[postponed.id][1] + 1),
        (before[cancelled.id][0], before[cancelled.id][1] + 1),
        before[left.id],
    ]
    told = taking_place.notice(postponed)
    assert told is not None and (told.reason_vi, told.reason_en) == (REASON, "The water is rising.")
    assert (told.pause_id, told.by_id) == (pause.id, desk.id)
    assert resting.wards(at=AT).keys() == {WARD}


def test_an_event_that_it_does_not_reach_cannot_be_stopped_with_it(desk: Person, colleague: Person) -> None:
    elsewhere = make.event("Nơi khác", ward_old=OTHER)
    throw(desk, colleague, stops={elsewhere.id: Stop.CANCEL}, closings={elsewhere.id: date(2026, 12, 9)})
    assert elsewhere.status == Status.PLANNED


def test_a_list_of_wards_rests_in_one_act_and_the_public_is_told_once(desk: Person, colleague: Person) -> None:
    pauses = throw(desk, colleague, WARD, OTHER, WARD)
    assert [one.ward for one in pauses] == [WARD, OTHER]
    [told] = resting.told(at=AT)
    assert (told.wards, told.reason_vi, told.rest.until) == ((OTHER, WARD), REASON, OVER)
    assert list(resting.together(pauses[0])) == pauses


def test_two_names_stand_in_the_record_and_a_third_of_who_ended_it(desk: Person, colleague: Person) -> None:
    [pause] = throw(desk, colleague)
    flood.end(pause, by=colleague, at=AT + timedelta(hours=1))
    assert (pause.by_id, pause.with_id, pause.ended_by_id) == (desk.id, colleague.id, colleague.id)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "ward_pause").order_by(AuditEntry.id))
    assert [(one.act, one.by_id, one.details.get("with_person")) for one in entries] == [
        ("ward_paused", desk.id, colleague.id), ("ward_pause_ended", colleague.id, None),
    ]  # fmt: skip


def test_the_second_name_is_another_one_of_the_desk(desk: Person, colleague: Person) -> None:
    for wrong in (None, desk, make.person(Role.JUROR), make.person()):
        with pytest.raises(Refused) as refused:
            throw(desk, wrong)
        assert refused.value.field == "with_id"
    assert resting.wards(at=AT) == {}


def test_whoever_is_alone_at_the_desk_decides_alone(desk: Person) -> None:
    [pause] = throw(desk, None)
    assert pause.with_id is None


@pytest.mark.parametrize(("wards", "reason", "field"), [((), REASON, "ward"), ((WARD,), "  ", "reason_vi")])
def test_it_needs_a_ward_and_a_reason(
    desk: Person, colleague: Person, wards: tuple[str, ...], reason: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        flood.begin(wards, Order(PauseCause.FLOOD, None, reason), by=desk, together_with=colleague, at=AT)
    assert refused.value.field == field


def test_one_ward_that_rests_already_refuses_the_whole_act(desk: Person, colleague: Person) -> None:
    throw(desk, colleague)
    with pytest.raises(Refused, match="already"):
        throw(desk, colleague, OTHER, WARD)


# Deadlines


def test_a_closing_moves_to_the_chosen_day_at_its_time(desk: Person, colleague: Person) -> None:
    event = make.event("Lớp", ward_old=WARD, starts_at=AT + timedelta(days=30), ends_at=None)
    admission = admit(event, AT + timedelta(days=5))
    [pause] = throw(desk, colleague, closings={event.id: date(2026, 12, 9)})
    assert admission.closes_at == datetime(2026, 12, 9, 3, 0, tzinfo=UTC)
    assert (last(event).act, last(event).pause_id, last(event).reason_vi) == ("extended", pause.id, REASON)
    assert event.sequence == 0


@pytest.mark.parametrize("day", [date(2026, 11, 27), date(2026, 11, 20), date(2027, 2, 1)])
def test_a_day_before_the_old_one_or_after_the_event_is_refused_at_its_field(
    desk: Person, colleague: Person, day: date
) -> None:
    event = make.event("Lớp", ward_old=WARD, starts_at=AT + timedelta(days=30), ends_at=None)
    admit(event, AT + timedelta(days=5))
    with pytest.raises(Refused) as refused:
        throw(desk, colleague, closings={event.id: day})
    assert refused.value.field == f"event_{event.id}_day"


def test_it_goes_back_when_the_switch_is_taken_back_in_time(desk: Person, colleague: Person) -> None:
    event = make.event("Lớp", ward_old=WARD, starts_at=AT + timedelta(days=30), ends_at=None)
    old = AT + timedelta(days=5)
    admission = admit(event, old)
    [pause] = throw(desk, colleague, closings={event.id: date(2026, 12, 9)})
    flood.end(pause, by=desk, at=AT + timedelta(hours=1))
    assert (admission.closes_at, last(event).act) == (old, "shortened")


def test_it_stays_once_the_old_day_has_gone_by(desk: Person, colleague: Person) -> None:
    event = make.event("Lớp", ward_old=WARD, starts_at=AT + timedelta(days=30), ends_at=None)
    admission = admit(event, AT + timedelta(days=5))
    [pause] = throw(desk, colleague, closings={event.id: date(2026, 12, 9)})
    later = admission.closes_at
    flood.end(pause, by=desk, at=AT + timedelta(days=5))
    assert (admission.closes_at, last(event).act) == (later, "extended")


def test_it_stays_where_somebody_chose_another_day_since(desk: Person, colleague: Person) -> None:
    event = make.event("Lớp", ward_old=WARD, starts_at=AT + timedelta(days=30), ends_at=None)
    admission = admit(event, AT + timedelta(days=5))
    [pause] = throw(desk, colleague, closings={event.id: date(2026, 12, 9)})
    admission.closes_at = AT + timedelta(days=20)
    flood.end(pause, by=desk, at=AT + timedelta(hours=1))
    assert admission.closes_at == AT + timedelta(days=20)


# Taken back


def test_taken_back_in_one_act_everything_takes_place_again(desk: Person, colleague: Person) -> None:
    events = [make.event(title, ward_old=ward) for title, ward in (("Một", WARD), ("Hai", OTHER))]
    session = make.session(events[0], "Phiên")
    uids = [one.uid for one in (*events, session)]
    pauses = throw(desk, colleague, WARD, OTHER, stops={events[0].id: Stop.POSTPONE, events[1].id: Stop.CANCEL})
    assert [one.status for one in (*events, session)] == [Status.POSTPONED, Status.CANCELLED, Status.POSTPONED]
    assert flood.end_together(pauses[0], by=colleague, at=AT + timedelta(hours=1)) == pauses
    assert [(one.status, one.sequence) for one in (*events, session)] == [(Status.PLANNED, 2)] * 3
    assert [one.uid for one in (*events, session)] == uids
    assert taking_place.notice(events[0]) is None
    assert (last(events[0]).act, last(events[0]).pause_id) == ("resumed", pauses[0].id)
    assert (resting.wards(at=AT + timedelta(hours=1)), resting.told(at=AT + timedelta(hours=1))) == ({}, [])


def test_twice_taken_back_is_once(desk: Person, colleague: Person) -> None:
    event = make.event("Một", ward_old=WARD)
    [pause] = throw(desk, colleague, stops={event.id: Stop.POSTPONE})
    for _twice in range(2):
        flood.end(pause, by=desk, at=AT + timedelta(hours=1))
    assert event.sequence == 2
    assert pause.ended_at == AT + timedelta(hours=1)


def test_what_somebody_changed_since_stays_as_it_is(desk: Person, colleague: Person) -> None:
    moved, cancelled, by_hand = (make.event(title, ward_old=WARD) for title in ("Một", "Hai", "Ba"))
    taking_place.cancel(by_hand, by=desk, at=AT, reason_vi="Thiếu người.")
    [pause] = throw(desk, colleague, stops={moved.id: Stop.POSTPONE, cancelled.id: Stop.POSTPONE})
    later = AT + timedelta(hours=1)
    day = EVENING + timedelta(days=9)
    taking_place.move(moved, starts_at=day, ends_at=None, by=desk, at=later, reason_vi="Lụt.")
    taking_place.cancel(cancelled, by=desk, at=later, reason_vi="Thầy ốm.")
    flood.end(pause, by=desk, at=later + timedelta(hours=1))
    assert (moved.status, moved.starts_at) == (Status.PLANNED, day)
    assert [cancelled.status, by_hand.status] == [Status.CANCELLED, Status.CANCELLED]


def test_what_is_over_meanwhile_did_not_take_place(desk: Person, colleague: Person) -> None:
    event = make.event("Một", ward_old=WARD)
    exhibition = make.event("Triển lãm", ward_old=WARD, ends_at=EVENING + timedelta(days=20))
    [pause] = throw(desk, colleague, stops={event.id: Stop.POSTPONE, exhibition.id: Stop.POSTPONE})
    flood.end(pause, by=desk, at=OVER)
    assert [event.status, exhibition.status] == [Status.POSTPONED, Status.PLANNED]


def test_what_lies_in_another_ward_that_rests_waits_for_that_one(desk: Person, colleague: Person) -> None:
    event = make.event("Một", ward_old=WARD, ward_new="hoi-an")
    [first] = throw(desk, colleague, stops={event.id: Stop.POSTPONE})
    [second] = throw(desk, colleague, "hoi-an", at=AT + timedelta(minutes=1))
    flood.end(first, by=desk, at=AT + timedelta(hours=1))
    assert event.status == Status.POSTPONED
    flood.end(second, by=desk, at=AT + timedelta(hours=2))
    assert str(event.status) == Status.PLANNED


def test_a_session_that_was_stopped_with_its_ward_waits_for_its_event(desk: Person, colleague: Person) -> None:
    outside = make.event("Ngoài phường", ward_old=OTHER)
    session = make.session(outside, "Phiên ở đây", ward_old=WARD)
    [pause] = throw(desk, colleague, stops={session.id: Stop.CANCEL})
    assert [outside.status, session.status] == [Status.PLANNED, Status.CANCELLED]
    taking_place.cancel(outside, by=desk, at=AT + timedelta(minutes=5), reason_vi="Thiếu người.")
    flood.end(pause, by=desk, at=AT + timedelta(hours=1))
    assert session.status == Status.CANCELLED


def test_the_worker_takes_it_back_when_its_day_has_come(desk: Person, colleague: Person) -> None:
    exhibition = make.event("Triển lãm", ward_old=WARD, ends_at=EVENING + timedelta(days=20))
    [pause] = throw(desk, colleague, stops={exhibition.id: Stop.CANCEL})
    version, _changed = queries.map_version()
    letters.REMINDED[resting.OVER](pause.id, OVER)
    assert (pause.ended_at, pause.ended_by_id) == (OVER, None)
    assert (exhibition.status, last(exhibition).by_id) == (Status.PLANNED, None)
    assert queries.map_version()[0] > version
