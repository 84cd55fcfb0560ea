"""Steps of a shop in the state that a test wants: begun, with a photo, handed in, accepted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.businesses.models import Shop, Step
from portal.businesses.steps import evidence, queries, reviewing, rules
from portal.businesses.steps.models import Evidence, Progress, Submission, Verdict
from portal.db import db
from portal.media.models import Preview, Upload
from portal.people.models import Person
from tests.make import AT


def step(key: str) -> Step:
    return db.session.scalars(select(Step).where(Step.key == key)).one()


def begun(shop: Shop, key: str, *, at: datetime = AT, **typed: str) -> Progress:
    """A step that somebody of the shop has begun to write."""
    progress = rules.begin(shop, step(key), by=shop.members[0].person, at=at)
    rules.save(progress, typed, seen=None, by=shop.members[0].person, at=at)
    rules.start(progress, by=shop.members[0].person, at=at)
    return progress


def photo(progress: Progress, digest: str = "a" * 64, *, name: str = "giay.jpg", at: datetime = AT) -> Evidence:
    """A photo with its light picture, both under one digest."""
    by = progress.shop.members[0].person_id
    upload = Upload(digest=digest, size=120_000, media_type="image/jpeg", name=name, by_id=by, at=at)
    upload.previews = [Preview(width=320, height=240, digest=digest, size=20_000, due_at=at, done_at=at)]
    db.session.add(upload)
    return evidence.add_file(progress, upload, by_id=by, at=at)


def handed_in(shop: Shop, key: str, *, at: datetime = AT, **typed: str) -> Submission:
    """Handed in with a photo, where the step takes one."""
    progress = queries.find(shop, step(key)) or begun(shop, key, at=at, **typed)
    if not evidence.standing(progress) and not typed:
        photo(progress, f"{progress.id:064x}", at=at)
    return rules.submit(progress, by=shop.members[0].person, at=at)


def accept(submission: Submission, *, by: Person, at: datetime = AT) -> None:
    ticks = range(len(reviewing.criteria_of(submission)))
    reviewing.review(submission, Verdict.ACCEPTED, ticks=ticks, says="", by=by, at=at)


def accepted(shop: Shop, key: str, *, by: Person, at: datetime = AT, **typed: str) -> Progress:
    submission = handed_in(shop, key, at=at, **typed)
    accept(submission, by=by, at=at)
    return submission.progress
