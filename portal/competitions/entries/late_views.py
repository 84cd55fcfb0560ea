"""A late link, opened by the one person it is for: which entry it lets in, and one button."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, url_for
from flask_babel import gettext as _

from portal.competitions import deadlines
from portal.competitions import rules as competitions
from portal.competitions.entries import late, rules
from portal.competitions.entries.forms import JoinForm
from portal.competitions.entries.models import LateLink
from portal.kit import code as short
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import came, now
from portal.web.guard import guard, signed_in
from portal.web.language import current
from portal.web.limit import limit
from portal.web.page import go, page

bp = Blueprint("entry_late", __name__, url_prefix="/entries")


@bp.get("/late/<typed>")
@guard(signed_in)
@limit("20 per minute", reads=True)
def ask(typed: str) -> Response:
    return _ask(typed)


@bp.post("/late/<typed>")
@guard(signed_in)
@limit("20 per minute")
def use(typed: str) -> Response:
    """Gives one's entry the time of the link; without an entry one is begun."""
    found, me, at = _behind(typed), reader.me(), came()
    competition = competitions.numbered(found.competition_id)
    assert competition is not None
    try:
        entry = rules.of_person(me, competition) or rules.begin(
            competition, by=me, language=current(), late=True, at=at
        )
        late.use(typed, entry, at=at)
    except Refused as refused:
        return _ask(typed, refused)
    flash(_("The late link is yours. Send the entry before its time is over."), "ok")
    return go(url_for("entries.show", code=entry.code))


def _ask(typed: str, refused: Refused | None = None) -> Response:
    found, form = _behind(typed), JoinForm()
    if refused is not None:
        form.refuse(refused)
    competition = competitions.numbered(found.competition_id)
    assert competition is not None
    return page(
        "competitions/entries/late.html", status=422 if refused else 200, form=form, typed=short.read(typed),
        competition=competition, until=deadlines.written(found.until, current()), is_over=now() >= found.until,
        entry=rules.of_person(reader.me(), competition),
    )  # fmt: skip


def _behind(typed: str) -> LateLink:
    """The link of a code in an address; a wrong code and an unknown one are the same."""
    found = late.behind(typed)
    if found is None:
        abort(404)
    return found
