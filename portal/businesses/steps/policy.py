"""Who may do what with a step: its shop writes it, advisors of other shops answer, a second one looks at a refusal."""

from __future__ import annotations

from portal.businesses.models import Shop
from portal.businesses.policy import advises, works_in
from portal.businesses.steps.models import Progress, Review, Standing, Submission, Verdict, Visit
from portal.people.models import Person

ACCEPTED = frozenset({Standing.ACCEPTED, Standing.EXPIRING})
"""What counts towards a package, and nothing else does."""
BEHIND = ACCEPTED | {Standing.EXPIRED, Standing.NOT_APPLICABLE}
"""What no longer keeps another step from being begun: it was accepted once, or is not asked for."""
CLOSED = frozenset({Standing.SUBMITTED, Standing.ACCEPTED, Standing.NOT_APPLICABLE})
"""Nothing is written here, until it is taken back, taken up again or asked for again."""


def may_write(person: Person | None, shop: Shop) -> bool:
    return works_in(person, shop)


def may_review(person: Person | None, submission: Submission) -> bool:
    """An advisor, never of their own shop."""
    return advises(person, submission.progress.shop)


def may_look_again(person: Person | None, review: Review) -> bool:
    """Another advisor than the one who refused."""
    return may_review(person, review.submission) and person is not None and person.id != review.by_id


def may_note(person: Person | None, visit: Visit) -> bool:
    """The notes of a visit are written by who made it, until they are closed."""
    return person is not None and person.id == visit.advisor_id and advises(person, visit.shop)


def waits(progress: Progress) -> bool:
    return progress.standing is Standing.SUBMITTED


def awaits_second_look(submission: Submission) -> Review | None:
    """The refusal that a second advisor has not looked at yet."""
    last = submission.reviews[-1] if submission.reviews else None
    return last if last is not None and last.verdict is Verdict.REFUSED and last.second_look is None else None
