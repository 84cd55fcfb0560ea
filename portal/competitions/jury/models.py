"""The tables of the judging: rounds, conflicts, ballots with their scores, locks, sittings, motions and votes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.competitions.entries.models import Entry
from portal.competitions.models import Competition, JuryMember
from portal.competitions.terms_models import Criterion, Prize
from portal.db import Model, Moment, Words, choice
from portal.people.models import Person


class RoundKind(StrEnum):
    ELIGIBILITY = "eligibility"
    SCORING = "scoring"
    CONTROL = "control"
    FINAL = "final"


class Round(Model):
    """A round of the judging. Once locked its ballots stand; once all are, they are unsealed."""

    __tablename__ = "jury_round"
    __table_args__ = (
        UniqueConstraint("competition_id", "number"),
        CheckConstraint("unsealed_at IS NULL OR locked_at IS NOT NULL", name="unsealed_after_lock"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    number: Mapped[int]
    kind: Mapped[RoundKind] = mapped_column(choice(RoundKind))
    seed: Mapped[int] = mapped_column(BigInteger)
    """Of each juror's own order and of the assignment; kept, so that both can be made again."""
    per_entry: Mapped[int | None]
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    locked_at: Mapped[datetime | None] = mapped_column(Moment)
    unsealed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=0)
    """Moves with all that changes what counts (a lock, a conflict, a reopening): then the kept ranking is old.

    A score in an open ballot counts for nobody yet and moves nothing: jurors who write at once never wait for one row.
    """

    competition: Mapped[Competition] = relationship()
    ballots: Mapped[list[Ballot]] = relationship(back_populates="round", order_by="Ballot.id")


class ConflictKind(StrEnum):
    """Why a juror may not judge an entry. `recognised` and `not_qualified` are ways out without a relation."""

    FAMILY = "family"
    EMPLOYER = "employer"
    TEACHER = "teacher"
    COLLABORATOR = "collaborator"
    COMPETITOR = "competitor"
    RECOGNISED = "recognised"
    NOT_QUALIFIED = "not_qualified"
    OTHER = "other"


class ConflictSource(StrEnum):
    JUROR = "juror"
    ENTRANT = "entrant"
    MATCH = "match"
    STAFF = "staff"


