"""The look that the worker owes to what was handed in: which files it opens, and the hints that come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from portal.businesses.models import Step
from portal.businesses.steps import hints
from portal.businesses.steps.hints import Noticed
from portal.businesses.steps.models import Evidence, EvidenceLook, Hint, Progress, SeenPicture, Submission
from portal.db import db
from portal.media.models import Upload
from portal.media.panels.noticing import distance

SAME = 3
"""Bits in which two likenesses of one picture may differ."""
MOST = 50


class Order(NamedTuple):
    """A file of a submission, by the number of its evidence."""

    evidence_id: int
    digest: str


def orders(look: EvidenceLook) -> list[Order]:
    """The files to open; those that another submission had were opened for that one, and are opened again."""
    held = look.submission.evidence
    return [Order(one.id, one.upload.digest) for one in held if one.upload is not None][:MOST]


def settle(look: EvidenceLook, seen: Mapping[int, Mapping[str, Any]], *, at: datetime) -> None:
    """Writes the hints, and keeps the likeness of each picture."""
    if look.done_at is not None:
        return  # its time ran out, and another worker was faster
    submission = look.submission
    found = [*hints.of(submission, seen, at=at), *_again(submission, seen), *_elsewhere(submission)]
    for one in found:
        number = one.evidence.id if one.evidence is not None else None
        row = Hint(kind=one.kind, good=one.good, values=one.values, evidence_id=number, at=at)
        row.submission_id = submission.id
        db.session.add(row)
    known = set(db.session.scalars(select(SeenPicture.evidence_id).where(SeenPicture.evidence_id.in_(seen))))
    for number, facts in seen.items():
        if facts.get("likeness") and number not in known:
            shop = submission.progress.shop_id
            db.session.add(SeenPicture(evidence_id=number, shop_id=shop, likeness=facts["likeness"]))
    db.session.flush()


def _again(submission: Submission, seen: Mapping[int, Mapping[str, Any]]) -> Iterator[Noticed]:
    """The same picture twice: in this submission, or in another step of the shop."""
    rows = (
        select(SeenPicture.likeness, Evidence, Step.key)
        .join(Evidence, Evidence.id == SeenPicture.evidence_id)
        .join(Progress, Progress.id == Evidence.progress_id)
        .join(Step, Step.id == Progress.step_id)
        .where(SeenPicture.shop_id == submission.progress.shop_id, Progress.id != submission.progress_id)
    )
    here_key = submission.progress.step.key
    others = [(like, one, key) for like, one, key in db.session.execute(rows)]
    for one in submission.evidence:
        like = seen.get(one.id, {}).get("likeness")
        if not like or one.upload is None:
            continue
        same = next((two for two in others if distance(like, two[0]) <= SAME), None)
        if same is not None:
            name = same[1].upload.name if same[1].upload else ""
            yield Noticed("twice", False, {"name": one.upload.name, "other": name, "key": same[2]}, one)
        others.append((like, one, here_key))


def _elsewhere(submission: Submission) -> Iterator[Noticed]:
    """The very file of another shop."""
    mine = {one.upload.digest: one for one in submission.evidence if one.upload is not None}
    rows = (
        select(Upload.digest)
        .join(Evidence, Evidence.upload_id == Upload.id)
        .join(Progress, Progress.id == Evidence.progress_id)
        .where(Upload.digest.in_(mine), Progress.shop_id != submission.progress.shop_id)
        .distinct()
    )
    for digest in db.session.scalars(rows):
        upload = mine[digest].upload
        yield Noticed("elsewhere", False, {"name": upload.name if upload else ""}, mine[digest])
