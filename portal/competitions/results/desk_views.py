"""The result's desk: prizes by carried votes, the jury's sentences, minutes to be confirmed, the reveal by two."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_babel import gettext as _

from portal.competitions import deadlines
from portal.competitions import rules as competitions
from portal.competitions.entries.models import Entry
from portal.competitions.models import Competition, PhaseKind, Stage
from portal.competitions.results import apart, awards, minutes, policy, queries, reveal, signing, winners
from portal.competitions.results.forms import SentenceForm
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.language import absolute
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("result_desk", __name__, url_prefix="/desk/competitions")


def known(slug: str) -> Competition | None:
    """The competition at this address, for whoever may know of it."""
    return competitions.of_slug(slug, reader=reader.person())


def commented(slug: str, number: int) -> Entry | None:
    """An entry of this competition, by its number, if the reader may know of it."""
    competition, person = known(slug), reader.person()
    if competition is None or (person is not None and number in apart.hidden(person, competition)):
        return None
    return queries.entry(competition, number)


@bp.get("/<slug>/result")
@guard(policy.prepares_results, load=known)
def show(competition: Competition) -> Response:
    return _show(competition)


@bp.post("/<slug>/result/awards")
@guard(policy.prepares_results, load=known)
def award(competition: Competition) -> Response:
    """A prize as a carried vote of the jury says: given, or withheld."""
    asked = request.form.get("motion", type=int)
    motion = next((one for one in awards.to_apply(competition, _hidden(competition)) if one.id == asked), None)
    if motion is None:
        abort(404)
    return _done(competition, lambda: awards.decide(motion, at=now()), _("The prize stands as the jury voted."))


@bp.get(f"/<slug>/result/sentences/<{NUMBER}:number>")
@guard(policy.prepares_results, load=commented)
def edit(entry: Entry) -> Response:
    said = awards.sentences([entry.id]).get(entry.id)
    given = {"text_vi": said.text_vi, "text_en": said.text_en} if said else {}
    return _edit(entry, SentenceForm(data=given))


@bp.post(f"/<slug>/result/sentences/<{NUMBER}:number>")
@guard(policy.prepares_results, load=commented)
def say(entry: Entry) -> Response:
    form = SentenceForm(request.form)
    try:
        if not form.validate():
            return _edit(entry, form, status=422)
        awards.say(entry, form.text_vi.data or "", form.text_en.data or "", by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _edit(entry, form, status=422)
    flash(_("The sentence on %(code)s is kept.", code=entry.code), "ok")
    return go(url_for("result_desk.show", slug=entry.competition.slug))


@bp.post("/<slug>/result/minutes")
@guard(policy.prepares_results, load=known)
def draw_up(competition: Competition) -> Response:
    return _done(
        competition,
        lambda: signing.draw_up(competition, by=reader.me(), at=now()),
        _("The minutes are drawn up. Each member of the jury confirms them now."),
    )


@bp.post("/<slug>/result/keys")
@guard(policy.prepares_results, load=known)
def turn_key(competition: Competition) -> Response:
    return _done(
        competition,
        lambda: reveal.turn_key(competition, by=reader.me(), at=now()),
        _("Your key is turned. The vault is open when two people have turned theirs."),
    )


@bp.post("/<slug>/result/listings")
@guard(policy.prepares_results, load=known)
def list_winners(competition: Competition) -> Response:
    """The winners onto the creative map, in one act."""

    def act() -> None:
        winners.onto_map(competition, by=reader.me(), at=now(), address_of=_exhibited)

    return _done(competition, act, _("Each winner has its listing now. Look at them and add what is missing."))


def _exhibited(entry: Entry) -> str:
    """Without the language of whoever presses the button: the listing is for everybody."""
    here = url_for("exhibition.show", slug=entry.competition.slug, code=entry.code)
    return absolute(here.removeprefix(request.script_root))


def _done(competition: Competition, act: Callable[[], object], said: str) -> Response:
    try:
        act()
    except Refused as refused:
        return _show(competition, refused=_said(refused), status=409)
    flash(said, "ok")
    return go(url_for("result_desk.show", slug=competition.slug))


def _show(competition: Competition, *, refused: str = "", status: int = 200) -> Response:
    hidden = _hidden(competition)
    to_comment = minutes.to_comment(competition, hidden)
    drawn = minutes.last(competition)
    signed = policy.is_signed(competition)
    return page(
        "competitions/results/desk.html", competition=competition, refused=refused, status=status,
        prizes=competition.prizes, decided=awards.by_prize(competition, hidden),
        motions=awards.to_apply(competition, hidden), entries=to_comment, is_signed=signed,
        sentences=awards.sentences([entry.id for entry in to_comment]), drawn=drawn,
        unconfirmed=signing.unconfirmed(drawn) if drawn else [],
        missing=[] if signed else [_said(one) for one in signing.missing(competition, hidden)],
        keys=reveal.keys(competition), who=reveal.names(competition),
        may_turn=competition.stage == Stage.RANKING_SIGNED,
        announced=deadlines.opens(competition, PhaseKind.RESULTS), is_told=policy.is_told(competition),
        winners=winners.of(competition) if policy.is_told(competition) else [],
    )  # fmt: skip


def _hidden(competition: Competition) -> frozenset[int]:
    return apart.hidden(reader.me(), competition)


def _said(refused: Refused) -> str:
    return str(_(refused.sentence, **refused.values))


def _edit(entry: Entry, form: SentenceForm, *, status: int = 200) -> Response:
    return page("competitions/results/sentence.html", entry=entry, form=form, status=status)
