"""Many at the same moment, and the worker over and over: commits are commits here."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from werkzeug.serving import make_server

from portal.db import Mode, db, transactions
from portal.events.models import Event
from portal.events.registrations import forgetting, jobs, places, rules
from portal.events.registrations.models import Admission, Registration, Seat, SeatAct, SeatState
from portal.letters.models import Letter, Reminder
from portal.people.models import Person
from portal.web.clock import now
from portal.worker import Worker, in_transaction
from tests import make
from tests.events.registrations.joining import event, join
from tests.make import AT, EVENING

ROUNDS = 3
PEOPLE, PLACES = 50, 10


@pytest.fixture
def served(real_app: Flask) -> Iterator[tuple[Flask, int]]:
    server = make_server("127.0.0.1", 0, real_app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield real_app, server.server_port
    server.shutdown()


def post(port: int, slug: str, form: dict[str, str]) -> int:
    """Sends a form until it is answered: a busy portal asks to come again."""
    while True:
        line = HTTPConnection("127.0.0.1", port, timeout=60)
        line.request(
            "POST", f"/events/{slug}/registration", urlencode(form),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        status = line.getresponse().status
        line.close()
        if status != 503:
            return status


def planted(app: Flask, *, capacity: int, title: str = "Đêm lồng đèn") -> str:
    starts_at = now() + timedelta(days=5)
    with app.app_context(), transactions(Mode.WRITE):
        slug = event(title, capacity=capacity, given={"starts_at": starts_at, "ends_at": None}).slug
        db.session.commit()
    return slug


def states(app: Flask, slug: str) -> list[SeatState]:
    """In the order in which the places were given."""
    with app.app_context(), transactions(Mode.READ):
        found = select(Seat.state).join(Event, Event.id == Seat.event_id).where(Event.slug == slug)
        return list(db.session.scalars(found.order_by(Seat.id)))


def form(number: int, **more: str) -> dict[str, str]:
    return {"name": f"Người {number}", "phone": f"09051{number:05}", "people": "1", "once": f"{number}"} | more


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_fifty_people_at_once_get_ten_places_and_the_others_a_place_in_line(
    served: tuple[Flask, int], turn: int
) -> None:
    app, port = served
    slug = planted(app, capacity=PLACES)
    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = list(pool.map(lambda number: post(port, slug, form(number)), range(PEOPLE)))
    assert answers == [303] * PEOPLE
    assert states(app, slug) == [SeatState.CONFIRMED] * PLACES + [SeatState.WAITING] * (PEOPLE - PLACES)
    with app.app_context(), transactions(Mode.READ):
        assert db.session.scalars(select(Admission.taken)).one() == PLACES


def test_twenty_ask_for_the_last_place_and_one_has_it(served: tuple[Flask, int]) -> None:
    app, port = served
    slug = planted(app, capacity=1)
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda number: post(port, slug, form(number)), range(20)))
    assert Counter(states(app, slug)) == {SeatState.CONFIRMED: 1, SeatState.WAITING: 19}


def test_one_form_sent_eight_times_at_once_is_one_registration(served: tuple[Flask, int]) -> None:
    app, port = served
    slug = planted(app, capacity=5)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: post(port, slug, form(1)), range(8))) == {303}
    assert states(app, slug) == [SeatState.CONFIRMED]


def test_one_phone_number_with_eight_forms_at_once_is_one_registration(served: tuple[Flask, int]) -> None:
    app, port = served
    slug = planted(app, capacity=5)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: post(port, slug, form(1, once=f"form {number}")), range(8)))
    assert Counter(answers) == {303: 1, 422: 7}
    assert states(app, slug) == [SeatState.CONFIRMED]


def test_all_who_have_a_place_cancel_at_once_and_the_line_moves_up_in_order(real_app: Flask) -> None:
    with real_app.app_context(), transactions(Mode.WRITE):
        of = event(capacity=PLACES)
        numbers = [join(of).id for _ in range(30)]
        db.session.commit()

    def cancel(number: int) -> None:
        """Who meets too many others is asked to come again."""
        try:
            with real_app.app_context():
                in_transaction(lambda: rules.cancel(db.session.get_one(Seat, number), by=None, at=AT))
        except DBAPIError:
            cancel(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(cancel, numbers[:PLACES]))
    with real_app.app_context(), transactions(Mode.READ):
        found = db.session.scalars(select(Seat.state).order_by(Seat.id)).all()
        offered = db.session.scalars(select(SeatAct.seat_id).where(SeatAct.act == "offered").order_by(SeatAct.id)).all()
        assert db.session.scalars(select(Admission.taken)).one() == PLACES
    expected = [SeatState.CANCELLED] * 10 + [SeatState.OFFERED] * 10 + [SeatState.WAITING] * 10
    assert (found, offered) == (expected, numbers[10:20])


# The worker


def test_thirty_sweeps_do_nothing_twice(real_app: Flask) -> None:
    sweep_and_look(real_app, 30)


def sweep_and_look(real_app: Flask, sweeps: int) -> None:
    """Nobody answers: each offer runs out, goes to the next in line, and each of the two letters is written once."""
    with real_app.app_context(), transactions(Mode.WRITE):
        of = event(capacity=2)
        people = [make.person() for _ in range(20)]
        seats = [join(of, by=one).id for one in people]
        rules.cancel(db.session.get_one(Seat, seats[0]), by=people[0], at=AT)
        db.session.commit()
    step, times = (EVENING - AT) / sweeps, [AT]
    with real_app.app_context():
        worker = Worker(real_app, clock=lambda: times[-1])
    for number in range(sweeps + 2):
        times.append(AT + number * step)
        with real_app.app_context():
            worker.sweep()
        if number % 25 == 0:
            check(real_app)
    with real_app.app_context(), transactions(Mode.READ):
        acts = db.session.scalars(select(SeatAct.seat_id).where(SeatAct.act == "offered").order_by(SeatAct.id)).all()
        lapsed = db.session.scalars(select(SeatAct.seat_id).where(SeatAct.act == "lapsed").order_by(SeatAct.id)).all()
        written = Counter(db.session.execute(select(Letter.kind, Letter.person_id)).tuples())
        ends = db.session.scalars(select(Reminder.due_at).where(Reminder.kind == places.LAPSES)).all()
        undone = db.session.scalar(select(func.count()).select_from(Reminder).where(Reminder.done_at.is_(None)))
    assert list(acts) == seats[2 : 2 + len(acts)] and len(acts) > 5
    assert lapsed == acts  # the last of them an hour or less before it begins: nobody else was asked
    assert set(written.values()) == {1}
    assert Counter(kind for kind, _ in written) == {
        "registered": 20, "seat_offered": len(acts), "seat_lapsed": len(acts),
    }  # fmt: skip
    assert max(ends) <= EVENING and undone == 0


def check(app: Flask) -> None:
    with app.app_context(), transactions(Mode.READ):
        [admission] = db.session.scalars(select(Admission)).all()
        assert admission.taken == places.counted(admission.event_id) <= (admission.capacity or 0)


def test_participants_are_forgotten_after_sixty_days_and_the_counts_stay(real_app: Flask) -> None:
    with real_app.app_context(), transactions(Mode.WRITE):
        of = event(capacity=3)
        someone = make.person()
        seat = join(of, 2, name="Đặng Quỳnh Xuyzq", access_needs="xe lăn", by=someone, phone="+84905777123")
        join(of, 2, name="Xuyzq em")
        rules.refuse(join(of, name="Xuyzq anh"), "Xin lỗi Xuyzq", by=someone, at=AT)
        later = make.event("Năm sau", starts_at=EVENING + timedelta(days=200), ends_at=None)
        db.session.commit()
        kept = (seat.id, later.id, someone.id)
    last = EVENING + forgetting.KEPT
    with real_app.app_context():
        jobs.forget(last, in_transaction)
    assert names(real_app) == ["Đặng Quỳnh Xuyzq", "Xuyzq em", "Xuyzq anh"]
    for _ in range(3):
        with real_app.app_context():
            jobs.forget(last + timedelta(days=1), in_transaction)
    assert names(real_app) == ["", "", ""]
    with real_app.app_context(), transactions(Mode.READ):
        rows = db.session.scalars(select(Registration)).all()
        assert all((one.phone, one.person_id, one.once, one.access_needs) == (None, None, None, "") for one in rows)
        assert db.session.scalars(select(Seat.word)).all() == ["", "", ""]
        assert {one.forgotten_at for one in rows} == {last + timedelta(days=1)}
        assert db.session.execute(select(Seat.state, Seat.people).order_by(Seat.id)).tuples().all() == [
            (SeatState.CONFIRMED, 2), (SeatState.WAITING, 2), (SeatState.DECLINED, 1),
        ]  # fmt: skip
        assert db.session.get_one(Seat, kept[0]).acts[0].act == "booked"
        assert db.session.get_one(Person, kept[2]).full_name


def names(app: Flask) -> list[str]:
    with app.app_context(), transactions(Mode.READ):
        return list(db.session.scalars(select(Registration.name).order_by(Registration.id)))
