"""Selections of the steps: how far a shop is, what waits for an advisor, what expires, what was handed in before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, load_only, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ORMOption

from portal.businesses.models import Enrolment, Package, Shop, ShopMember, Step, StepNeed, StepVersion
from portal.businesses.steps.models import (
    Evidence,
    Hint,
    Progress,
    ProgressAct,
    Review,
    SecondLook,
    Standing,
    Submission,
    SubmissionEvidence,
    Verdict,
    Visit,
)  # fmt: skip
from portal.businesses.steps.policy import ACCEPTED
from portal.db import db, statement
from portal.listings.models import Listing
from portal.media.models import Upload
from portal.people.models import Person


class Count(NamedTuple):
    """How far a shop is with a package: steps accepted, of those that are asked of it."""

    accepted: int
    of: int

    @property
    def is_whole(self) -> bool:
        return self.of > 0 and self.accepted == self.of


def progress_of(shop: Shop, package: Package) -> dict[int, Progress]:
    """What a shop has begun of a package, by the number of the step."""
    mine = select(Progress).join(Step).where(Progress.shop_id == shop.id, Step.package_id == package.id)
    return {one.step_id: one for one in db.session.scalars(mine)}


def counts(shop: Shop) -> dict[int, Count]:
    """How far a shop is, by the number of the package: only what was accepted counts."""
    return counts_of([shop.id]).get(shop.id, {})


def counts_of(shop_ids: Collection[int]) -> dict[int, dict[int, Count]]:
    """The same for many shops in two questions, by shop and package."""
    asked = select(Step.package_id, func.count()).where(Step.retired_at.is_(None)).group_by(Step.package_id)
    of = dict(db.session.execute(asked).tuples().all())
    standing = (
        select(Progress.shop_id, Step.package_id, Progress.standing, func.count())
        .join(Step, Step.id == Progress.step_id)
        .where(Progress.shop_id.in_(shop_ids), Step.retired_at.is_(None))
        .group_by(Progress.shop_id, Step.package_id, Progress.standing)
    )
    accepted: dict[tuple[int, int], int] = {}
    left_out: dict[tuple[int, int], int] = {}
    for shop, package, state, number in db.session.execute(standing):
        into = accepted if state in ACCEPTED else left_out if state is Standing.NOT_APPLICABLE else None
        if into is not None:
            into[shop, package] = into.get((shop, package), 0) + number
    return {
        shop: {
            package: Count(accepted.get((shop, package), 0), number - left_out.get((shop, package), 0))
            for package, number in of.items()
        }
        for shop in shop_ids
    }


def all_steps() -> Sequence[Step]:
    """Every step that is asked for, with what it needs, package by package."""
    return db.session.scalars(*_all_steps()).unique().all()


@statement
def _all_steps() -> Select[Step]:
    found = select(Step).where(Step.retired_at.is_(None)).order_by(Step.package_id, Step.position)
    return found.options(joinedload(Step.needs))


def all_progress(shop: Shop) -> dict[int, Progress]:
    """Everything a shop has begun, by the number of the step."""
    return {one.step_id: one for one in db.session.scalars(*_progress_of(shop.id))}


@statement
def _progress_of(shop: int) -> Select[Progress]:
    return select(Progress).where(Progress.shop_id == shop).options(lazyload(Progress.step))


def counted(steps: Sequence[Step], progress: dict[int, Progress]) -> dict[int, Count]:
    """How far a shop is, from rows that are at hand already."""
    found: dict[int, Count] = {}
    for step in steps:
        standing = progress[step.id].standing if step.id in progress else None
        known = found.get(step.package_id, Count(0, 0))
        asked = standing is not Standing.NOT_APPLICABLE
        found[step.package_id] = Count(known.accepted + (standing in ACCEPTED), known.of + asked)
    return found


def enrolled(shop: Shop, number: int) -> Enrolment | None:
    """A shop's place in a package, by the package's number."""
    found = db.session.scalars(*_enrolments_of(shop.id)).all()
    set_committed_value(shop, "enrolments", list(found))
    for one in found:
        set_committed_value(one, "shop", shop)  # it is at hand: asked for again it would cost three questions
    return next((one for one in found if one.package.number == number), None)


@statement
def _enrolments_of(shop: int) -> Select[Enrolment]:
    mine = select(Enrolment).join(Package).where(Enrolment.shop_id == shop).order_by(Package.number)
    return mine.options(contains_eager(Enrolment.package))


def step_of(package: Package, key: str) -> Step | None:
    found = select(Step).where(Step.package_id == package.id, Step.key == key, Step.retired_at.is_(None))
    return db.session.scalar(found.options(selectinload(Step.needs)))


def steps_with_needs(package: Package) -> Sequence[Step]:
    """The steps of a package that are still asked for, with what they need, in one question."""
    return db.session.scalars(*_steps_with_needs(package.id)).unique().all()


@statement
def _steps_with_needs(package: int) -> Select[Step]:
    found = select(Step).where(Step.package_id == package, Step.retired_at.is_(None)).order_by(Step.position)
    return found.options(joinedload(Step.needs).joinedload(StepNeed.needs))


def find(shop: Shop, step: Step) -> Progress | None:
    return db.session.scalar(select(Progress).where(Progress.shop_id == shop.id, Progress.step_id == step.id))


def begun(shop: Shop, step: Step) -> dict[int, Progress]:
    """A step and those that it needs, as far as the shop has begun them, by the number of the step."""
    asked = [step.id, *(one.needs_id for one in step.needs)]
    return {one.step_id: one for one in db.session.scalars(*_progress_in(shop.id, asked))}


@statement
def _progress_in(shop: int, steps: Sequence[int]) -> Select[Progress]:
    found = select(Progress).where(Progress.shop_id == shop, Progress.step_id.in_(steps))
    return found.options(lazyload(Progress.step))


def standings(shop: Shop, step_ids: Collection[int]) -> dict[int, Standing]:
    found = select(Progress.step_id, Progress.standing).where(
        Progress.shop_id == shop.id, Progress.step_id.in_(step_ids)
    )
    return dict(db.session.execute(found).tuples().all())


def wording_now(step: Step) -> StepVersion:
    """How a step is worded now."""
    mine = select(StepVersion).where(StepVersion.step_id == step.id).order_by(StepVersion.number.desc()).limit(1)
    return db.session.scalars(mine).one()


def stood_before(progress: Progress) -> Standing:
    """Where a step stood before its last change."""
    acts = select(ProgressAct.standing).where(ProgressAct.progress_id == progress.id)
    found = db.session.scalars(acts.order_by(ProgressAct.id.desc()).offset(1).limit(1)).one_or_none()
    return found or Standing.IN_PROGRESS


# What was handed in, and what was said of it


def submission(number: int) -> Submission | None:
    """What was handed in, with its shop and their people, its step and its wording."""
    return db.session.scalars(*_submission(number)).unique().one_or_none()


@statement
def _submission(number: int) -> Select[Submission]:
    progress = joinedload(Submission.progress)
    shop, step = progress.joinedload(Progress.shop), progress.joinedload(Progress.step)
    return select(Submission).where(Submission.id == number).options(
        joinedload(Submission.step_version),
        shop.joinedload(Shop.listing).lazyload(Listing.marks),
        shop.joinedload(Shop.members).joinedload(ShopMember.person).lazyload(Person.grants),
        step.joinedload(Step.package),
    )  # fmt: skip


def times(progress: Progress) -> Sequence[Submission]:
    """What was handed in of a step each time, the first time first, with what was said of it."""
    return db.session.scalars(*_times(progress.id)).unique().all()


@statement
def _times(progress: int) -> Select[Submission]:
    said = joinedload(Submission.reviews)
    seen = joinedload(Review.second_look), joinedload(Review.by).lazyload(Person.grants)
    found = select(Submission).where(Submission.progress_id == progress).options(said.options(*seen))
    return found.order_by(Submission.number)


def read_evidence(submissions: Sequence[Submission]) -> None:
    """What was handed in with each of these, in one statement: whoever asks one by one finds it read."""
    held: dict[int, list[Evidence]] = {one.id: [] for one in submissions}
    for number, one in db.session.execute(*_evidence_of(list(held))):
        held[number].append(one)
    for submission in submissions:
        set_committed_value(submission, "evidence", held[submission.id])


@statement
def _evidence_of(submissions: Sequence[int]) -> Select[int, Evidence]:
    found = select(SubmissionEvidence.submission_id, Evidence)
    found = found.join(Evidence, Evidence.id == SubmissionEvidence.evidence_id)
    found = found.where(SubmissionEvidence.submission_id.in_(submissions))
    return found.options(joinedload(Evidence.visit)).order_by(Evidence.id)


def latest(progress: Progress) -> Submission | None:
    """What was handed in last."""
    mine = select(Submission).where(Submission.progress_id == progress.id)
    return db.session.scalar(mine.order_by(Submission.number.desc()).limit(1))


def review(number: int) -> Review | None:
    return db.session.get(Review, number)


def last_reviews(progress_ids: Collection[int]) -> dict[int, Review]:
    """The last word of an advisor on each of these, by the number of the progress. A refusal counts once agreed."""
    if not progress_ids:
        return {}
    found = db.session.execute(*_reviews_of(progress_ids))
    return {progress: review for review, progress in found if counts_as_said(review)}


@statement
def _reviews_of(progresses: Collection[int]) -> Select[Review, int]:
    return (
        select(Review, Submission.progress_id)
        .join(Submission, Submission.id == Review.submission_id)
        .where(Submission.progress_id.in_(progresses))
        .options(joinedload(Review.second_look), joinedload(Review.by).lazyload(Person.grants))
        .order_by(Review.id)
    )


def counts_as_said(review: Review) -> bool:
    """Whether the shop is told: a refusal only when a second advisor agreed with it."""
    return review.verdict is not Verdict.REFUSED or (review.second_look is not None and review.second_look.agrees)


def prepared(progress_ids: Collection[int], *, pictures: bool = True) -> dict[int, list[Evidence]]:
    """What is prepared or was handed in last of each, by the number of the progress."""
    asked = _prepared(progress_ids) if pictures else _prepared_without_pictures(progress_ids)
    made: dict[int, list[Evidence]] = {}
    for one in db.session.scalars(*asked):
        made.setdefault(one.progress_id, []).append(one)
    return made


@statement
def _prepared(progresses: Collection[int]) -> Select[Evidence]:
    standing = Evidence.progress_id.in_(progresses), Evidence.removed_at.is_(None)
    return select(Evidence).where(*standing).order_by(Evidence.id)


@statement
def _prepared_without_pictures(progresses: Collection[int]) -> Select[Evidence]:
    standing = Evidence.progress_id.in_(progresses), Evidence.removed_at.is_(None)
    bare = joinedload(Evidence.upload).lazyload(Upload.previews)
    return select(Evidence).where(*standing).options(bare).order_by(Evidence.id)


def was_handed_in(evidence: Evidence) -> bool:
    held = select(SubmissionEvidence.submission_id).where(SubmissionEvidence.evidence_id == evidence.id).limit(1)
    return db.session.scalar(held) is not None


def evidence(number: int) -> Evidence | None:
    return db.session.get(Evidence, number)


def hints(submission: Submission) -> Sequence[Hint]:
    return db.session.scalars(select(Hint).where(Hint.submission_id == submission.id).order_by(Hint.id)).all()


def to_mend(person: Person) -> Sequence[Progress]:
    """What was sent back, has expired or expires soon in the shops that somebody works in, the first few."""
    mine = select(ShopMember.shop_id).where(ShopMember.person_id == person.id, ShopMember.left_at.is_(None))
    states = (Standing.CHANGES_WANTED, Standing.EXPIRING, Standing.EXPIRED)
    found = select(Progress).where(Progress.shop_id.in_(mine), Progress.standing.in_(states))
    found = found.options(_shop_in_a_list(), joinedload(Progress.step).joinedload(Step.package))
    return db.session.scalars(found.order_by(Progress.changed_at).limit(5)).all()


# The advisor's board


def not_own(person: Person) -> Select[int]:
    """The shops in which an advisor works: they are never theirs to look at."""
    return select(ShopMember.shop_id).where(ShopMember.person_id == person.id, ShopMember.left_at.is_(None))


def waiting(person: Person) -> Select[Progress]:
    """What waits for an advisor's word, the longest waiting first: all shops but their own."""
    found = select(Progress).where(Progress.standing == Standing.SUBMITTED, Progress.shop_id.not_in(not_own(person)))
    return found.options(_shop_in_a_list()).order_by(Progress.submitted_at, Progress.id)


