"""The organisers' board: counts, conflicts, flags, the lock of the round; and the acts that open and close rounds."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.competitions import deadlines, roster, rules
from portal.competitions.desk_forms import StandInForm
from portal.competitions.jury import board, conflicts, locks, queries, reserves, rounds, suspicions, telling
from portal.competitions.jury.forms import BallotsAgainForm, RoundForm, StaffConflictForm
from portal.competitions.jury.models import Conflict, ConflictKind, ConflictSource, RoundKind
from portal.competitions.jury.policy import keeps_vault, runs, types_paper
from portal.competitions.jury.words import CONFLICTS, ROUNDS, SEATS, SOURCES, STATES
from portal.competitions.models import Competition
from portal.kit import numbers
from portal.kit.say import N_, Refused
from portal.people.models import Person
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import current
from portal.web.once import once
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("jury_board", __name__, url_prefix="/desk/competitions")
Form = RoundForm | StaffConflictForm | BallotsAgainForm | StandInForm


def known(slug: str) -> Competition | None:
    competition = rules.of_slug(slug, reader=reader.person())
    return competition if competition is not None and competition.published_at is not None else None


@bp.get("/<slug>/board")
@guard(runs, load=known)
def show(competition: Competition) -> Response:
    return _show(competition)


@bp.post("/<slug>/rounds")
@guard(runs, load=known)
@once
def open_round(competition: Competition) -> Response:
    form = _round_form(request.form)
    try:
        if not form.validate():
            return _show(competition, form, status=422)
        round_ = rounds.open_round(
            competition, RoundKind(form.kind.data), due_at=form.over_at(deadlines.zone()),
            per_entry=form.per_entry.data, by=reader.me(), at=now(),
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return _show(competition, form, status=422)
    flash(_("Round %(number)s is open.", number=round_.number), "ok")
    return _back(competition)


@bp.post("/<slug>/rounds/lock")
@guard(runs, load=known)
def lock(competition: Competition) -> Response:
    if (round_ := queries.latest(competition)) is None:
        raise Refused(N_("No round is open."))
    rounds.close(round_, by=reader.me(), at=now())
    flash(_("The round is locked, and its ballots are open."), "ok")
    return _back(competition)


@bp.post("/<slug>/board/reminders")
@guard(runs, load=known)
def remind(competition: Competition) -> Response:
    round_, at = queries.latest(competition), now()
    waiting = board.of(competition, reader=reader.me()).waiting
    if round_ is None or not waiting:
        raise Refused(N_("Everybody has locked their ballots: nobody has to be reminded."))
    number = telling.remind(round_, waiting, at=at)
    flash(ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", number), "ok")
    return _back(competition)


# Conflicts


@bp.post("/<slug>/conflicts")
@guard(runs, load=known)
def declare(competition: Competition) -> Response:
    """Of oneself; or for a juror who said it by word of mouth, and by the registrar for anybody of the staff."""
    form = _conflict_form(competition, request.form)
    try:
        if not form.validate():
            return _show(competition, form, status=422)
        entry = queries.entry_of(competition, form.code.data or "", reader=reader.me())
        if entry is None:
            raise Refused(N_("No entry of this competition has this code."), field="code")
        given = {"by": reader.me(), "at": now(), "note": form.note.data or ""}
        kind, who = ConflictKind(form.kind.data), str(form.member.data)
        if (member := roster.member(competition, int(who) if who.isdigit() else 0)) is not None:
            conflicts.declare(member, entry, kind, source=ConflictSource.STAFF, **given)
        else:
            conflicts.step_aside(_colleagues()[who], entry, kind, **given)
    except Refused as refused:
        form.refuse(refused)
        return _show(competition, form, status=422)
    flash(_("Noted. The two do not meet from this moment on."), "ok")
    return _back(competition)


def _colleagues() -> dict[str, Person]:
    """Of whom the reader may say that they know somebody: of themselves, and the registrar of all the staff."""
    me = reader.me()
    staff = conflicts.staff() if keeps_vault(me) else []
    return {f"p{one.id}": one for one in (me, *(other for other in staff if other.id != me.id))}


@bp.post("/<slug>/conflicts/comparison")
@guard(keeps_vault, load=known)
def compare(competition: Competition) -> Response:
    """Compares the jury with the vault; what is found waits for the registrar's word."""
    number = suspicions.compare(competition, by=reader.me(), at=now())
    sentence = ngettext("%(num)s new match to look at.", "%(num)s new matches to look at.", number)
    flash(sentence if number else _("Nothing new was found."), "ok")
    return _back(competition)


class Suspected(NamedTuple):
    competition: Competition
    conflict: Conflict


def suspected(slug: str, number: int) -> Suspected | None:
    """A conflict of this competition that the reader may know of."""
    competition, conflict = known(slug), conflicts.find(number)
    if competition is None or conflict is None or conflict.member.competition_id != competition.id:
        return None
    return Suspected(competition, conflict)


def may_decide(person: Person | None, of: Suspected) -> bool:
    """The registrar, and never somebody whom it is about."""
    return keeps_vault(person) and person is not None and of.conflict.member.person_id != person.id


