"""The letters of the campaign, in each reader's language: what became of an application, who advises, what stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _

from portal.businesses import rules
from portal.businesses.models import Application, Enrolment, Shop
from portal.kit import code as short
from portal.kit import dates
from portal.letters import rules as letters
from portal.people.models import Person
from portal.web.language import current, in_language_of, link


def sent(application: Application, *, at: datetime) -> None:
    """The receipt, with the code under which it can be looked up."""
    for person in readers(application.shop):
        with in_language_of(person):
            _write(
                person, "application_sent", _("We have your application: %(code)s", code=short.show(application.code)),
                [
                    _("The application of %(name)s has arrived. The organisers read it within five working days.",
                      name=application.shop.listing.name_vi),
                    _("Under this code you see where it stands, also without signing in: %(code)s",
                      code=short.show(application.code)),
                    link("shop_applications.show", code=application.code),
                ], at,
            )  # fmt: skip


def asked(application: Application, text: str, *, at: datetime) -> None:
    for person in readers(application.shop):
        with in_language_of(person):
            _write(
                person, "application_asked", _("A question about your application"),
                [text, _("Answer here: %(link)s", link=link("shop_applications.show", code=application.code))], at,
            )  # fmt: skip


def accepted(application: Application, *, says: str, at: datetime) -> None:
    shop, cohort = application.shop, application.cohort
    for person in readers(shop):
        with in_language_of(person):
            when = (
                _("The round runs from %(first)s to %(last)s.", first=dates.day(cohort.starts_on, current()),
                  last=dates.day(cohort.ends_on, current()))
                if cohort else ""
            )  # fmt: skip
            who = _("Your advisor is %(name)s.", name=shop.advisor.full_name) if shop.advisor else ""
            _write(
                person, "application_accepted", _("%(name)s takes part in the campaign", name=shop.listing.name_vi),
                [says, f"{who} {when}".strip(), _("Begin with any step you like: %(link)s", link=_hub(shop))], at,
            )  # fmt: skip


def waits(application: Application, *, says: str, at: datetime) -> None:
    for person in readers(application.shop):
        with in_language_of(person):
            _write(
                person, "application_waits", _("Your application is on the waiting list"),
                [says, _("This round is full. You get a letter as soon as there is a place."),
                 link("shop_applications.show", code=application.code)], at,
            )  # fmt: skip


def refused(application: Application, *, reason: str, at: datetime) -> None:
    for person in readers(application.shop):
        with in_language_of(person):
            _write(
                person, "application_refused", _("Your application was not accepted"),
                [_("The reason: %(reason)s", reason=reason), _("You may apply again in the next round."),
                 link("shop_applications.show", code=application.code)], at,
            )  # fmt: skip


def advises(shop: Shop, *, at: datetime) -> None:
    """To the advisor: one shop more."""
    if (person := shop.advisor) is None:
        return
    with in_language_of(person):
        _write(
            person, "advisor_given", _("You advise %(name)s", name=shop.listing.name_vi),
            [_("What the shop hands in is on your board from now on."), _hub(shop)], at,
        )  # fmt: skip


def stopped(enrolment: Enrolment, *, at: datetime) -> None:
    shop = enrolment.shop
    for person in readers(shop):
        with in_language_of(person):
            title = enrolment.package.text("title", current()).text
            _write(
                person, "enrolment_stopped", _("Package %(number)s rests", number=enrolment.package.number),
                [
                    _("“%(title)s” was stopped for %(name)s. Nothing that you did is lost.",
                      title=title, name=shop.listing.name_vi),
                    _("The reason: %(reason)s", reason=enrolment.reason), _hub(shop),
                ], at,
            )  # fmt: skip


def readers(shop: Shop) -> Iterator[Person]:
    """Everybody who works in the shop."""
    for member in rules.people(shop):
        if member.person.erased_at is None:
            yield member.person


def _hub(shop: Shop) -> str:
    return link("businesses.show", slug=shop.slug)


def _write(person: Person, kind: str, subject: str, parts: list[str], at: datetime) -> None:
    letters.write(person, kind=kind, subject=subject, body="\n\n".join(filter(None, parts)), at=at)