def _shop_in_a_list() -> ORMOption:
    """The shop of a row, with nothing of its listing but the names."""
    listing = joinedload(Progress.shop).joinedload(Shop.listing)
    return listing.options(load_only(Listing.slug, Listing.name_vi, Listing.name_en), lazyload(Listing.marks))


def waiting_of_mine(person: Person) -> Select[Progress]:
    """The same of the shops that this advisor looks after, or that nobody does."""
    return waiting(person).join(Shop, Shop.id == Progress.shop_id).where(
        or_(Shop.advisor_id == person.id, Shop.advisor_id.is_(None))
    )  # fmt: skip


def refusals(person: Person, *, most: int) -> Sequence[Review]:
    """Refusals of others that nobody else has looked at, the oldest first."""
    return db.session.scalars(*_refusals(person.id, most)).all()


@statement
def _refusals(person: int, most: int) -> Select[Review]:
    seen = select(SecondLook.review_id)
    own = select(ShopMember.shop_id).where(ShopMember.person_id == person, ShopMember.left_at.is_(None))
    return (
        select(Review)
        .join(Submission, Submission.id == Review.submission_id)
        .join(Progress, Progress.id == Submission.progress_id)
        .where(
            Review.verdict == Verdict.REFUSED, Review.id.not_in(seen), Review.by_id != person,
            Progress.standing == Standing.SUBMITTED, Progress.shop_id.not_in(own),
        )
        .order_by(Review.at, Review.id)
        .limit(most)
    )  # fmt: skip


