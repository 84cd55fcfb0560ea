"""Letters to all who are in a competition, and the ends that the worker notes by itself."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from portal.competitions import jobs, publishing, queries, questions, roster, rules
from portal.competitions.entries.models import Entry, EntryMember, EntryState, Identity
from portal.competitions.models import PhaseKind, Seat, Stage
from portal.db import db
from portal.letters.models import Letter
from tests import make
from tests.competitions import planting
from tests.make import AT

DAY = timedelta(days=1)


def _entry(competition, person, code, *, state=EntryState.DRAFT, members=()):
    entry = Entry(competition=competition, code=code, state=state, begun_at=AT, changed_at=AT)
    entry.identity = Identity(person=person)
    entry.members = [EntryMember(person_id=one.id, name=one.full_name) for one in members]
    db.session.add(entry)
    db.session.flush()


def _letters(kind):
    return db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.person_id)).all()


def test_everybody_who_registered_is_told_once_in_their_language(session):
    competition = planting.competition()
    lan = make.person(name="Trần Lan", language="en")
    mai, out, elsewhere = make.person(name="Lê Mai"), make.person(name="Đã rút"), make.person(name="Người ngoài")
    _entry(competition, lan, "HT4827", members=[mai])
    _entry(competition, lan, "KV1093")
    _entry(competition, out, "BX2211", state=EntryState.WITHDRAWN)
    _entry(planting.competition(title_vi="Khác"), elsewhere, "NM5520")
    assert list(queries.registrants(competition)) == [lan, mai]
    made = publishing.extend(
        competition, PhaseKind.SUBMIT, planting.DEADLINE + DAY, reason_vi="Bão số 12", reason_en="Storm no. 12",
        by=None, at=AT,
    )  # fmt: skip
    jobs.extend(made.id, AT)
    told = {letter.person: letter for letter in _letters("competition_extended")}
    assert set(told) == {lan, mai, *planting.jurors(competition)}
    english = told[lan].body
    assert "from 23:59 (GMT+7), Friday 27 November 2026 to 23:59 (GMT+7), Saturday 28 November 2026" in english
    assert "Storm no. 12" in english and "/en/competitions/" in english and "for everybody alike" in english
    student = planting.category(competition, "student")
    publishing.extend(competition, PhaseKind.SUBMIT, planting.DEADLINE + 2 * DAY, reason_vi="Thi", category=student,
                      by=None, at=AT + DAY)  # fmt: skip
    jobs.extend(max(one.id for one in competition.extensions if one.category_id), AT + DAY)
    [own] = {one.body for one in _letters("competition_extended") if one.person == lan} - {english}
    assert "Submission, class “Student”: extended from 23:59 (GMT+7), Saturday 28" in own
    assert "for everybody in this class alike" in own and "for everybody alike" not in own
    assert "Bão số 12" in told[mai].body and not any("HT4827" in letter.body for letter in told.values())


def test_addenda_answers_and_invitations_are_letters_too(session):
    competition = planting.competition()
    addendum = publishing.amend(competition, {"text_vi": "Cho phép bảng ngang."}, {}, by=None, at=AT)
    question = questions.ask(competition, "Tòa nhà có tầng hầm không?", language="vi", at=planting.ASKED)
    questions.answer(question, {"shown_vi": "Tầng hầm?", "answer_vi": "Không."}, by=None, at=AT)
    questions.release(competition, by=None, at=AT)
    jobs.amend(addendum.id, AT)
    jobs.answer(competition.id, AT)
    assert len(_letters("competition_amended")) == len(_letters("competition_answered")) == 6
    assert "Cho phép bảng ngang." in _letters("competition_amended")[0].body
    asked = make.person(name="Lý Thu Thảo", phone="+84905777888")
    place = roster.invite(planting.draft(), "0905777888", {"seat": Seat.RESERVE}, by=None, at=AT)
    jobs.invite(place.id, AT)
    [letter] = _letters("jury_invited")
    assert letter.person == asked and "/jury" in letter.body


def test_the_clock_closes_questions_and_submission_and_nothing_else(session):
    competition = planting.competition()

    def at_once(act):
        return act()

    jobs.note_ends(planting.ASKED, at_once)
    assert competition.stage == Stage.PUBLISHED
    jobs.note_ends(AT, at_once)
    assert competition.stage == Stage.QUESTIONS_CLOSED
    jobs.note_ends(planting.DEADLINE - timedelta(seconds=1), at_once)
    assert competition.stage == Stage.QUESTIONS_CLOSED
    jobs.note_ends(planting.DEADLINE, at_once)
    jobs.note_ends(planting.DEADLINE + DAY, at_once)
    assert competition.stage == Stage.SUBMISSION_CLOSED
    steps = [(one.stage, one.at) for one in db.session.scalars(rules.steps(competition))][-2:]
    assert steps == [(Stage.QUESTIONS_CLOSED, AT), (Stage.SUBMISSION_CLOSED, planting.DEADLINE)]
