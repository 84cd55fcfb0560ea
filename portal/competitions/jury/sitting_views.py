"""Sittings and votes at the desk: who is present, a motion put, a motion closed, and how it went."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, url_for
from flask import request as asked
from flask_babel import gettext as _

from portal.competitions import roster
from portal.competitions.jury import motions, queries, sittings
from portal.competitions.jury.board_views import known
from portal.competitions.jury.forms import MotionForm, SittingForm
from portal.competitions.jury.models import Motion, MotionKind
from portal.competitions.jury.policy import runs
from portal.competitions.jury.words import MOTIONS
from portal.competitions.models import Competition
from portal.kit.say import N_, Refused
from portal.people.models import Person
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("jury_sittings", __name__, url_prefix="/desk/competitions")


@bp.get("/<slug>/sittings")
@guard(runs, load=known)
def index(competition: Competition) -> Response:
    return _index(competition)


@bp.post("/<slug>/sittings")
@guard(runs, load=known)
@once
def create(competition: Competition) -> Response:
    form = _sitting_form(competition, asked.form)
    try:
        if not form.validate():
            return _index(competition, sitting=form, status=422)
        sittings.hold(competition, form.present.data or [], place=form.place.data or "", by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _index(competition, sitting=form, status=422)
    return _back(competition)


@bp.post("/<slug>/motions")
@guard(runs, load=known)
@once
def put(competition: Competition) -> Response:
    form = _motion_form(competition, asked.form)
    try:
        if not form.validate():
            return _index(competition, motion=form, status=422)
        entry = queries.entry_of(competition, form.code.data, reader=reader.me()) if form.code.data else None
        if entry is None and form.code.data:
            raise Refused(N_("No entry of this competition has this code."), field="code")
        prize = next((one for one in competition.prizes if str(one.id) == form.prize.data), None)
        motions.put(
            competition, MotionKind(form.kind.data), entry=entry, prize=prize, reason=form.reason.data or "",
            by=reader.me(), at=now(),
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return _index(competition, motion=form, status=422)
    flash(_("Put to the vote: each juror finds it on their own page."), "ok")
    return _back(competition)


class Put(NamedTuple):
    competition: Competition
    motion: Motion


def known_motion(slug: str, number: int) -> Put | None:
    """A motion of this competition that the reader may know of."""
    competition = known(slug)
    motion = motions.find(competition, number) if competition is not None else None
    if competition is None or motion is None:
        return None
    person = reader.person()
    if person is not None and motion.entry_id in queries.hidden(person, competition):
        return None
    return Put(competition, motion)


def may_close(person: Person | None, of: Put) -> bool:
    return runs(person)


@bp.post(f"/<slug>/motions/<{NUMBER}:number>")
@guard(may_close, load=known_motion)
def close(of: Put) -> Response:
    """Counts the votes; what is carried happens at once."""
    carried = motions.close(of.motion, by=reader.me(), at=now())
    flash(_("Carried.") if carried else _("Not carried."), "ok")
    return _back(of.competition)


def _index(
    competition: Competition, *, sitting: SittingForm | None = None, motion: MotionForm | None = None, status: int = 200
) -> Response:
    hidden = queries.hidden(reader.me(), competition)
    members = {one.id: one.person.full_name for one in competition.jury}
    held = sittings.every(competition)
    return page(
        "competitions/jury/sittings.html",
        status=status,
        competition=competition,
        sittings=held,
        has_quorum=sittings.has_quorum,
        motions=[(one, _count(one)) for one in motions.of(competition) if one.entry_id not in hidden],
        names=members,
        sitting_form=sitting or _sitting_form(competition),
        motion_form=motion or _motion_form(competition),
        wrong=sitting or motion,
        kinds=MOTIONS,
        voting=len(roster.voting(competition)),
    )


def _count(motion: Motion) -> dict[str, int]:
    """How many said what; before it is closed only how many have voted."""
    said = list(motions.last_words(motion).values())
    if motion.closed_at is None:
        return {"voted": len(said)}
    return {word: said.count(word) for word in motions.SAYS}


def _sitting_form(competition: Competition, sent: Any = None) -> SittingForm:
    form = SittingForm(sent)
    form.present.choices = [(one.id, one.person.full_name) for one in roster.voting(competition)]
    return form


def _motion_form(competition: Competition, sent: Any = None) -> MotionForm:
    form = MotionForm(sent)
    form.kind.choices = [(str(kind), _(name)) for kind, name in MOTIONS.items() if kind != MotionKind.REVIVE]
    form.prize.choices = [("", "–"), *((str(one.id), one.text("name", current()).text) for one in competition.prizes)]
    return form


def _back(competition: Competition) -> Response:
    return go(url_for("jury_sittings.index", slug=competition.slug))
