"""What the privacy page promises is done by itself: refused sign-ins are forgotten after thirty days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.people import jobs
from portal.people.models import SignInTrial
from tests import make


@pytest.mark.usefixtures("session")
def test_refused_sign_ins_are_forgotten_after_thirty_days() -> None:
    for days in (29, 31):
        at = make.AT - timedelta(days=days)
        db.session.add(SignInTrial(who_digest=str(days), address="127.0.0.1", at=at))
    db.session.flush()
    jobs.forget_trials(make.AT, lambda act: act())
    assert db.session.scalars(select(SignInTrial.who_digest)).all() == ["29"]
