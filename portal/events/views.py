"""The calendar to read: what is ahead, a month by sun and moon, a map of venues, the archive, the page of an event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, current_app, send_file
from htmx_flask import request
from markupsafe import Markup

from portal.events import asking, month, policy, queries, rules, showing, venues, when, words
from portal.events.asking import Asked
from portal.events.feeds.linked_data import event_jsonld
from portal.events.models import Event
from portal.events.month import Month
from portal.events.queries import Listed
from portal.events.registrations.asking import taking
from portal.events.showing import Shown, ShownRow, Told
from portal.kit import qr
from portal.listings import remembered, sketching
from portal.media import rules as media
from portal.media.models import Preview
from portal.media.storage import storage_for
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import absolute, current, link
from portal.web.lasting import lasting
from portal.web.page import page
from portal.web.paging import PER_PAGE

bp = Blueprint("events", __name__, url_prefix="/events")
RUNNING = 5
KIN = 6
SUNDAY = 6
A_MONTH = 30 * 24 * 3600  # seconds
ANY_DAY = "0000-00-00"  # stands in an address for the day that fills it in


def stand() -> tuple[str, str]:
    """What the calendar is made of: what is public, and the quarter of an hour, for what is over leaves the list."""
    return remembered.stamp(), when.quarter(now()).isoformat()


@bp.get("")
@guard(anyone)
@lasting(stand)
def index() -> Response:
    asked = asking.asked(when.quarter(now()))
    answer = page(
        "events/index.html", parts=("results",), beside=("turning",), status=200 if asked.good else 422,
        **_frame(asked), **(_month(asked) if asked.view == "month" else _list(asked)),
    )  # fmt: skip
    if request.htmx:  # the address bar without the empty fields of the form
        answer.headers["HX-Push-Url"] = asking.address(page=asked.page if asked.page > 1 else None)
    return answer


def _frame(asked: Asked) -> dict[str, Any]:
    """What every view of the calendar has around its answer."""
    return {
        "asked": asked, "form": asked.form, "address": asking.address, "filters_only": asking.filters_only(),
        "showing": showing, "this_month": Month(asked.today.replace(day=1)), "a_day": timedelta(days=1),
    }  # fmt: skip


def _month(asked: Asked) -> dict[str, Any]:
    assert asked.month is not None
    days = month.filled(asked.month, asked.question)
    before, _, after = asking.address(view=None, month=None, when=None, day=ANY_DAY).rpartition(ANY_DAY)
    return {
        "days": [(day, showing.shown(day.rows, current())) for day in days], "facts": month.facts(asked.month),
        "today": asked.today, "address_of_day": lambda day: f"{before}{day}{after}",
    }  # fmt: skip


def _list(asked: Asked) -> dict[str, Any]:
    found, running = _found(asked), Listed([], 0)
    if asked.page > 1 and not found.rows:
        abort(404)
    if asked.days is None and asked.when == "ahead" and asked.page == 1:
        running = queries.listed(
            queries.running(asked.question, asked.at), queries.EARLIEST_LAST_DAY, count=RUNNING
        )  # fmt: skip
    on_map = asked.view == "map"
    return {
        "found": found, "pages": max(1, -(-found.total // PER_PAGE)), "sections": _sections(asked, found),
        "running": running, "running_rows": showing.shown(running.rows, current()),
        "address_of_page": lambda number: asking.address(page=number),
        "drawing": venues.drawing([*running.rows, *found.rows], _conditions(asked)[0], current()) if on_map else None,
        "grounds": sketching.grounds(current()) if on_map else (),
    }  # fmt: skip


def _found(asked: Asked) -> Listed:
    conditions, order = _conditions(asked)
    return queries.listed(conditions, order, start=(asked.page - 1) * PER_PAGE, count=PER_PAGE)


def _conditions(asked: Asked) -> tuple[Sequence[Any], queries.Order]:
    if asked.days is not None:
        return queries.on_days(asked.question, *asked.days), queries.EARLIEST_FIRST
    if asked.when == "past":
        return queries.over(asked.question, asked.at), queries.LATEST_FIRST
    if asked.when == "running":
        return queries.running(asked.question, asked.at), queries.EARLIEST_LAST_DAY
    return queries.coming(asked.question, asked.at), queries.EARLIEST_FIRST


def _sections(asked: Asked, found: Listed) -> list[tuple[str, list[ShownRow]]]:
    """The rows under what they belong to: today, this week, later; all in one where days or the past are asked for."""
    rows = showing.shown(found.rows, current())
    if asked.days is not None or asked.when != "ahead":
        return [("", rows)]
    sunday = asked.today + timedelta(days=SUNDAY - asked.today.weekday())
    parts: dict[str, list[ShownRow]] = {"today": [], "week": [], "later": []}
    for row in rows:
        parts[_part(row.of.first_day, asked.today, sunday)].append(row)
    return [(name, some) for name, some in parts.items() if some or (name == "today" and asked.page == 1)]


def _part(day: date, today: date, sunday: date) -> str:
    return "today" if day <= today else "week" if day <= sunday else "later"


@bp.get("/print")
@guard(anyone)
@lasting(stand)
def printed() -> Response:
    """A month on one sheet of paper, with both dates and a code that leads to the page."""
    asked = asking.asked(when.quarter(now()))
    shown = asked.month or Month(asked.today.replace(day=1))
    days = month.filled(shown, asked.question)
    address = absolute(asking.address(view="month", month=shown.key))
    return page(
        "events/print.html", status=200 if asked.good else 422, month=shown, showing=showing,
        days=[(day, showing.shown(day.rows, current())) for day in days], facts=month.facts(shown), address=address,
        address_of_day=None, code=Markup(qr.svg(address, margin=0)), today=asked.today,  # nosec B704  numbers alone
    )  # fmt: skip


def known(slug: str) -> Event | None:
    """The event at this address, as far as its reader may know of it; a session goes with its event."""
    event = rules.find(slug, reader=None) or rules.find(slug, reader=reader.person())
    if event is None or event.parent is None or event.parent.is_public():
        return event
    return event if policy.may_see(reader.person(), event.parent) else None


@bp.get("/<slug>")
@guard(anyone, load=known)
def show(event: Event) -> Response:
    at, lang = now(), current()
    queries.read_whole(event)
    sessions, drawing = queries.sessions(event), venues.at(event, lang)
    words_of = queries.told([event.id, *(one.id for one in sessions)])
    told = [Told(one, lang) for one in words_of.pop(event.id, [])]
    return page(
        "events/show.html",
        parts=("photos",),
        event=event,
        shown=Shown(event, at=at, lang=lang),
        showing=showing,
        notice=told[0] if told and told[0].revision.act != "resumed" else None,
        told=told,
        sessions=showing.shown(sessions, lang),
        session_told={key: Told(last, lang) for key, (last, *_earlier) in words_of.items()},
        taking=taking(event, at=at),
        kin=showing.shown(queries.kin(event, at, count=KIN), lang),
        drawing=drawing,
        grounds=venues.grounds(drawing, lang),
        jsonld=Markup(event_jsonld(event, lang, link("site.home").rstrip("/"))),  # nosec B704  escaped there
        webcal=f"webcal:{link('event_data.event_ics', slug=event.slug).partition(':')[2]}",
        with_photos=request.args.get("photos") == "1",
        words=words,
    )


class Shot(NamedTuple):
    """A light picture, and whether everybody may keep it."""

    preview: Preview
    public: bool


def known_picture(slug: str, number: int, width: int) -> Shot | None:
    """A finished preview of a picture of an event that its reader may know of."""
    event = known(slug)
    photo = next((one for one in event.photos if one.id == number), None) if event else None
    preview = media.picture(photo.upload, width=width) if photo else None
    return Shot(preview, event.is_public()) if event and preview else None


@bp.get("/<slug>/pictures/<int:number>/<int:width>")
@guard(anyone, load=known_picture)
def picture(shot: Shot) -> Response:
    """A light picture of an event; the original never leaves. What is not public is kept by nobody on the way."""
    digest, storage = shot.preview.digest or "", storage_for(current_app.config["SETTINGS"])
    response = send_file(storage.open(digest), mimetype="image/webp", max_age=A_MONTH, etag=digest or False)
    if not shot.public:
        response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
