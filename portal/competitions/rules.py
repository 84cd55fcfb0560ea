"""The verbs of a competition as data: create one, find it, and take the steps from setting up to the archive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from portal.audit import rules as audit
from portal.competitions import deadlines, defaults
from portal.competitions.models import Competition, CompetitionStep, PhaseKind, Stage
from portal.competitions.policy import may_see
from portal.competitions.terms_models import Category, Criterion, Slot
from portal.db import db, statement
from portal.kit.fold import clean, slug
from portal.kit.say import N_, Refused
from portal.listings import standing
from portal.people.models import Person

ORDER = tuple(Stage)
BEFORE_CLOSING = frozenset({Stage.SETUP, Stage.PUBLISHED, Stage.QUESTIONS_CLOSED})
"""The stages in which entries may come in, as far as the dates say so."""
RESERVED = frozenset({"new", "past"})
TITLES = ("title_vi", "title_en", "title_fr")


# Finding


def of_slug(address: str, *, reader: Person | None = None) -> Competition | None:
    """The competition at an address, as far as the reader may know of it."""
    competition = db.session.scalars(*_of_slug(address)).one_or_none()
    return competition if competition is not None and may_see(reader, competition) else None


@statement
def _of_slug(address: str) -> Select[Competition]:
    return select(Competition).where(Competition.slug == address)


def numbered(number: int) -> Competition | None:
    """The competition with this number, for rules and the worker."""
    return db.session.get(Competition, number)


def public() -> Select[Competition]:
    """What everybody may see, the latest first."""
    found = select(Competition).where(Competition.published_at.is_not(None))
    return found.order_by(Competition.published_at.desc(), Competition.id.desc())


def every() -> Select[Competition]:
    """All of them, for the desk, the latest first."""
    return select(Competition).order_by(Competition.added_at.desc(), Competition.id.desc())


# Setting up


def create(given: Mapping[str, Any], *, by: Person | None, at: datetime, **kept: Any) -> Competition:
    """A competition that is being set up: with the announced criteria, three classes and slots as they are usual.

    `given` may hold any of the columns. Refused at "title_vi" without a title.
    """
    if not clean(given.get("title_vi", "")):
        raise Refused(N_("Write the title in Vietnamese."), field="title_vi")
    values = {**defaults.COMPETITION, **given, **kept}
    address = free_slug(values.pop("slug", "") or slug(values["title_vi"]))
    competition = Competition(
        slug=address, stage=Stage.SETUP, added_by_id=by and by.id, added_at=at, changed_at=at, **values
    )
    competition.criteria = [Criterion(position=n, **one) for n, one in enumerate(defaults.criteria())]
    competition.categories = [Category(position=n, **one) for n, one in enumerate(defaults.CATEGORIES)]
    competition.slots = [Slot(position=n, **one) for n, one in enumerate(defaults.SLOTS)]
    db.session.add(competition)
    db.session.flush()
    db.session.add(CompetitionStep(competition_id=competition.id, stage=Stage.SETUP, by_id=by and by.id, at=at))
    audit.note("competition_created", "competition", competition.id, by=by, at=at)
    return competition


def free_slug(wish: str) -> str:
    """The wished address, or the first free one after it."""
    wish = wish[:120].strip("-") or "competition"
    number, address = 1, wish
    while address in RESERVED or db.session.scalar(select(Competition.id).where(Competition.slug == address)):
        number += 1
        address = f"{wish}-{number}"
    return address


# Steps


def step(competition: Competition, stage: Stage, *, by: Person | None, at: datetime) -> CompetitionStep:
    """Takes a step, only forward; some may be left out, publishing is `publishing.publish`. Refused in words."""
    if ORDER.index(stage) <= ORDER.index(competition.stage):
        raise Refused(N_("This competition has come that far already."))
    if competition.published_at is None:
        raise Refused(N_("This competition has not been published yet."))
    if not is_due(competition, stage, at):
        raise Refused(N_("Entries may still be sent in: the deadline has not passed."))
    return keep_step(competition, stage, by=by, at=at)


def is_due(competition: Competition, stage: Stage, at: datetime) -> bool:
    """Whether the dates allow a step: nothing that follows submission comes before its end."""
    return stage in BEFORE_CLOSING or _nobody_submits(competition, at)


def keep_step(competition: Competition, stage: Stage, *, by: Person | None, at: datetime) -> CompetitionStep:
    """Writes a step down, whatever it is: for the verbs that have asked whether it may be taken."""
    taken = CompetitionStep(competition_id=competition.id, stage=stage, by_id=by and by.id, at=at)
    competition.stage, competition.changed_at = stage, at
    db.session.add(taken)
    standing.touch(at=at)
    audit.note("competition_stepped", "competition", competition.id, by=by, at=at, stage=str(stage))
    return taken


def follow_the_clock(competition: Competition, *, at: datetime) -> None:
    """Notes that questions or submission have ended, when their time has come."""
    if competition.stage == Stage.PUBLISHED and deadlines.is_over(competition, PhaseKind.QUESTIONS, at):
        keep_step(competition, Stage.QUESTIONS_CLOSED, by=None, at=at)
    if competition.stage in (Stage.PUBLISHED, Stage.QUESTIONS_CLOSED) and _nobody_submits(competition, at):
        keep_step(competition, Stage.SUBMISSION_CLOSED, by=None, at=at)


def has_ended(competition: Competition, at: datetime) -> bool:
    """Whether the clock has gone past an end that stands in no step yet."""
    questions = competition.stage == Stage.PUBLISHED and deadlines.is_over(competition, PhaseKind.QUESTIONS, at)
    return questions or _nobody_submits(competition, at)


def steps(competition: Competition) -> Select[CompetitionStep]:
    """What steps were taken, the first first."""
    return select(CompetitionStep).where(CompetitionStep.competition_id == competition.id).order_by(CompetitionStep.id)


def _nobody_submits(competition: Competition, at: datetime) -> bool:
    last = deadlines.last_deadline(competition)
    return last is not None and at >= last and competition.phase(PhaseKind.SUBMIT) is not None
