"""Success stories: written by a shop, agreed to by it, published by an organiser, gone again in one request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.audit import rules as audit
from portal.businesses.models import Shop, SuccessStory
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.listings import standing
from portal.people.models import Person

LONGEST = 2000
MOST_SHOWN = 50


def of(shop: Shop) -> SuccessStory | None:
    return db.session.scalar(select(SuccessStory).where(SuccessStory.shop_id == shop.id))


def is_public(story: SuccessStory) -> bool:
    return story.published_at is not None and story.withdrawn_at is None


def write(shop: Shop, text_vi: str, text_en: str, *, agreed: bool, by: Person, at: datetime) -> SuccessStory:
    """The shop's words. Other words than those that were published have to be published anew."""
    vi, en = (clean(text, lines=True)[:LONGEST] for text in (text_vi, text_en))
    if not vi:
        raise Refused(N_("Write your story in Vietnamese."), field="text_vi")
    story = of(shop)
    if story is None:
        story = SuccessStory(shop_id=shop.id, text_vi=vi, text_en=en)
        db.session.add(story)
    elif (story.text_vi, story.text_en) != (vi, en):
        _unpublish(story, at=at)
    story.text_vi, story.text_en = vi, en
    if agreed and story.agreed_at is None:
        story.agreed_at, story.agreed_by_id, story.withdrawn_at = at, by.id, None
        audit.note("story_agreed", "shop", shop.id, by=by, at=at)
    elif not agreed and story.agreed_at is not None:
        withdraw(story, by=by, at=at)
    db.session.flush()
    return story


def publish(story: SuccessStory, *, by: Person, at: datetime) -> None:
    """Only what the shop agreed to."""
    if story.agreed_at is None or story.withdrawn_at is not None:
        raise Refused(N_("The shop has not agreed that its story is shown."))
    if not story.shop.listing.is_public():
        raise Refused(N_("The listing of this shop is not public yet."))
    story.published_at, story.published_by_id = at, by.id
    audit.note("story_published", "shop", story.shop_id, by=by, at=at)
    _settled(at)


def withdraw(story: SuccessStory, *, by: Person, at: datetime) -> None:
    """Out of the public's sight with the next request, and no longer agreed to."""
    if story.agreed_at is None:
        return
    story.agreed_at = story.agreed_by_id = None
    story.withdrawn_at = at
    audit.note("story_withdrawn", "shop", story.shop_id, by=by, at=at)
    _unpublish(story, at=at)


def take_down(story: SuccessStory, *, by: Person, at: datetime) -> None:
    """An organiser no longer shows it; the shop's consent stands."""
    audit.note("story_taken_down", "shop", story.shop_id, by=by, at=at)
    _unpublish(story, at=at)


def latest(most: int) -> Sequence[SuccessStory]:
    """What everybody reads, the latest first."""
    public = select(SuccessStory).where(
        SuccessStory.published_at.is_not(None), SuccessStory.withdrawn_at.is_(None), SuccessStory.agreed_at.is_not(None)
    )
    rows = public.options(joinedload(SuccessStory.shop)).order_by(SuccessStory.published_at.desc()).limit(most)
    return [one for one in db.session.scalars(rows) if one.shop.listing.is_public()]


def waiting() -> Select[SuccessStory]:
    """Agreed to and not shown yet."""
    asked = select(SuccessStory).where(SuccessStory.agreed_at.is_not(None), SuccessStory.published_at.is_(None))
    return asked.options(joinedload(SuccessStory.shop)).order_by(SuccessStory.agreed_at)


def every() -> Sequence[SuccessStory]:
    asked = select(SuccessStory).options(joinedload(SuccessStory.shop)).order_by(SuccessStory.id.desc())
    return db.session.scalars(asked).all()


def _unpublish(story: SuccessStory, *, at: datetime) -> None:
    story.published_at = story.published_by_id = None
    _settled(at)


def _settled(at: datetime) -> None:
    db.session.flush()
    standing.touch(at=at)
