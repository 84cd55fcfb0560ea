"""Which listing somebody means by a name: the one that is called so, or some to choose from.

A name that nothing on the map has is the writer's own word, as is one that was said to be none of those offered.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import or_, select

from portal.db import db
from portal.kit.fold import fold
from portal.listings import duplicates, search
from portal.listings.models import Listing, State

LOOKED_AT = 40
MOST = 5  # to choose from
OWN_WORDS = "~"


class Meant(NamedTuple):
    """The listing, or those that it may be. Neither: the name is a text of its own."""

    listing: Listing | None = None
    likely: tuple[Listing, ...] = ()


def meant(typed: str, *, chosen: str = "", groups: tuple[str, ...] = ()) -> Meant:
    """What a typed name or slug means. `chosen` answers an earlier question: a slug, or `own_words(typed)`."""
    if not typed:
        return Meant()
    found = _called(typed, groups)
    same = [one for one in found if fold(typed) in (one.slug, fold(one.name_vi), fold(one.name_en))]
    if picked := [one for one in found if one.slug == chosen]:
        return Meant(picked[0])
    if chosen == own_words(typed):
        return Meant()
    return Meant(same[0]) if len(same) == 1 else Meant(likely=tuple((same or found)[:MOST]))


def own_words(typed: str) -> str:
    """The answer that says: none of these, it is what I wrote. It holds for these words only."""
    return OWN_WORDS + fold(typed)


def _called(typed: str, groups: tuple[str, ...]) -> list[Listing]:
    """Public listings that have every word of the name in theirs, and the one whose slug it is."""
    named = search.newest(search.Query(q=typed, groups=groups), LOOKED_AT, tier=duplicates.BY_TITLE)
    wanted = select(Listing).where(
        or_(Listing.id.in_(named), Listing.slug == typed.lower()), Listing.state == State.PUBLISHED
    )
    return list(db.session.scalars(wanted.order_by(Listing.sort_vi, Listing.id)))
