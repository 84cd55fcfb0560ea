"""Several at once, on a database of their own: workers over what expires, people of one shop over one step."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.businesses.models import ShopMember
from portal.businesses.steps import expiry, jobs
from portal.businesses.steps.models import Progress, ProgressAct, Standing, Submission
from portal.db import Mode, db, transactions
from portal.letters.models import Reminder
from portal.people import rules as people
from portal.people.models import Role
from portal.worker import in_transaction
from tests import make
from tests.businesses.steps import planting
from tests.make import AT

AT_ONCE = 4
KEYS = ("1.1", "1.2", "1.10", "2.1", "2.2")
BY_CALENDAR = (Standing.EXPIRING, Standing.EXPIRED)


def test_workers_that_come_at_once_let_each_step_expire_once(real_app: Flask) -> None:
    with real_app.app_context(), transactions(Mode.WRITE):
        shop, advisor = make.shop(), make.person(Role.ADVISOR)
        for key in KEYS:
            typed = {"links": "https://example.org/gomson"} if key[0] == "2" else {}
            planting.accepted(shop, key, by=advisor, **typed)
        db.session.commit()
    together = Barrier(AT_ONCE)

    def run(days: int) -> None:
        together.wait()
        with real_app.app_context():
            jobs.expire(AT + timedelta(days=days), in_transaction)

    for days in (340, 370):  # those that stand for a year are told, then expire; 2.1 stands for half a year
        with ThreadPoolExecutor(AT_ONCE) as workers:
            list(workers.map(run, [days] * AT_ONCE))
    with real_app.app_context(), transactions(Mode.READ):
        acts = select(Progress.step_id, ProgressAct.standing).join(ProgressAct, ProgressAct.progress_id == Progress.id)
        came = sorted(db.session.execute(acts.where(ProgressAct.standing.in_(BY_CALENDAR))).tuples().all())
        assert len(came) == len(set(came)) == 2 * len(KEYS) - 1
        assert set(db.session.scalars(select(Progress.standing))) == {Standing.EXPIRED}
        told = db.session.scalars(select(Reminder.subject_id).where(Reminder.kind == expiry.EXPIRED)).all()
        assert len(told) == len(set(told)) == len(KEYS)
        db.session.rollback()


def test_of_the_people_of_a_shop_who_write_at_once_one_is_kept_and_the_others_read_it(real_app: Flask) -> None:
    with real_app.app_context(), transactions(Mode.WRITE):
        shop = make.shop()
        colleagues = [make.person(name=f"Người {number}") for number in range(AT_ONCE - 1)]
        shop.members += [ShopMember(person=one, joined_at=AT) for one in colleagues]
        version = planting.begun(shop, "2.1", links="https://example.org/before").version
        tokens = [people.sign_in(one.person, device="test", at=AT) for one in shop.members]
        here = f"/en/businesses/{shop.slug}/packages/2/2.1"
        db.session.commit()
    together = Barrier(AT_ONCE)

    def post(number: int, path: str, form: dict[str, str]) -> TestResponse:
        client = real_app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = tokens[number]
        together.wait()
        return client.post(path, data=form)

    def write(number: int) -> tuple[int, str]:
        form = {"field": "links", "begun": str(version), "links": f"https://example.org/{number}"}
        answer = post(number, f"{here}/fields", form)
        return answer.status_code, answer.json["saved"] + answer.json.get("wrong", "")

    def hand_in(number: int) -> int:
        form = {"act": "submit", "begun": str(version + 1), "links": kept, "note": "Dạ em gửi"}
        return post(number, here, form).status_code

    with ThreadPoolExecutor(AT_ONCE) as phones:
        written = list(phones.map(write, range(AT_ONCE)))
        [winner] = [number for number, (status, _said) in enumerate(written) if status == 200]
        kept = f"https://example.org/{winner}"
        sent = list(phones.map(hand_in, range(AT_ONCE)))
    for number, (status, said) in enumerate(written):
        assert number == winner or (status == 409 and "Somebody of your shop has changed this" in said and kept in said)
    assert sent == [303] * AT_ONCE
    with real_app.app_context(), transactions(Mode.READ):
        [submission] = db.session.scalars(select(Submission)).all()
        assert ([one.link for one in submission.evidence], submission.note) == ([kept], "Dạ em gửi")
        db.session.rollback()
