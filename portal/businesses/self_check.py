"""Whether the campaign suits a business: some questions with an answer in words each. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from portal.audit import rules as audit
from portal.businesses.self_check_models import SelfCheckQuestion
from portal.db import db
from portal.kit.say import N_, Refused
from portal.listings import standing
from portal.people.models import Person

WORDED = ("asks_vi", "asks_en", "asks_fr", "no_vi", "no_en", "no_fr", "decides")
YES, NO = "yes", "no"


class Outcome(NamedTuple):
    """What the answers come to: whether it suits, is half answered, or does not; and the questions answered with no."""

    sentence: str
    suits: bool
    noes: list[SelfCheckQuestion]


def questions() -> Sequence[SelfCheckQuestion]:
    return db.session.scalars(select(SelfCheckQuestion).order_by(SelfCheckQuestion.id)).all()


def question(key: str) -> SelfCheckQuestion | None:
    return db.session.scalar(select(SelfCheckQuestion).where(SelfCheckQuestion.key == key))


def outcome(asked: Sequence[SelfCheckQuestion], answers: Mapping[str, str]) -> Outcome | None:
    """None while nothing was answered."""
    given = {one.key: answers.get(one.key, "") for one in asked}
    if not any(answer in {YES, NO} for answer in given.values()):
        return None
    noes = [one for one in asked if given[one.key] == NO]
    if any(one.decides for one in noes):
        return Outcome(N_("The campaign does not suit you now."), False, noes)
    if any(answer not in {YES, NO} for answer in given.values()):
        return Outcome(N_("Answer all of them, then we can tell."), False, noes)
    return Outcome(N_("Yes, it suits you. Apply, also when something below is still missing."), True, noes)


def word(question: SelfCheckQuestion, given: Mapping[str, Any], *, by: Person, at: datetime) -> None:
    """How a question is worded from now on. Refused without its words in Vietnamese."""
    for name in ("asks_vi", "no_vi"):
        if not given[name]:
            raise Refused(N_("Visitors read it in Vietnamese first: write it in Vietnamese too."), field=name)
    for name in WORDED:
        setattr(question, name, given[name])
    question.changed_at = at
    audit.note("question_worded", "self_check_question", question.id, by=by, at=at)
    db.session.flush()
    standing.touch(at=at)
