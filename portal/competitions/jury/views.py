"""The jury desk: what is mine, what is left, what is due; and one ballot a page, blind, kept as it is tapped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, jsonify, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.competitions import deadlines, roster
from portal.competitions.jury import ballots, conflicts, locks, motions, queries, shown
from portal.competitions.jury.forms import BallotForm, ConflictForm, DeclineForm, ScoreForm
from portal.competitions.jury.models import Ballot, BallotState, ConflictKind, Round, RoundKind
from portal.competitions.jury.words import BALLOTS, CONFLICTS, SEATS
from portal.competitions.models import JuryMember
from portal.competitions.terms_models import Criterion
from portal.kit import dates, numbers
from portal.kit.say import N_, Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.language import current
from portal.web.page import go, page

bp = Blueprint("jury", __name__, url_prefix="/jury")
AROUND = 18
"""So many of one's other entries are linked from a ballot, to either side."""
ANSWERS = {
    "accept": N_("You have taken your place in the jury. Thank you!"),
    "decline": N_("You have declined. The organisers see it at once."),
    "approve": N_("Noted: you have read the brief and judge by it."),
}
MARKS = {BallotState.COMPLETE: ("ok", "✓"), BallotState.LOCKED: ("ok", "✓"), BallotState.STARTED: ("warn", "◐")}


def mine(competition: str) -> JuryMember | None:
    """The reader's place in the jury of this competition; for anybody else there is nothing here."""
    return queries.place(reader.person(), competition)


def my_ballot(competition: str, code: str) -> Ballot | None:
    """The reader's ballot on this entry. What is not theirs to judge does not exist."""
    return queries.ballot(reader.person(), competition, code)


@bp.get("")
@guard(signed_in)
def index() -> Response:
    return _index(DeclineForm())


def _index(form: DeclineForm, *, status: int = 200) -> Response:
    found, places = [], roster.places(reader.me())
    rounds = queries.scoring(places)
    given = queries.progress([one for one in places if one.accepted_at], rounds.values())
    for one in places:
        round_, (number, done) = rounds.get(one.competition_id), given.get(one.id, (0, 0))
        found.append({"member": one, "round": round_, "due": _deadline(round_), "days": _days(round_), "done": done,
                      "of": number})  # fmt: skip
    return page("competitions/jury/index.html", places=found, form=form, seats=SEATS, status=status)


def my_place(competition: str) -> JuryMember | None:
    """The place that the reader was asked to take, whatever they answered."""
    return next((one for one in roster.places(reader.me()) if one.competition.slug == competition), None)


@bp.post("/<competition>/place")
@guard(signed_in, load=my_place)
def answer(member: JuryMember) -> Response:
    """Accepts or declines the place, or says that the brief was read."""
    form, me, at = DeclineForm(request.form), reader.me(), now()
    if not form.validate() or form.says.data not in ANSWERS:
        return _index(form, status=422)
    if form.says.data == "decline":
        roster.decline(member, by=me, at=at, reason=form.reason.data or "")
    else:
        {"accept": roster.accept, "approve": roster.approve_brief}[form.says.data](member, by=me, at=at)
    flash(_(ANSWERS[form.says.data]), "ok")
    return go(url_for("jury.index"))


@bp.get("/<competition>")
@guard(signed_in, load=mine)
def show(member: JuryMember) -> Response:
    return _show(member)


def _show(member: JuryMember, *, wrong: str = "", status: int = 200) -> Response:
    round_ = queries.latest(member.competition, RoundKind.SCORING)
    ballots_ = queries.ballots_of(member, round_) if round_ else []
    return page(
        "competitions/jury/show.html",
        status=status,
        wrong=wrong,
        votes=len(motions.for_juror(member)),
        stage=queries.latest(member.competition),
        **_of_round(member, round_),
        cells=_cells(ballots_),
        titles=shown.titles([one.entry for one in ballots_]),
        ballots=ballots_,
        states=BALLOTS,
        lock=queries.lock_of(member, round_) if round_ else None,
        seats=SEATS,
    )


@bp.post("/<competition>/lock")
@guard(signed_in, load=mine)
def lock(member: JuryMember) -> Response:
    """Closes my ballots of the round; their seals are published."""
    round_ = queries.latest(member.competition, RoundKind.SCORING)
    if round_ is None:
        raise Refused(N_("No round is open."))
    try:
        locks.lock(member, round_, by=reader.me(), at=now())
    except Refused as refused:
        return _show(member, wrong=_(refused.sentence, **refused.values), status=409)
    flash(_("Your ballots are locked and sealed. Scores are opened when everybody has locked theirs."), "ok")
    return go(url_for("jury.show", competition=member.competition.slug))


