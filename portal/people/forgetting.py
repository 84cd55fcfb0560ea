"""What of people's sign-ins is no longer needed and goes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from portal.db import db
from portal.people.models import OneTimeCode, PersonSession
from portal.people.rules import SIGN_IN_LASTS

SIGN_INS_LAST = timedelta(days=90)  # after their end, as the privacy page says


def forget_sign_ins(*, at: datetime) -> None:
    """Deletes sign-ins that ended ninety days ago or ran out then, and codes that were good for none since."""
    before = at - SIGN_INS_LAST
    ran_out = PersonSession.begun_at < before - SIGN_IN_LASTS
    db.session.execute(delete(PersonSession).where(or_(PersonSession.ended_at < before, ran_out)))
    db.session.execute(delete(OneTimeCode).where(OneTimeCode.expires_at < before))
