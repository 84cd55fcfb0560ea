"""A competition whose first round has ballots: Vector A of the reference, or any table of points."""

from __future__ import annotations

from collections.abc import Mapping

from portal.competitions.entries.models import Anonymity, Entry, EntryState
from portal.competitions.jury.models import Ballot, BallotState, Round, RoundKind, Score
from portal.competitions.models import Competition, Stage
from portal.db import db
from tests.competitions import planting
from tests.make import AT

VECTOR_A: dict[str, dict[str, float]] = {
    "HT1000": {"J1": 7, "J2": 8, "J3": 9.5},
    "KV2000": {"J1": 6, "J2": 7.5, "J3": 9},
    "MH3000": {"J1": 5, "J2": 6, "J3": 8},
    "TN4000": {"J1": 4, "J2": 6, "J3": 7},
}


def entry(competition: Competition, code: str, **given: object) -> Entry:
    """A cleared entry in its first round."""
    made = Entry(
        competition_id=competition.id, category_id=competition.categories[0].id, code=code, begun_at=AT, changed_at=AT,
        **({"state": EntryState.IN_ROUND, "anonymity": Anonymity.CLEARED, "title": f"Bài {code}"} | given),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def round_one(points: Mapping[str, Mapping[str, float]] = VECTOR_A, **given: object) -> Round:
    """A first round in which each criterion of a ballot has the same points."""
    competition = planting.competition(stage=Stage.JUDGING, **given)
    made = Round(competition_id=competition.id, number=1, kind=RoundKind.SCORING, seed=7, opened_at=AT, version=1)
    db.session.add(made)
    db.session.flush()
    members = {one.pseudonym: one for one in competition.jury}
    places = dict.fromkeys(members, 0)
    for code, by_juror in points.items():
        of = entry(competition, code)
        for juror, value in by_juror.items():
            places[juror] += 1
            ballot = Ballot(round_id=made.id, member_id=members[juror].id, entry_id=of.id, position=places[juror],
                            state=BallotState.COMPLETE)  # fmt: skip
            ballot.scores = [
                Score(criterion_id=one.id, tenths=round(value * 10), at=AT) for one in competition.criteria
            ]  # fmt: skip
            db.session.add(ballot)
    db.session.flush()
    return made
