"""What advisors say of what was handed in: accepted, sent back, refused with a second look, not for this shop."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.audit import rules as audit
from portal.businesses.models import Shop, Step
from portal.businesses.policy import advises
from portal.businesses.showcase import rules as showcase
from portal.businesses.steps import evidence, policy, queries
from portal.businesses.steps.models import Progress, Review, SecondLook, Standing, Submission, Verdict
from portal.businesses.steps.rules import mark
from portal.city.chosen import here
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.people.models import Person

REVIEWED, REFUSED = "step_reviewed", "step_refused"
LONGEST = 1_000
OVERTAKEN = N_("This is not with the advisors any more: it was taken back, or somebody has answered already.")
SAY_WHY = N_("Say what is to be mended: the shop reads this sentence.")
SAY_WHY_ALL_THE_SAME = N_("Not every point is ticked. Say why you accept it all the same, or send it back.")
OWN = N_("You work in this shop: another advisor has to answer.")
SECOND = N_("A refusal needs the look of another advisor than you.")


def review(
    submission: Submission, verdict: Verdict, *, ticks: Collection[int], says: str, by: Person, at: datetime
) -> Review:  # fmt: skip
    """An advisor's word. A refusal waits for a second look; the shop hears nothing of it before."""
    progress, says = submission.progress, clean(says, lines=True)[:LONGEST]
    if not policy.may_review(by, submission):
        raise Refused(OWN)
    latest = queries.latest(progress)
    if not policy.waits(progress) or latest is not submission or policy.awaits_second_look(submission):
        raise Refused(OVERTAKEN)
    criteria = criteria_of(submission)
    met = sorted({number for number in ticks if 0 <= number < len(criteria)})
    if verdict is not Verdict.ACCEPTED and not says:
        raise Refused(SAY_WHY, field="says")
    if verdict is Verdict.ACCEPTED and len(met) < len(criteria) and not says:
        raise Refused(SAY_WHY_ALL_THE_SAME, field="says")
    made = Review(submission=submission, verdict=verdict, ticks=met, says=says, by_id=by.id, at=at)
    db.session.add(made)
    db.session.flush()
    audit.note("step_reviewed", "step", progress.id, by=by, at=at, verdict=str(verdict), submission=submission.id)
    if verdict is Verdict.ACCEPTED:
        _accept(submission, says, by=by, at=at)
    elif verdict is Verdict.CHANGES_WANTED:
        mark(progress, Standing.CHANGES_WANTED, by=by, at=at, says=says)
    if verdict is not Verdict.REFUSED:
        letters.remind(REVIEWED, of=made.id, at=at)
    return made


def look_again(review: Review, *, agrees: bool, says: str, by: Person, at: datetime) -> SecondLook:
    """The second advisor: the refusal stands, or the step goes back into the queue as if it had not been said."""
    says = clean(says, lines=True)[:LONGEST]
    if not policy.may_look_again(by, review):
        raise Refused(SECOND)
    if policy.awaits_second_look(review.submission) is not review or not policy.waits(review.submission.progress):
        raise Refused(OVERTAKEN)
    if not agrees and not says:
        raise Refused(N_("Say why you see it otherwise: the first advisor reads it."), field="says")
    made = SecondLook(review=review, agrees=agrees, says=says, by_id=by.id, at=at)
    db.session.add(made)
    db.session.flush()
    progress = review.submission.progress
    audit.note("step_looked_again", "step", progress.id, by=by, at=at, agrees=agrees, submission=review.submission_id)
    if agrees:
        mark(progress, Standing.CHANGES_WANTED, by=by, at=at, says=review.says)
        letters.remind(REVIEWED, of=review.id, at=at)
    return made


def leave_out(shop: Shop, step: Step, *, says: str, by: Person, at: datetime) -> Progress:
    """A step that does not apply to a shop, with the reason. It counts neither as done nor as asked for."""
    says = clean(says)[:LONGEST]
    if not advises(by, shop):
        raise Refused(OWN)
    if not says:
        raise Refused(N_("Say why this step does not apply to them."), field="says")
    progress = queries.find(shop, step)
    if progress is None:
        progress = Progress(shop=shop, step=step, standing=Standing.NOT_STARTED, version=1, changed_at=at)
        db.session.add(progress)
        db.session.flush()
    _move(progress, Standing.NOT_APPLICABLE, says, by=by, at=at)
    return progress


def ask_again(progress: Progress, *, by: Person, at: datetime) -> None:
    """A step that was left out is asked for after all."""
    if progress.standing is not Standing.NOT_APPLICABLE:
        raise Refused(N_("This step is asked for already."))
    _move(progress, Standing.IN_PROGRESS, "", by=by, at=at)


def _move(progress: Progress, standing: Standing, says: str, *, by: Person, at: datetime) -> None:
    progress.version += 1
    mark(progress, standing, by=by, at=at, says=says)
    progress.submitted_at = progress.expires_on = None
    db.session.flush()
    audit.note("step_left_out", "step", progress.id, by=by, at=at, standing=str(standing))
    showcase.settled(progress, at=at)


def criteria_of(submission: Submission) -> list[str]:
    """The points of the wording that was answered, in Vietnamese, in their order: each is a tick."""
    return [line for line in submission.step_version.checks_vi.splitlines() if line.strip()]


def _accept(submission: Submission, says: str, *, by: Person, at: datetime) -> None:
    progress = submission.progress
    progress.accepted_at, progress.submitted_at = at, None
    progress.expires_on = expires_on(submission, at=at)
    mark(progress, Standing.ACCEPTED, by=by, at=at, says=says)
    db.session.flush()
    showcase.accepted(progress, submission, by=by, at=at)


def expires_on(submission: Submission, *, at: datetime) -> date | None:
    """The last day it stands: so many days from today, never beyond the day printed on a certificate."""
    today = at.astimezone(ZoneInfo(here().zone)).date()
    days = submission.progress.step.validity_days
    last = today + timedelta(days=days) if days else None
    return min((day for day in (last, evidence.valid_until(submission)) if day is not None), default=None)
