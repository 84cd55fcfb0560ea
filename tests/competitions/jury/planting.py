"""A jury at work, for tests: entries that were cleared, a round that is open, ballots that are filled in."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from portal.competitions.entries.models import Anonymity, Entry, EntryMember, EntryState, Identity
from portal.competitions.jury import ballots, locks, queries, rounds
from portal.competitions.jury.ballots import Points
from portal.competitions.jury.models import Ballot, Round, RoundKind
from portal.competitions.models import Competition, JuryMember, Stage
from portal.db import db
from tests import make
from tests.competitions.planting import DEADLINE, category, competition

OPENED = DEADLINE + timedelta(days=7)
DUE = OPENED + timedelta(days=12)
_codes = itertools.count()
NAMES = ("Trịnh Công Khanh", "Mai Thị Ngọc Diễm", "Lương Hoàng Phúc")


def judged(*, entries: int = 3, **given: Any) -> Competition:
    """A competition whose entries are cleared for the jury."""
    made = competition(stage=Stage.SUBMISSION_CLOSED, **given)
    for number in range(entries):
        entry(made, number)
    return made


def entry(of: Competition, number: int, **given: Any) -> Entry:
    """An entry that was cleared, with its vault."""
    name = NAMES[number % len(NAMES)]
    person = make.person(name=name)
    values: dict[str, Any] = {
        "code": f"{'BCDGHKLMNPRSTVX'[next(_codes) % 15]}{'TVHKN'[number % 5]}{1037 + next(_codes) * 379 % 8963:04}",
        "title": f"Mái hiên chung {number + 1}", "statement_vi": "Giữ lại hai hàng cây và khung mái cũ.",
        "state": EntryState.CLEARED, "anonymity": Anonymity.CLEARED, "category_id": category(of, "professional").id,
        "begun_at": make.AT, "changed_at": make.AT, "submitted_at": make.AT, "sequence": number + 1,
    }  # fmt: skip
    made = Entry(competition_id=of.id, **(values | given))
    made.identity = Identity(
        person_id=person.id, phone="+84905777123", email="khanh@xuong.example", studio="Xưởng Mộc Khanh"
    )
    made.members = [EntryMember(person_id=person.id, name=name, is_leader=True, joined_at=make.AT)]
    db.session.add(made)
    db.session.flush()
    return made


def opened(of: Competition, kind: RoundKind = RoundKind.SCORING, **given: Any) -> Round:
    values: dict[str, Any] = {"by": None, "at": OPENED, "due_at": DUE, "seed": 17}
    made = rounds.open_round(of, kind, **(values | given))
    db.session.flush()
    return made


def fill(ballot: Ballot, *points: int, at: datetime = OPENED) -> None:
    """Gives the tenths in turn to the criteria; 70 to those that are left."""
    given = [*points, *[70] * 9]
    for criterion, tenths in zip(ballot.round.competition.criteria, given, strict=False):
        ballots.score(ballot, criterion, Points(tenths), by=ballot.member.person, at=at)


def fill_all(member: JuryMember, round_: Round, *points: int) -> None:
    for ballot in queries.ballots_of(member, round_):
        fill(ballot, *points)


def lock_all(round_: Round) -> None:
    """Everybody fills in and locks: the round is unsealed."""
    for member in round_.competition.jury[:5]:
        fill_all(member, round_)
        locks.lock(member, round_, by=member.person, at=OPENED + timedelta(days=1))
