"""Places and the waiting list: nobody too many, nobody passed over, offers that run out and go on to the next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.events import taking_place
from portal.events.models import Event
from portal.events.registrations import admissions, places, rules
from portal.events.registrations.models import Admission, SeatAct, SeatState
from portal.kit.say import Refused
from portal.letters.models import Reminder
from tests import make
from tests.events.registrations.joining import event, join, open_form, session, states
from tests.make import AT, EVENING

ASKED, CONFIRMED, WAITING, OFFERED = SeatState.ASKED, SeatState.CONFIRMED, SeatState.WAITING, SeatState.OFFERED
CANCELLED, DECLINED, LAPSED = SeatState.CANCELLED, SeatState.DECLINED, SeatState.LAPSED
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _session(session: object) -> None:
    """A database for each test."""


def taken(of: Event) -> int:
    """What the counter says; that the seats say the same is part of each question."""
    number = db.session.scalars(select(Admission.taken).where(Admission.event_id == of.id)).one()
    assert number == places.counted(of.id)
    return number


def refusal(act: object, *given: object, **more: object) -> str:
    with pytest.raises(Refused) as refused:
        act(*given, **more)  # type: ignore[operator]
    return str(refused.value)


def test_places_go_until_there_are_none_and_then_one_waits() -> None:
    of = event(capacity=3)
    found = states(join(of, 2), join(of), join(of), join(of))
    assert (found, taken(of)) == ([CONFIRMED, CONFIRMED, WAITING, WAITING], 3)


def test_without_a_number_everybody_has_a_place() -> None:
    of = event(capacity=None)
    assert (states(*(join(of, 5) for _ in range(20))), taken(of)) == ([CONFIRMED] * 20, 100)


def test_a_smaller_party_does_not_overtake_those_who_wait() -> None:
    of = event(capacity=3)
    assert states(join(of, 2), join(of, 2), join(of)) == [CONFIRMED, WAITING, WAITING]
    assert taken(of) == 2


def test_a_place_that_falls_free_is_offered_to_the_first_in_line_with_a_time_to_answer() -> None:
    of = event(capacity=2)
    first, second, third, fourth = join(of), join(of), join(of), join(of)
    rules.cancel(first, by=None, at=AT)
    assert states(first, second, third, fourth) == [CANCELLED, CONFIRMED, OFFERED, WAITING]
    assert (third.offered_until, taken(of)) == (AT + 24 * HOUR, 2)
    rules.accept(third, by=None, at=AT + HOUR)
    assert (states(third, fourth), third.offered_until, taken(of)) == ([CONFIRMED, WAITING], None, 2)


def test_a_large_party_at_the_head_of_the_line_is_waited_for() -> None:
    of = event(capacity=4)
    one, other, third, large, small = join(of), join(of), join(of, 2), join(of, 3), join(of)
    rules.cancel(one, by=None, at=AT)
    assert states(large, small) == [WAITING, WAITING]
    rules.cancel(third, by=None, at=AT)
    assert (states(large, small, other), taken(of)) == ([OFFERED, WAITING, CONFIRMED], 4)


def test_an_offer_that_is_turned_down_or_runs_out_goes_to_the_next() -> None:
    of = event(capacity=1)
    first, second, third, fourth = join(of), join(of), join(of), join(of)
    rules.cancel(first, by=None, at=AT)
    rules.cancel(second, by=None, at=AT + HOUR)
    assert (states(second, third), third.offered_until) == ([CANCELLED, OFFERED], AT + 25 * HOUR)
    rules.lapse(third, at=AT + 24 * HOUR)
    assert third.state == OFFERED
    rules.lapse(third, at=AT + 25 * HOUR)
    assert (states(third, fourth), taken(of)) == ([LAPSED, OFFERED], 1)
    assert "time for this offer is over" in refusal(rules.accept, third, by=None, at=AT + 25 * HOUR)


def test_an_offer_is_not_taken_after_its_time_although_nobody_swept_yet() -> None:
    of = event(capacity=1)
    first, second = join(of), join(of)
    rules.cancel(first, by=None, at=AT)
    assert "time for this offer is over" in refusal(rules.accept, second, by=None, at=AT + 24 * HOUR)


@pytest.mark.parametrize(
    ("left", "stands"),
    [
        (timedelta(days=3), 24 * HOUR), (timedelta(hours=48), 24 * HOUR), (timedelta(hours=20), 10 * HOUR),
        (timedelta(minutes=90), HOUR), (timedelta(minutes=61), HOUR),
    ],
)  # fmt: skip
def test_near_the_beginning_an_offer_stands_for_less(left: timedelta, stands: timedelta) -> None:
    at = EVENING - left
    assert places.offer_ends(event(), at=at) == at + stands


@pytest.mark.parametrize("left", [HOUR, timedelta(minutes=5), timedelta(0), -HOUR])
def test_in_the_last_hour_nothing_is_offered(left: timedelta) -> None:
    of = event(capacity=1)
    first, second = join(of), join(of)
    rules.cancel(first, by=None, at=EVENING - left if left > timedelta(0) else EVENING - HOUR)
    assert (states(second), places.offer_ends(of, at=EVENING - left)) == ([WAITING], None)


def test_more_places_are_offered_in_order_and_fewer_than_taken_are_refused() -> None:
    of = event(capacity=2)
    seats = [join(of) for _ in range(5)]
    open_form(of, capacity=4)
    assert (states(*seats), taken(of)) == ([CONFIRMED, CONFIRMED, OFFERED, OFFERED, WAITING], 4)
    assert refusal(open_form, of, capacity=3) == "4 places are taken already: there cannot be fewer."


def test_staff_may_give_a_place_by_telephone_but_never_one_too_many() -> None:
    of, staff = event(capacity=2), make.person()
    first, large, small = join(of), join(of, 2), join(of)
    rules.confirm(small, by=staff, at=AT)
    assert (states(small, large), taken(of)) == ([CONFIRMED, WAITING], 2)
    assert refusal(rules.confirm, large, by=staff, at=AT).startswith("There is no place free for them.")
    rules.refuse(first, "Chỉ dành cho người lớn", by=staff, at=AT)
    assert (states(first, large), first.word, taken(of)) == ([DECLINED, WAITING], "Chỉ dành cho người lớn", 1)
    assert refusal(rules.refuse, small, " ", by=staff, at=AT) == "Write a word to them: why there is no place."


def test_where_staff_confirm_by_hand_asking_takes_a_place() -> None:
    of, staff = event(capacity=1, by_hand=True), make.person()
    first, second = join(of), join(of)
    assert (states(first, second), taken(of)) == ([ASKED, WAITING], 1)
    rules.confirm(first, by=staff, at=AT)
    assert states(first, second) == [CONFIRMED, WAITING]
    rules.cancel(first, by=None, at=AT)
    rules.accept(second, by=None, at=AT)
    assert (states(second), taken(of)) == ([ASKED], 1)


def test_what_is_over_with_is_not_confirmed() -> None:
    of, staff = event(), make.person()
    seat = join(of)
    rules.cancel(seat, by=None, at=AT)
    rules.cancel(seat, by=None, at=AT)  # pressed twice
    assert taken(of) == 0
    assert refusal(rules.confirm, seat, by=staff, at=AT).startswith("This registration has ended.")


# Sessions


def test_each_session_counts_its_own_places() -> None:
    of = event("Ngày hội", capacity=None)
    bamboo, talk = session(of, "Xưởng lồng đèn", capacity=1), session(of, "Bàn tròn", capacity=2)
    join(of, sessions=[bamboo.id])
    both = join(of, sessions=[bamboo.id, talk.id]).registration.seats
    assert [(seat.event_id, seat.state) for seat in both] == [(bamboo.id, WAITING), (talk.id, CONFIRMED)]
    assert (taken(bamboo), taken(talk), taken(of)) == (1, 1, 0)


def test_sessions_that_share_count_at_their_event_and_have_one_list() -> None:
    of = event("Ba đợt", capacity=2)
    morning = session(of, "Sáng", shares_capacity=True)
    evening = session(of, "Chiều", shares_capacity=True, capacity=1)
    one = join(of, sessions=[morning.id])
    two = join(of, sessions=[evening.id])
    assert (states(one, two), taken(of), taken(evening)) == ([CONFIRMED, CONFIRMED], 2, 1)
    late_for_evening, late_for_morning = join(of, sessions=[evening.id]), join(of, sessions=[morning.id])
    assert states(late_for_evening, late_for_morning) == [WAITING, WAITING]
    rules.cancel(one, by=None, at=AT)  # a place in all, but the evening is full by itself
    assert states(late_for_evening, late_for_morning) == [WAITING, OFFERED]
    assert taken(of) == 2
    rules.cancel(two, by=None, at=AT)
    assert (states(late_for_evening), taken(of), taken(evening)) == ([OFFERED], 2, 1)


def test_who_waits_for_a_session_that_is_full_by_itself_holds_up_nobody_else() -> None:
    of = event("Ba đợt", capacity=5)
    morning = session(of, "Sáng", shares_capacity=True)
    evening = session(of, "Chiều", shares_capacity=True, capacity=1)
    join(of, sessions=[evening.id])
    assert states(join(of, sessions=[evening.id]), join(of, sessions=[morning.id])) == [WAITING, CONFIRMED]
    shared = join(of, 4, sessions=[morning.id])
    assert states(shared, join(of, sessions=[morning.id])) == [WAITING, WAITING]


# An event that does not take place


def test_while_an_event_is_postponed_offers_wait_and_start_anew_with_its_new_date() -> None:
    of, staff = event(capacity=1), make.person()
    first, second, third = join(of), join(of), join(of)
    rules.cancel(first, by=None, at=AT)
    taking_place.postpone(of, by=staff, at=AT, reason_vi="Bão số 6")
    places.withdraw_offers(of, at=AT)
    assert (states(second, third), taken(of)) == ([WAITING, WAITING], 0)
    rules.cancel(third, by=None, at=AT)
    assert states(second) == [WAITING]
    taking_place.move(of, starts_at=EVENING + timedelta(days=7), ends_at=None, by=staff, at=AT, reason_vi="Hết bão")
    places.offer(of, at=AT)
    assert (states(second), taken(of)) == ([OFFERED], 1)


def test_each_act_is_written_down_and_each_offer_has_its_reminder() -> None:
    of = event(capacity=1)
    first, second = join(of), join(of)
    rules.cancel(first, by=None, at=AT)
    rules.accept(second, by=None, at=AT)
    acts = [(act.seat_id, act.act) for act in db.session.scalars(select(SeatAct).order_by(SeatAct.id))]
    assert acts == [
        (first.id, "booked"), (second.id, "waiting"), (first.id, "cancelled"), (second.id, "offered"),
        (second.id, "accepted"),
    ]  # fmt: skip
    due = db.session.execute(select(Reminder.kind, Reminder.subject_id, Reminder.due_at)).all()
    assert [tuple(one) for one in due] == [("seat_offer_lapses", second.id, AT + 24 * HOUR)]


def test_closing_early_lets_the_line_go_on(session: object) -> None:
    of = event(capacity=1)
    first, second = join(of), join(of)
    admissions.close(of, at=AT)
    assert refusal(join, of) == "The organiser has closed registration."
    rules.cancel(first, by=None, at=AT)
    assert states(second) == [OFFERED]
    admissions.reopen(of, at=AT)
    assert states(join(of)) == [WAITING]


def test_the_database_itself_refuses_one_place_too_many() -> None:
    of = event(capacity=2)
    join(of, 2)
    of.admission.taken = 3
    with pytest.raises(Exception, match="not_overbooked"):
        db.session.flush()
