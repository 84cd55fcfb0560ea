"""The prize of the public: for the work with the most votes, once the vote is closed and the result is out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from portal.audit import rules as audit
from portal.competitions import deadlines
from portal.competitions.entries.models import Entry
from portal.competitions.exhibition import votes
from portal.competitions.models import Competition, PhaseKind, Stage
from portal.competitions.results import awards, certificates
from portal.competitions.results.models import Award
from portal.competitions.terms_models import Prize
from portal.db import db
from portal.letters import rules as letters

WON = "public_prize_won"
"""The reminder on which the team is written to, where the vote ends after the result is out."""
TOLD = (Stage.RESULTS_PUBLISHED, Stage.EXHIBITION)


def due(at: datetime) -> list[Competition]:
    """Competitions whose public has chosen, and whose result is out, with a prize that nobody has yet."""
    told = select(Competition).where(Competition.stage.in_(TOLD), Competition.has_public_vote.is_(True))
    return [one for one in db.session.scalars(told) if _to_give(one, at)]


def settle(competition: Competition, *, at: datetime, letter: bool = True) -> Sequence[Award]:
    """Gives each prize of the public; works with as many votes as the last one share it, and no vote gives no prize."""
    count = votes.count(competition, at)
    prizes = _to_give(competition, at) if count is not None else []
    made = [award for prize in prizes for award in _give(prize, count.entries if count else [], at=at)]
    db.session.add_all(made)
    db.session.flush()
    for award in made:
        if award.entry is not None and (paper := certificates.of_entry(award.entry)) is not None:
            paper.award_id = paper.award_id or award.id
    if made:
        audit.note("public_prize_given", "competition", competition.id, by=None, at=at, count=len(made))
    if letter:
        letters.remind_all(WON, of=[award.id for award in made if award.entry is not None], at=at)
    return made


def won(number: int) -> Award | None:
    return db.session.get(Award, number)


def _to_give(competition: Competition, at: datetime) -> list[Prize]:
    if competition.stage not in TOLD or not deadlines.is_over(competition, PhaseKind.PUBLIC_VOTE, at):
        return []
    given = {award.prize_id for award in awards.all_of(competition)}
    return [one for one in competition.prizes if one.by_public and one.id not in given]


def _give(prize: Prize, counted: Sequence[tuple[Entry, int]], *, at: datetime) -> list[Award]:
    of_class = [
        (entry, number)
        for entry, number in counted
        if entry.state not in awards.OUT and prize.category_id in (None, entry.category_id)
    ]
    if not of_class:
        return [Award(competition_id=prize.competition_id, prize_id=prize.id, withheld=True, at=at)]
    least = of_class[: prize.how_many][-1][1]
    best = [entry for entry, number in of_class if number >= least]
    shared = len(best) > prize.how_many
    return [
        Award(competition_id=prize.competition_id, prize_id=prize.id, entry=entry, shared=shared, at=at)
        for entry in best
    ]
