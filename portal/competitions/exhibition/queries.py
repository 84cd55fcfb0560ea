"""Which entries are exhibited, in an order that changes each day and favours nobody."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal.competitions import deadlines
from portal.competitions.entries.models import Entry, EntryState
from portal.competitions.models import Competition, PhaseKind
from portal.competitions.results.policy import is_told
from portal.competitions.results.publication import TOOK_PART
from portal.db import db, statement

CHOSEN = (EntryState.SHORTLISTED, EntryState.FINALIST, EntryState.REVIVED)
"""What the public sees and votes on before the result is out."""


def is_open(competition: Competition, at: datetime) -> bool:
    """Everything is exhibited once the result is out; before it the shortlist, for as long as the public votes."""
    return is_told(competition) or votes_now(competition, at)


def votes_now(competition: Competition, at: datetime) -> bool:
    """Whether the public may vote."""
    return competition.has_public_vote and deadlines.is_open(competition, PhaseKind.PUBLIC_VOTE, at)


def exhibited(competition: Competition, *, day: date) -> Sequence[Entry]:
    """The entries to be seen, by chance, which is the same for everybody on one day."""
    entries = list(db.session.scalars(*_exhibited(competition.id, _states(competition))))
    random.Random(f"{competition.slug} {day}").shuffle(entries)  # nosec B311  an order, no secret
    return entries


def entry(competition: Competition, code: str) -> Entry | None:
    """An exhibited entry by its code, with its class."""
    found = db.session.scalars(*_entry(competition.id, _states(competition), code)).one_or_none()
    if found is not None:
        set_committed_value(found, "competition", competition)
    return found


def _states(competition: Competition) -> Sequence[EntryState]:
    return (*TOOK_PART, EntryState.EXHIBITED) if is_told(competition) else CHOSEN


@statement
def _exhibited(competition: int, states: Sequence[EntryState]) -> Select[Entry]:
    return _seen(competition, states).order_by(Entry.code)


@statement
def _entry(competition: int, states: Sequence[EntryState], code: str) -> Select[Entry]:
    return _seen(competition, states).where(Entry.code == code).options(joinedload(Entry.category))


def _seen(competition: int, states: Sequence[EntryState]) -> Select[Entry]:
    return select(Entry).where(
        Entry.competition_id == competition, Entry.practice.is_(False), Entry.state.in_(states)
    )  # fmt: skip
