"""Ballots on paper at the desk: sheets to print, ballots typed in twice by two people, the lock for the juror."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.competitions import roster
from portal.competitions.jury import paper, paper_forms, queries
from portal.competitions.jury.board_views import known
from portal.competitions.jury.models import Ballot, Round, RoundKind
from portal.competitions.jury.paper import Stand
from portal.competitions.jury.paper_forms import PaperForm
from portal.competitions.jury.paper_views import sheet as sheet_of
from portal.competitions.jury.policy import types_paper
from portal.competitions.jury.words import PAPER
from portal.competitions.models import Competition, JuryMember
from portal.kit.say import N_, Refused
from portal.people.models import Person
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.page import go, page

bp = Blueprint("paper_desk", __name__, url_prefix="/desk/competitions")
TO_TYPE = (Stand.NOTHING, Stand.ONCE, Stand.DIFFERENT)
TAGS = {
    Stand.ONCE: ("warn", "1"), Stand.DIFFERENT: ("red", "≠"), Stand.COUNTS: ("ok", "✓"), Stand.LOCKED: ("ok", "✓"),
    Stand.OWN: ("", "–"),
}  # fmt: skip


class Sheet(NamedTuple):
    """A juror's ballots of the round, as far as the reader may know of them."""

    member: JuryMember
    round: Round
    ballots: list[Ballot]


@bp.get("/<slug>/paper")
@guard(types_paper, load=known)
def index(competition: Competition) -> Response:
    return _index(competition)


def _index(competition: Competition, says: str = "", *, status: int = 200) -> Response:
    round_ = queries.latest(competition, RoundKind.SCORING)
    sheets = [_sheet(one, round_) for one in roster.voting(competition)] if round_ is not None else []
    stands = paper.stands([ballot for one in sheets for ballot in one.ballots])
    return page(
        "competitions/jury/paper.html", competition=competition, round=round_, says=says, status=status, tags=TAGS,
        words=PAPER, stands=stands, sheets=sheets,
        done={one.member.id: sum(stands[ballot.id] == Stand.COUNTS for ballot in one.ballots) for one in sheets},
    )  # fmt: skip


def my_sheet(slug: str, juror: str) -> Sheet | None:
    """A juror of the round, by pseudonym."""
    competition = known(slug)
    round_ = queries.latest(competition, RoundKind.SCORING) if competition is not None else None
    found = [one for one in roster.voting(competition) if juror == one.pseudonym] if competition is not None else []
    return _sheet(found[0], round_) if found and round_ is not None else None


def _sheet(member: JuryMember, round_: Round) -> Sheet:
    person = reader.person()
    hidden = queries.hidden(person, round_.competition) if person is not None else frozenset()
    return Sheet(member, round_, [one for one in queries.ballots_of(member, round_) if one.entry_id not in hidden])


def may_type(person: Person | None, sheet: Sheet) -> bool:
    return types_paper(person, sheet.round.competition)


@bp.get("/<slug>/paper/<juror>.pdf")
@guard(may_type, load=my_sheet)
def show(sheet: Sheet) -> Response:
    """The sheet of one juror, to be printed for them."""
    return sheet_of(sheet.member, sheet.ballots)


@bp.post("/<slug>/paper/<juror>/lock")
@guard(may_type, load=my_sheet)
def lock(sheet: Sheet) -> Response:
    """Closes the ballots of a juror whose signed sheet is in hand."""
    try:
        paper.lock(sheet.member, sheet.round, by=reader.me(), at=now())
    except Refused as refused:
        return _index(sheet.round.competition, _(refused.sentence, **refused.values), status=409)
    flash(_("The ballots of %(juror)s are locked and sealed.", juror=sheet.member.pseudonym), "ok")
    return go(url_for("paper_desk.index", slug=sheet.round.competition.slug))


# One ballot


class OnPaper(NamedTuple):
    sheet: Sheet
    ballot: Ballot


def my_paper(slug: str, juror: str, code: str) -> OnPaper | None:
    """A juror's ballot on an entry that the reader may know of."""
    sheet = my_sheet(slug, juror)
    found = [one for one in sheet.ballots if one.entry.code == code] if sheet is not None else []
    return OnPaper(sheet, found[0]) if sheet is not None and found else None


def may_type_it(person: Person | None, of: OnPaper) -> bool:
    return may_type(person, of.sheet)


@bp.get("/<slug>/paper/<juror>/<code>")
@guard(may_type_it, load=my_paper)
def edit(of: OnPaper) -> Response:
    return _edit(of)


@bp.post("/<slug>/paper/<juror>/<code>")
@guard(may_type_it, load=my_paper)
def update(of: OnPaper) -> Response:
    """Kept as typed; counted once two have typed the same. Then to the next ballot of this sheet."""
    ballot = of.ballot
    form = _form(ballot, sent=request.form)
    try:
        if not form.validate():
            return _edit(of, form, status=422)
        stand = paper.type_in(ballot, form.points(), form.remark.data or "", by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _edit(of, form, status=422)
    slug, juror, code = ballot.round.competition.slug, of.sheet.member.pseudonym, ballot.entry.code
    if stand == Stand.DIFFERENT:
        return go(url_for("paper_desk.edit", slug=slug, juror=juror, code=code))
    flash(_(SAID[stand], code=code), "ok")
    if (following := _next(of)) is None:
        return go(url_for("paper_desk.index", slug=slug))
    return go(url_for("paper_desk.edit", slug=slug, juror=juror, code=following.entry.code))


SAID = {
    Stand.ONCE: N_("Kept: %(code)s. It counts when a second person has typed the same."),
    Stand.COUNTS: N_("Two people have typed the same: the ballot on %(code)s counts."),
}


def _next(of: OnPaper) -> Ballot | None:
    """The next ballot of the sheet that the reader has not typed, after this one and then from the beginning."""
    all_, stands, me = of.sheet.ballots, paper.stands(of.sheet.ballots), reader.me()
    mine = paper.typed_by(me, all_)
    here = all_.index(of.ballot)
    around = [*all_[here + 1 :], *all_[:here]]
    return next((one for one in around if stands[one.id] in TO_TYPE and one.id not in mine), None)


def _edit(of: OnPaper, form: PaperForm | None = None, *, status: int = 200) -> Response:
    ballot, me = of.ballot, reader.me()
    typings = paper.of_ballot(ballot)
    mine = paper.last_words(typings).get(me.id)
    stand = paper.stands([ballot])[ballot.id]
    return page(
        "competitions/jury/paper_ballot.html", status=status, competition=ballot.round.competition,
        member=of.sheet.member, ballot=ballot, stand=stand, words=PAPER, tags=TAGS, typings=typings,
        form=form or _form(ballot), is_open=stand in (*TO_TYPE, Stand.COUNTS), mine=mine, show=paper_forms.show,
        differences=paper.differences(ballot, typings, me) if stand == Stand.DIFFERENT else [],
    )  # fmt: skip


def _form(ballot: Ballot, sent: Any = None) -> PaperForm:
    mine = paper.last_words(paper.of_ballot(ballot)).get(reader.me().id)
    return paper_forms.of(ballot.round.competition.criteria, current(), sent=sent, typed=mine)
