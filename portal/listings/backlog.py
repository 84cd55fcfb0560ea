"""What on the map waits for those who look after it: selections and counts for their desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import lazyload, load_only
from sqlalchemy.orm.interfaces import ORMOption

from portal.db import db
from portal.listings import search
from portal.listings.models import Import, Listing, State, Tally
from portal.listings.rules import FRESH

RECENT = timedelta(days=14)
COUNTED = 1_000
"""Listings that somebody has to look at are counted exactly up to here."""
NOT_PUBLIC_YET = (State.DRAFT, State.WAITING, State.CHANGES_ASKED)


def counts() -> Mapping[State, int]:
    """How many listings stand in each state; the public ones, of which there are many, are counted already."""
    found: dict[State, int] = dict(db.session.execute(_counts()).tuples().all())
    return {state: found.get(state, 0) for state in State}


@cache
def _counts() -> CompoundSelect[State, int]:
    others = [state for state in State if state != State.PUBLISHED]
    standing = select(Listing.state, func.count()).where(Listing.state.in_(others)).group_by(Listing.state)
    public = select(literal(State.PUBLISHED, Listing.state.type), func.coalesce(func.sum(Tally.count), 0))
    return union_all(standing, public)


def doubtful(at: datetime) -> ColumnElement[bool]:
    """Public, and nobody has said within a year that it is still true."""
    old = or_(Listing.confirmed_at.is_(None), Listing.confirmed_at < at - FRESH)
    return and_(Listing.state == State.PUBLISHED, old)


def to_confirm(at: datetime) -> Select[int]:
    """Those listings, as far as they are counted: up to `COUNTED` + 1."""
    return select(Listing.id).where(doubtful(at)).limit(COUNTED + 1)


def found(query: search.Query, *, doubtful_at: datetime | None = None) -> Select[Listing]:
    """The listings that answer the query, the last changed first; with `doubtful_at` the longest unconfirmed first."""
    answering = select(Listing).where(*search.answers(query)).options(*_shown())
    if doubtful_at is None:
        return answering.order_by(Listing.changed_at.desc(), Listing.id.desc())
    return answering.where(doubtful(doubtful_at)).order_by(Listing.confirmed_at.asc().nulls_first(), Listing.id)


def _shown() -> tuple[ORMOption, ...]:
    """No more of a listing than a row of the desk shows."""
    row = load_only(
        Listing.slug, Listing.state, Listing.group, Listing.area, Listing.name_vi, Listing.changed_at,
        Listing.confirmed_at, Listing.confirmed_by,
    )  # fmt: skip
    return row, lazyload(Listing.marks)


def total(query: search.Query, *, doubtful_at: datetime | None = None) -> search.Count:
    """How many those are: what the map counts too is known, all else is counted up to `COUNTED`."""
    if query.state == State.PUBLISHED and doubtful_at is None:
        return search.counts(query).total
    answering = select(Listing.id).where(*search.answers(query))
    some = answering if doubtful_at is None else answering.where(doubtful(doubtful_at))
    number = db.session.scalar(select(func.count()).select_from(some.limit(COUNTED + 1).subquery())) or 0
    return search.Count(min(number, COUNTED), more=number > COUNTED)


def recent_imports(at: datetime) -> Sequence[Import]:
    """The imports of the last two weeks that stand, the latest first."""
    standing = select(Import).where(Import.undone_at.is_(None), Import.at > at - RECENT)
    return db.session.scalars(standing.order_by(Import.id.desc()).limit(3)).all()
