"""The tables of what came of it: the kept ranking, prizes, sentences, minutes, the frozen result, the public vote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.competitions.entries.models import Entry
from portal.competitions.jury.models import Motion, Round
from portal.competitions.models import Competition, JuryMember
from portal.competitions.terms_models import Prize
from portal.db import Model, Moment, Words
from portal.owed import Owed


class KeptRanking(Owed, Model):
    """The ranking of a round as last reckoned: all but its rows, which are `RankRow`. Owed anew with each score."""

    __tablename__ = "kept_ranking"
    __table_args__ = (Index("ix_kept_ranking_due", "done_at", "gave_up_at", "due_at"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("jury_round.id"), unique=True)
    of_version: Mapped[int] = mapped_column(default=-1)
    """The version of the round that it was made of; -1 before the first."""
    record: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Method and its version, agreement, jurors, brackets, steps of the ladder, notes."""
    at: Mapped[datetime | None] = mapped_column(Moment)

    round: Mapped[Round] = relationship()


class RankRow(Model):
    """One entry's place in the kept ranking, in the order of `position`."""

    __tablename__ = "rank_row"
    __table_args__ = (UniqueConstraint("round_id", "entry_id"), Index("ix_rank_row_order", "round_id", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("jury_round.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    position: Mapped[int]
    rank: Mapped[int | None]
    value: Mapped[float | None]
    raw: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    ballots: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Median, spread, means per criterion, bracket, what changes without one juror."""

    entry: Mapped[Entry] = relationship()


class Award(Model):
    """A prize and the entry it went to by which vote, or nobody. The jury's sentence is told to the public."""

    __tablename__ = "award"
    __table_args__ = (CheckConstraint("(entry_id IS NULL) = withheld", name="to_somebody_or_withheld"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    prize_id: Mapped[int] = mapped_column(ForeignKey("prize.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("jury_motion.id"))
    withheld: Mapped[bool] = mapped_column(default=False)
    shared: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(Moment)

    prize: Mapped[Prize] = relationship()
    entry: Mapped[Entry | None] = relationship()
    motion: Mapped[Motion | None] = relationship()


class JurySentence(Model):
    """What the jury says of an entry, in the minutes and to the entrant; the last one counts. Only added to."""

    __tablename__ = "jury_sentence"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    text_vi: Mapped[str] = mapped_column(Words(1000))
    text_en: Mapped[str] = mapped_column(Words(1000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class Minutes(Model):
    """The minutes as they were made once, with their sum; each member of the jury confirms them. Only added to."""

    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("competition_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    version: Mapped[int]
    contents: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    sha256: Mapped[str] = mapped_column(Words(64))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    competition: Mapped[Competition] = relationship()
    confirmations: Mapped[list[Confirmation]] = relationship(order_by="Confirmation.id")


class Confirmation(Model):
    """A member of the jury stands by the minutes of this version. Only added to."""

    __tablename__ = "minutes_confirmation"
    __table_args__ = (UniqueConstraint("minutes_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    member: Mapped[JuryMember] = relationship()


class RevealKey(Model):
    """One of the two who open the vault together after the ranking is signed. Only added to."""

    __tablename__ = "reveal_key"
    __table_args__ = (UniqueConstraint("competition_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class FrozenResult(Model):
    """The result as a file: what went in, how it was reckoned, what came out, and its sum. Only added to."""

    __tablename__ = "frozen_result"
    __table_args__ = (UniqueConstraint("competition_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    version: Mapped[int] = mapped_column(default=1)
    json: Mapped[str] = mapped_column(Words)
    sha256: Mapped[str] = mapped_column(Words(64))
    at: Mapped[datetime] = mapped_column(Moment)


class Certificate(Model):
    """A certificate of taking part or of a prize; whoever has its code can check it."""

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    award_id: Mapped[int | None] = mapped_column(ForeignKey("award.id"))
    code: Mapped[str] = mapped_column(Words(8), unique=True)
    at: Mapped[datetime] = mapped_column(Moment)

    entry: Mapped[Entry] = relationship()
    award: Mapped[Award | None] = relationship()


class VoteCode(Model):
    """A code for the public vote, handed out at the exhibition. Only its digest is kept."""

    __tablename__ = "vote_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    digest: Mapped[str] = mapped_column(Words(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)


class PublicVote(Model):
    """One vote of the public, by a code or by an account with a proven phone: one each. Only added to."""

    __tablename__ = "public_vote"
    __table_args__ = (UniqueConstraint("competition_id", "voter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    voter: Mapped[str] = mapped_column(Words(64))
    """A digest under the portal's key: it says that two are the same, and not who."""
    at: Mapped[datetime] = mapped_column(Moment)


class RefusedVote(Model):
    """How often a vote was refused on a day, and why: counts for the public. Never who."""

    __tablename__ = "refused_vote"
    __table_args__ = (UniqueConstraint("competition_id", "day", "why"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    day: Mapped[str] = mapped_column(Words(10))
    why: Mapped[str] = mapped_column(Words(20))
    times: Mapped[int] = mapped_column(default=0)