class Conflict(Model):
    """A juror and an entry that must not meet, from `stands_at` on; what a machine found waits for a person."""

    __tablename__ = "conflict"
    __table_args__ = (
        Index(
            "uq_conflict_standing", "member_id", "entry_id", unique=True,
            sqlite_where=text("stands_at IS NOT NULL"), postgresql_where=text("stands_at IS NOT NULL"),
        ),
        CheckConstraint("stands_at IS NULL OR dismissed_at IS NULL", name="stands_or_dismissed"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(choice(ConflictKind))
    source: Mapped[ConflictSource] = mapped_column(choice(ConflictSource))
    note: Mapped[str] = mapped_column(Words(300), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stands_at: Mapped[datetime | None] = mapped_column(Moment)
    dismissed_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    member: Mapped[JuryMember] = relationship()
    entry: Mapped[Entry] = relationship()

    @property
    def person(self) -> Person:
        return self.member.person


class BallotState(StrEnum):
    ASSIGNED = "assigned"
    STARTED = "started"
    COMPLETE = "complete"
    LOCKED = "locked"
    VOID = "void"


class Ballot(Model):
    """One juror's judgement of one entry in one round. The database refuses it where a conflict stands."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("member_id", "entry_id", "round_id"),
        UniqueConstraint("round_id", "member_id", "position"),
        CheckConstraint("(state = 'locked') = (locked_at IS NOT NULL)", name="locked_has_its_date"),
        Index("ix_ballot_round", "round_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("jury_round.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    position: Mapped[int]
    """Its place in this juror's own order."""
    state: Mapped[BallotState] = mapped_column(choice(BallotState), default=BallotState.ASSIGNED)
    remark: Mapped[str] = mapped_column(Words(2000), default="")
    """For the entrant and the minutes."""
    note: Mapped[str] = mapped_column(Words(2000), default="")
    """For the juror alone."""
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    seconds: Mapped[int] = mapped_column(default=0)
    """How long it was open, for the flags."""
    changed_at: Mapped[datetime | None] = mapped_column(Moment)
    locked_at: Mapped[datetime | None] = mapped_column(Moment)
    voided_at: Mapped[datetime | None] = mapped_column(Moment)

    round: Mapped[Round] = relationship(back_populates="ballots")
    member: Mapped[JuryMember] = relationship()
    entry: Mapped[Entry] = relationship()
    scores: Mapped[list[Score]] = relationship(back_populates="ballot", order_by="Score.criterion_id")


class Score(Model):
    """Points for one criterion in tenths, 0 to 100; none with `is_na` means that it does not apply. 0 is a score."""

    __tablename__ = "score"
    __table_args__ = (
        CheckConstraint("tenths IS NULL OR tenths BETWEEN 0 AND 100", name="in_range"),
        CheckConstraint("(tenths IS NULL) = is_na", name="points_or_not_applicable"),
    )

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), primary_key=True)
    tenths: Mapped[int | None]
    is_na: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(Moment)

    ballot: Mapped[Ballot] = relationship(back_populates="scores")
    criterion: Mapped[Criterion] = relationship()


class ScoreAct(Model):
    """What a juror gave, each time. Only added to; sent again after a dropped line it counts once."""

    __tablename__ = "score_act"
    __table_args__ = (Index("ix_score_act_ballot", "ballot_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    """NULL where the remark was written."""
    tenths: Mapped[int | None]
    is_na: Mapped[bool] = mapped_column(default=False)
    once: Mapped[str | None] = mapped_column(Words(64), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class Commitment(Model):
    """The seal of a locked ballot, published at the lock: SHA-256 of its JSON and a random salt. Only added to."""

    __tablename__ = "commitment"
    __table_args__ = (UniqueConstraint("ballot_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    number: Mapped[int] = mapped_column(default=1)
    digest: Mapped[str] = mapped_column(Words(64))
    salt: Mapped[str] = mapped_column(Words(64))
    """Opened together with the ballot, when all are locked."""
    at: Mapped[datetime] = mapped_column(Moment)


class JurorLock(Model):
    """A juror has closed all their ballots of a round. A reopening by two people ends it; the row stays."""

    __tablename__ = "juror_lock"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("jury_round.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    reopened_at: Mapped[datetime | None] = mapped_column(Moment)


class Reopening(Model):
    """A locked ballot opened again: one asks and says why, another agrees. Only added to."""

    __tablename__ = "reopening"
    __table_args__ = (CheckConstraint("agreed_by_id IS NULL OR agreed_by_id <> asked_by_id", name="by_two"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("jury_round.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"))
    reason: Mapped[str] = mapped_column(Words(300))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(Moment)


class Sitting(Model):
    """A meeting of the jury, with who was there: no vote without a quorum."""

    __tablename__ = "sitting"

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("jury_round.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(Words(120), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    attendance: Mapped[list[Attendance]] = relationship(order_by="Attendance.member_id")


class Attendance(Model):
    __tablename__ = "attendance"

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), primary_key=True)
    present: Mapped[bool] = mapped_column(default=True)

    member: Mapped[JuryMember] = relationship()


class MotionKind(StrEnum):
    """What the jury votes on. Numbers are evidence; only a vote decides."""

    EXCLUDE = "exclude"
    SHORTLIST = "shortlist"
    REVIVE = "revive"
    PRIZE = "prize"
    WITHHOLD = "withhold"
    TIE = "tie"
    HORS_CONCOURS = "hors_concours"


class Motion(Model):
    """One vote of the jury about one entry or prize; carried by a majority, the chair's casting vote breaking a tie."""

    __tablename__ = "jury_motion"

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("jury_round.id"))
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id"))
    kind: Mapped[MotionKind] = mapped_column(choice(MotionKind))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    prize_id: Mapped[int | None] = mapped_column(ForeignKey("prize.id"))
    reason: Mapped[str] = mapped_column(Words(1000), default="")
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    carried: Mapped[bool | None]
    by_casting_vote: Mapped[bool] = mapped_column(default=False)

    entry: Mapped[Entry | None] = relationship(foreign_keys=[entry_id])
    prize: Mapped[Prize | None] = relationship()
    votes: Mapped[list[Vote]] = relationship(order_by="Vote.id")


class Vote(Model):
    """A juror's vote in a motion. Only added to; the last one of each juror counts until the motion is closed."""

    __tablename__ = "vote"
    __table_args__ = (Index("ix_vote_motion", "motion_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("jury_motion.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"))
    says: Mapped[str] = mapped_column(Words(10))
    """"yes", "no" or "abstain"."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class RankedBallot(Model):
    """A juror's order of the finalists: {code: position}, ties allowed. Only added to; the last one counts."""

    __tablename__ = "ranked_ballot"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("jury_round.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("jury_member.id"), index=True)
    positions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class FlagSeen(Model):
    """A flag of the board that the registrar has looked at. Only added to."""

    __tablename__ = "flag_seen"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("jury_round.id"), index=True)
    flag: Mapped[str] = mapped_column(Words(80))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
