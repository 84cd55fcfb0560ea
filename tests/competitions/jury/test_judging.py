"""From the opening of a round to its unsealing: ballots, scores, locks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from portal.competitions.entries.models import EntryState
from portal.competitions.jury import ballots, conflicts, locks, queries, reserves, rounds
from portal.competitions.jury.ballots import Points
from portal.competitions.jury.models import (
    Ballot,
    BallotState,
    Commitment,
    ConflictKind,
    Round,
    RoundKind,
    ScoreAct,
)
from portal.competitions.models import Stage
from portal.db import db
from portal.kit.say import Refused
from tests import make
from tests.competitions.jury import planting
from tests.competitions.jury.planting import OPENED

pytestmark = pytest.mark.usefixtures("session")
LATER = OPENED + timedelta(days=2)


def test_a_round_hands_everybody_everything_in_an_order_of_their_own() -> None:
    of = planting.judged(entries=6)
    barred = conflicts.declare(of.jury[1], of.entries[2], ConflictKind.FAMILY, by=None, at=OPENED)
    round_ = planting.opened(of)
    orders = {member.pseudonym: [one.entry.code for one in queries.ballots_of(member, round_)] for member in of.jury}
    everything = sorted(entry.code for entry in of.entries)
    assert sorted(orders["J1"]) == everything and orders["J6"] == []  # the reserve waits
    assert sorted(orders["J2"]) == sorted(set(everything) - {barred.entry.code})
    assert len({tuple(order) for order in orders.values()}) == 6
    assert {entry.state for entry in of.entries} == {EntryState.IN_ROUND}
    assert of.stage == Stage.JUDGING


def test_what_is_not_cleared_of_names_never_reaches_a_juror() -> None:
    of = planting.judged(entries=1)
    planting.entry(of, 5, anonymity="flagged")
    planting.entry(of, 6, state=EntryState.IN_CHECK)
    planting.entry(of, 7, practice=True)
    assert len(queries.ballots_of(of.jury[0], planting.opened(of))) == 1


def test_points_are_read_as_people_write_them() -> None:
    assert [ballots.read(typed) for typed in ("0", "8", "8,5", "8.5", "na", "", "10")] == [
        Points(0), Points(80), Points(85), Points(85), Points(is_na=True), Points(), Points(100)
    ]  # fmt: skip
    for typed, says in (("11", "A score is a number from 0 to 10."), ("-1", "A score is a number from 0 to 10."),
                        ("8,25", "8,25 has more than one decimal. Give 8,2 or 8,3.")):  # fmt: skip
        with pytest.raises(Refused) as refused:
            ballots.read(typed)
        assert str(refused.value) == says


def test_a_ballot_fills_up_and_each_act_counts_once() -> None:
    of = planting.judged(entries=1)
    round_ = planting.opened(of)
    (mine,) = queries.ballots_of(of.jury[0], round_)
    first, *others = of.criteria
    me = of.jury[0].person
    for _again in range(2):
        ballots.score(mine, first, Points(0), by=me, at=OPENED, once="tap-1")
    assert (mine.state, len(ballots.missing(mine, of.criteria))) == (BallotState.STARTED, 5)  # 0 is a score
    ballots.score(mine, first, Points(40), by=me, at=OPENED, once="tap-2")
    ballots.score(mine, first, Points(0), by=me, at=OPENED, once="tap-1")  # arrives late once more: done before
    assert [one.tenths for one in mine.scores] == [40]
    with pytest.raises(Refused, match="applies to every entry"):
        ballots.score(mine, first, Points(is_na=True), by=me, at=OPENED)
    for criterion in others:
        ballots.score(mine, criterion, Points(80), by=me, at=OPENED + timedelta(seconds=50))
    assert mine.state == BallotState.COMPLETE and mine.seconds == 50
    weights = {one.key: one.weight for one in of.criteria}
    assert ballots.worth(mine, of.criteria) == pytest.approx(8 - 4 * weights[first.key] / 100)
    ballots.score(mine, first, Points(), by=me, at=OPENED)
    assert (mine.state, ballots.worth(mine, of.criteria)) == (BallotState.STARTED, None)
    assert db.session.scalar(select(func.count()).select_from(ScoreAct)) == 8


def test_a_remark_never_says_by_whom() -> None:
    of = planting.judged(entries=1)
    (mine,) = queries.ballots_of(of.jury[0], planting.opened(of))
    with pytest.raises(Refused, match="leave the name out"):
        ballots.write(mine, "remark", "Rất tốt. ĐỖ QUANG  HUY", by=mine.member.person, at=OPENED)
    ballots.write(mine, "note", "Hỏi Đỗ Quang Huy", by=mine.member.person, at=OPENED)
    assert (mine.remark, mine.note) == ("", "Hỏi Đỗ Quang Huy")


def test_a_juror_locks_what_is_complete_and_the_last_lock_opens_the_round() -> None:
    of = planting.judged(entries=2)
    round_ = planting.opened(of)
    chair = of.jury[0]
    with pytest.raises(Refused, match="2 ballots are not complete"):
        locks.lock(chair, round_, by=chair.person, at=LATER)
    for number, member in enumerate(of.jury[:5]):
        planting.fill_all(member, round_, 10 * number)
        locks.lock(member, round_, by=member.person, at=LATER)
        assert (round_.unsealed_at is not None) == (number == 4)
    seals = locks.published(round_)
    assert len(seals) == 10 and round_.locked_at == LATER
    for made in seals:
        ballot = db.session.get_one(Ballot, made.ballot_id)
        record = locks.sealed_record(ballot)
        assert locks.verify(record, made) and not locks.verify(record | {"entry": "XX0000"}, made)
    assert len({made.salt for made in seals}) == 10
    with pytest.raises(Refused, match="its ballots stand"):
        planting.fill(db.session.get_one(Ballot, seals[0].ballot_id), 10)


def test_locked_ballots_are_opened_again_by_two() -> None:
    of = planting.judged(entries=1)
    round_ = planting.opened(of)
    chair, registrar, organiser = of.jury[0], make.person(), make.person()
    planting.fill_all(chair, round_)
    locks.lock(chair, round_, by=chair.person, at=LATER)
    (mine,) = queries.ballots_of(chair, round_)
    with pytest.raises(Refused, match="You have locked"):
        planting.fill(mine, 10)
    asked = locks.ask(chair, round_, reason="Nhầm hai bài", by=registrar, at=LATER)
    with pytest.raises(Refused, match="takes two people"):
        locks.agree(asked, by=registrar, at=LATER)
    locks.agree(asked, by=organiser, at=LATER)
    planting.fill(mine, 10)
    locks.lock(chair, round_, by=chair.person, at=LATER)
    numbers = db.session.scalars(select(Commitment.number).order_by(Commitment.number)).all()
    assert numbers == [1, 2]  # the first seal stays published


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ballot SET remark = 'x'",
        "DELETE FROM ballot",
        "UPDATE score SET tenths = 100",
        "DELETE FROM score",
        "UPDATE jury_round SET locked_at = NULL, unsealed_at = NULL",
        "UPDATE score_act SET tenths = 100",
        "UPDATE commitment SET digest = 'x'",
        "INSERT INTO ballot (round_id, member_id, entry_id, position, state, remark, note, seconds)"
        " SELECT round_id, member_id + 1, entry_id, 99, 'assigned', '', '', 0 FROM ballot LIMIT 1",
        "INSERT INTO jury_member (competition_id, person_id, seat, independent, pseudonym, work_vi, work_en,"
        " organisation, position, invited_at, decline_reason)"
        " SELECT competition_id, person_id - 1, seat, independent, 'J99', '', '',"
        " '', 9, invited_at, '' FROM jury_member LIMIT 1",
        "UPDATE criterion SET weight = 1",
    ],
)
def test_a_locked_round_cannot_be_changed_by_sql(sql: str) -> None:
    of = planting.judged(entries=1)
    planting.lock_all(planting.opened(of))
    db.session.flush()
    with pytest.raises(DBAPIError) as refused, db.session.begin_nested():
        db.session.execute(text(sql))
    assert any(word in str(refused.value.orig) for word in ("locked", "only added to", "stands since"))


def test_a_ballot_cannot_be_inserted_where_a_conflict_stands() -> None:
    of = planting.judged(entries=2)
    chair, entry = of.jury[0], of.entries[0]
    conflicts.declare(chair, entry, ConflictKind.TEACHER, by=chair.person, at=OPENED)
    round_ = planting.opened(of)
    with pytest.raises(DBAPIError, match="conflict of interest stands"), db.session.begin_nested():
        db.session.add(Ballot(round_id=round_.id, member_id=chair.id, entry_id=entry.id, position=50))
        db.session.flush()


def test_a_conflict_declared_late_voids_the_ballot_and_asks_for_a_new_reckoning() -> None:
    of = planting.judged(entries=2)
    round_ = planting.opened(of)
    chair, entry = of.jury[0], of.entries[0]
    planting.fill_all(chair, round_)
    conflicts.declare(chair, entry, ConflictKind.RECOGNISED, by=chair.person, at=LATER)
    void = db.session.scalars(select(Ballot).where(Ballot.member_id == chair.id, Ballot.entry_id == entry.id)).one()
    assert (void.state, len(void.scores)) == (BallotState.VOID, 6)  # what was given stays in the audit
    assert [one.entry.code for one in queries.ballots_of(chair, round_)] == [of.entries[1].code]
    for member in of.jury[:5]:
        planting.fill_all(member, round_)
        locks.lock(member, round_, by=member.person, at=LATER)
    assert len(queries.counted(round_)) == 9
    version = db.session.scalar(select(Round.version).where(Round.id == round_.id))
    conflicts.declare(
        of.jury[1], of.entries[1], ConflictKind.FAMILY, by=None, at=LATER + timedelta(days=1)
    )  # after the round was locked
    db.session.flush()
    assert len(queries.counted(round_)) == 8
    assert db.session.scalar(select(Round.version).where(Round.id == round_.id)) > version
    assert [one.entry_id for one in conflicts.late(round_)] == [of.entries[1].id]


def test_a_reserve_takes_over_the_ballots_of_whom_they_stand_in_for() -> None:
    of = planting.judged(entries=3)
    round_ = planting.opened(of)
    gone, reserve = of.jury[4], of.jury[5]
    conflicts.declare(reserve, of.entries[0], ConflictKind.EMPLOYER, by=None, at=OPENED)
    assert reserves.stand_in(reserve, gone, by=None, at=LATER) == 2
    assert len(queries.ballots_of(reserve, round_)) == 2 and queries.ballots_of(gone, round_) == []


def test_rounds_follow_each_other() -> None:
    of = planting.judged(entries=1)
    with pytest.raises(Refused, match="The final cannot open"):
        planting.opened(of, RoundKind.FINAL)
    round_ = planting.opened(of)
    with pytest.raises(Refused, match="Round 1 is still open"):
        planting.opened(of, RoundKind.CONTROL)
    with pytest.raises(Refused, match="5 jurors have not finished"):
        rounds.close(round_, by=None, at=LATER)
