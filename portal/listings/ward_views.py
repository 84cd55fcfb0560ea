"""The switch for a flood or the season: a whole ward rests, and one name stands in the record for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for
from flask_babel import gettext as _

from portal.city.chosen import here
from portal.kit.say import Refused
from portal.listings import resting
from portal.listings.models import PauseCause, WardPause
from portal.listings.policy import is_editor
from portal.listings.resting import Rest
from portal.listings.showing import rest_in_words
from portal.listings.ward_form import WardPauseForm
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("wards", __name__, url_prefix="/desk/wards")


@bp.app_context_processor
def _resting() -> dict[str, object]:
    """For the rows of lists: why what lies in these wards rests, in words; "" for what goes on."""
    return {"rest_of": lambda *keys: rest_in_words(_rest(keys, now()))}


def _rest(keys: tuple[str | None, ...], at: datetime) -> Rest | None:
    if "resting" not in g:
        g.resting = resting.wards(at=at)
    return next((g.resting[key] for key in keys if key and key in g.resting), None)


@bp.get("")
@guard(is_editor)
def index() -> Response:
    return _index(WardPauseForm())


@bp.post("")
@guard(is_editor)
@once
def create() -> Response:
    form = WardPauseForm(request.form)
    if not form.validate():
        return _index(form, status=422)
    try:
        pause = resting.begin(
            form.ward.data, PauseCause(form.cause.data), until=form.until.data, by=reader.me(), at=now()
        )
    except Refused as refused:
        form.refuse(refused)
        return _index(form, status=422)
    flash(_("Everything in %(ward)s rests now.", ward=_ward(pause)), "ok")
    return go(url_for("wards.index"))


@bp.post(f"/<{NUMBER}:number>/end")
@guard(is_editor, load=resting.find)
def end(pause: WardPause) -> Response:
    resting.end(pause, by=reader.me(), at=now())
    flash(_("%(ward)s is as usual again.", ward=_ward(pause)), "ok")
    return go(url_for("wards.index"))


def _index(form: WardPauseForm, *, status: int = 200) -> Response:
    found: Any = paged(resting.pauses(), asked_page())
    return page(
        "desk/wards.html",
        form=form,
        found=found,
        at=now(),
        ward_of=_ward,
        causes={PauseCause.FLOOD: _("Flood"), PauseCause.SEASON: _("Out of season")},
        address_of_page=lambda number: url_for("wards.index", page=number),
        status=status,
    )


def _ward(pause: WardPause) -> str:
    ward = here().ward(pause.ward)
    return ward.name if ward else pause.ward