@bp.post(f"/<slug>/conflicts/<{NUMBER}:number>")
@guard(may_decide, load=suspected)
def decide(of: Suspected) -> Response:
    says, me, at = request.form.get("says"), reader.me(), now()
    if says == "confirm":
        conflicts.confirm(of.conflict, by=me, at=at)
    elif says == "dismiss":
        conflicts.dismiss(of.conflict, by=me, at=at)
    else:
        return _show(of.competition, status=422)
    return _back(of.competition)


# Locks, reserves, flags


@bp.post("/<slug>/reopenings")
@guard(runs, load=known)
def reopen(competition: Competition) -> Response:
    """The first of two asks and says why; the second agrees."""
    form, me, at = _again_form(competition, request.form), reader.me(), now()
    round_ = queries.latest(competition)
    try:
        if not form.validate():
            return _show(competition, form, status=422)
        member = roster.member(competition, form.juror.data)
        if member is None or round_ is None:
            raise Refused(N_("No round is open."))
        waiting = locks.asked(round_, member)
        if waiting is not None:
            locks.agree(waiting, by=me, at=at)
            flash(_("The ballots are open again."), "ok")
        else:
            locks.ask(member, round_, reason=form.reason.data or "", by=me, at=at)
            flash(_("Noted. A second person has to agree."), "ok")
    except Refused as refused:
        form.refuse(refused)
        return _show(competition, form, status=422)
    return _back(competition)


@bp.post("/<slug>/stand-ins")
@guard(runs, load=known)
def stand_in(competition: Competition) -> Response:
    """A reserve takes over the vote, and the ballots of the round that is open."""
    form = StandInForm(request.form, competition=competition, prefix="s_")
    try:
        if not form.validate():
            return _show(competition, form, status=422)
        reserve, absent = (roster.member(competition, int(field.data)) for field in (form.reserve, form.absent))
        assert reserve is not None and absent is not None, "the form knows who sits in the jury"
        reserves.stand_in(reserve, absent, by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _show(competition, form, status=422)
    flash(_("The reserve has the vote and the ballots from now on."), "ok")
    return _back(competition)


@bp.post("/<slug>/flags")
@guard(keeps_vault, load=known)
def see(competition: Competition) -> Response:
    """The registrar has looked at a flag. Nothing else follows."""
    round_, flag = queries.latest(competition), request.form.get("flag", "")
    if round_ is None or not flag:
        return _show(competition, status=422)
    board.see(round_, flag, by=reader.me(), at=now())
    return _back(competition)


# What the page needs


def _show(competition: Competition, form: Form | None = None, *, status: int = 200) -> Response:
    me, lang = reader.me(), current()
    seen = board.of(competition, reader=me)
    round_ = seen.round
    return page(
        "competitions/jury/board.html",
        status=status,
        competition=competition,
        board=seen,
        round=round_,
        due=deadlines.written(round_.due_at, lang) if round_ and round_.due_at else "",
        days=max(0, (round_.due_at - now()).days) if round_ and round_.due_at else None,
        flags=[(flag, board.key(flag), numbers.show(round(flag.value, 2), lang)) for flag in _flags(seen, me)],
        forms=_forms(competition, form),
        wrong=form,
        registrar=keeps_vault(me),
        types_paper=types_paper(me, competition),
        asked=locks.asked(round_) if round_ else None,
        me=me,
        names={one.id: one.person.full_name for one in competition.jury},
        states=STATES,
        kinds=CONFLICTS,
        sources=SOURCES,
        seats=SEATS,
        rounds=ROUNDS,
    )


def _flags(seen: board.Board, me: Person) -> list[Any]:
    return board.flags_of(seen.round, reader=me) if seen.round is not None else []


def _forms(competition: Competition, form: Form | None) -> dict[str, Form]:
    made: tuple[Form, ...] = (
        _round_form(), _conflict_form(competition), _again_form(competition),
        StandInForm(competition=competition, prefix="s_"),
    )  # fmt: skip
    names = ("round", "conflict", "again", "stand_in")
    return {name: form if type(form) is type(own) else own for name, own in zip(names, made, strict=True)}


def _round_form(sent: Any = None) -> RoundForm:
    form = RoundForm(sent)
    form.kind.choices = [(str(kind), _(name)) for kind, name in ROUNDS.items()]
    return form


def _conflict_form(competition: Competition, sent: Any = None) -> StaffConflictForm:
    form = StaffConflictForm(sent, prefix="c_")
    names = [(key, one.full_name) for key, one in _colleagues().items()]
    (mine, _name), *others = names
    form.member.choices = [(mine, _("I myself")), *((str(key), name) for key, name in _members(competition)), *others]
    form.kind.choices = [("", _("Choose why")), *((str(kind), _(name)) for kind, name in CONFLICTS.items())]
    return form


def _again_form(competition: Competition, sent: Any = None) -> BallotsAgainForm:
    form = BallotsAgainForm(sent, prefix="a_")
    form.juror.choices = _members(competition)
    return form


def _members(competition: Competition) -> list[tuple[int, str]]:
    return [(one.id, one.person.full_name) for one in competition.jury]


def _back(competition: Competition) -> Response:
    return go(url_for("jury_board.show", slug=competition.slug))
