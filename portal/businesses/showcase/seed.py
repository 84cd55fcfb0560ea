"""What is public of the demo's shops: Gốm Son shows its prices, story and policy, the other has finished package 1."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from portal.businesses import queries as campaign
from portal.businesses.models import EvidenceKind, Shop
from portal.businesses.sheets import rules as sheets
from portal.businesses.showcase import badges, queries, rules
from portal.businesses.showcase.models import Becomes
from portal.businesses.steps import queries as steps
from portal.businesses.steps import reviewing
from portal.businesses.steps import rules as stepping
from portal.businesses.steps.evidence import bind
from portal.businesses.steps.models import Evidence, Progress, Standing, Submission, Verdict
from portal.businesses.steps.policy import ACCEPTED
from portal.businesses.steps.rules import mark
from portal.db import db
from portal.listings import rules as listings
from portal.people.models import Person

SHOWN = {"1.7": None, "1.8": Becomes.PRICES, "1.4": Becomes.STORY, "1.11": Becomes.POLICY}
"""In this order, since prices need products."""
FINISHED = 1
REACHED = {
    "summary_en": "Red pots fired with wood in Thanh Hà, in small batches.", "village": "Làng gốm Thanh Hà",
    "contacts": {"zalo": ["+84905123456", True], "phone": ["+84905123456", True]},
}  # fmt: skip


def plant(shops: Iterable[Shop], *, at: datetime) -> None:
    """Once, after people, sheets and steps were planted. Shops without an advisor stay as they are."""
    for shop in shops:
        if shop.advisor is None or queries.all_standing(shop) or queries.all_badges(shop):
            continue
        if shop.listing.name_vi == "Gốm Son":
            _show(shop, shop.advisor, at=at)
        else:
            _finish(shop, shop.advisor, at=at)


def _show(shop: Shop, advisor: Person, *, at: datetime) -> None:
    owner = next(one.person for one in shop.members if one.is_owner)
    if not shop.listing.contacts:
        listings.revise(shop.listing, REACHED, by=owner, at=at - timedelta(days=40))
    for key, becomes in SHOWN.items():
        if becomes is not None:
            rules.wish(shop, becomes, by=owner, at=at - timedelta(days=9))
        _accept(shop, key, owner, advisor, at=at - timedelta(days=8))


def _accept(shop: Shop, key: str, owner: Person, advisor: Person, *, at: datetime) -> None:
    """Accepted as the sheet was then; what the shop writes into it since is for the next time."""
    step = campaign.step_of_key(key)
    assert step is not None
    progress = steps.find(shop, step) or stepping.begin(shop, step, by=owner, at=at)
    if progress.standing in ACCEPTED:
        return
    sheet = sheets.snapshot(shop, step.sheet, at=at)
    shown = Evidence(progress_id=progress.id, kind=EvidenceKind.TEXT, data=sheet, by_id=owner.id, at=at)
    handed = Submission(
        progress_id=progress.id, number=len(progress.submissions) + 1, by_id=owner.id, at=at,
        step_version_id=campaign.wordings([step.id])[step.id].id,
    )  # fmt: skip
    db.session.add_all([shown, handed])
    db.session.flush()
    bind(handed, [shown])
    mark(progress, Standing.SUBMITTED, by=owner, at=at)
    every = range(len(reviewing.criteria_of(handed)))
    reviewing.review(handed, Verdict.ACCEPTED, ticks=every, says="", by=advisor, at=at + timedelta(hours=20))


def _finish(shop: Shop, advisor: Person, *, at: datetime) -> None:
    """A whole package in short: what was handed in on paper before there was a portal."""
    package = next(one for one in db.session.scalars(campaign.packages()) if one.number == FINISHED)
    done = at - timedelta(days=30)
    for step in db.session.scalars(campaign.steps_of(package)):
        progress = steps.find(shop, step)
        if progress is None:
            progress = Progress(shop=shop, step=step, standing=Standing.NOT_STARTED, version=1, changed_at=done)
            db.session.add(progress)
        progress.accepted_at = done
        if step.validity_days:
            progress.expires_on = (done + timedelta(days=step.validity_days)).date()
        db.session.flush()
        mark(progress, Standing.ACCEPTED, by=advisor, at=done)
    badges.settle(shop, package, at=done)