def shops_advised(person: Person) -> Select[Shop]:
    loaded = selectinload(Shop.enrolments).joinedload(Enrolment.package)
    return select(Shop).where(Shop.advisor_id == person.id).options(loaded).order_by(Shop.slug)


def expiring(person: Person) -> Select[Progress]:
    """What expires soon, or has, in the shops that this advisor looks after, the first first."""
    states = (Standing.EXPIRING, Standing.EXPIRED)
    found = select(Progress).join(Shop, Shop.id == Progress.shop_id)
    found = found.where(Shop.advisor_id == person.id, Progress.standing.in_(states))
    return found.options(joinedload(Progress.shop)).order_by(Progress.expires_on, Progress.id)


def visits(person: Person) -> Select[Visit]:
    """The visits that an advisor made or plans, the latest first."""
    mine = select(Visit).where(Visit.advisor_id == person.id).options(joinedload(Visit.shop))
    return mine.order_by(Visit.on.desc(), Visit.id.desc())


def shops_to_visit(person: Person) -> Sequence[Shop]:
    """Every shop but an advisor's own: those that they look after first."""
    found = select(Shop).where(Shop.id.not_in(not_own(person)))
    return db.session.scalars(found.order_by((Shop.advisor_id == person.id).is_not(True), Shop.slug).limit(500)).all()