# One ballot


@bp.get("/<competition>/<code>")
@guard(signed_in, load=my_ballot)
def edit(ballot: Ballot) -> Response:
    return _edit(ballot, BallotForm(ballot, ballot.round.competition.criteria))


@bp.post("/<competition>/<code>")
@guard(signed_in, load=my_ballot)
def update(ballot: Ballot) -> Response:
    """The whole ballot as a plain form; then to where the pressed button leads."""
    criteria, me, at = ballot.round.competition.criteria, reader.me(), now()
    form = BallotForm(ballot, criteria, request.form)
    if any(row.errors for row in form.rows):
        return _edit(ballot, form, status=422)
    try:
        for row in form.rows:
            if row.typed is not None:
                ballots.score(ballot, row.criterion, row.points, by=me, at=at)
        if cleared := next((one for one in criteria if one.key == request.form.get("clear")), None):
            ballots.score(ballot, cleared, ballots.Points(), by=me, at=at)
        for name in ("remark", "note"):
            if name in request.form:
                ballots.write(ballot, name, request.form[name], by=me, at=at)
    except Refused as refused:
        form.errors[refused.field or ""] = str(_(refused.sentence, **refused.values))
        return _edit(ballot, form, status=422)
    return go(_where_to(ballot))


@bp.post("/<competition>/<code>/score")
@guard(signed_in, load=my_ballot)
def score(ballot: Ballot) -> Response:
    """One field, as soon as it is tapped or left: answered with what is saved, in a line."""
    form, me, at = ScoreForm(request.form), reader.me(), now()
    if not form.validate():
        return _said(_("The portal could not read this request"), 422)
    criteria = ballot.round.competition.criteria
    criterion = next((one for one in criteria if one.key == form.f.data), None)
    try:
        if criterion is not None:
            ballots.score(ballot, criterion, ballots.read(form.v.data or ""), by=me, at=at, once=form.o.data)
        elif form.f.data in ("remark", "note"):
            ballots.write(ballot, form.f.data, form.v.data or "", by=me, at=at, once=form.o.data)
        else:
            return _said(_("The portal could not read this request"), 422)
    except Refused as refused:
        closed = ballot.state in (BallotState.LOCKED, BallotState.VOID) or ballot.round.locked_at is not None
        return _said(_(refused.sentence, **refused.values), 409 if closed else 422)
    return jsonify(_state(ballot, criteria))


@bp.post("/<competition>/<code>/conflict")
@guard(signed_in, load=my_ballot)
def leave(ballot: Ballot) -> Response:
    """I know them: from this moment the entry is not mine to judge."""
    form = ConflictForm(request.form, kinds=_kinds())
    if not form.validate():
        return _edit(ballot, BallotForm(ballot, ballot.round.competition.criteria), conflict=form, status=422)
    following = _beside(ballot)[1]
    conflicts.declare(ballot.member, ballot.entry, ConflictKind(form.kind.data), by=reader.me(), at=now())
    slug = ballot.round.competition.slug
    flash(_("You no longer judge %(code)s. What you gave it does not count.", code=ballot.entry.code), "ok")
    return go(
        url_for("jury.edit", competition=slug, code=following) if following else url_for("jury.show", competition=slug)
    )


# What the pages share


def _edit(ballot: Ballot, form: BallotForm, *, conflict: ConflictForm | None = None, status: int = 200) -> Response:
    member, criteria = ballot.member, ballot.round.competition.criteria
    mine_ = queries.ballots_of(member, ballot.round)
    here = [one.id for one in mine_].index(ballot.id)
    hide = shown.Hider(ballot.entry)
    return page(
        "competitions/jury/edit.html",
        status=status,
        **_of_round(member, ballot.round),
        ballot=ballot,
        entry=ballot.entry,
        said=shown.words(ballot.entry, hide),
        panels=shown.of(ballot.entry, hide),
        form=form,
        conflict=conflict or ConflictForm(kinds=_kinds()),
        cells=_cells(mine_, around=here),
        number=here + 1,
        total=len(mine_),
        unopened=sum(one.state == BallotState.ASSIGNED for one in mine_),
        before=mine_[here - 1].entry.code if here else "",
        following=mine_[here + 1].entry.code if here + 1 < len(mine_) else "",
        state=_state(ballot, criteria),
        open=ballot.state != BallotState.LOCKED and ballot.round.locked_at is None,
        anchor=anchor,
        can_clear=True,
        levels=lambda sheet: " ".join(f"{one['width']}x{one['height']}" for one in sheet.pyramid.manifest["levels"]),
        word_count=lambda text: len(text.split()),
        size=lambda size: numbers.bytes_kb(size, current()) if size < 1_000_000 else _megabytes(size),
    )


