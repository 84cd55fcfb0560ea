"""A shop at work on a package: begun with an accepted application, completed, stopped with a reason, taken up again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.audit import rules as audit
from portal.businesses.models import Cohort, Enrolment, EnrolmentState, Package, Shop
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.people.models import Person


def of(shop: Shop, number: int) -> Enrolment | None:
    """A shop's enrolment in the package of this number."""
    asked = select(Enrolment).join(Package).where(Enrolment.shop_id == shop.id, Package.number == number)
    return db.session.scalar(asked)


def begin(shop: Shop, number: int, cohort: Cohort, *, at: datetime) -> Enrolment:
    """At work on a package from now on; what was stopped goes on where it stood."""
    enrolment = of(shop, number)
    if enrolment is None:
        package = db.session.scalars(select(Package).where(Package.number == number)).one()
        enrolment = Enrolment(shop_id=shop.id, package_id=package.id, cohort_id=cohort.id, begun_at=at)
        db.session.add(enrolment)
    elif enrolment.state is EnrolmentState.STOPPED:
        enrolment.state, enrolment.reason, enrolment.ended_at = EnrolmentState.ACTIVE, "", None
        enrolment.cohort_id = cohort.id
    db.session.flush()
    db.session.expire(shop, ["enrolments"])
    return enrolment


def has_place(shop: Shop, cohort: Cohort) -> bool:
    """Whether the shop takes up a place in this round already."""
    return any(one.cohort_id == cohort.id and one.state is not EnrolmentState.STOPPED for one in shop.enrolments)


def complete(enrolment: Enrolment, *, by: Person | None, at: datetime) -> None:
    _turn(enrolment, EnrolmentState.COMPLETED, "", by=by, at=at)


def stop(enrolment: Enrolment, reason: str, *, by: Person, at: datetime) -> None:
    """Nothing that was done is lost: it can be taken up again."""
    if not clean(reason):
        raise Refused(N_("Write the reason: the shop reads it."), field="reason")
    _turn(enrolment, EnrolmentState.STOPPED, clean(reason)[:300], by=by, at=at)


def resume(enrolment: Enrolment, *, by: Person, at: datetime) -> None:
    _turn(enrolment, EnrolmentState.ACTIVE, "", by=by, at=at)


def _turn(enrolment: Enrolment, state: EnrolmentState, reason: str, *, by: Person | None, at: datetime) -> None:
    if enrolment.state is state:
        return
    enrolment.state, enrolment.reason = state, reason
    enrolment.ended_at = None if state is EnrolmentState.ACTIVE else at
    audit.note(f"enrolment_{state}", "shop", enrolment.shop_id, by=by, at=at, package=enrolment.package.number)
    db.session.flush()
