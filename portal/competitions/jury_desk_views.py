"""The jury as the set-up desk sees it: who was asked, who answered, who has read the brief, who stands in."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.competitions import roster, rules, words
from portal.competitions.desk_forms import InvitationForm, StandInForm
from portal.competitions.jury import reserves
from portal.competitions.models import Competition, JuryMember
from portal.competitions.policy import reads_desk, sets_up
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("jury_desk", __name__, url_prefix="/desk/competitions")


def known(slug: str) -> Competition | None:
    return rules.of_slug(slug, reader=reader.person())


@bp.get("/<slug>/jury")
@guard(reads_desk, load=known)
def index(competition: Competition) -> Response:
    return _index(competition)


def _index(
    competition: Competition, *, form: InvitationForm | None = None, standing: StandInForm | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    roster.at_hand(competition)
    votes = {one.id for one in roster.voting(competition)}
    return page(
        "competitions/set_up/jury.html", competition=competition, form=form or InvitationForm(), words=words,
        standing=standing or StandInForm(competition=competition), votes=votes,
        may_write=sets_up(reader.me()), status=status,
    )  # fmt: skip


@bp.post("/<slug>/jury")
@guard(sets_up, load=known)
@once
def create(competition: Competition) -> Response:
    form = InvitationForm(request.form)
    try:
        if not form.validate():
            return _index(competition, form=form, status=422)
        roster.invite(competition, form.who.data or "", form.given(), by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _index(competition, form=form, status=422)
    flash(_("Asked. A letter is on its way; the answer appears here."), "ok")
    return _back(competition)


class PlaceOf(NamedTuple):
    """A place in the jury of a competition."""

    competition: Competition
    member: JuryMember


def known_place(slug: str, number: int) -> PlaceOf | None:
    competition = known(slug)
    member = competition and roster.member(competition, number)
    return PlaceOf(competition, member) if competition and member else None


def may_remove(person: Any, of: PlaceOf) -> bool:
    return sets_up(person)


@bp.post(f"/<slug>/jury/<{NUMBER}:number>/removal")
@guard(may_remove, load=known_place)
def remove(of: PlaceOf) -> Response:
    roster.remove(of.competition, of.member, by=reader.me(), at=now())
    flash(_("Taken out of the jury."), "ok")
    return _back(of.competition)


@bp.post("/<slug>/jury/stand-in")
@guard(sets_up, load=known)
def stand_in(competition: Competition) -> Response:
    form = StandInForm(request.form, competition=competition)
    try:
        if not form.validate():
            return _index(competition, standing=form, status=422)
        reserve, absent = (roster.member(competition, int(form[name].data)) for name in ("reserve", "absent"))
        assert reserve is not None and absent is not None, "the form knows who sits in the jury"
        reserves.stand_in(reserve, absent, by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _index(competition, standing=form, status=422)
    flash(_("The reserve has the vote from now on."), "ok")
    return _back(competition)


def _back(competition: Competition) -> Response:
    return go(url_for("jury_desk.index", slug=competition.slug))
