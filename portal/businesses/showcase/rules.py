"""What accepted evidence becomes: content of the shop's public pages, only where the owner ticked it; and badges.

The steps call `accepted`, `unsettled` and `settled`; the owner calls `wish` and `withdraw`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from portal.businesses.models import Shop, Step
from portal.businesses.showcase import badges, contents, placing, queries
from portal.businesses.showcase.models import Becomes, Publication, Wish
from portal.businesses.steps.models import Progress, Submission
from portal.db import db
from portal.kit.say import N_, Refused
from portal.people.models import Person

STEPS: Mapping[Becomes, str] = {
    Becomes.STORY: "1.4", Becomes.PRICES: "1.8", Becomes.PHOTOS: "1.9", Becomes.POLICY: "1.11", Becomes.HOURS: "1.12",
}  # fmt: skip
"""The step whose accepted evidence may become this."""
_BECOMES = {key: becomes for becomes, key in STEPS.items()}


def becomes_of(step: Step) -> Becomes | None:
    """What the evidence of a step may become."""
    return _BECOMES.get(step.key)


def wished(shop: Shop, becomes: Becomes) -> bool:
    """Whether the owner ticked that this may become public."""
    return queries.wish_of(shop, becomes) is not None


def accepted(progress: Progress, submission: Submission, *, by: Person, at: datetime) -> None:
    """A step was accepted: what was ticked becomes public, and a package that is whole gets its badge."""
    becomes = becomes_of(progress.step)
    tick = queries.wish_of(progress.shop, becomes) if becomes else None
    if becomes and tick:
        wisher = db.session.get(Person, tick.by_id) if tick.by_id else None
        publish(progress.shop, becomes, submission, by=wisher, at=at)
    badges.gain(progress.shop, progress.step.package, at=at)


def unsettled(progress: Progress, *, at: datetime) -> None:
    """A step has expired or was opened again: the badge of its package dims. What is public stays."""
    badges.settle(progress.shop, progress.step.package, at=at)


settled = unsettled
"""The same for a step that was found not to apply, or to apply again."""


def wish(shop: Shop, becomes: Becomes, *, by: Person, at: datetime) -> Publication | None:
    """The owner's tick. What is accepted already becomes public at once; what is not, when it is accepted."""
    if not wished(shop, becomes):
        db.session.add(Wish(shop_id=shop.id, becomes=becomes, by_id=by.id, at=at))
        db.session.flush()
    submission = queries.accepted_of(shop, STEPS[becomes])
    standing = queries.standing(shop, becomes)
    if submission is None or (standing is not None and standing.submission_id == submission.id):
        return standing
    made = publish(shop, becomes, submission, by=by, at=at)
    if made is None:
        raise Refused(N_("What was accepted holds nothing that can be shown. Hand the step in again."))
    return made


def withdraw(shop: Shop, becomes: Becomes, *, by: Person, at: datetime) -> None:
    """Takes the tick away, and with it what is public: what stood on the listing before is back at once."""
    if tick := queries.wish_of(shop, becomes):
        db.session.delete(tick)
    if standing := queries.standing(shop, becomes):
        _end(standing, by=by, at=at)
        placing.take_back(standing, by=by, at=at)
    db.session.flush()


def publish(
    shop: Shop, becomes: Becomes, submission: Submission, *, by: Person | None, at: datetime
) -> Publication | None:
    """Makes public what a submission holds, in place of what stood; None when it holds nothing to show."""
    shown = contents.of(becomes, submission)
    if shown is None:
        return None
    last = queries.standing(shop, becomes)
    placed = placing.put(shop, becomes, shown, submission, last=last, by=by, at=at)
    if last is not None:
        _end(last, by=by, at=at)
    made = Publication(
        shop=shop, becomes=becomes, submission=submission, data={"shown": shown, **placed},
        by_id=by.id if by else None, at=at,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _end(publication: Publication, *, by: Person | None, at: datetime) -> None:
    publication.ended_at, publication.ended_by_id = at, by.id if by else None
    db.session.flush()
