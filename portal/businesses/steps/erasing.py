"""Takes a person out of what was handed in and said of it: their words, and with the last one of a shop its files.

Only `people/jobs.py` calls this, while one still sees who works where. That a step was handed in, and when, stays.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_, select

from portal.businesses.models import Shop, ShopMember
from portal.businesses.steps.models import (
    Evidence,
    Hint,
    Progress,
    ProgressAct,
    Review,
    SecondLook,
    SeenPicture,
    Submission,
    Visit,
)  # fmt: skip
from portal.businesses.steps.rules import WRITTEN
from portal.db import db
from portal.kit.blot import Blot
from portal.media.models import Pyramid, Upload
from portal.people.models import Person


def erase(person: Person, *, at: datetime) -> list[Upload]:
    """Returns the files that nothing of a shop speaks of any more."""
    blot = Blot(name=person.full_name, phone=person.phone, email=person.email)
    worked = select(ShopMember.shop_id).where(ShopMember.person_id == person.id)
    free: list[Upload] = []
    for shop in db.session.scalars(select(Shop).where(Shop.id.in_(worked)).order_by(Shop.id)).all():
        if {one.person_id for one in shop.members if one.left_at is None} <= {person.id}:
            free += _let_go(shop)
    _blot(person, worked, blot)
    db.session.flush()
    return free


def _let_go(shop: Shop) -> list[Upload]:
    """The files of a shop in which nobody works any more."""
    mine = select(Evidence).join(Progress).where(Progress.shop_id == shop.id, Evidence.upload_id.is_not(None))
    held = db.session.scalars(mine).all()
    uploads = {one.upload.id: one.upload for one in held if one.upload is not None}
    for one in held:
        one.upload = None
    db.session.execute(delete(SeenPicture).where(SeenPicture.shop_id == shop.id))
    db.session.execute(delete(Pyramid).where(Pyramid.upload_id.in_(uploads)))
    return list(uploads.values())


def _blot(person: Person, worked: Select[int], blot: Blot) -> None:
    """Their name in what their shops wrote, and in what they wrote as an advisor."""
    of_shops = select(Progress.id).where(Progress.shop_id.in_(worked))
    rows: tuple[tuple[type[Any], ColumnElement[bool], tuple[str, ...]], ...] = (
        (Progress, or_(Progress.id.in_(of_shops), Progress.changed_by_id == person.id), WRITTEN),
        (ProgressAct, or_(ProgressAct.progress_id.in_(of_shops), ProgressAct.by_id == person.id), ("says",)),
        (Submission, or_(Submission.progress_id.in_(of_shops), Submission.by_id == person.id), ("note",)),
        (Evidence, or_(Evidence.progress_id.in_(of_shops), Evidence.by_id == person.id),
         ("text_vi", "text_en", "link", "caption")),
        (Review, or_(Review.submission_id.in_(_of(of_shops)), Review.by_id == person.id), ("says",)),
        (SecondLook, or_(SecondLook.review_id.in_(_said(of_shops)), SecondLook.by_id == person.id), ("says",)),
        (Visit, or_(Visit.shop_id.in_(worked), Visit.advisor_id == person.id),
         ("place", "notes", "private_notes")),
    )  # fmt: skip
    for kind, where, names in rows:
        for row in db.session.scalars(select(kind).where(where)):
            for name in names:
                setattr(row, name, blot.text(getattr(row, name)))
            if isinstance(row, Review):
                row.ticks = blot.value(row.ticks)
            if isinstance(row, Evidence):
                row.data = blot.value(row.data)
                if row.upload is not None:
                    row.upload.name = blot.text(row.upload.name)
    for hint in db.session.scalars(select(Hint).where(Hint.submission_id.in_(_of(of_shops)))):
        hint.values = blot.value(hint.values)


def _of(progresses: Select[int]) -> Select[int]:
    return select(Submission.id).where(Submission.progress_id.in_(progresses))


def _said(progresses: Select[int]) -> Select[int]:
    return select(Review.id).where(Review.submission_id.in_(_of(progresses)))
