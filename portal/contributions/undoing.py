"""Taking a decision back within 30 days: ticket and listing stand again where they stood before it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.contributions import subjects, tickets
from portal.contributions.models import Act, Decision, Ticket, TicketKind, TicketState
from portal.contributions.tickets import OPEN
from portal.db import db
from portal.kit.say import N_, Refused
from portal.listings import merging, ownership
from portal.listings.models import State
from portal.people.models import Person

WITHIN = timedelta(days=30)
CAN_BE = frozenset({Act.PUBLISHED, Act.REFUSED, Act.HIDDEN, Act.SPAM, Act.SETTLED, Act.MERGED})


def standing(ticket: Ticket, *, at: datetime) -> Decision | None:
    """The decision that can still be taken back, if there is one."""
    last = db.session.scalar(
        select(Decision).where(Decision.ticket_id == ticket.id).order_by(Decision.id.desc()).limit(1)
    )
    return last if last is not None and last.act in CAN_BE and at - last.at <= WITHIN else None


def undo(ticket: Ticket, *, by: Person, at: datetime) -> Decision:
    """Takes the last decision back. Refused after 30 days, and where the listing has gone on since."""
    decision = standing(ticket, at=at)
    if decision is None:
        raise Refused(
            N_("There is nothing here that can be taken back: it was decided more than 30 days ago, or not at all.")
        )
    if decision.act is Act.MERGED:
        return _undo_merge(ticket, by=by, at=at)
    if ticket.kind is TicketKind.EDIT and _has_a_newer_one(ticket):
        raise Refused(N_("The owner has sent a newer change of this listing. Decide that one first."))
    if ticket.kind is TicketKind.CLAIM and decision.act is Act.PUBLISHED:
        assert ticket.listing is not None and ticket.person is not None
        ownership.end(ticket.listing, ticket.person, by=by, at=at)
    elif (subject := subjects.of(ticket)) is not None:
        _restore(subject, decision, by=by, at=at)
    return tickets.turn(ticket, Act.UNDONE, TicketState.WAITING, by=by, at=at)


def _undo_merge(ticket: Ticket, *, by: Person, at: datetime) -> Decision:
    assert ticket.listing is not None
    merge = merging.standing(ticket.listing)
    if merge is None:
        raise Refused(N_("This merge has been taken back already."))
    merging.undo(merge, by=by, at=at)
    return tickets.turn(ticket, Act.UNMERGED, TicketState.WAITING, by=by, at=at)


def _restore(subject: subjects.Subject, decision: Decision, *, by: Person, at: datetime) -> None:
    """Gives it back what the decision changed of it, unless somebody has changed that since."""
    verbs = subjects.verbs(subject)
    for revision in db.session.scalars(verbs.done_at(subject, decision.at)).all():
        now = {**verbs.values(subject), "state": subject.state}
        if any(now.get(name) != new for name, (_old, new) in revision.changes.items()):
            raise Refused(N_("This has been changed since. Look at its history and bring back what you want there."))
        old = {name: was for name, (was, _new) in revision.changes.items()}
        state = old.pop("state", None)
        if old:
            verbs.revise(subject, old, by=by, at=at, act="taken_back")
        if state:
            verbs.turn(subject, State(state), "taken_back", by=by, at=at)
    if subject.published_at == decision.at:
        subject.published_at = None


def _has_a_newer_one(ticket: Ticket) -> bool:
    newer = select(Ticket.id).where(
        Ticket.kind == TicketKind.EDIT, Ticket.listing_id == ticket.listing_id, Ticket.person_id == ticket.person_id,
        Ticket.state.in_(OPEN), Ticket.id != ticket.id,
    )  # fmt: skip
    return db.session.scalar(newer.limit(1)) is not None