def _of_round(member: JuryMember, round_: Round | None) -> dict[str, Any]:
    return {
        "member": member,
        "competition": member.competition,
        "round": round_,
        "due": _deadline(round_),
        "days": _days(round_),
    }


def _cells(mine_: Sequence[Ballot], *, around: int | None = None) -> list[dict[str, Any]]:
    """My entries in my own order, as cells: number, code, mark. Around one of them where they are many."""
    low, high = 0, len(mine_)
    if around is not None and len(mine_) > 2 * AROUND:
        low = max(0, min(around - AROUND, len(mine_) - 2 * AROUND))
        high = low + 2 * AROUND
    return [
        {
            "number": place, "code": one.entry.code, "kind": MARKS.get(one.state, ("", ""))[0],
            "mark": MARKS.get(one.state, ("", ""))[1], "state": _(BALLOTS[one.state]), "here": place - 1 == around,
        }
        for place, one in enumerate(mine_, 1)
        if low < place <= high
    ]  # fmt: skip


def _state(ballot: Ballot, criteria: Sequence[Criterion]) -> dict[str, Any]:
    """What is saved of a ballot, as the dock says it."""
    counted = [one for one in criteria if not one.independent]
    worth = ballots.worth(ballot, criteria)
    points = "" if worth is None else numbers.show(round(worth, 2), current(), 1)
    given = len(counted) - len(ballots.missing(ballot, criteria))
    at = ballot.changed_at
    return {
        "at": _("Saved %(time)s", time=dates.time(at, deadlines.zone(), current())) if at else "",
        "n": _("%(given)s of %(all)s criteria", given=given, all=len(counted)),
        "worth": _("your ballot %(points)s", points=points) if points else "",
        "s": str(ballot.state),
    }  # fmt: skip


def _beside(ballot: Ballot) -> tuple[str, str]:
    """The codes before and after this one in my order."""
    codes = [one.entry.code for one in queries.ballots_of(ballot.member, ballot.round)]
    at = codes.index(ballot.entry.code)
    return codes[at - 1] if at else "", codes[at + 1] if at + 1 < len(codes) else ""


def _where_to(ballot: Ballot) -> str:
    before, following = _beside(ballot)
    places = {"next": following, "before": before or ballot.entry.code, "list": ""}
    return _ballot_or_list(ballot.round.competition.slug, places.get(request.form.get("to", ""), ballot.entry.code))


def _ballot_or_list(slug: str, code: str) -> str:
    """The ballot with this code, or all of mine after the last one."""
    if not code:
        return url_for("jury.show", competition=slug)
    return url_for("jury.edit", competition=slug, code=code)


def _said(sentence: str, status: int) -> Response:
    response = jsonify(says=sentence)
    response.status_code = status
    return response


def _kinds() -> dict[ConflictKind, str]:
    return {kind: _(name) for kind, name in CONFLICTS.items()}


def anchor(criterion: Criterion, points: int) -> str:
    """What so many points mean, in the reader's language or in one that it is written in."""
    said = criterion.anchors.get(str(points), {})
    return said.get(current()) or said.get("en") or said.get("vi") or ""


def _deadline(round_: Round | None) -> str:
    return deadlines.written(round_.due_at, current()) if round_ is not None and round_.due_at is not None else ""


def _days(round_: Round | None) -> str:
    """How long ballots may still be filled in."""
    if round_ is None or round_.due_at is None or round_.locked_at is not None:
        return ""
    left = round_.due_at - now()
    if left.total_seconds() <= 0:
        return _("The time for scoring is over")
    days = left.days
    return ngettext("%(num)s day left", "%(num)s days left", days) if days else _("Today is the last day")


def _megabytes(size: int) -> str:
    return f"{numbers.show(size / 1_000_000, current(), 1)} MB"
