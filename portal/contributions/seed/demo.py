"""Plants what people have sent in, by the rules that everybody's sendings pass, with the clock moved back.

`tickets.json` says of each how many days ago it came and what course it took. Twice changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.city.chosen import here
from portal.contributions import (
    decisions,
    drafts,
    edits,
    ownership_claims,
    proposals,
    reports,
    subjects,
    tickets,
    undoing,
)
from portal.contributions.decisions import Ruling
from portal.contributions.models import Act, Ticket, TicketKind
from portal.db import db
from portal.events import rules as events
from portal.kit.clock import to_zone
from portal.listings import ownership
from portal.listings import rules as listings
from portal.listings.models import Listing
from portal.people import rules as people
from portal.people.models import Person

ROWS = Path(__file__).parent / "tickets.json"
STEP = timedelta(hours=20)  # from one act to the next, where so much time has passed
Row = Mapping[str, Any]


def plant(*, at: datetime) -> int:
    """Plants what is not here yet; returns how many that were."""
    known = set(db.session.scalars(select(Ticket.once).where(Ticket.once.startswith("demo "))))
    rows = json.loads(ROWS.read_text(encoding="utf-8"))
    return sum(_plant(row, at=at) for row in rows if _once(row) not in known)


def _once(row: Row) -> str:
    return f"demo {row['key']}"


def _plant(row: Row, *, at: datetime) -> bool:
    """One ticket with its whole course; False where the listing that it is about is no longer here."""
    came_at = at - timedelta(days=row["days"], hours=2)
    ticket = _SENT[TicketKind(row["kind"])](row, came_at)
    if ticket is None:
        return False
    ticket.once = _once(row)
    step = min(STEP, (at - came_at) / (len(row["course"]) + 1))
    for number, told in enumerate(row["course"], 1):
        _act(ticket, row, told, at=came_at + number * step)
    if row.get("owns") and ticket.listing and ticket.person:
        ownership.give(ticket.listing, ticket.person, how="proposal", by=_desk(), at=ticket.decided_at or at)
    db.session.flush()
    return True


# Sending


def _proposal(row: Row, at: datetime) -> Ticket | None:
    given = {**row["given"], "demo": True}
    begun = proposals.begin(given["group"], once=_once(row), key="", by=_person(row), at=at, language="vi")
    ticket = begun.ticket
    ticket.sender_name, ticket.sender_phone = row.get("sender", ""), row.get("phone")
    ticket.suspicion = row.get("suspicion", "")
    if row.get("draft"):
        drafts.keep(ticket, {name: text for name, text in given.items() if isinstance(text, str)}, at=at)
    else:
        proposals.send(ticket, given, {}, at=at)
    return ticket


def _event(row: Row, at: datetime) -> Ticket | None:
    """An event that many days after it was sent, as `on` says; of a draft only what is typed."""
    given = {**row["given"], **({} if row.get("draft") else _times(row, at))}
    if (venue := given.pop("venue", None)) and (listing := _listing(venue)):
        given["venue_id"] = listing.id
    begun = tickets.begin(
        TicketKind.EVENT, by=_person(row), at=at, language="vi", group="events", once=_once(row), key=""
    )
    ticket = begun.ticket
    ticket.sender_name, ticket.sender_phone = row.get("sender", ""), row.get("phone")
    ticket.suspicion = row.get("suspicion", "")
    if row.get("draft"):
        drafts.keep(ticket, {name: text for name, text in row["given"].items() if isinstance(text, str)}, at=at)
    else:
        proposals.send(ticket, events.tidied(given), {}, at=at)
        assert ticket.event is not None
        ticket.event.demo = True
    return ticket


def _times(row: Row, at: datetime) -> dict[str, Any]:
    """From `from` to `to`, minutes of the day in the city."""
    zone = ZoneInfo(here().zone)
    midnight = datetime.combine(to_zone(at, zone).date() + timedelta(days=row["on"]), time(), tzinfo=zone)
    ends_at = midnight + timedelta(minutes=row["to"]) if row.get("to") else None
    return {"starts_at": midnight + timedelta(minutes=row["from"]), "ends_at": ends_at}


def _edit(row: Row, at: datetime) -> Ticket | None:
    listing, by = _listing(row["listing"]), _person(row)
    if listing is None or by is None:
        return None
    return edits.send(listing, row["given"], by=by, at=at, language="vi", base_version=listing.version).ticket


def _report(row: Row, at: datetime) -> Ticket | None:
    listing = _listing(row["listing"])
    if listing is None:
        return None
    wrong, phone = reports.Wrong(row["wrong"]), row.get("phone")
    begun = reports.report(
        listing, wrong, words=row["words"], phone=phone, by=None, at=at, language="vi", once=_once(row)
    )  # fmt: skip
    return begun.ticket


def _claim(row: Row, at: datetime) -> Ticket | None:
    listing, by = _listing(row["listing"]), _person(row)
    if listing is None or by is None:
        return None
    return ownership_claims.claim(listing, row["words"], by=by, at=at, language="vi").ticket


_SENT = {
    TicketKind.PROPOSAL: _proposal,
    TicketKind.EDIT: _edit,
    TicketKind.REPORT: _report,
    TicketKind.CLAIM: _claim,
    TicketKind.EVENT: _event,
}


# What became of it


def _act(ticket: Ticket, row: Row, told: list[str], *, at: datetime) -> None:
    act, words = Act(told[0]), told[1:]
    if act is Act.ANSWERED:
        tickets.answer(ticket, words[0], by=ticket.person, at=at)
    elif act is Act.WITHDRAWN:
        tickets.withdraw(ticket, by=ticket.person, at=at)
    elif act is Act.UNDONE:
        undoing.undo(ticket, by=_desk(), at=at)
    else:
        reason, note = [*words, "", ""][:2]
        into = _listing(row["into"]) if "into" in row else None
        decisions.decide(
            ticket, Ruling(act, reason, note, into=into, compared=True), by=_desk(), at=at, version=ticket.version,
            subject_version=subjects.version(ticket),
        )  # fmt: skip


def _listing(address: str) -> Listing | None:
    found = listings.find(address, reader=None)
    return found or db.session.scalar(select(Listing).where(Listing.slug == address))


def _person(row: Row) -> Person | None:
    return people.find(f"{row['by']}@hoian.example") if row.get("by") else None


def _desk() -> Person:
    found = people.find("moderator@hoian.example")
    assert found is not None, "The people of the demo come first."
    return found
