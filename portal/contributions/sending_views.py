"""Looking at a proposal as it will be, and sending it to the desk."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from portal.city.chosen import here
from portal.contributions import drafting, drafts, proposals
from portal.contributions.desk_words import LIKE
from portal.contributions.drafting import code_of, known, known_picture
from portal.contributions.models import Ticket, TicketKind
from portal.contributions.previewing import as_listing
from portal.contributions.propose_views import form_of, write
from portal.kit.say import Refused
from portal.listings import duplicates, words
from portal.listings.showing import Shown
from portal.media.models import Preview
from portal.web.clock import now
from portal.web.guard import anyone, guard
from portal.web.language import current
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("sending", __name__, url_prefix="/map/new")


def _is_ours(ticket: Ticket) -> bool:
    """Whether its sender may write in it here."""
    return ticket.kind is TicketKind.PROPOSAL and drafts.is_open(ticket)


@bp.get(f"/<{NUMBER}:number>/preview")
@guard(anyone, load=known)
def show(ticket: Ticket) -> Response:
    form = form_of(ticket)
    if not _is_ours(ticket) or not form.check(complete=True):
        return go(url_for("proposals.edit", number=ticket.id))
    shown = Shown(as_listing(form.given()), at=now(), zone=ZoneInfo(here().zone), lang=current())
    twins = duplicates.like(form.given(), ignore=ticket.listing)
    return page(
        "contributions/propose_preview.html",
        ticket=ticket, form=form, shown=shown, twins=twins, like=LIKE, words=words, code=code_of(ticket),
        group=here().groups[ticket.group], photos=ticket.photos, key=drafts.key,
    )  # fmt: skip


@bp.post(f"/<{NUMBER}:number>/sending")
@guard(anyone, load=known)
def create(ticket: Ticket) -> Response:
    """Sends a proposal to the desk. Pressed twice, it has been sent once."""
    if not _is_ours(ticket):
        return go(url_for("codes.show", number=ticket.id))
    form = form_of(ticket)
    try:
        if not form.check(complete=True):
            return write(form, ticket, status=422)
        drafts.keep(ticket, {"twin": request.form.get("twin")}, at=now())
        ticket.sender_name, ticket.sender_phone = form.sender_name.data or "", form.sender_phone.data
        proposals.send(ticket, form.given(), form.words_of_photos(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return write(form, ticket, status=422)
    flash(_("Sent. The desk reads it within a few days; look here with your code."), "ok")
    return go(url_for("codes.show", number=ticket.id))


# Pictures of what is not public yet


@bp.get(f"/<{NUMBER}:number>/pictures/<key>/<int:width>")
@guard(anyone, load=known_picture)
def picture(preview: Preview) -> Response:
    return drafting.picture(preview)
