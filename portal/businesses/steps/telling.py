"""The letters about steps, in each reader's language, to all people of the shop: an answer, an end, a visit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask_babel import gettext as _

from portal.businesses import queries as campaign
from portal.businesses.models import Shop
from portal.businesses.steps.models import Progress, Review, Verdict, Visit
from portal.kit import dates
from portal.letters import rules as letters
from portal.people.models import Person
from portal.web.language import current, in_language_of, link


def reviewed(review: Review, *, at: datetime) -> None:
    """An advisor has answered: the verdict and the sentence."""
    progress = review.submission.progress
    for person in _people(progress.shop):
        with _in_words(progress, person) as title:
            if review.verdict is Verdict.ACCEPTED:
                subject, first = _("Accepted: %(step)s", step=title), _("Your advisor has accepted this step.")
            else:
                subject = _("To be mended: %(step)s", step=title)
                first = _("Your advisor has sent this step back. Nothing you handed in is lost.")
            _write(person, "step_reviewed", subject, [first, review.says, _address(progress)], at)


def expires(progress: Progress, *, at: datetime) -> None:
    """Thirty days before the end, once."""
    for person in _people(progress.shop):
        with _in_words(progress, person) as title:
            day = dates.long_day(progress.expires_on, current()) if progress.expires_on else ""
            lines = [
                _("What you handed in stands until %(day)s. Bring it up to date before that day.", day=day),
                _address(progress),
            ]  # fmt: skip
            _write(person, "step_expires", _("Expires soon: %(step)s", step=title), lines, at)


def expired(progress: Progress, *, at: datetime) -> None:
    for person in _people(progress.shop):
        with _in_words(progress, person) as title:
            lines = [
                _("It no longer counts towards your badge. What is public of it stays."), _address(progress),
            ]  # fmt: skip
            _write(person, "step_expired", _("Expired: %(step)s", step=title), lines, at)


def visited(visit: Visit, *, at: datetime) -> None:
    """The notes of a visit, as the shop reads them."""
    for person in _people(visit.shop):
        with in_language_of(person):
            day = dates.day(visit.on, current())
            subject = _("Notes of the visit on %(day)s", day=day)
            _write(person, "shop_visited", subject, [visit.notes, link("businesses.show", slug=visit.shop.slug)], at)


def _people(shop: Shop) -> list[Person]:
    """Everybody who works in the shop."""
    return [one.person for one in shop.members if one.left_at is None]


@contextmanager
def _in_words(progress: Progress, person: Person) -> Iterator[str]:
    """Inside, sentences are in this person's language; gives the title of the step in it."""
    with in_language_of(person):
        wording = campaign.wordings([progress.step_id])[progress.step_id]
        yield f"{progress.step.key} {wording.text('title', current()).text}"


def _address(progress: Progress) -> str:
    number = progress.step.package.number
    return link("shop_steps.show", slug=progress.shop.slug, number=number, key=progress.step.key)


def _write(person: Person, kind: str, subject: str, lines: list[str], at: datetime) -> None:
    letters.write(person, kind=kind, subject=subject, body="\n\n".join(filter(None, lines)), at=at)
