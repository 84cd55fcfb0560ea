"""The calendar as data: for the calendars of phones, for feed readers, for search engines.

Who asks makes no difference: the reader is never looked at. Answers depend on the data and the day: an unchanged
calendar is 304.
"""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from portal.city.chosen import here
from portal.events import feeds, rules, when
from portal.events.feeds import Edition, Feed
from portal.events.feeds.feed_form import FeedForm
from portal.events.models import Event
from portal.kit import numbers
from portal.listings import queries, remembered
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import absolute, current, link
from portal.web.problem import Said

bp = Blueprint("event_data", __name__)


@bp.get("/events.ics")
@guard(anyone, data=True)
def ics() -> Response:
    form, response = _asked("text/calendar")
    if response.status_code == 304:
        return response
    feed = _found(form, response)
    written = feeds.calendar(
        feed.entries, _edition(), title=_title(form), about=_about(feed), alarm=int(form.alarm.data)
    )
    response.set_data(written)
    response.headers["Content-Disposition"] = 'inline; filename="events.ics"'
    return response


@bp.get("/events.atom")
@guard(anyone, data=True)
def atom() -> Response:
    form, response = _asked("application/atom+xml")
    if response.status_code != 304:
        feed = _found(form, response)
        response.set_data(feeds.atom(feed.entries, _edition(), title=_title(form), about=_about(feed)))
    return response


@bp.get("/events.jsonld")
@guard(anyone, data=True)
def jsonld() -> Response:
    form, response = _asked("application/ld+json")
    if response.status_code != 304:
        feed = _found(form, response)
        response.set_data(feeds.jsonld(feed.entries, _edition(), title=_title(form), about=_about(feed)))
    return response


def known(slug: str) -> Event | None:
    """A public event: a calendar signs in nowhere."""
    return rules.find(slug, reader=None)


@bp.get("/events/<slug>.ics")
@guard(anyone, load=known, data=True)
def event_ics(event: Event) -> Response:
    """One event with its sessions, for whoever wants this one in their own calendar."""
    form, response = _asked("text/calendar")
    if response.status_code == 304:
        return response
    title = event.text("title", current()).text
    written = feeds.calendar([feeds.entry(event)], _edition(), title=title, alarm=int(form.alarm.data))
    response.set_data(written)
    response.headers["Content-Disposition"] = f'inline; filename="{event.slug}.ics"'
    return response


def _asked(media_type: str) -> tuple[FeedForm, Response]:
    """The question, and an answer that is 304 already when who asks has it as it is today.

    What cannot be read is refused whole: a program cannot see the sentence beside an answer.
    """
    form = FeedForm(request.args, here())
    if not form.validate():
        name, sentences = next(iter(form.errors.items()))
        raise Said(422, f"{name}: {sentences[0]}")
    _version, changed_at = queries.map_version()
    response = Response(mimetype=media_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, X-Total-Count"
    response.last_modified = changed_at
    stand = f"{remembered.stamp()} {when.day_of(now())} {request.script_root} {request.full_path}"
    response.set_etag(hashlib.blake2b(stand.encode(), digest_size=12).hexdigest(), weak=True)
    response.make_conditional(request)  # changes the answer itself
    return form, response


def _found(form: FeedForm, response: Response) -> Feed:
    feed = feeds.chosen(form.question(), at=now())
    response.headers["X-Total-Count"] = str(len(feed.entries))
    return feed


def _title(form: FeedForm) -> str:
    return " · ".join([here().name[current()], *form.words()])


def _about(feed: Feed) -> str:
    """How far the file reaches, and what to do where that is not far enough."""
    rows = numbers.show(feeds.MOST, current())
    about = _("What is to come and what was in the last 30 days, at most %(rows)s dates.", rows=rows)
    return " ".join([about, _("There are more: choose a filter to see them.")]) if feed.more else about


def _edition() -> Edition:
    _version, changed_at = queries.map_version()
    return Edition(
        lang=current(),
        base=link("site.home").rstrip("/"),
        address=absolute(request.script_root + request.full_path.rstrip("?")),
        changed_at=changed_at or now(),
        say=_,
    )
