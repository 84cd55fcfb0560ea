"""The switch for a flood or the season: wards rest, events there stop, and two names stand in the record for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from flask import Blueprint, Response, flash, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.city.chosen import here
from portal.competitions import mirroring
from portal.events import flood, flood_reach, showing
from portal.events.flood import Order, Stop
from portal.events.flood_reach import Reach
from portal.kit.say import N_, Refused
from portal.listings import resting
from portal.listings.models import PauseCause, WardPause, worded
from portal.listings.policy import is_editor
from portal.listings.resting import Rest
from portal.listings.search import Row
from portal.listings.showing import rest_in_words
from portal.listings.ward_form import WardPauseForm, WardsForm
from portal.people.models import Person
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged

bp = Blueprint("wards", __name__, url_prefix="/desk/wards")
NAMED = 4
"""How many wards the banner names: the others are counted."""


@bp.app_context_processor
def _resting() -> dict[str, object]:
    """Why what lies in these wards rests, in words ("" for what goes on); what every public page says of it.

    `rests_of` says it of some rows together: of none where no ward rests.
    """
    return {
        "rest_of": lambda *keys: rest_in_words(_rest(keys, now())),
        "rests_of": _rests,
        "banner": _banner,
    }


def _rest(keys: tuple[str | None, ...], at: datetime) -> Rest | None:
    wards = _wards(at)
    return next((wards[key] for key in keys if key and key in wards), None)


def _rests(rows: Sequence[Row]) -> list[Rest | None]:
    at = now()
    return [_rest((row.ward_new, row.ward_old), at) for row in rows] if _wards(at) else []


def _wards(at: datetime) -> Mapping[str, Rest]:
    if "resting" not in g:
        g.resting = resting.wards(at=at)
    return cast(Mapping[str, Rest], g.resting)


def _banner() -> dict[str, Any] | None:
    """The latest act in full; of those before it only how many wards rest."""
    told = resting.told(at=now())
    if not told:
        return None
    latest = told[0]
    reason = worded({"vi": latest.reason_vi, "en": latest.reason_en}.get, current())
    return {
        "wards": [(key, _name(key)) for key in latest.wards[:NAMED]],
        "more": sum(len(one.wards) for one in told) - min(len(latest.wards), NAMED),
        "why": rest_in_words(latest.rest),
        "until": latest.rest.until,
        "reason": reason.text,
        "lang": reason.lang,
    }


@bp.get("")
@guard(is_editor)
def index() -> Response:
    """With `ward` in the address: what is planned there, to be decided on."""
    asked = WardsForm(request.args if "ward" in request.args or "until" in request.args else None)
    if not asked.ward.raw_data and not asked.until.raw_data:
        return _index(asked)
    if not _fits(asked):
        return _index(asked, status=422)
    return _index(asked, _whole(asked, request.args))


@bp.post("")
@guard(is_editor)
@once
def create() -> Response:
    asked = WardsForm(request.form)
    fits = _fits(asked)
    form = _whole(asked if fits else None, request.form)
    if not form.validate() or not fits:
        return _index(asked, form if fits else None, status=422)
    if not form.is_looked_through():
        form.refuse(Refused(N_("This is planned there. Choose what becomes of it, then send it once more.")))
        return _index(asked, form, status=422)
    try:
        pauses = flood.begin(form.ward.data, _order(form), by=reader.me(), together_with=_colleague(form), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _index(asked, form, status=422)
    flash(_("Everything in %(ward)s rests now.", ward=", ".join(_name(one.ward) for one in pauses)), "ok")
    return go(url_for("wards.index"))


@bp.post(f"/<{NUMBER}:number>/end")
@guard(is_editor, load=resting.find)
def end(pause: WardPause) -> Response:
    flood.end(pause, by=reader.me(), at=now())
    flash(_("%(ward)s is as usual again.", ward=_name(pause.ward)), "ok")
    return go(url_for("wards.index"))


@bp.post(f"/<{NUMBER}:number>/end-all")
@guard(is_editor, load=resting.find)
def end_together(pause: WardPause) -> Response:
    """Takes back the whole act by which this ward was let rest."""
    ended = flood.end_together(pause, by=reader.me(), at=now())
    flash(ngettext("%(num)s ward is as usual again.", "%(num)s wards are as usual again.", len(ended)), "ok")
    return go(url_for("wards.index"))


def _fits(asked: WardsForm) -> bool:
    if not asked.validate():
        return False
    try:
        resting.check(asked.ward.data, asked.until.data, at=now())
    except Refused as refused:
        asked.refuse(refused)
        return False
    return True


def _whole(asked: WardsForm | None, formdata: Any) -> WardPauseForm:
    """The form of the second step, with a question for each event and each closing that it reaches."""
    reach = flood_reach.reach(asked.ward.data, until=asked.until.data, at=now()) if asked else Reach([], [], [])
    titles = {event.id: event.text("title", current()).text for event in (*reach.events, *reach.closings)}
    return WardPauseForm(formdata, colleagues=resting.colleagues(reader.me()), reach=reach, titles=titles)


def _order(form: WardPauseForm) -> Order:
    return Order(
        PauseCause(form.cause.data), form.until.data, form.reason_vi.data, form.reason_en.data or "",
        stops={number: Stop(act) for number, act in form.stops().items()}, closings=form.days(),
    )  # fmt: skip


def _colleague(form: WardPauseForm) -> Person | None:
    chosen = form.with_id.data if "with_id" in form else ""
    return next((one for one in resting.colleagues(reader.me()) if str(one.id) == chosen), None)


def _index(asked: WardsForm, form: WardPauseForm | None = None, *, status: int = 200) -> Response:
    found: Any = paged(resting.pauses(), asked_page())
    at, lang = now(), current()
    if form is not None:
        form.show_as_seen()
    return page(
        "desk/wards.html",
        parts=("results",),
        asked=asked,
        form=form,
        found=found,
        at=at,
        together=Counter((one.begun_at, one.by_id) for one in found.rows if _stands(one, at)),
        stopped=flood_reach.stopped([one.id for one in found.rows]),
        stands=lambda pause: _stands(pause, at),
        name_of=_name,
        when_of=lambda event: showing.When(event, lang),
        keeper=mirroring.keeper,
        causes={PauseCause.FLOOD: _("Flood"), PauseCause.SEASON: _("Out of season")},
        address_of_page=lambda number: url_for("wards.index", page=number),
        status=status,
    )


def _stands(pause: WardPause, at: datetime) -> bool:
    return pause.ended_at is None and (pause.until is None or pause.until > at)


def _name(key: str) -> str:
    ward = here().ward(key)
    return ward.name if ward else key
