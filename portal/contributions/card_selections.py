"""What the desk asks about paper cards: who may get one, who has one, and what became of those that were handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from portal.contributions.cards import CardState, still_good
from portal.contributions.models import Card
from portal.db import db
from portal.listings import search
from portal.listings.models import Listing, Ownership, State


def handed_out(state: CardState | None, *, at: datetime) -> Select[Card]:
    """The cards in a state, or all, the latest first."""
    found = select(Card).order_by(Card.id.desc())
    return found if state is None else found.where(_stands(at) == state)


def counts(*, at: datetime) -> Mapping[CardState, int]:
    """How many cards stand in each state."""
    stands = _stands(at)
    found: dict[str, int] = dict(db.session.execute(select(stands, func.count()).group_by(stands)).tuples().all())
    return {state: found.get(state, 0) for state in CardState}


def to_choose(*, q: str = "", group: str = "", ward: str = "", without_owner: bool = True) -> Select[Listing]:
    """The public listings that a card may be made for, in the order of their names; with `q` those of these words."""
    found = select(Listing).where(Listing.state == State.PUBLISHED).order_by(Listing.sort_vi, Listing.id)
    if q:
        found = found.where(Listing.id.in_(search.ids(search.Query(q=q))))
    if group:
        found = found.where(Listing.group == group)
    if ward:
        found = found.where((Listing.ward_new == ward) | (Listing.ward_old == ward))
    if without_owner:
        owned = select(Ownership.id).where(Ownership.listing_id == Listing.id, Ownership.ended_at.is_(None))
        found = found.where(~owned.exists())
    return found


def with_open_card(rows: Sequence[Listing], *, at: datetime) -> set[int]:
    """Which of these listings have a card that is still good."""
    ids = [listing.id for listing in rows]
    return set(db.session.scalars(select(Card.listing_id).where(Card.listing_id.in_(ids), *still_good(at))))


def chosen(ids: Sequence[int]) -> Sequence[Listing]:
    """The public listings with these numbers, in the order of their names."""
    public = select(Listing).where(Listing.id.in_(ids), Listing.state == State.PUBLISHED)
    return db.session.scalars(public.order_by(Listing.sort_vi, Listing.id)).all()


def _stands(at: datetime) -> Any:
    """The state of a card, as the database tells it."""
    return case(
        (Card.used_at.is_not(None), str(CardState.USED)),
        (Card.revoked_at.is_not(None), str(CardState.REVOKED)),
        (Card.expires_at <= at, str(CardState.RUN_OUT)),
        else_=str(CardState.OPEN),
    )
