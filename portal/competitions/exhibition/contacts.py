"""One vote for each phone or mail address: its code is reckoned from it, so whoever asks twice is given the same one.

The contact itself is kept nowhere. A phone is flagged by staff, who see it in its owner's hand; a mail address is
proved by the letter that brings the code. Whoever has an account with both has one vote all the same.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import select

from portal.audit import rules as audit
from portal.competitions import deadlines
from portal.competitions.exhibition import votes
from portal.competitions.models import Competition, PhaseKind
from portal.competitions.results.models import VoteCode
from portal.db import db
from portal.kit import code as codes
from portal.kit import mail
from portal.kit.say import N_, Refused
from portal.people.models import Person


class Handed(NamedTuple):
    """The code of a contact, and whether it was given out before."""

    code: str
    again: bool


def hand(competition: Competition, phone: str, *, key: str, by: Person, at: datetime) -> Handed:
    """The code of a phone (E.164), for staff who see it. Refused once the phone, or its owner's mail, has voted."""
    _check_open(competition, at)
    owner = db.session.scalar(select(Person).where(Person.phone == phone))
    mailbox = mail.mailbox(owner.email) if owner and owner.email else None
    _check_may_vote(competition, owner, (phone, mailbox), votes.PHONE, key=key)
    made = _kept(competition, phone, key=key, by=by, at=at)
    if not made.again:
        audit.note("vote_codes_made", "competition", competition.id, by=by, at=at, count=1)
    return made


def for_mail(competition: Competition, person: Person, *, key: str, at: datetime) -> str:
    """The code of somebody's mail address, to be sent there and shown nowhere else. Refused once they have voted."""
    if not person.email:
        raise Refused(N_("Your account has no mail address to which the code could go."))
    _check_open(competition, at)
    mailbox = mail.mailbox(person.email)
    _check_may_vote(competition, person, (mailbox, person.phone), votes.MAIL, key=key)
    return _kept(competition, mailbox, key=key, by=None, at=at).code


def _check_open(competition: Competition, at: datetime) -> None:
    """Codes may be given out before the vote begins, never after it has ended."""
    if not competition.has_public_vote or deadlines.is_over(competition, PhaseKind.PUBLIC_VOTE, at):
        raise votes.NotCounted(votes.CLOSED, field=None)


def _check_may_vote(
    competition: Competition, owner: Person | None, contacts: tuple[str | None, ...], why: str, *, key: str
) -> None:
    if owner is not None and any(one.person_id == owner.id for one in competition.jury):
        raise votes.NotCounted(votes.JUROR, field=None)
    voters = [votes.voter(competition, code_of(competition, one, key=key), key=key) for one in contacts if one]
    if votes.have_voted(competition, voters):
        raise votes.NotCounted(why, field=None)


def _kept(competition: Competition, contact: str, *, key: str, by: Person | None, at: datetime) -> Handed:
    code = code_of(competition, contact, key=key)
    digest = votes.digest(code)
    again = db.session.scalar(select(VoteCode.id).where(VoteCode.digest == digest)) is not None
    if not again:
        db.session.add(
            VoteCode(competition_id=competition.id, digest=digest, made_by_id=by.id if by else None, made_at=at)
        )
        db.session.flush()
    return Handed(code, again)


def code_of(competition: Competition, contact: str, *, key: str) -> str:
    """The code that belongs to a phone or a mailbox in this vote: without the portal's key nobody can reckon it."""
    said = hmac.new(key.encode(), f"vote code {competition.id} {contact}".encode(), sha256).digest()
    rest = int.from_bytes(said)

    def choose(symbols: str) -> str:
        nonlocal rest
        rest, which = divmod(rest, len(symbols))
        return symbols[which]

    return codes.make(choose)
