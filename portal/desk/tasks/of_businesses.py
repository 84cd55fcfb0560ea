"""What the campaign waits for: an organiser, an advisor, a shop, whoever applied."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.businesses import applications, queries
from portal.businesses.models import ApplicationState
from portal.businesses.steps import queries as steps
from portal.businesses.steps.models import Standing
from portal.desk.tasks.task import Task
from portal.kit import dates
from portal.people.models import Person
from portal.web.language import current


def to_answer(applied: int, told: int) -> Iterator[Task]:
    """Businesses that applied and wait for a word, and stories that wait to be shown."""
    if applied:
        yield Task(
            ngettext("%(num)s application of a business waits", "%(num)s applications of businesses wait", applied),
            _("Each wants a word within five working days."), _("Open the applications"),
            url_for("business_desk.index"), _("To answer"), "warn",
        )  # fmt: skip
    if told:
        yield Task(
            ngettext("%(num)s shop agreed that its story is shown", "%(num)s shops agreed that their stories are shown",
                     told),
            _("Read it before it is shown."), _("Open the stories"), url_for("story_desk.index"), _("Waiting"), "warn",
        )  # fmt: skip


def advice(number: int) -> Iterator[Task]:
    """What shops have handed in and wait to hear of."""
    if number:
        yield Task(
            ngettext("%(num)s step waits for your word", "%(num)s steps wait for your word", number),
            _("Of the shops you look after and of those without an advisor, the longest waiting first."),
            _("Answer them"), url_for("advice.index"), _("Advice"), "warn",
        )  # fmt: skip


def steps_of(person: Person) -> Iterator[Task]:
    """What an advisor sent back to a shop that the person works in, and what has expired there."""
    for progress in steps.to_mend(person):
        name = progress.shop.listing.name_vi
        there = url_for(
            "shop_steps.show", slug=progress.shop.slug, number=progress.step.package.number, key=progress.step.key
        )
        if progress.standing is Standing.CHANGES_WANTED:
            sentence = _("Your advisor has sent step %(key)s back, with a sentence.", key=progress.step.key)
            yield Task(name, sentence, _("Read and mend"), there, _("Sent back"), "red")
        elif progress.standing is Standing.EXPIRED:
            sentence = _("Step %(key)s has expired.", key=progress.step.key)
            yield Task(name, sentence, _("Renew it"), there, _("Expired"), "red")
        else:
            day = dates.day(progress.expires_on, current()) if progress.expires_on else ""
            sentence = _("Step %(key)s stands until %(day)s.", key=progress.step.key, day=day)
            yield Task(name, sentence, _("Renew it"), there, _("Expires soon"), "warn")


def shops_of(person: Person) -> Iterator[Task]:
    """The shops that somebody works in, at hand whether or not anything waits there."""
    for shop in queries.all_of(queries.at_work(person)):
        yield Task(
            shop.listing.name_vi, _("Your steps, your customers, and what is public."), _("Open my shop"),
            url_for("businesses.show", slug=shop.slug),
        )  # fmt: skip


def applications_of(person: Person) -> Iterator[Task]:
    """What the organisers ask about an application, and drafts that are not sent."""
    for one in applications.of_person(person):
        name = one.shop.listing.name_vi
        if one.state is ApplicationState.QUESTION:
            yield Task(
                name, _("The organisers ask about your application."), _("Read and answer"),
                url_for("shop_applications.show", code=one.code), _("Question"), "red",
            )  # fmt: skip
        elif one.state is ApplicationState.DRAFT:
            yield Task(
                name, _("Your application is not sent yet."), _("Go on"),
                url_for("shop_applications.edit", code=one.code), _("Draft"), "warn",
            )  # fmt: skip
