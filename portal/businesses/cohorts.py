"""Rounds of the campaign: when they take applications, how many shops they have room for, who waits for a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.audit import rules as audit
from portal.businesses.models import Application, ApplicationState, Cohort, Enrolment, EnrolmentState
from portal.db import db
from portal.kit.say import N_, Refused
from portal.listings import standing
from portal.people.models import Person

FIELDS = ("name_vi", "name_en", "name_fr", "opens_at", "closes_at", "starts_on", "ends_on", "places")


def every() -> Sequence[Cohort]:
    """All of them, the latest first."""
    return db.session.scalars(select(Cohort).order_by(Cohort.opens_at.desc(), Cohort.id.desc())).all()


def open_now(at: datetime) -> Sequence[Cohort]:
    """Those in which one can apply, the one that closes first at the head."""
    return db.session.scalars(
        select(Cohort).where(Cohort.opens_at <= at, Cohort.closes_at > at).order_by(Cohort.closes_at, Cohort.id)
    ).all()


def coming(at: datetime) -> Cohort | None:
    """The next one that will take applications."""
    return db.session.scalar(select(Cohort).where(Cohort.opens_at > at).order_by(Cohort.opens_at, Cohort.id))


def numbered(number: int) -> Cohort | None:
    return db.session.get(Cohort, number)


def taken(cohort: Cohort) -> int:
    """How many shops have a place: those at work and those that finished, not those that stopped."""
    shops = select(func.count(Enrolment.shop_id.distinct())).where(
        Enrolment.cohort_id == cohort.id, Enrolment.state != EnrolmentState.STOPPED
    )
    return db.session.scalar(shops) or 0


def free(cohort: Cohort) -> int:
    return max(0, cohort.places - taken(cohort))


def waiting(cohort: Cohort) -> int:
    """How many applications stand on its waiting list."""
    return db.session.scalar(
        select(func.count()).select_from(Application).where(
            Application.cohort_id == cohort.id, Application.state == ApplicationState.WAITING_LIST
        )
    ) or 0  # fmt: skip


def write(cohort: Cohort | None, given: Mapping[str, Any], *, by: Person, at: datetime) -> Cohort:
    """A new round, or other words and dates for one. Its places never fall below those that are taken."""
    if given["closes_at"] <= given["opens_at"]:
        raise Refused(N_("The last day to apply must come after the first one."), field="closes_on")
    if given["ends_on"] < given["starts_on"]:
        raise Refused(N_("The last day of work must not come before the first one."), field="ends_on")
    if cohort is not None and given["places"] < (held := taken(cohort)):
        raise Refused(
            N_("%(number)s places are taken already: there cannot be fewer."), field="places", values={"number": held}
        )
    is_new = cohort is None
    if cohort is None:
        cohort = Cohort(added_by_id=by.id, added_at=at)
        db.session.add(cohort)
    for name in FIELDS:
        setattr(cohort, name, given[name])
    db.session.flush()
    if is_new:
        audit.note("cohort_added", "cohort", cohort.id, by=by, at=at)
    else:
        audit.note("cohort_changed", "cohort", cohort.id, by=by, at=at)
    standing.touch(at=at)
    return cohort
