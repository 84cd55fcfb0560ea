"""What the worker does for those who take part: letters in their language, told once; the line follows the event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import owed
from portal.db import db
from portal.events import taking_place
from portal.events.registrations import jobs, queries, rules
from portal.events.registrations.models import SeatState
from portal.letters.models import Letter, Reminder
from portal.letters.rules import REMINDED
from portal.people.models import Person
from tests import make
from tests.events.registrations.joining import event, join, session, states
from tests.make import AT, EVENING


@pytest.fixture
def work(app: Flask, session: object) -> Callable[[datetime], list[tuple[str, str]]]:
    """Makes good what is due at a moment, as the worker does; the letters written: to whom, and their subjects."""

    def done(at: datetime) -> list[tuple[str, str]]:
        known = {letter.id for letter in db.session.scalars(select(Letter))}
        while waiting := db.session.scalars(owed.due(Reminder, at)).all():
            for number in waiting:
                reminder = db.session.get_one(Reminder, number)
                REMINDED[reminder.kind](reminder.subject_id, at)
                owed.done(reminder, at=at)
                db.session.flush()
        new = [one for one in db.session.scalars(select(Letter).order_by(Letter.id)) if one.id not in known]
        return [(one.person.full_name, one.subject) for one in new]

    return done


Work = Callable[[datetime], list[tuple[str, str]]]


def body() -> str:
    return db.session.scalars(select(Letter.body).order_by(Letter.id.desc()).limit(1)).one()


def someone(name: str, language: str = "en") -> Person:
    return make.person(name=name, language=language)


def test_who_has_an_account_gets_what_they_registered_for(work: Work) -> None:
    of = event("Ngày hội", capacity=None)
    one, two = session(of, "Xưởng tre", capacity=2), session(of, "Bàn tròn", capacity=9)
    join(of, 2, sessions=[one.id])
    join(of, 2, sessions=[one.id, two.id], by=someone("Mai"))
    assert work(AT) == [("Mai", "Your registration: Ngày hội")]
    lines = body().split("\n\n")
    assert "28 November 2026" in lines[0] and "lunar" in lines[0].lower()
    assert lines[1] == "Xưởng tre, 2 people: In the waiting list\nBàn tròn, 2 people: You have a place"
    assert "/en/events/registrations/" in lines[2]


def test_an_offer_is_told_and_one_that_was_answered_in_the_meantime_is_not(work: Work) -> None:
    of = event(capacity=1)
    first, second = join(of), join(of, by=someone("Mai"))
    work(AT)
    rules.cancel(first, by=None, at=AT)
    assert work(AT) == [("Mai", "It is your turn: Xưởng lồng đèn")]
    assert "until 10:00 (GMT+7), 23 November 2026." in body()
    third = join(of, by=someone("Bảo"))
    rules.cancel(second, by=None, at=AT)
    rules.accept(third, by=None, at=AT)
    assert work(AT) == [("Bảo", "Your registration: Xưởng lồng đèn")]


def test_refusals_carry_their_word_and_confirmations_are_told(work: Work) -> None:
    of, staff = event(by_hand=True), make.person()
    one, two = join(of, by=someone("Mai")), join(of, by=someone("Bảo", "vi"))
    work(AT)
    rules.confirm(one, by=staff, at=AT)
    rules.refuse(two, "Đã đủ người", by=staff, at=AT)
    assert [name for name, _ in work(AT)] == ["Mai", "Bảo"]
    assert "Đã đủ người" in body()


def test_a_whole_event_that_is_postponed_is_told_once_to_each(work: Work) -> None:
    of, staff = event("Ngày hội", capacity=None), make.person()
    one, two = session(of, "Xưởng tre", capacity=5), session(of, "Bàn tròn", capacity=9)
    join(of, sessions=[one.id, two.id], by=someone("Mai"))
    join(of, sessions=[two.id])
    work(AT)
    taking_place.postpone(of, by=staff, at=AT, reason_vi="Bão số 6", reason_en="Storm no. 6")
    assert work(AT) == [("Mai", "Postponed: Ngày hội")]
    assert "Storm no. 6" in body()
    assert work(AT) == []


def test_one_session_that_is_cancelled_is_told_to_those_who_chose_it(work: Work) -> None:
    of, staff = event("Ngày hội", capacity=None), make.person()
    one, two = session(of, "Xưởng tre", capacity=5), session(of, "Bàn tròn", capacity=9)
    join(of, sessions=[one.id], by=someone("Mai"))
    join(of, sessions=[two.id], by=someone("Bảo"))
    work(AT)
    taking_place.cancel(one, by=staff, at=AT, reason_vi="Thợ ốm")
    assert [name for name, _ in work(AT)] == ["Mai"]


def test_the_line_waits_while_an_event_is_put_off_and_moves_on_with_its_new_date(work: Work) -> None:
    of, staff = event(capacity=1), make.person()
    first, second, third = join(of), join(of, by=someone("Mai")), join(of)
    work(AT)
    rules.cancel(first, by=None, at=AT)
    work(AT)
    taking_place.postpone(of, by=staff, at=AT, reason_vi="Bão số 6")
    assert work(AT) == [("Mai", "Postponed: Xưởng lồng đèn")]
    assert states(second, third) == [SeatState.WAITING, SeatState.WAITING]
    assert work(AT + timedelta(days=2)) == []  # the time of the first offer is over, and nothing lapses
    assert states(second) == [SeatState.WAITING]
    later = AT + timedelta(days=3)
    taking_place.move(of, starts_at=EVENING + timedelta(days=9), ends_at=None, by=staff, at=later, reason_vi="Hết bão")
    told = work(later)
    assert set(told) == {("Mai", "It is your turn: Xưởng lồng đèn"), ("Mai", "A new date: Xưởng lồng đèn")}
    assert (states(second), second.offered_until) == ([SeatState.OFFERED], later + timedelta(days=1))


def test_who_cannot_be_written_to_is_on_the_list_of_numbers_to_call(work: Work) -> None:
    of, staff = event(capacity=1), make.person()
    first, second = join(of), join(of)
    join(of, by=someone("Mai"))
    assert queries.to_call(of) == []
    taking_place.move(of, starts_at=EVENING + timedelta(days=9), ends_at=None, by=staff, at=AT, reason_vi="Bão")
    assert queries.to_call(of) == [first, second]
    rules.keep(first, by=None, at=AT)
    rules.call(second, by=staff, at=AT)
    assert queries.to_call(of) == []
    after = AT + timedelta(hours=1)
    rules.cancel(first, by=None, at=after)
    assert queries.to_call(of) == [second]


def test_an_erased_person_is_written_to_no_more(work: Work) -> None:
    of, mai = event(capacity=1), someone("Mai")
    first = join(of)
    join(of, by=mai)
    work(AT)
    mai.erased_at = AT
    rules.cancel(first, by=None, at=AT)
    assert work(AT) == []


def test_reminders_of_what_is_no_more_do_nothing(work: Work) -> None:
    for act in (jobs.lapse, jobs.tell, jobs.acknowledge, jobs.follow):
        act(2_147_483_647, AT)
    assert work(AT) == []
