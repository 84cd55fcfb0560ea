"""What the worker does for tickets: a sender with an account gets a letter about each decision of the desk."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from portal.contributions import decisions, subjects
from portal.contributions.models import Act, Decision, Ticket, TicketKind
from portal.db import db
from portal.letters import rules as letters
from portal.listings.field_names import REASONS
from portal.web.language import in_language_of, link


def tell_sender(decision_id: int, at: datetime) -> None:
    """A letter in the sender's language: what was decided, why, and what the desk wrote."""
    decision = db.session.get(Decision, decision_id)
    ticket = db.session.get(Ticket, decision.ticket_id) if decision else None
    if decision is None or ticket is None or ticket.person is None or ticket.person.erased_at is not None:
        return
    with in_language_of(ticket.person):
        name = subjects.name(subject) if (subject := subjects.of(ticket)) else ""
        body = [_said(decision.act, ticket.kind), _(REASONS[decision.reason]) if decision.reason in REASONS else ""]
        body += [decision.note, link("codes.show", number=ticket.id)]
        letters.write(
            ticket.person, kind="ticket_decided", subject=_("About “%(name)s”", name=name),
            body="\n\n".join(filter(None, body)), at=at,
        )  # fmt: skip


def _said(act: Act, kind: TicketKind) -> str:
    if act is Act.PUBLISHED:
        said = _PUBLIC_NOW[kind]() if kind in _PUBLIC_NOW else _("What you sent was accepted.")
    elif act is Act.ASKED:
        said = _("The map desk has a question about what you sent. You can answer on the page below.")
    elif act is Act.REFUSED:
        said = _("The map desk did not accept what you sent.")
    elif act is Act.MERGED:
        said = _("What you sent is on the map already; the two are one listing now.")
    elif act is Act.HIDDEN:
        said = _("It is not shown to visitors.")
    elif act is Act.SETTLED:
        said = _("What you wrote about is settled. Thank you.")
    else:
        said = _("The map desk has looked at what you sent.")
    return str(said)


_PUBLIC_NOW = {
    TicketKind.PROPOSAL: lambda: _("It is on the map now."),
    TicketKind.EVENT: lambda: _("It is in the calendar now."),
}
letters.REMINDED[decisions.ANSWERED] = tell_sender
