"""The desk: what I have to do now, and for those who look after the map the list of all listings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from portal.businesses.policy import is_advisor, runs_campaign
from portal.competitions.entries.policy import may_compete
from portal.competitions.jury.policy import is_juror
from portal.competitions.policy import reads_desk
from portal.desk.forms import DOUBTFUL, ListingsForm
from portal.desk.tasks import tasks_of
from portal.kit.say import N_
from portal.listings import backlog, rules, words
from portal.listings.models import State
from portal.listings.policy import is_editor
from portal.listings.search import Count, Query
from portal.people.models import Person, Role
from portal.people.policy import hands_codes, is_organiser
from portal.people.words import ROLES, roles_of
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import page
from portal.web.paging import paged

bp = Blueprint("desk", __name__, url_prefix="/desk")
DESKS = (
    ("desk.index", N_("To do"), signed_in),
    ("jury.index", N_("My judging"), is_juror),
    ("entries.index", N_("My entries"), may_compete),
    ("moderation.index", N_("Moderation"), is_editor),
    ("desk.listings", N_("Listings"), is_editor),
    ("event_desk.index", N_("Events"), is_editor),
    ("event_series.index", N_("What comes again"), is_editor),
    ("event_sources.index", N_("Sources of events"), is_editor),
    ("imports.index", N_("Imports"), is_editor),
    ("set_up.index", N_("Competitions"), reads_desk),
    ("business_desk.index", N_("Businesses"), runs_campaign),
    ("card_desk.index", N_("Paper cards"), is_editor),
    ("wards.index", N_("Flood and season"), is_editor),
    ("advice.index", N_("Advice"), is_advisor),
    ("letters.index", N_("Letters"), is_organiser),
    ("requests.index", N_("Requests about data"), is_organiser),
    ("audit.index", N_("Record"), is_organiser),
    ("people_desk.index", N_("Accounts"), is_organiser),
    ("people_desk.codes", N_("One-time codes"), hands_codes),
    ("notices.index", N_("Notices"), signed_in),
    ("me.show", N_("My account"), signed_in),
)

PLACES = {Role.JUROR: "jury.index", Role.REGISTRAR: "set_up.index", Role.ADVISOR: "advice.index"}
"""Where those go for whom nothing waits, and who are no editors."""
AHEAD = (Role.TREASURER, Role.AUDITOR, Role.MENTOR)
"""Roles whose part of the portal is not built yet."""


@bp.app_context_processor
def _desks() -> dict[str, object]:
    """For the bar of the work pages: the desks that the reader may open. Asked for there only."""
    return {"desks": lambda: [(endpoint, name) for endpoint, name, may in DESKS if may(reader.person())]}


@bp.get("")
@guard(signed_in)
def index() -> Response:
    me = reader.me()
    tasks = tasks_of(me, at=now())
    return page(
        "desk/index.html",
        waiting=[one for one in tasks if one.waits],
        at_hand=[one for one in tasks if not one.waits],
        roles=[_(name) for name in roles_of(me)],
        ahead=[_(ROLES[role]) for role in AHEAD if me.has(role)],
        places=_places(me),
        edits=is_editor(me),
    )


def _places(person: Person) -> list[tuple[str, str]]:
    """The desks of somebody's roles: address and name."""
    names = {endpoint: name for endpoint, name, _may in DESKS}
    return [(url_for(endpoint), _(names[endpoint])) for role, endpoint in PLACES.items() if person.has(role)]


@bp.get("/listings")
@guard(is_editor)
def listings() -> Response:
    at = now()
    form = ListingsForm(request.args)
    good = form.validate()
    query, doubtful_at = form.query(), at if form.wants_doubtful else None
    total = backlog.total(query, doubtful_at=doubtful_at)
    return page(
        "desk/listings.html",
        parts=("results",),
        status=200 if good else 422,
        form=form,
        found=paged(backlog.found(query, doubtful_at=doubtful_at), query.page, total=total.n),
        more=total.more,
        tabs=_tabs(None if form.wants_doubtful else query.state, at=at),
        address_of_page=lambda number: _address(page=number),
        words=words,
        fresh_after=at - rules.FRESH,
    )


class Tab(NamedTuple):
    name: str
    holds: Count
    address: str
    is_open: bool


def _tabs(state: State | None, *, at: datetime) -> list[Tab]:
    """What nobody has confirmed for long, then the states that occur."""
    waiting = backlog.total(Query(), doubtful_at=at)
    doubtful = Tab(_("To confirm"), waiting, _address(tab=DOUBTFUL), state is None)
    return [
        doubtful,
        *(
            Tab(_(words.STATES[one]), Count(count), _address(tab=one), one == state)
            for one, count in backlog.counts().items()
            if count or one == state
        ),
    ]


def _address(**changes: object) -> str:
    """This list with some of its questions changed; the page number goes with every change."""
    asked = {name: request.args.get(name) for name in ("tab", "group", "q")} | changes
    values: dict[str, Any] = {name: str(value) for name, value in asked.items() if value}
    return url_for("desk.listings", **values)
