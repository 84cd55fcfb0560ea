"""The kept ranking is what the arithmetic says of the ballots, and follows them."""

from __future__ import annotations

from portal import owed
from portal.competitions.entries.models import EntryState
from portal.competitions.jury import board
from portal.competitions.jury.models import BallotState, Round
from portal.competitions.results import flagging, jobs, keeping, reading
from portal.competitions.results.models import RankRow
from portal.db import db
from portal.people.models import Role
from tests import make
from tests.competitions.results import judged
from tests.make import AT


def reckoned(of: Round) -> list[RankRow]:
    """A ranking that is owed, and reckoned as the worker does it."""
    keeping.owe(of, at=AT)
    db.session.flush()
    return worked(of)


def worked(of: Round) -> list[RankRow]:
    """What is owed of this round is made good as the worker does it."""
    kept = keeping.of_round(of)
    assert kept is not None and kept.done_at is None
    [duty] = jobs.DUTIES
    made = duty.work(duty.brief(kept), AT)
    owed.done(kept, at=AT)
    duty.settle(kept, made, AT)
    return list(db.session.scalars(keeping.rows(of)))


def shown(rows: list[RankRow]) -> list[tuple[str, int | None, float, int]]:
    return [(row.entry.code, row.rank, round(row.value or 0, 3), row.ballots) for row in rows]


def test_a_full_panel_keeps_the_order_of_the_means(session: object) -> None:
    rows = reckoned(judged.round_one())
    assert shown(rows) == [
        ("HT1000", 1, 8.167, 3),
        ("KV2000", 2, 7.5, 3),
        ("MH3000", 3, 6.333, 3),
        ("TN4000", 4, 5.667, 3),
    ]
    middle, quarter = rows[0].facts["criteria"]["reuse"]
    assert (round(middle, 3), quarter) == (8.167, 1)


def test_a_recused_juror_no_longer_decides(session: object) -> None:
    points = {code: dict(given) for code, given in judged.VECTOR_A.items()}
    del points["HT1000"]["J3"]
    rows = reckoned(judged.round_one(points, method="adjusted"))
    assert [(row.entry.code, round(row.raw or 0, 3), round(row.value or 0, 3)) for row in rows[:2]] == [
        ("HT1000", 7.5, 8.25), ("KV2000", 7.5, 7.5),
    ]  # fmt: skip


def test_practice_withdrawn_and_void_ballots_do_not_count(session: object) -> None:
    of = judged.round_one()
    for ballot in of.ballots:
        if ballot.entry.code == "HT1000":
            ballot.entry.practice = True
        if ballot.entry.code == "KV2000":
            ballot.entry.state = EntryState.WITHDRAWN
        if ballot.member.pseudonym == "J3":
            ballot.state = BallotState.VOID
    db.session.flush()
    assert [(row.entry.code, row.ballots) for row in reckoned(of)] == [("MH3000", 2), ("TN4000", 2)]


def test_a_score_that_comes_while_it_is_reckoned_makes_it_due_again(session: object) -> None:
    of = judged.round_one()
    reckoned(of)
    keeping.owe(of, at=AT)
    kept = keeping.of_round(of)
    assert kept is not None and kept.done_at is None
    [duty] = jobs.DUTIES
    made = duty.work(duty.brief(kept), AT)
    of.version += 1
    owed.done(kept, at=AT)
    duty.settle(kept, made, AT)
    assert (kept.done_at, kept.of_version) == (None, of.version - 1)


def test_the_worker_looks_at_the_points_of_an_open_round_and_the_board_tells_of_it(session: object) -> None:
    points = {
        f"HT{1000 + number}": {"J1": 9.0 - number // 6, "J2": 8.0 - number // 6, "J3": 4.0 + number * 7 % 6, "J4": 6.0}
        for number in range(30)
    }
    of = judged.round_one(points)
    reckoned(of)
    desk = make.person(Role.REGISTRAR)
    assert {flag.kind for flag in board.flags_of(of, reader=desk)} <= board.OF_CONDUCT  # nothing before it is open
    assert flagging.kept(of) == [] and flagging.without_infit() == []
    of.locked_at = of.unsealed_at = AT
    db.session.flush()
    reckoned(of)
    [number] = flagging.without_infit()
    jobs.fit_jurors(AT, lambda act: act())
    assert flagging.without_infit() == []
    found = {(flag.juror, str(flag.kind)) for flag in board.flags_of(of, reader=desk)}
    wanted = {("J4", "flat"), ("J3", "misfit"), ("J1", "list_order"), ("J2", "list_order"), ("J1", "halo")}
    assert wanted <= found and ("J4", "halo") not in found
    board.see(of, "flat:J4", by=desk, at=AT)
    assert ("J4", "flat") not in {(flag.juror, str(flag.kind)) for flag in board.flags_of(of, reader=desk)}
    flagging.keep_infit(number, reading.material(of)._replace(version=-1), {"J1": 9.0})  # of a version that is past
    assert not [flag for flag in flagging.kept(of) if flag.value == 9.0]
