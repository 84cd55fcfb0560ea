"""Questions about the brief: asked by anybody and kept without a name, answered on the desk, released in one batch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from portal.audit import rules as audit
from portal.competitions import deadlines, publishing, queries
from portal.competitions.brief_models import Question
from portal.competitions.models import Competition, PhaseKind
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.people.models import Person

RELEASED = "competition_answered"
"""The reminder on which the worker writes to everybody who registered."""
SHORTEST, LONGEST = 15, 1000
MOST_WAITING = 500
"""Beyond this somebody is filling the desk: people are asked to come back later."""


def ask(competition: Competition, text: str, *, language: str, at: datetime) -> Question | None:
    """Keeps a question; nothing is kept of who asked, not even the minute. The same words again are one question.

    Refused outside the time for questions, and for what is too short or too long.
    """
    if not deadlines.is_open(competition, PhaseKind.QUESTIONS, at):
        raise Refused(N_("Questions can no longer be asked: their time is over."))
    text = clean(text, lines=True)
    if len(text) < SHORTEST:
        raise Refused(N_("Write your question in a sentence or two."), field="text")
    if len(text) > LONGEST:
        raise Refused(N_("This is too long: at most %(limit)s characters."), field="text", values={"limit": LONGEST})
    waiting = queries.asked(competition)
    if any(one.text == text for one in waiting):
        return None
    if len(waiting) >= MOST_WAITING:
        raise Refused(N_("So many questions wait already that no more are taken today. Come back tomorrow."))
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    question = Question(competition_id=competition.id, text=text, language=language, at=day)
    db.session.add(question)
    db.session.flush()
    return question


def answer(question: Question, given: Mapping[str, str], *, by: Person | None, at: datetime) -> None:
    """Writes the question as it will be published, and its answer. Both can be changed until they are released."""
    _waits(question)
    for name in ("shown_vi", "shown_en", "answer_vi", "answer_en"):
        setattr(question, name, clean(given.get(name, ""), lines=True))
    if not question.shown_vi:
        raise Refused(N_("Write the question in Vietnamese, as it will be published."), field="shown_vi")
    if not question.answer_vi:
        raise Refused(N_("Write the answer in Vietnamese."), field="answer_vi")
    question.answered_by_id = by.id if by else None
    question.left_out_because = ""
    audit.note("question_answered", "competition", question.competition_id, by=by, at=at, question=question.id)


def leave_out(question: Question, why: str, *, by: Person | None, at: datetime) -> None:
    """Puts a question aside: spam, or asked already. The reason is kept."""
    _waits(question)
    if not clean(why):
        raise Refused(N_("Write why it is left out."), field="why")
    question.left_out_because = clean(why)[:300]
    audit.note("question_left_out", "competition", question.competition_id, by=by, at=at, question=question.id)


def release(competition: Competition, *, by: Person | None, at: datetime) -> int:
    """Publishes all answers in one batch as a part of the brief, and tells everybody who registered.

    Refused while a question that waits has no answer. Returns how many there are.
    """
    waiting = queries.asked(competition)
    if not waiting:
        raise Refused(N_("No question waits."))
    if without := sum(not one.answer_vi for one in waiting):
        raise Refused(N_("%(count)s questions have no answer yet: all go out together."), values={"count": without})
    batch = 1 + (db.session.scalar(
        select(func.max(Question.batch)).where(Question.competition_id == competition.id)) or 0)  # fmt: skip
    for one in waiting:
        one.batch, one.released_at = batch, at
    publishing.renew(competition, {}, by=by, at=at)
    letters.remind(RELEASED, of=competition.id, at=at)
    audit.note("questions_released", "competition", competition.id, by=by, at=at, batch=batch)
    return len(waiting)


def _waits(question: Question) -> None:
    if question.batch is not None:
        raise Refused(N_("This question has been published: what changes is told in an addendum."))
