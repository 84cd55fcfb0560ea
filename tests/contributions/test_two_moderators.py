"""Two moderators press at the same moment, on a database of their own: one decides, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import select

from portal.contributions.models import Act, Decision, Ticket, TicketState
from portal.db import Mode, db, transactions
from portal.people import rules as people
from portal.people.models import Person
from tests import cast
from tests.contributions import sendings

AT_ONCE = 6


def test_one_decides_and_the_others_are_told(real_app: Flask) -> None:
    with real_app.app_context(), transactions(Mode.WRITE):
        moderators = [cast.moderator() for _one in range(AT_ONCE)]
        tokens = [people.sign_in(one, device="test", at=one.created_at) for one in moderators]
        ticket = sendings.proposal()
        seen = {"version": ticket.version, "subject_version": ticket.listing.version, "reason": "advert"}
        number = ticket.id
        db.session.commit()
    together = Barrier(AT_ONCE)

    def press(token: str) -> int:
        client = real_app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        together.wait()
        return client.post(f"/desk/moderation/{number}/decision", data={**seen, "act": "refused"}).status_code

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = sorted(threads.map(press, tokens))
    assert answers == [303] + [409] * (AT_ONCE - 1)
    with real_app.app_context(), transactions(Mode.READ):
        course = db.session.scalars(select(Decision.act).order_by(Decision.id)).all()
        assert (course, db.session.get_one(Ticket, number).state) == ([Act.SENT, Act.REFUSED], TicketState.REFUSED)
        db.session.rollback()


def test_one_holds_and_the_others_are_told_who(real_app: Flask) -> None:
    with real_app.app_context(), transactions(Mode.WRITE):
        tokens = [people.sign_in(cast.moderator(), device="test", at=sendings.make.AT) for _one in range(AT_ONCE)]
        number = sendings.proposal().id
        db.session.commit()
    together = Barrier(AT_ONCE)

    def take(token: str) -> int:
        client = real_app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        together.wait()
        return client.post(f"/desk/moderation/{number}/hold").status_code

    with ThreadPoolExecutor(AT_ONCE) as threads:
        assert sorted(threads.map(take, tokens)) == [303] + [409] * (AT_ONCE - 1)
    with real_app.app_context(), transactions(Mode.READ):
        held_by = db.session.get_one(Ticket, number).held_by_id
        assert db.session.get_one(Person, held_by).full_name == "Lê Thị Hoa"
        db.session.rollback()
