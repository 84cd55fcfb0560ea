"""What the privacy page promises is done by itself: refused sign-ins and old ones are forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.contributions import tickets
from portal.contributions.models import Act, Ticket, TicketKind, TicketPhoto, TicketState
from portal.db import db
from portal.media.models import Upload
from portal.people import codes, jobs, rules
from portal.people.models import OneTimeCode, PersonSession, SignInTrial
from tests import make


@pytest.mark.usefixtures("session")
def test_refused_sign_ins_are_forgotten_after_thirty_days() -> None:
    for days in (29, 31):
        at = make.AT - timedelta(days=days)
        db.session.add(SignInTrial(who_digest=str(days), address="127.0.0.1", at=at))
    db.session.flush()
    jobs.forget_trials(make.AT, lambda act: act())
    assert db.session.scalars(select(SignInTrial.who_digest)).all() == ["29"]


@pytest.mark.usefixtures("session")
def test_sign_ins_and_codes_are_forgotten_ninety_days_after_their_end_and_standing_ones_are_not() -> None:
    person = make.person()
    for device, begun, ended in (
        ("stands", 0, None), ("ended lately", 100, 89), ("ended long ago", 100, 91), ("ran out lately", 179, None),
        ("ran out long ago", 181, None),
    ):  # fmt: skip
        rules.sign_in(person, device=device, at=make.AT - timedelta(days=begun))
        db.session.flush()
        if ended:
            sign_in = db.session.scalars(select(PersonSession).order_by(PersonSession.id.desc())).first()
            sign_in.ended_at = make.AT - timedelta(days=ended)
    for days in (98, 96):  # a code is good for seven
        codes.hand(person, at=make.AT - timedelta(days=days))
    jobs.forget_sign_ins(make.AT, lambda act: act())
    assert db.session.scalars(select(PersonSession.device).order_by(PersonSession.id)).all() == [
        "stands", "ended lately", "ran out lately",
    ]  # fmt: skip
    assert len(db.session.scalars(select(OneTimeCode)).all()) == 1


@pytest.mark.usefixtures("session")
def test_drafts_are_forgotten_with_their_photos_ninety_days_after_their_last_letter() -> None:
    for days in (89, 91):
        begun = tickets.begin(
            TicketKind.PROPOSAL, by=None, at=make.AT - timedelta(days=days), language="vi", sender_name=str(days)
        )
        upload = Upload(digest=str(days) * 32, size=1, media_type="image/jpeg", name="a.jpg", at=make.AT)
        begun.ticket.photos.append(TicketPhoto(upload=upload))
    sent = tickets.begin(
        TicketKind.PROPOSAL, by=None, at=make.AT - timedelta(days=91), language="vi", sender_name="sent"
    )
    tickets.turn(sent.ticket, Act.SENT, TicketState.WAITING, by=None, at=make.AT)
    jobs.forget_drafts(make.AT, lambda act: act())
    assert db.session.scalars(select(Ticket.sender_name).order_by(Ticket.id)).all() == ["89", "sent"]
    assert db.session.scalars(select(Upload.digest)).all() == ["89" * 32]
