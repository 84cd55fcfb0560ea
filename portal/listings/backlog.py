"""What on the map waits for those who look after it: selections and counts for their desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import lazyload, load_only

from portal.db import db
from portal.listings import search
from portal.listings.models import Import, Listing, State
from portal.listings.rules import FRESH

RECENT = timedelta(days=14)
SHOWN = (
    load_only(
        Listing.slug, Listing.state, Listing.group, Listing.area, Listing.name_vi, Listing.changed_at,
        Listing.confirmed_at, Listing.confirmed_by,
    ),
    lazyload(Listing.marks),
)  # fmt: skip
"""What a row of the desk shows of a listing."""
NOT_PUBLIC_YET = (State.DRAFT, State.WAITING, State.CHANGES_ASKED)


def counts() -> Mapping[State, int]:
    """How many listings stand in each state."""
    found = dict(db.session.execute(select(Listing.state, func.count()).group_by(Listing.state)).tuples().all())
    return {state: found.get(state, 0) for state in State}


def doubtful(at: datetime) -> ColumnElement[bool]:
    """Public, and nobody has said within a year that it is still true."""
    old = or_(Listing.confirmed_at.is_(None), Listing.confirmed_at < at - FRESH)
    return and_(Listing.state == State.PUBLISHED, old)


def to_confirm(at: datetime) -> Select[int]:
    return select(Listing.id).where(doubtful(at))


def found(query: search.Query, *, doubtful_at: datetime | None = None) -> Select[Listing]:
    """The listings that answer the query, the last changed first; with `doubtful_at` the longest unconfirmed first."""
    answering = select(Listing).where(Listing.id.in_(search.ids(query))).options(*SHOWN)
    if doubtful_at is None:
        return answering.order_by(Listing.changed_at.desc(), Listing.id.desc())
    return answering.where(doubtful(doubtful_at)).order_by(Listing.confirmed_at.asc().nulls_first(), Listing.id)


def recent_imports(at: datetime) -> Sequence[Import]:
    """The imports of the last two weeks that stand, the latest first."""
    standing = select(Import).where(Import.undone_at.is_(None), Import.at > at - RECENT)
    return db.session.scalars(standing.order_by(Import.id.desc()).limit(3)).all()
