"""A shop that hands in and is accepted, row by row, without the pages of the steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from portal.businesses import queries
from portal.businesses.models import EvidenceKind, Shop, Step
from portal.businesses.showcase import badges, rules
from portal.businesses.showcase.models import Becomes
from portal.businesses.steps.models import (
    Evidence,
    Progress,
    Review,
    Standing,
    Submission,
    SubmissionEvidence,
    Verdict,
)
from portal.db import db
from portal.media.models import Upload
from portal.people.models import Person, Role
from tests import make
from tests.make import AT

PRODUCTS = [
    {
        "code": "BD-01", "name_vi": "Bát đất đỏ", "name_en": "Red clay bowl", "name_fr": "Bol en terre rouge",
        "size": "cao 8 cm", "size_fr": "hauteur 8 cm", "material": "Đất sét", "material_en": "Clay", "care": "Rửa tay",
        "to_order": True, "made_in_days": 14, "retail": 150_000, "wholesale": 111_111,
        "wholesale_from": 6, "cost": 87_654, "reason": "bí mật",
    },
    {
        "code": "BH-02", "name_vi": "Bình hoa", "name_en": "", "size": "cao 24 cm", "material": "Đất sét", "care": "",
        "to_order": False, "made_in_days": None, "retail": 320_000, "wholesale": None,
    },
    {"code": "X-03", "name_vi": "Chưa có giá", "retail": None, "wholesale": 99_999},
]  # fmt: skip
PRICES = {"products": PRODUCTS}
STORY = {"text_vi": "Ba đời nung gốm đỏ bằng củi.", "text_en": "Three generations of wood-fired red clay."}


def accept(
    shop: Shop, key: str, *, by: Person, at: datetime = AT, data: dict[str, Any] | None = None,
    uploads: tuple[Upload, ...] = (), more: dict[str, str] | None = None,
) -> Progress:  # fmt: skip
    """Hands a step in and accepts it."""
    step = queries.step_of_key(key)
    assert step is not None
    progress = progress_of(shop, step)
    progress.evidence += [Evidence(kind=EvidenceKind.FILE, upload=one, at=at, caption=one.name) for one in uploads]
    if data or more:
        sheet = {"values": data, "made_at": AT.isoformat()} if data else None
        progress.evidence.append(Evidence(kind=EvidenceKind.TEXT, data=sheet, at=at, **(more or {})))
    db.session.flush()
    version = queries.wordings([step.id])[step.id]
    submission = Submission(progress=progress, number=len(progress.submissions) + 1, step_version_id=version.id, at=at)
    db.session.add(submission)
    db.session.flush()
    last = progress.evidence[-len(uploads) - bool(data or more) :] if uploads or data or more else []
    for one in last:
        db.session.execute(insert(SubmissionEvidence).values(submission_id=submission.id, evidence_id=one.id))
    db.session.expire(submission, ["evidence"])
    submission.reviews.append(Review(verdict=Verdict.ACCEPTED, ticks=[], by_id=by.id, at=at))
    turn(progress, Standing.ACCEPTED, at=at)
    rules.accepted(progress, submission, by=by, at=at)
    return progress


def progress_of(shop: Shop, step: Step) -> Progress:
    found = db.session.scalar(select(Progress).where(Progress.shop_id == shop.id, Progress.step_id == step.id))
    if found is None:
        found = Progress(shop=shop, step=step, changed_at=AT)
        db.session.add(found)
        db.session.flush()
    return found


def turn(progress: Progress, standing: Standing, *, at: datetime = AT) -> None:
    progress.standing, progress.accepted_at = standing, at
    db.session.flush()


def publish_prices(shop: Shop) -> None:
    rules.wish(shop, Becomes.PRICES, by=shop.members[0].person, at=AT)
    accept(shop, "1.8", by=make.person(Role.ADVISOR), data=PRICES)


def give_badge(shop: Shop) -> None:
    """All of package 1 is accepted."""
    package = next(iter(db.session.scalars(queries.packages())))
    for step in db.session.scalars(queries.steps_of(package)):
        turn(progress_of(shop, step), Standing.ACCEPTED)
    badges.settle(shop, package, at=AT)
