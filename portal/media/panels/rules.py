"""What is owed for a panel that has arrived, and what has been made of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.media.models import CleanCopy, Pyramid, Upload
from portal.media.panels.inspection import Facts


def owe(upload: Upload, facts: Facts, *, at: datetime) -> None:
    """The juror's copy and a pyramid for each page, for the worker to make. A second call owes nothing more."""
    if copy_of(upload) is None:
        db.session.add(CleanCopy(upload_id=upload.id, due_at=at))
        db.session.add_all(Pyramid(upload_id=upload.id, page=page, due_at=at) for page in range(facts.pages))
        db.session.flush()


def copy_of(upload: Upload) -> CleanCopy | None:
    """The juror's copy, owed or made (`done_at`); None for an upload that is no panel."""
    return db.session.scalar(select(CleanCopy).where(CleanCopy.upload_id == upload.id))


def pyramids_of(upload: Upload) -> list[Pyramid]:
    """One for each page, in order; `manifest` is None until the worker has made it."""
    found = select(Pyramid).where(Pyramid.upload_id == upload.id).order_by(Pyramid.page)
    return list(db.session.scalars(found))


def of_many(uploads: list[int]) -> dict[int, list[Pyramid]]:
    """The pyramids of many uploads, by the upload's number, in one query."""
    found: dict[int, list[Pyramid]] = {}
    asked = select(Pyramid).where(Pyramid.upload_id.in_(uploads)).order_by(Pyramid.page)
    for row in db.session.scalars(asked) if uploads else ():
        found.setdefault(row.upload_id, []).append(row)
    return found
