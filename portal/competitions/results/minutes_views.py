"""The minutes, for the jury to confirm and later for everybody, as a page and as a paper; and the frozen result."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, url_for
from flask_babel import gettext as _

from portal.competitions import roster
from portal.competitions import rules as competitions
from portal.competitions.models import Competition, JuryMember
from portal.competitions.results import freezing, minutes, minutes_paper, minutes_said, policy, signing
from portal.competitions.results.models import Minutes
from portal.competitions.words import SEATS
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import anyone, guard, signed_in
from portal.web.language import current
from portal.web.page import go, page

bp = Blueprint("minutes", __name__)


def readable(slug: str) -> Minutes | None:
    """The minutes of a competition if the reader may read them: everybody once it is told, before it jury and staff."""
    person = reader.person()
    competition = competitions.of_slug(slug, reader=person)
    drawn = minutes.last(competition) if competition is not None else None
    if competition is None or drawn is None:
        return None
    roster.at_hand(competition)
    inside = policy.prepares_results(person) or roster.place(competition, person) is not None
    return drawn if policy.is_told(competition) or inside else None


def my_place(slug: str) -> JuryMember | None:
    """The reader's place in the jury, where there are minutes to confirm."""
    drawn = readable(slug)
    return roster.place(drawn.competition, reader.person()) if drawn is not None else None


@bp.get("/competitions/<slug>/minutes")
@guard(anyone, load=readable)
def show(drawn: Minutes) -> Response:
    competition = drawn.competition
    place = roster.place(competition, reader.person())
    return page(
        "competitions/results/minutes.html", competition=competition, drawn=drawn, told=drawn.contents,
        may_confirm=place is not None and place in signing.unconfirmed(drawn), seats=SEATS, said=minutes_said,
        is_told=policy.is_told(competition),
    )  # fmt: skip


@bp.get("/competitions/<slug>/minutes.pdf")
@guard(anyone, load=readable)
def paper(drawn: Minutes) -> Response:
    competition = drawn.competition
    answer = Response(minutes_paper.pdf(drawn, current()), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{competition.slug}-minutes.pdf"'
    if not policy.is_told(competition):
        answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/jury/<slug>/minutes")
@guard(signed_in, load=my_place)
def confirm(place: JuryMember) -> Response:
    drawn = minutes.last(place.competition)
    if drawn is None:
        abort(404)
    signing.confirm(drawn, place, by=reader.me(), at=now())
    flash(_("You have confirmed the minutes. Thank you!"), "ok")
    return go(url_for("minutes.show", slug=place.competition.slug))


@bp.get("/competitions/<slug>/result.json")
@guard(anyone, load=lambda slug: competitions.of_slug(slug))
def frozen(competition: Competition) -> Response:
    """The file that `bin/portal verify-result` recomputes, to the byte as it was signed."""
    kept = freezing.last(competition)
    if kept is None or not policy.is_told(competition):
        abort(404)
    answer = Response(kept.json, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{competition.slug}-result.json"'
    return answer
