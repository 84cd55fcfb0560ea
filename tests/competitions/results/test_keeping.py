"""The kept ranking is what the arithmetic says of the ballots, and follows them."""

from __future__ import annotations

from portal import owed
from portal.competitions.entries.models import EntryState
from portal.competitions.jury.models import BallotState, Round
from portal.competitions.results import jobs, keeping
from portal.competitions.results.models import RankRow
from portal.db import db
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
