"""Taking the calendar along: the addresses by which a phone's calendar or a feed reader follows it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from portal.city.chosen import here
from portal.events.feeds.feed_form import FILTERS, FeedForm
from portal.web.guard import anyone, guard
from portal.web.language import link
from portal.web.page import page

bp = Blueprint("event_feeds", __name__)


@bp.get("/events/feeds")
@guard(anyone)
def index() -> Response:
    form = FeedForm(request.args, here())
    good = form.validate()
    asked = _asked(form)
    address = link("event_data.ics", **asked)
    filters = {name: value for name, value in asked.items() if name != "alarm"}
    return page(
        "events/feeds/index.html",
        parts=("addresses",),
        status=200 if good else 422,
        form=form,
        words=form.words(),
        address=address,
        webcal=f"webcal:{address.removeprefix(urlsplit(address).scheme + ':')}",
        atom=link("event_data.atom", **filters),
        jsonld=link("event_data.jsonld", **filters),
        events_home=link("site.home").rstrip("/") + "/events",
    )


def _asked(form: FeedForm) -> dict[str, Any]:
    """The part of the question that could be read, as an address carries it."""
    good = {name: form[name].data for name in FILTERS if form[name].data and not form[name].errors}
    asked = {name: "1" if value is True else value for name, value in good.items()}
    rings = not form.alarm.errors and form.alarm.data != "0"
    return asked | ({"alarm": form.alarm.data} if rings else {})
