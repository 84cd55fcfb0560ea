"""What must be there before a competition is public, what stands from then on, how the brief and dates may change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.competitions import checklist, deadlines, mirroring, publishing, queries, questions, roster, setting
from portal.competitions.jury import reserves
from portal.competitions.models import PhaseKind, Seat, Stage
from portal.db import db
from portal.events import mirrors
from portal.kit.say import Refused
from portal.letters.models import Reminder
from portal.listings.models import State
from tests import cast, make
from tests.competitions import planting
from tests.make import AT

DAY = timedelta(days=1)


def _answer_warnings(competition, by, at):
    for warning in checklist.open_warnings(competition, at):
        checklist.acknowledge(competition, warning, "Đã bàn với Thành đoàn.", by=by, at=at)


def test_publishing_names_everything_that_is_missing(session):
    competition = planting.draft(jury=False, phases={}, may_withhold=None, licence_vi="", method="")
    setting.write_rows(
        competition, setting.CRITERIA, setting.rows_of(competition, setting.CRITERIA)[:5], by=None, at=AT
    )
    said = {part.key: [lack.sentence % lack.values for lack in part.lacks] for part in checklist.parts(competition)}
    assert said == {
        "texts": [],
        "phases": [
            "The deadline is missing: without one entries would be taken for ever.",
            "The dates of the jury’s first round are missing.",
            "The day of the results is missing: everybody must know by when they are told.",
        ],
        "slots": [],
        "criteria": ["The weights add up to 90%. Add 10% to a criterion."],
        "anchors": [],
        "jury": ["The jury has not been named."],
        "prizes": ["Say whether a prize may stay without a winner."],
        "method": ["The ranking method is not chosen."],
        "terms": ["The licence is missing: what may be done with the entries, and that authors keep their rights."],
        "site": ["Not required; better there before questions begin."],
    }
    with pytest.raises(Refused, match="8 things are missing"):
        publishing.publish(competition, by=cast.organiser(), at=planting.PUBLISHED)
    assert not competition.is_public()


def test_a_warning_is_answered_with_a_reason_and_then_it_is_published_and_stands(session):
    competition, by, at = planting.draft(), cast.organiser(), AT - 10 * DAY
    assert checklist.open_warnings(competition, at) == ["short", "no_reserves", "withhold"]
    with pytest.raises(Refused, match="Answer each warning"):
        publishing.publish(competition, by=by, at=at)
    with pytest.raises(Refused, match="Write why you go on"):
        checklist.acknowledge(competition, "short", " ", by=by, at=at)
    _answer_warnings(competition, by, at)
    publishing.publish(competition, by=by, at=at)
    assert (competition.stage, competition.published_at, competition.brief_version) == (Stage.PUBLISHED, at, 1)
    assert queries.version(competition, 1).texts["brief_en"] == competition.brief_en
    deadline = mirrors.of(f"competition:{competition.id}:submit")
    assert (deadline.deadline, deadline.starts_at, deadline.title_vi) == (
        True, planting.DEADLINE - timedelta(minutes=1), f"Hạn nộp bài: {competition.title_vi}",
    )  # fmt: skip
    with pytest.raises(Refused, match="stands as it was published"):
        setting.write_rows(competition, setting.PRIZES, [], by=by, at=at)
    for change in (
        "UPDATE criterion SET weight = 30 WHERE weight = 10", "DELETE FROM prize",
        "UPDATE jury_member SET seat = 'member' WHERE seat = 'reserve'", "UPDATE category SET closes_at = NULL",
    ):  # fmt: skip
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.execute(text(change))


def test_a_changed_criterion_asks_the_jurors_again(session):
    competition = planting.draft()
    rows = setting.rows_of(competition, setting.CRITERIA)
    setting.write_rows(competition, setting.CRITERIA, rows, by=None, at=AT)
    assert all(one.brief_approved_at for one in competition.jury)
    rows[0]["weight"], rows[1]["weight"] = 25, 10
    setting.write_rows(competition, setting.CRITERIA, rows, by=None, at=AT)
    assert [one.weight for one in competition.criteria] == [25, 10, 20, 15, 20, 10]
    assert not any(one.brief_approved_at for one in competition.jury)


def test_an_extension_moves_what_comes_later_and_the_calendar_and_is_told(session):
    competition, by = planting.competition(), cast.organiser()
    with pytest.raises(Refused, match="later than the one that stands"):
        publishing.extend(competition, PhaseKind.SUBMIT, planting.DEADLINE, reason_vi="Bão", by=by, at=AT)
    with pytest.raises(Refused, match="would be over before"):
        publishing.extend(
            competition, PhaseKind.SUBMIT, planting.DEADLINE + 9 * DAY, reason_vi="Bão", later_too=False, by=by, at=AT
        )
    first = publishing.extend(
        competition, PhaseKind.SUBMIT, planting.DEADLINE + DAY, reason_vi="Bão số 12", by=by, at=AT
    )
    second = publishing.extend(
        competition, PhaseKind.SUBMIT, planting.DEADLINE + 3 * DAY, reason_vi="Lụt", by=by, at=AT + DAY
    )
    assert (first.was_at, second.was_at) == (planting.DEADLINE, planting.DEADLINE + DAY)
    for kind in (PhaseKind.SUBMIT, PhaseKind.CHECK, PhaseKind.RESULTS, PhaseKind.EXHIBITION):
        assert deadlines.closes(competition, kind) == planting.PHASES[kind][1] + 3 * DAY
    assert deadlines.opens(competition, PhaseKind.RESULTS) == planting.PHASES[PhaseKind.RESULTS][0] + 3 * DAY
    assert deadlines.closes(competition, PhaseKind.QUESTIONS) == planting.PHASES[PhaseKind.QUESTIONS][1]
    day = mirrors.of(f"competition:{competition.id}:submit")
    assert day.starts_at == planting.DEADLINE + 3 * DAY - timedelta(minutes=1)
    owed = select(Reminder.subject_id).where(Reminder.kind == publishing.EXTENDED).order_by(Reminder.id)
    assert list(db.session.scalars(owed)) == [first.id, second.id]


def test_a_phase_that_is_no_more_leaves_the_calendar(session):
    competition, by = planting.competition(has_public_vote=True), cast.organiser()
    mirroring.mirror(competition, by=by, at=AT)
    db.session.delete(competition.phase(PhaseKind.EXHIBITION))
    db.session.delete(competition.phase(PhaseKind.PUBLIC_VOTE))
    db.session.flush()
    db.session.refresh(competition, ["phases"])
    for _twice in range(2):
        mirroring.mirror(competition, by=by, at=AT + DAY)
    stand = {
        kind: mirrors.of(mirroring.origin(competition, kind)).state
        for kind in (*mirroring.DEADLINES, *mirroring.DAYS)
    }  # fmt: skip
    gone = {PhaseKind.EXHIBITION, PhaseKind.PUBLIC_VOTE}
    assert stand == {kind: State.ARCHIVED if kind in gone else State.PUBLISHED for kind in stand}


def test_an_extension_after_the_deadline_opens_submission_again(session):
    competition = planting.competition(stage=Stage.SUBMISSION_CLOSED)
    late = planting.DEADLINE + timedelta(hours=9)
    publishing.extend(competition, PhaseKind.SUBMIT, late + DAY, reason_vi="Mất điện", by=cast.organiser(), at=late)
    assert competition.stage == Stage.QUESTIONS_CLOSED
    assert deadlines.is_open(competition, PhaseKind.SUBMIT, late)


def test_an_addendum_is_numbered_and_the_former_brief_stays(session):
    competition, by = planting.competition(), cast.organiser()
    former = competition.brief_vi
    publishing.amend(competition, {"text_vi": "Thêm một bảng."}, {"brief_vi": "Đề bài mới"}, by=by, at=AT)
    second = publishing.amend(competition, {"text_vi": "Sửa lỗi chính tả."}, {}, by=by, at=AT)
    assert (second.number, competition.brief_version, competition.brief_vi) == (2, 3, "Đề bài mới")
    assert [one.version for one in queries.versions(competition)] == [3, 2, 1]
    assert queries.version(competition, 1).texts["brief_vi"] == former


def test_questions_go_out_in_one_batch_and_nobody_knows_who_asked(session):
    competition, by = planting.competition(), cast.organiser()
    then = planting.PUBLISHED + DAY
    first = questions.ask(competition, "Tòa nhà có tầng hầm không?", language="vi", at=then)
    assert questions.ask(competition, "  Tòa nhà có tầng hầm không? ", language="vi", at=then) is None
    second = questions.ask(competition, "May we remove the roof?", language="en", at=then)
    assert first.at.hour == first.at.minute == 0  # not even the minute is kept
    questions.answer(first, {"shown_vi": "Có tầng hầm không?", "answer_vi": "Không."}, by=by, at=then)
    with pytest.raises(Refused, match="have no answer yet"):
        questions.release(competition, by=by, at=then)
    questions.leave_out(second, "Đã hỏi rồi", by=by, at=then)
    assert questions.release(competition, by=by, at=AT) == 1
    assert [(one.batch, one.answer_vi) for one in queries.answered(competition)] == [(1, "Không.")]
    assert competition.brief_version == 2
    with pytest.raises(Refused, match="has been published"):
        questions.answer(first, {"shown_vi": "?", "answer_vi": "Có."}, by=by, at=AT)
    with pytest.raises(Refused, match="their time is over"):
        questions.ask(competition, "Có được nộp muộn không ạ?", language="vi", at=AT)


def test_a_reserve_takes_over_the_vote_of_who_declined(session):
    competition = planting.competition()
    chair, *members, reserve = competition.jury
    assert [one.pseudonym for one in roster.voting(competition)] == ["J1", "J2", "J3", "J4", "J5"]
    absent = members[1]
    with pytest.raises(Refused, match="Only the juror answers"):
        roster.decline(absent, by=chair.person, at=AT)
    roster.decline(absent, by=absent.person, at=AT, reason="Ốm")
    with pytest.raises(Refused, match="Only a reserve"):
        reserves.stand_in(members[0], absent, by=None, at=AT)
    reserves.stand_in(reserve, absent, by=cast.organiser(), at=AT)
    db.session.flush()
    assert [one.pseudonym for one in roster.voting(competition)] == ["J1", "J2", "J4", "J5", "J6"]
    with pytest.raises(Refused, match="stands in for you by now"):
        roster.accept(absent, by=absent.person, at=AT)


def test_somebody_with_an_account_is_asked_into_the_jury_once(session):
    competition, by = planting.draft(), cast.organiser()
    asked = make.person(name="Lý Thu Thảo", phone="+84905777888")
    place = roster.invite(competition, "0905 777 888", {"seat": Seat.RESERVE, "work_vi": "Họa sĩ"}, by=by, at=AT)
    assert (place.person, place.pseudonym, place.seat) == (asked, "J7", Seat.RESERVE)
    for who, sentence in (("0905 777 888", "in the jury already"), ("0905 777 889", "Nobody has an account")):
        with pytest.raises(Refused, match=sentence):
            roster.invite(competition, who, {}, by=by, at=AT)


def test_last_years_rules_are_copied_without_its_dates_and_people(session):
    former = planting.competition()
    made = setting.copy(former, {"title_vi": "Cuộc thi 2027"}, by=None, at=AT)
    assert [one.name_vi for one in made.prizes] == [one.name_vi for one in former.prizes]
    assert made.prizes[3].category_id == planting.category(made, "student").id
    assert [one.weight for one in made.criteria] == [20, 15, 20, 15, 20, 10]
    assert (made.phases, made.jury, made.published_at, made.brief_vi) == ([], [], None, former.brief_vi)
    assert made.slug != former.slug
