"""What the campaign asks: packages and steps as organisers word them. Progress of shops is never touched by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from portal.audit import rules as audit
from portal.businesses.models import EvidenceKind, Package, Step, StepNeed, StepVersion
from portal.db import db, statement
from portal.kit.say import N_, Refused
from portal.listings import standing
from portal.people.models import Person

LANGUAGES = ("vi", "en", "fr")
OF_A_PACKAGE = (*(f"{field}_{lang}" for field in ("title", "what", "whom", "result") for lang in LANGUAGES), "weeks")
WORDED = (
    *(f"{field}_{lang}" for field in ("title", "why", "how", "evidence", "checks") for lang in LANGUAGES),
    "checked_on", "source",
)  # fmt: skip
OF_A_STEP = ("minutes", "validity_days", "also_visit")


def package(number: int) -> Package | None:
    return db.session.scalar(select(Package).where(Package.number == number))


def write_package(package: Package, given: Mapping[str, Any], *, by: Person, at: datetime) -> None:
    if not given["title_vi"]:
        raise Refused(N_("A package needs its name in Vietnamese."), field="title_vi")
    for name in OF_A_PACKAGE:
        setattr(package, name, given[name])
    package.changed_at = at
    audit.note("package_worded", "package", package.id, by=by, at=at)
    _settled(at)


def word(step: Step, given: Mapping[str, Any], *, by: Person | None, at: datetime) -> StepVersion | None:
    """How a step is worded from now on: one more version, or None when nothing differs."""
    _check(given)
    last = newest(step)
    for name in OF_A_STEP:
        setattr(step, name, given[name])
    if last is not None and all(getattr(last, name) == given[name] for name in WORDED):
        _settled(at)
        return None
    version = StepVersion(
        step_id=step.id, number=(last.number if last else 0) + 1, written_by_id=by.id if by else None, written_at=at,
        **{name: given[name] for name in WORDED},
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    db.session.expire(step, ["versions"])
    audit.note("step_worded", "package_step", step.id, by=by, at=at, wording=version.number)
    _settled(at)
    return version


def add(package: Package, kind: EvidenceKind, given: Mapping[str, Any], *, by: Person, at: datetime) -> Step:
    """A step at the end of a package, with its first wording."""
    _check(given)
    last = db.session.scalar(select(func.max(Step.position)).where(Step.package_id == package.id)) or 0
    step = Step(package_id=package.id, key=f"{package.number}.{last + 1}", position=last + 1, evidence_kind=kind)
    db.session.add(step)
    db.session.flush()
    word(step, given, by=by, at=at)
    return step


def retire(step: Step, *, by: Person, at: datetime) -> None:
    """No longer asked for; what shops did of it stays. Refused while another step waits for it."""
    if step.retired_at is not None:
        return
    waits = db.session.scalar(
        select(Step.key).join(StepNeed, StepNeed.step_id == Step.id)
        .where(StepNeed.needs_id == step.id, Step.retired_at.is_(None)).limit(1)
    )  # fmt: skip
    if waits:
        raise Refused(N_("Step %(key)s cannot be started without this one."), values={"key": waits})
    step.retired_at = at
    audit.note("step_retired", "package_step", step.id, by=by, at=at)
    _settled(at)


def take_back(step: Step, *, by: Person, at: datetime) -> None:
    """Asked for again."""
    step.retired_at = None
    audit.note("step_asked_again", "package_step", step.id, by=by, at=at)
    _settled(at)


def newest(step: Step) -> StepVersion | None:
    return db.session.scalar(
        select(StepVersion).where(StepVersion.step_id == step.id).order_by(StepVersion.number.desc()).limit(1)
    )


def versions(step: Step) -> list[StepVersion]:
    """All of them, the newest first."""
    asked = select(StepVersion).where(StepVersion.step_id == step.id).order_by(StepVersion.number.desc())
    return list(db.session.scalars(asked))


def every_package() -> Sequence[Package]:
    """All of them with their steps in order, those that are no longer asked for too."""
    return db.session.scalars(*_every_package()).all()


@statement
def _every_package() -> Select[Package]:
    return select(Package).order_by(Package.number).options(selectinload(Package.steps))


def _check(given: Mapping[str, Any]) -> None:
    if not given["title_vi"]:
        raise Refused(N_("A step needs its name in Vietnamese."), field="title_vi")
    lines = len(given["checks_vi"].splitlines())
    for lang in LANGUAGES[1:]:
        text = given[f"checks_{lang}"]
        if text and len(text.splitlines()) != lines:
            raise Refused(
                N_("Each criterion is a line: write as many lines as in Vietnamese, %(lines)s."),
                field=f"checks_{lang}", values={"lines": lines},
            )  # fmt: skip


def _settled(at: datetime) -> None:
    db.session.flush()
    standing.touch(at=at)
