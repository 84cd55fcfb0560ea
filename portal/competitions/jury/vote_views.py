"""What a juror decides beside the ballots: votes, one entry brought back in the control round, the final's order."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.competitions.jury import finals, motions, queries, shown
from portal.competitions.jury.forms import ReviveForm, VoteForm
from portal.competitions.jury.models import Motion, RoundKind
from portal.competitions.jury.views import mine
from portal.competitions.jury.words import MOTIONS
from portal.competitions.models import JuryMember
from portal.kit.say import N_, Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("jury_votes", __name__, url_prefix="/jury")


@bp.get("/<competition>/votes")
@guard(signed_in, load=mine)
def index(member: JuryMember) -> Response:
    return _index(member)


class MyVote(NamedTuple):
    member: JuryMember
    motion: Motion


def my_motion(competition: str, number: int) -> MyVote | None:
    """An open motion on which the reader may vote."""
    member = mine(competition)
    found = [one for one in motions.for_juror(member) if one.id == number] if member is not None else []
    return MyVote(member, found[0]) if member is not None and found else None


@bp.post(f"/<competition>/votes/<{NUMBER}:number>")
@guard(signed_in, load=my_motion)
def vote(of: MyVote) -> Response:
    form = VoteForm(request.form)
    if not form.validate() or form.says.data not in motions.SAYS:
        return _index(of.member, status=422)
    motions.vote(of.motion, of.member, form.says.data, by=reader.me(), at=now())
    flash(_("Your vote counts. Until the vote is closed you may change it."), "ok")
    return _back(of.member)


@bp.post("/<competition>/votes/revival")
@guard(signed_in, load=mine)
def revive(member: JuryMember) -> Response:
    form = ReviveForm(request.form)
    try:
        if not form.validate():
            return _index(member, form, status=422)
        entry = queries.entry_of(member.competition, form.code.data or "", reader=reader.me())
        if entry is None:
            raise Refused(N_("Only an entry that did not advance can be brought back."), field="code")
        motions.revive(member, entry, reason=form.reason.data or "", by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _index(member, form, status=422)
    flash(_("The entry is back, and comes before the final."), "ok")
    return _back(member)


@bp.post("/<competition>/votes/order")
@guard(signed_in, load=mine)
def rank(member: JuryMember) -> Response:
    """The order of the finalists, a place for each."""
    round_ = queries.latest(member.competition)
    if round_ is None:
        raise Refused(N_("No round is open."))
    typed = {entry.code: request.form.get(f"place_{entry.code}", "") for entry in finals.finalists(member)}
    places = {
        code: int(place) for code, place in typed.items() if place.isascii() and place.isdigit() and len(place) < 4
    }
    try:
        finals.rank(member, round_, places, by=reader.me(), at=now())
    except Refused as refused:
        return _index(member, places=typed, says=_(refused.sentence, **refused.values), status=422)
    flash(_("Your order is kept. Until the round is locked you may change it."), "ok")
    return _back(member)


def _index(
    member: JuryMember, form: ReviveForm | None = None, *, places: dict[str, str] | None = None, says: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    round_ = queries.latest(member.competition)
    final = round_ if round_ is not None and round_.kind == RoundKind.FINAL else None
    entries = finals.finalists(member) if final is not None else []
    last = finals.last(member, final) if final is not None else None
    kept = {code: str(place) for code, place in last.positions.items()} if last is not None else {}
    return page(
        "competitions/jury/votes.html",
        status=status,
        member=member,
        competition=member.competition,
        round=round_,
        motions=[(one, motions.last_words(one).get(member.id, "")) for one in motions.for_juror(member)],
        kinds=MOTIONS,
        control=round_ is not None and round_.kind == RoundKind.CONTROL and round_.locked_at is None,
        form=form or ReviveForm(),
        final=final,
        finalists=entries,
        titles=shown.titles(entries),
        places=kept if places is None else places,
        says=says,
    )


def _back(member: JuryMember) -> Response:
    return go(url_for("jury_votes.index", competition=member.competition.slug))