def visited_steps(shop: Shop) -> Sequence[Step]:
    """The steps of a shop's packages for which a visit may count."""
    mine = select(Enrolment.package_id).where(Enrolment.shop_id == shop.id)
    found = select(Step).where(Step.package_id.in_(mine), Step.also_visit.is_(True), Step.retired_at.is_(None))
    return db.session.scalars(found.order_by(Step.package_id, Step.position)).all()


def visit(number: int) -> Visit | None:
    return db.session.get(Visit, number)


def visits_to(shop: Shop) -> Sequence[Visit]:
    """The closed visits to a shop, the latest first: the shop reads their notes."""
    found = select(Visit).where(Visit.shop_id == shop.id, Visit.ended_at.is_not(None))
    return db.session.scalars(found.order_by(Visit.on.desc(), Visit.id.desc())).all()


# The calendar


def due_to_expire(today: date, soon: date) -> Select[int]:
    """Steps that must be told that they expire soon, or that have expired."""
    accepted = Progress.standing.in_(tuple(ACCEPTED))
    over = Progress.expires_on < today
    return select(Progress.id).where(
        Progress.expires_on.is_not(None),
        or_(over, accepted & (Progress.standing == Standing.ACCEPTED) & (Progress.expires_on <= soon)),
        Progress.standing != Standing.EXPIRED,
    ).order_by(Progress.expires_on, Progress.id)  # fmt: skip


def numbered(progress_id: int) -> Progress | None:
    return db.session.get(Progress, progress_id)
