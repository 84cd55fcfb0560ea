"""A code for the public vote by mail: for whoever has an account and reads the mail of its address."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, current_app, flash, url_for
from flask_babel import gettext as _

from portal.competitions import rules as competitions
from portal.competitions.exhibition import contacts, queries, telling, votes
from portal.competitions.exhibition.forms import MailForm
from portal.competitions.exhibition.views import today
from portal.competitions.models import Competition
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.limit import limit
from portal.web.once import once
from portal.web.page import go, page
from portal.web.settle import survives

bp = Blueprint("vote_mail", __name__, url_prefix="/competitions")


def voting(slug: str) -> Competition | None:
    """The competition at this address, while the public votes."""
    competition = competitions.of_slug(slug)
    return competition if competition is not None and queries.votes_now(competition, now()) else None


@bp.get("/<slug>/gallery/vote-code")
@guard(signed_in, load=voting)
def new(competition: Competition) -> Response:
    return _page(competition, MailForm())


@bp.post("/<slug>/gallery/vote-code")
@guard(signed_in, load=voting)
@limit("6 per hour", key=lambda: f"vote code {reader.me().id}")
@once
def create(competition: Competition) -> Response:
    """The code goes to the address alone: this answer does not show it."""
    form, me, at = MailForm(), reader.me(), now()
    try:
        code = contacts.for_mail(competition, me, key=str(current_app.config["SECRET_KEY"]), at=at)
    except Refused as refused:
        if isinstance(refused, votes.NotCounted):
            survives(partial(votes.note_refused, competition.id, refused.why, day=today()))
        form.refuse(refused)
        return _page(competition, form, status=422)
    telling.send_code(competition, me, code, at=at)
    flash(_("Your code is on its way to your mail address. It may take a minute."), "ok")
    return go(url_for("exhibition.index", slug=competition.slug))


def _page(competition: Competition, form: MailForm, *, status: int = 200) -> Response:
    return page(
        "competitions/exhibition/by_mail.html", competition=competition, form=form, me=reader.me(), status=status
    )
