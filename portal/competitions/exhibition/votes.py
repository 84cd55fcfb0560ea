"""The vote of the public: one for each code that was given out, counted apart and told after the vote is closed."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import func, select

from portal.audit import rules as audit
from portal.competitions import deadlines
from portal.competitions.entries.models import Entry
from portal.competitions.exhibition import queries
from portal.competitions.models import Competition, PhaseKind
from portal.competitions.results.models import PublicVote, RefusedVote, VoteCode
from portal.db import db
from portal.kit import code as codes
from portal.kit.say import N_, Refused
from portal.people.models import Person

MOST_CODES = 500
UNKNOWN, TWICE, CLOSED, PHONE, MAIL, JUROR = "unknown", "twice", "closed", "phone", "mail", "juror"
WORDS = {
    UNKNOWN: N_("This is no code of this vote. Look at your card again."),
    TWICE: N_("This code has voted already. Each code has one vote."),
    CLOSED: N_("There is no vote now."),
    PHONE: N_("This phone has voted already. Each phone has one vote."),
    MAIL: N_("You have voted already. Each mail address and each phone has one vote."),
    JUROR: N_("The jury of this competition does not vote with the public."),
}


class Count(NamedTuple):
    """What came of a vote: the votes of each entry, the roll of codes, and how many were refused."""

    entries: Sequence[tuple[Entry, int]]
    votes: int
    roll: int
    refused: int


class NotCounted(Refused):
    """A vote that is refused; `why` is counted for the public."""

    def __init__(self, why: str, *, field: str | None = "code") -> None:
        super().__init__(WORDS[why], field=field)
        self.why = why


def cast(competition: Competition, entry: Entry, typed: str, *, key: str, at: datetime) -> PublicVote:
    """One vote by a code. Raises `NotCounted` for a code that is unknown or used, and while there is no vote."""
    if not queries.votes_now(competition, at):
        raise NotCounted(CLOSED)
    read = codes.read(typed)
    known = select(VoteCode.id).where(VoteCode.competition_id == competition.id, VoteCode.digest == digest(read or ""))
    if read is None or db.session.scalar(known) is None:
        raise NotCounted(UNKNOWN)
    mine = voter(competition, read, key=key)
    if have_voted(competition, [mine]):
        raise NotCounted(TWICE)
    made = PublicVote(competition_id=competition.id, entry_id=entry.id, voter=mine, at=at)
    db.session.add(made)
    db.session.flush()
    return made


def voter(competition: Competition, code: str, *, key: str) -> str:
    """By what a code is known once it has voted: says that two are the same, and without the key not which."""
    return hmac.new(key.encode(), f"vote {competition.id} {code}".encode(), sha256).hexdigest()


def have_voted(competition: Competition, voters: Collection[str]) -> bool:
    """Whether one of these has voted."""
    found = select(PublicVote.id).where(PublicVote.competition_id == competition.id, PublicVote.voter.in_(voters))
    return db.session.scalar(found.limit(1)) is not None


def note_refused(competition_id: int, why: str, *, day: date) -> None:
    """Counts a refused vote, never whose it was."""
    same = select(RefusedVote).where(
        RefusedVote.competition_id == competition_id, RefusedVote.day == day.isoformat(), RefusedVote.why == why
    )
    row = db.session.scalar(same)
    if row is None:
        row = RefusedVote(competition_id=competition_id, day=day.isoformat(), why=why, times=0)
        db.session.add(row)
    row.times += 1


def make_codes(competition: Competition, number: int, *, by: Person, at: datetime) -> list[str]:
    """New codes to be handed out at the exhibition: shown once, and kept only as their digests."""
    if not 1 <= number <= MOST_CODES:
        raise Refused(N_("Make between 1 and %(most)s codes at once."), field="number", values={"most": MOST_CODES})
    made = [codes.make(secrets.choice) for _ in range(number)]
    db.session.add_all(
        VoteCode(competition_id=competition.id, digest=digest(one), made_by_id=by.id, made_at=at) for one in made
    )
    db.session.flush()
    audit.note("vote_codes_made", "competition", competition.id, by=by, at=at, count=number)
    return made


def count(competition: Competition, at: datetime) -> Count | None:
    """What came of the vote; None until it is closed, for everybody."""
    if not competition.has_public_vote or not deadlines.is_over(competition, PhaseKind.PUBLIC_VOTE, at):
        return None
    tally = select(PublicVote.entry_id, func.count().label("votes")).where(PublicVote.competition_id == competition.id)
    of = tally.group_by(PublicVote.entry_id).subquery()
    found = select(Entry, of.c.votes).join(of, of.c.entry_id == Entry.id).order_by(of.c.votes.desc(), Entry.code)
    entries = [(row[0], row[1]) for row in db.session.execute(found)]
    codes_ = select(func.count()).where(VoteCode.competition_id == competition.id).scalar_subquery()
    times = select(func.sum(RefusedVote.times)).where(RefusedVote.competition_id == competition.id).scalar_subquery()
    roll, refused = db.session.execute(select(codes_, times)).one()
    return Count(entries, sum(number for _, number in entries), roll or 0, refused or 0)


def digest(symbols: str) -> str:
    return sha256(symbols.encode()).hexdigest()
