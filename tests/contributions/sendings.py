"""Things that were sent in, for tests: each as its sender would have sent it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.contributions import decisions, edits, ownership_claims, proposals, reports, subjects, tickets
from portal.contributions.decisions import Ruling
from portal.contributions.models import Act, Decision, Ticket, TicketKind
from portal.contributions.reports import Wrong
from portal.db import db
from portal.events import rules as calendar
from portal.events.models import Event
from portal.listings import ownership
from portal.listings.models import Listing
from portal.people.models import Person
from tests import make


def proposal(name: str = "Nón lá có đèn", *, by: Person | None = None, at: datetime = make.AT, **given: Any) -> Ticket:
    values = {"group": "products", "area": "hoi-an", "name_vi": name, "summary_vi": f"Một dòng về {name}."} | given
    ticket = proposals.begin(values["group"], once="", key="", by=by, at=at, language="vi").ticket
    proposals.send(ticket, values, {}, at=at)
    return ticket


def event(title: str = "Đêm hát bài chòi", *, by: Person | None = None, at: datetime = make.AT, **given: Any) -> Ticket:
    """An event that somebody proposes, for the evening that `make.event` has too."""
    values = {
        "kind": "performance", "area": "hoi-an", "title_vi": title, "summary_vi": f"Một dòng về {title}.",
        "starts_at": make.EVENING,
    } | given  # fmt: skip
    ticket = tickets.begin(TicketKind.EVENT, by=by, at=at, language="vi", group="events").ticket
    proposals.send(ticket, calendar.tidied(values), {}, at=at)
    return ticket


def owned(person: Person, name: str = "Gốm Son", **given: Any) -> Listing:
    """A public listing that the person looks after."""
    listing = make.listing(name, **given)
    ownership.give(listing, person, how="desk", by=None, at=make.AT)
    return listing


def edit(listing: Listing, by: Person, *, at: datetime = make.AT, **given: Any) -> Ticket:
    sent = edits.send(listing, given, by=by, at=at, language="vi", base_version=listing.version)
    assert sent.ticket is not None
    return sent.ticket


def report(listing: Listing | Event, wrong: Wrong = Wrong.FACTS, *, at: datetime = make.AT) -> Ticket:
    return reports.report(listing, wrong, words="Sai rồi.", phone=None, by=None, at=at, language="vi").ticket


def claim(listing: Listing, by: Person, *, at: datetime = make.AT) -> Ticket:
    return ownership_claims.claim(listing, "Quán của tôi.", by=by, at=at, language="vi").ticket


def decide(ticket: Ticket, act: Act, by: Person, *, at: datetime = make.AT, **ruling: Any) -> Decision:
    """Decides on the ticket as it stands now."""
    needed: dict[str, Any] = {Act.ASKED: {"reason": "unclear", "note": "Ở đâu?"}}.get(act, {})
    if act in {Act.REFUSED, Act.HIDDEN}:
        needed = {"reason": "unclear"}
    made = decisions.decide(
        ticket,
        Ruling(act, **(needed | ruling)),
        by=by,
        at=at,
        version=ticket.version,
        subject_version=subjects.version(ticket),
    )  # fmt: skip
    db.session.flush()
    return made
