"""What the desk decides about a ticket. Each decision moves the ticket and its listing together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.contributions import holding, subjects, tickets
from portal.contributions.models import Act, Decision, Ticket, TicketKind, TicketState
from portal.contributions.tickets import OPEN
from portal.db import db
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.listings import merging, ownership
from portal.listings import rules as listings
from portal.listings.models import Listing, State
from portal.people.models import Person

MAY_BECOME: Mapping[TicketKind, tuple[Act, ...]] = {
    TicketKind.PROPOSAL: (Act.PUBLISHED, Act.ASKED, Act.REFUSED, Act.MERGED, Act.HIDDEN, Act.SPAM),
    TicketKind.EDIT: (Act.PUBLISHED, Act.ASKED, Act.REFUSED),
    TicketKind.REPORT: (Act.SETTLED, Act.ASKED, Act.REFUSED, Act.HIDDEN, Act.SPAM),
    TicketKind.CLAIM: (Act.PUBLISHED, Act.ASKED, Act.REFUSED, Act.SPAM),
    TicketKind.EVENT: (Act.PUBLISHED, Act.ASKED, Act.REFUSED, Act.HIDDEN, Act.SPAM),
}
"""What may become of each kind, the good end first."""
NEED_A_REASON = frozenset({Act.ASKED, Act.REFUSED, Act.HIDDEN})
NEED_WORDS = frozenset({Act.ASKED})
ANSWERED = "ticket_decided"
"""The reminder that writes a letter to a sender with an account."""


@dataclass(frozen=True)
class Ruling:
    """What somebody at the desk says: the act, its reason from the list, words to the sender, and what it needs."""

    act: Act
    reason: str = ""
    note: str = ""
    into: Listing | None = None
    """Of a merge: the listing that is kept."""
    compared: bool = False
    """Of a claim: the phone was compared, or somebody went there."""


class Overtaken(Refused):
    """Somebody else has changed the ticket or its listing since the page was drawn."""


def decide(
    ticket: Ticket, ruling: Ruling, *, by: Person, at: datetime, version: int, subject_version: int | None
) -> Decision:
    """Does what was decided on the page of these versions. Raises Refused, Overtaken when they are not the last."""
    if ticket.state not in OPEN or ticket.version != version:
        raise Overtaken(N_("This has changed since you opened it. Look at it again, then decide."))
    holding.check(ticket, by=by, at=at)
    if subjects.of(ticket) is not None and subjects.version(ticket) != subject_version:
        raise Overtaken(N_("Somebody has changed the text since you opened this. Look at it again, then decide."))
    _check(ticket, ruling)
    state = _DO[ticket.kind](ticket, ruling, by, at)
    if ruling.act is Act.ASKED:
        tickets.say(ticket, ruling.note, from_desk=True, by=by, at=at)
    reason = "duplicate" if ruling.act is Act.MERGED else ruling.reason
    decision = tickets.turn(ticket, ruling.act, state, by=by, at=at, reason=reason, note=ruling.note)
    if ticket.person_id is not None:
        letters.remind(ANSWERED, of=decision.id, at=at)
    return decision


def _check(ticket: Ticket, ruling: Ruling) -> None:
    if ruling.act not in MAY_BECOME[ticket.kind]:
        raise Refused(N_("This cannot be decided so."), field="act")
    if ruling.act in NEED_A_REASON and not ruling.reason:
        raise Refused(N_("Choose a reason. The sender reads it."), field="reason")
    if ruling.act in NEED_WORDS and not ruling.note:
        raise Refused(N_("Write your question. The sender reads it as it is."), field="note")


def _proposal(ticket: Ticket, ruling: Ruling, by: Person, at: datetime) -> TicketState:
    """Of something new, a listing or an event: it becomes public, waits for an answer, or goes."""
    subject = subjects.known(ticket)
    verbs = subjects.verbs(subject)
    if ruling.act is Act.PUBLISHED:
        verbs.publish(subject, by=by, at=at)
        return TicketState.ACCEPTED
    if ruling.act is Act.ASKED:
        verbs.turn(subject, State.CHANGES_ASKED, "asked", by=by, at=at, reason=ruling.reason)
        return TicketState.ASKED
    if ruling.act is Act.MERGED:
        if ruling.into is None:
            raise Refused(N_("Choose the listing that is kept."), field="into")
        merging.merge(_listing(ticket), ruling.into, by=by, at=at)
        return TicketState.MERGED
    if ruling.act is Act.HIDDEN:
        verbs.hide(subject, by=by, at=at, reason=ruling.reason)
        return TicketState.REFUSED
    if ruling.act is Act.SPAM:
        verbs.turn(subject, State.SPAM, "spam", by=by, at=at)
        return TicketState.SPAM
    verbs.turn(subject, State.REFUSED, "refused", by=by, at=at, reason=ruling.reason)
    return TicketState.REFUSED


def _edit(ticket: Ticket, ruling: Ruling, by: Person, at: datetime) -> TicketState:
    if ruling.act is Act.PUBLISHED:
        listings.revise(_listing(ticket), ticket.given, by=ticket.person or by, at=at)
    return _SIMPLE[ruling.act]


def _report(ticket: Ticket, ruling: Ruling, by: Person, at: datetime) -> TicketState:
    if ruling.act is Act.HIDDEN:
        subject = subjects.known(ticket)
        subjects.verbs(subject).hide(subject, by=by, at=at, reason=ruling.reason)
        return TicketState.ACCEPTED
    return _SIMPLE[ruling.act]


def _claim(ticket: Ticket, ruling: Ruling, by: Person, at: datetime) -> TicketState:
    if ruling.act is Act.PUBLISHED:
        if not ruling.compared:
            raise Refused(
                N_("First compare the phone number or go there, then tick that it was done."), field="compared"
            )
        assert ticket.person is not None, "Only people with an account may claim."
        ownership.give(_listing(ticket), ticket.person, how="claim", by=by, at=at)
    return _SIMPLE[ruling.act]


_SIMPLE = {
    Act.PUBLISHED: TicketState.ACCEPTED,
    Act.SETTLED: TicketState.ACCEPTED,
    Act.ASKED: TicketState.ASKED,
    Act.REFUSED: TicketState.REFUSED,
    Act.SPAM: TicketState.SPAM,
}
_DO: Mapping[TicketKind, Callable[[Ticket, Ruling, Person, datetime], TicketState]] = {
    TicketKind.PROPOSAL: _proposal,
    TicketKind.EDIT: _edit,
    TicketKind.REPORT: _report,
    TicketKind.CLAIM: _claim,
    TicketKind.EVENT: _proposal,
}


def _listing(ticket: Ticket) -> Listing:
    assert ticket.listing is not None, "This kind of ticket is about a listing."
    return ticket.listing


# What others did meanwhile


def changed_since(subject: subjects.Subject, version: int) -> dict[str, tuple[Any, Any]]:
    """The fields that somebody has changed after this version, each with its value then and now."""
    then: dict[str, Any] = {}
    now: dict[str, Any] = {}
    for revision in db.session.scalars(subjects.verbs(subject).later(subject, version)):
        for name, (old, new) in revision.changes.items():
            then.setdefault(name, old)
            now[name] = new
    return {name: (old, now[name]) for name, old in then.items() if old != now[name]}
