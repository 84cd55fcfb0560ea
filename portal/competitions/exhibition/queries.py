"""Which entries are exhibited, in an order that changes each day and favours nobody."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from portal.competitions import deadlines
from portal.competitions.entries.models import Entry, EntryState
from portal.competitions.models import Competition, PhaseKind
from portal.competitions.results.policy import is_told
from portal.competitions.results.publication import TOOK_PART
from portal.competitions.terms_models import Category
from portal.db import db

CHOSEN = (EntryState.SHORTLISTED, EntryState.FINALIST, EntryState.REVIVED)
"""What the public sees and votes on before the result is out."""


def is_open(competition: Competition, at: datetime) -> bool:
    """Everything is exhibited once the result is out; before it the shortlist, for as long as the public votes."""
    return is_told(competition) or votes_now(competition, at)


def votes_now(competition: Competition, at: datetime) -> bool:
    """Whether the public may vote."""
    return competition.has_public_vote and deadlines.is_open(competition, PhaseKind.PUBLIC_VOTE, at)


def exhibited(competition: Competition, *, day: date, category: Category | None = None) -> Sequence[Entry]:
    """The entries to be seen, by chance, which is the same for everybody on one day."""
    found = select(Entry).where(Entry.competition_id == competition.id, Entry.practice.is_(False))
    found = found.where(Entry.state.in_((*TOOK_PART, EntryState.EXHIBITED) if is_told(competition) else CHOSEN))
    if category is not None:
        found = found.where(Entry.category_id == category.id)
    entries = list(db.session.scalars(found.order_by(Entry.code)))
    random.Random(f"{competition.slug} {day}").shuffle(entries)  # nosec B311  an order, no secret
    return entries


def entry(competition: Competition, code: str, *, day: date) -> Entry | None:
    """An exhibited entry by its code."""
    return next((one for one in exhibited(competition, day=day) if one.code == code), None)
