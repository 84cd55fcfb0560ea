"""What pages of the campaign have in common: the places of a shop, and which round takes applications."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import current_app, url_for
from flask_babel import gettext as _

from portal.businesses import cohorts
from portal.businesses.models import Shop
from portal.businesses.policy import sees_work, works_in
from portal.city.chosen import here
from portal.kit import dates
from portal.kit.say import N_
from portal.web import reader
from portal.web.language import current

PLACES = (
    ("packages", N_("Packages"), "businesses.show", sees_work),
    ("sheets", N_("Forms and lists"), "shop_sheets.index", works_in),
    ("customers", N_("Customers"), "customers.index", works_in),
    ("showcase", N_("What is public"), "showcase.index", works_in),
    ("people", N_("People"), "shop_people.index", works_in),
)


class Place(NamedTuple):
    key: str
    name: str
    address: str


def places(shop: Shop) -> list[Place]:
    """Where the reader may go in a shop."""
    person = reader.person()
    return [
        Place(key, _(name), url_for(endpoint, slug=shop.slug))
        for key, name, endpoint, may in PLACES
        if endpoint in current_app.view_functions and may(person, shop)
    ]


def round_line(at: datetime) -> str:
    """Whether one can apply at this moment, and until when."""
    if line := open_round(at):
        return line
    if coming := cohorts.coming(at):
        day = dates.day(coming.opens_at.astimezone(ZoneInfo(here().zone)).date(), current())
        return str(
            _("The next round takes applications from %(day)s. You can write yours now and send it then.", day=day)
        )
    return str(_("No round takes applications at the moment. You can write yours now and send it when one opens."))


def open_round(at: datetime) -> str:
    """The round that takes applications and closes first, in a sentence; "" when none does."""
    lang = current()
    for cohort in cohorts.open_now(at):
        name, end = cohort.text("name", lang).text, dates.deadline(cohort.closes_at, ZoneInfo(here().zone), lang)
        return str(_("%(round)s takes applications until %(deadline)s.", round=name, deadline=end))
    return ""
