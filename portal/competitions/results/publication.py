"""Publication at the announced time: the result, a letter to every entrant, certificates, then the exhibition."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from portal.competitions import deadlines
from portal.competitions import rules as competitions
from portal.competitions.entries.models import Entry, EntryState, EntryStep
from portal.competitions.models import Competition, PhaseKind, Stage
from portal.competitions.results import awards
from portal.competitions.results.models import Certificate
from portal.db import db
from portal.kit import code
from portal.letters import rules as letters

TOLD = "result_told"
"""The reminder by which each entrant is written to."""
TOOK_PART = (
    EntryState.CLEARED, EntryState.IN_ROUND, EntryState.SHORTLISTED, EntryState.NOT_ADVANCED, EntryState.REVIVED,
    EntryState.FINALIST, EntryState.AWARDED, EntryState.MENTIONED, EntryState.NOT_AWARDED, EntryState.HORS_CONCOURS,
)  # fmt: skip


def due(at: datetime) -> list[Competition]:
    """Competitions whose next step has come: revealed and announced for now, or published and to be exhibited."""
    waiting = select(Competition).where(Competition.stage.in_((Stage.REVEALED, Stage.RESULTS_PUBLISHED)))
    return [one for one in db.session.scalars(waiting) if _next(one, at) is not None]


def advance(competition: Competition, *, at: datetime) -> Stage | None:
    """Takes the step that has come; twice takes none twice."""
    stage = _next(competition, at)
    if stage == Stage.RESULTS_PUBLISHED:
        _publish(competition, at=at)
    elif stage == Stage.EXHIBITION:
        _exhibit(competition, at=at)
    return stage


def took_part(competition: Competition) -> Sequence[Entry]:
    found = select(Entry).where(
        Entry.competition_id == competition.id, Entry.state.in_(TOOK_PART), Entry.practice.is_(False)
    )  # fmt: skip
    return db.session.scalars(found.order_by(Entry.code)).all()


def _next(competition: Competition, at: datetime) -> Stage | None:
    stage, kind = (
        (Stage.RESULTS_PUBLISHED, PhaseKind.RESULTS)
        if competition.stage == Stage.REVEALED
        else (Stage.EXHIBITION, PhaseKind.EXHIBITION)
    )
    opens_at = deadlines.opens(competition, kind)
    return stage if opens_at is not None and opens_at <= at else None


def _publish(competition: Competition, *, at: datetime) -> None:
    given = {award.entry_id: award for award in awards.all_of(competition) if award.entry_id is not None}
    entries = took_part(competition)
    for entry in entries:
        award = given.get(entry.id)
        if entry.state == EntryState.FINALIST or award is not None:
            _turn(entry, EntryState.AWARDED if award else EntryState.NOT_AWARDED, at=at)
        db.session.add(Certificate(entry_id=entry.id, award_id=award.id if award else None, code=_free_code(), at=at))
    competitions.step(competition, Stage.RESULTS_PUBLISHED, by=None, at=at)
    letters.remind_all(TOLD, of=[entry.id for entry in entries], at=at)


def _exhibit(competition: Competition, *, at: datetime) -> None:
    competitions.step(competition, Stage.EXHIBITION, by=None, at=at)


def _turn(entry: Entry, state: EntryState, *, at: datetime) -> None:
    entry.state = state
    db.session.add(EntryStep(entry_id=entry.id, state=state, at=at))


def _free_code() -> str:
    made = code.make(secrets.choice)
    while db.session.scalar(select(Certificate.id).where(Certificate.code == made)) is not None:
        made = code.make(secrets.choice)
    return made
