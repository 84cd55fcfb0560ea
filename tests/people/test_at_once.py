"""Two requests in the same moment, with commits that are commits, on either engine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.db import Mode, db, transactions
from portal.kit import totp
from portal.people import passwords, rules, second_step
from portal.people.models import Grant, Person, Role
from portal.web.clock import now
from tests import cast, make
from tests.people.acting import PASSWORD


def at_once(*acts: Callable[[], int]) -> list[int]:
    together = Barrier(len(acts))

    def begin(act: Callable[[], int]) -> int:
        together.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(begin, acts))


def written(app: Flask, *people: Person) -> list[int]:
    for person in people:
        person.password_hash = passwords.hashed(PASSWORD)
    db.session.commit()
    return [person.id for person in people]


def count(app: Flask, *where: object) -> int:
    with app.app_context(), transactions(Mode.READ):
        return db.session.scalar(select(func.count()).where(*where)) or 0  # type: ignore[arg-type]


def browser_of(app: Flask, number: int) -> FlaskClient:
    client = app.test_client()
    cast.sign_in(client, db.session.get(Person, number))
    db.session.commit()
    return client


def test_two_organisers_who_withdraw_each_other_at_once_leave_one(real_app: Flask):
    with real_app.app_context(), transactions(Mode.WRITE):
        ids = written(real_app, make.person(Role.ORGANISER), make.person(Role.ORGANISER))
        grants = [db.session.get_one(Person, number).grants[0].id for number in ids]
        clients = [browser_of(real_app, number) for number in ids]

    def withdrawing(client: FlaskClient, other: int) -> Callable[[], int]:
        address = f"/desk/people/{ids[other]}/roles/{grants[other]}/withdrawal"
        form = {f"grant{grants[other]}_reason": "away"}
        return lambda: client.post(address, data=form).status_code

    first, second = at_once(withdrawing(clients[0], 1), withdrawing(clients[1], 0))
    assert (first, second in {403, 422}) == (303, True)
    assert count(real_app, Grant.role == Role.ORGANISER, Grant.withdrawn_at.is_(None)) == 1


def test_one_number_that_signs_up_twice_at_once_is_one_account(real_app: Flask):
    form = {"full_name": "Nguyễn Văn Ổn", "who": "0905 123 456", "password": PASSWORD}

    def signing_up() -> int:
        return real_app.test_client().post("/people/sign-up", data=form).status_code

    assert at_once(*[signing_up] * 4) == [303, 422, 422, 422]
    assert count(real_app, Person.id.is_not(None)) == 1


def test_a_code_of_the_app_that_is_typed_on_two_devices_at_once_lets_one_in(real_app: Flask):
    with real_app.app_context(), transactions(Mode.WRITE):
        person = rules.add("0905 123 456", name="Nguyễn Văn Ổn", at=now())
        written(real_app, person)
        factor = second_step.begin(person, at=now())
        second_step.confirm(factor, totp.code(factor.secret, totp.step_at(now())), by=person, at=now())
        factor.last_step = None
        db.session.commit()
        shown = totp.code(factor.secret, totp.step_at(now()))
    clients = [real_app.test_client() for _device in range(4)]
    for client in clients:
        client.post("/people/sign-in", data={"who": "0905 123 456", "password": PASSWORD})

    def typing(client: FlaskClient) -> Callable[[], int]:
        return lambda: client.post("/people/second-step", data={"code": shown}).status_code

    assert at_once(*map(typing, clients)) == [303, 422, 422, 422]
