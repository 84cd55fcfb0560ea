"""Visits at the desk: begun for a shop, noted where there may be no line, closed once; then the notes stand."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, jsonify, request, url_for
from flask_babel import gettext as _

from portal.businesses import queries as campaign
from portal.businesses.models import Step
from portal.businesses.policy import is_advisor
from portal.businesses.steps import policy, queries, showing, visits
from portal.businesses.steps.forms import NotesForm, VisitForm
from portal.businesses.steps.models import Visit
from portal.city.chosen import here
from portal.kit import dates
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import came, now
from portal.web.guard import guard, signed_in
from portal.web.language import current
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("visits", __name__, url_prefix="/desk/advice/visits")


def known(number: int) -> Visit | None:
    """A visit, for advisors; to all others there is none."""
    return queries.visit(number) if is_advisor(reader.person()) else None


def may_note(person: Any, visit: Visit) -> bool:
    return policy.may_note(person, visit)


@bp.get("")
@guard(is_advisor)
def index() -> Response:
    found = paged(queries.visits(reader.me()), asked_page())
    return page(
        "businesses/steps/visits.html", found=found, expires=showing.expires,
        address_of_page=lambda number: url_for("visits.index", page=number),
    )  # fmt: skip


@bp.get("/new")
@guard(is_advisor)
def new() -> Response:
    today = now().astimezone(ZoneInfo(here().zone)).date()
    return _new(_form(None, {"shop": request.args.get("shop", ""), "on": today}))


def _new(form: VisitForm, *, status: int = 200) -> Response:
    return page("businesses/steps/visit_new.html", form=form, status=status)


def _form(formdata: Any, data: dict[str, Any] | None = None) -> VisitForm:
    """The shops that the advisor looks after first, and all the others in which they do not work."""
    form = VisitForm(formdata, data=data)
    form.shop.choices = [(one.slug, one.listing.name_vi) for one in queries.shops_to_visit(reader.me())]
    return form


@bp.post("")
@guard(is_advisor)
@once
def create() -> Response:
    form = _form(request.form)
    if not form.validate() or form.on.data is None:
        return _new(form, status=422)
    shop = campaign.of_slug(form.shop.data)
    try:
        if shop is None:
            return _new(form, status=422)
        visit = visits.plan(shop, on=form.on.data, place=form.place.data or "", by=reader.me(), at=came())
    except Refused as refused:
        form.refuse(refused)
        return _new(form, status=422)
    return go(url_for("visits.show", number=visit.id))


@bp.get(f"/<{NUMBER}:number>")
@guard(may_note, load=known, first=signed_in)
def show(visit: Visit) -> Response:
    return _show(visit, _notes(visit))


def _notes(visit: Visit, formdata: Any = None) -> NotesForm:
    held = {name: getattr(visit, name) for name in visits.WRITTEN}
    form = NotesForm(formdata, data={**held, "once": f"visit-{visit.id}", "group": "", "begun": "", "steps": []})
    form.steps.choices = [(one.key, title) for one, title in _steps(visit)]
    return form


def _steps(visit: Visit) -> list[tuple[Step, str]]:
    """The steps of the shop's packages for which a visit may count."""
    steps = queries.visited_steps(visit.shop)
    wordings = campaign.wordings([one.id for one in steps])
    return [(one, f"{one.key} {wordings[one.id].text('title', current()).text}") for one in steps]


def _show(visit: Visit, form: NotesForm, *, status: int = 200) -> Response:
    return page(
        "businesses/steps/visit.html", visit=visit, shop=visit.shop, form=form, expires=showing.expires,
        saved=_saved(visit), status=status,
    )  # fmt: skip


def _saved(visit: Visit) -> str:
    return dates.time(visit.changed_at, ZoneInfo(here().zone), current())


@bp.post(f"/<{NUMBER}:number>")
@guard(may_note, load=known, first=signed_in)
def update(visit: Visit) -> Response:
    """The whole of the notes: kept, or closed. Closed twice they were closed once."""
    form, at = _notes(visit, request.form), came()
    try:
        if visit.ended_at is not None:
            return go(url_for("visits.show", number=visit.id))
        if not form.validate():
            return _show(visit, form, status=422)
        visits.write(visit, {name: form[name].data or "" for name in visits.WRITTEN if name in request.form}, at=at)
        if request.form.get("act") == "close":
            chosen = [one for one, _title in _steps(visit) if one.key in (form.steps.data or [])]
            visits.close(visit, chosen, by=reader.me(), at=at)
            flash(_("The notes are closed and stand. The shop reads them now."), "ok")
    except Refused as refused:
        form.refuse(refused)
        return _show(visit, form, status=422)
    return go(url_for("visits.show", number=visit.id))


@bp.post(f"/<{NUMBER}:number>/fields")
@guard(may_note, load=known, first=signed_in)
def save(visit: Visit) -> Response:
    """One field as it was left, perhaps hours ago on a road without a line."""
    name = request.form.get("field", "")
    if name not in visits.WRITTEN:
        return _told(_("This field is not here any more."), 409)
    try:
        visits.write(visit, {name: request.form.get(name, "")}, at=came())
    except Refused as refused:
        return _told(_(refused.sentence), 409)
    return _told(_("Saved %(time)s", time=_saved(visit)), 200)


def _told(sentence: str, status: int) -> Response:
    answer = jsonify(saved=sentence)
    answer.status_code = status
    return answer
