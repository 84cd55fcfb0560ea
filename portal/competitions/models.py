"""The tables of a competition: how far it has come, its dates and their extensions, its jury."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, Words, choice
from portal.listings.models import Texts
from portal.people.models import Person

if TYPE_CHECKING:
    from portal.competitions.brief_models import Addendum, SiteFile
    from portal.competitions.entries.models import Entry
    from portal.competitions.terms_models import Category, Criterion, Prize, Slot

NAME = 120


class Stage(StrEnum):
    """How far a competition has come. Each step is a row with who and when; the last one stands here too."""

    SETUP = "setup"
    PUBLISHED = "published"
    QUESTIONS_CLOSED = "questions_closed"
    SUBMISSION_CLOSED = "submission_closed"
    JUDGING = "judging"
    RANKING_SIGNED = "ranking_signed"
    REVEALED = "revealed"
    RESULTS_PUBLISHED = "results_published"
    EXHIBITION = "exhibition"
    ARCHIVED = "archived"


class Obligation(StrEnum):
    """What the organisers bind themselves to: to build the winner, or to look for ideas."""

    PROJECT = "project"
    IDEAS = "ideas"


class PhaseKind(StrEnum):
    """What may be done from one moment to another."""

    REGISTER = "register"
    QUESTIONS = "questions"
    SUBMIT = "submit"
    CHECK = "check"
    ROUND_1 = "round_1"
    SHORTLIST = "shortlist"
    CONTROL = "control"
    FINAL = "final"
    SIGN = "sign"
    REVEAL = "reveal"
    RESULTS = "results"
    EXHIBITION = "exhibition"
    PUBLIC_VOTE = "public_vote"


class Seat(StrEnum):
    """What somebody is in the jury. A reserve votes for whom they stand in."""

    CHAIR = "chair"
    MEMBER = "member"
    RESERVE = "reserve"


class Competition(Texts, Model):
    """A competition. Texts end in their language; a missing one falls back fr → en → vi."""

    __tablename__ = "competition"
    __table_args__ = (
        CheckConstraint("stage = 'setup' OR published_at IS NOT NULL", name="published_has_its_date"),
        CheckConstraint("transfer_hours BETWEEN 0 AND 72", name="transfer_hours_sane"),
        CheckConstraint("most_members BETWEEN 1 AND 30", name="most_members_sane"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Words(140), unique=True)
    stage: Mapped[Stage] = mapped_column(choice(Stage), default=Stage.SETUP, index=True)
    brief_version: Mapped[int] = mapped_column(default=1)
    title_vi: Mapped[str] = mapped_column(Words(NAME))
    title_en: Mapped[str] = mapped_column(Words(NAME), default="")
    title_fr: Mapped[str] = mapped_column(Words(NAME), default="")
    summary_vi: Mapped[str] = mapped_column(Words(300), default="")
    summary_en: Mapped[str] = mapped_column(Words(300), default="")
    summary_fr: Mapped[str] = mapped_column(Words(300), default="")
    brief_vi: Mapped[str] = mapped_column(Words, default="")
    brief_en: Mapped[str] = mapped_column(Words, default="")
    brief_fr: Mapped[str] = mapped_column(Words, default="")
    """The brief itself, in Markdown."""
    licence_vi: Mapped[str] = mapped_column(Words, default="")
    licence_en: Mapped[str] = mapped_column(Words, default="")
    licence_fr: Mapped[str] = mapped_column(Words, default="")
    obligation: Mapped[Obligation | None] = mapped_column(choice(Obligation))
    obligation_vi: Mapped[str] = mapped_column(Words, default="")
    obligation_en: Mapped[str] = mapped_column(Words, default="")
    obligation_fr: Mapped[str] = mapped_column(Words, default="")
    """What happens after the result, in words."""
    may_withhold: Mapped[bool | None]
    """Whether a prize may stay without a winner: the organisers must choose, and publish it."""
    most_members: Mapped[int] = mapped_column(default=5)
    transfer_hours: Mapped[int] = mapped_column(default=12)
    """How long bytes may arrive that were announced by their sums before the deadline."""
    method: Mapped[str] = mapped_column(Words(20), default="")
    method_version: Mapped[str] = mapped_column(Words(20), default="")
    tie_ladder: Mapped[list[str]] = mapped_column(JSON, default=list)
    per_entry: Mapped[int | None]
    """How many jurors see each entry; all of them when empty."""
    has_public_vote: Mapped[bool] = mapped_column(default=False)
    vote_rules_vi: Mapped[str] = mapped_column(Words, default="")
    vote_rules_en: Mapped[str] = mapped_column(Words, default="")
    contact_email: Mapped[str] = mapped_column(Words(254), default="")
    contact_phone: Mapped[str] = mapped_column(Words(16), default="")
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"))
    """The place on the map that is to be designed."""
    demo: Mapped[bool] = mapped_column(default=False)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    """From here on criteria, weights, classes, slots, prizes and the jury stand as they are: the database refuses."""

    phases: Mapped[list[Phase]] = relationship(back_populates="competition", order_by="Phase.opens_at, Phase.id")
    categories: Mapped[list[Category]] = relationship(back_populates="competition", order_by="Category.position")
    slots: Mapped[list[Slot]] = relationship(back_populates="competition", order_by="Slot.position")
    criteria: Mapped[list[Criterion]] = relationship(back_populates="competition", order_by="Criterion.position")
    prizes: Mapped[list[Prize]] = relationship(back_populates="competition", order_by="Prize.position")
    jury: Mapped[list[JuryMember]] = relationship(
        back_populates="competition", order_by="JuryMember.position", foreign_keys="JuryMember.competition_id"
    )
    entries: Mapped[list[Entry]] = relationship(back_populates="competition", order_by="Entry.code")
    extensions: Mapped[list[Extension]] = relationship(order_by="Extension.id")
    addenda: Mapped[list[Addendum]] = relationship(order_by="Addendum.number")
    site_files: Mapped[list[SiteFile]] = relationship(order_by="SiteFile.id")

    def is_public(self) -> bool:
        return self.published_at is not None

    def phase(self, kind: PhaseKind) -> Phase | None:
        return next((one for one in self.phases if one.kind == kind), None)


class CompetitionStep(Model):
    """One step of a competition, with who took it and when. Only added to."""

    __tablename__ = "competition_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class Phase(Model):
    """From when until when something may be done. A phase ends with its last second: 23:59 means 23:59:59."""

    __tablename__ = "competition_phase"
    __table_args__ = (
        UniqueConstraint("competition_id", "kind"),
        CheckConstraint("closes_at > opens_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    kind: Mapped[PhaseKind] = mapped_column(choice(PhaseKind))
    opens_at: Mapped[datetime] = mapped_column(Moment)
    closes_at: Mapped[datetime] = mapped_column(Moment)
    """The first moment at which it is over."""

    competition: Mapped[Competition] = relationship(back_populates="phases")


class Extension(Texts, Model):
    """A phase, or the deadline of one class, that was made longer: by whom, why, from when to when. Only added to."""

    __tablename__ = "extension"
    __table_args__ = (CheckConstraint("now_at > was_at", name="only_longer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    phase: Mapped[PhaseKind] = mapped_column(choice(PhaseKind))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    was_at: Mapped[datetime] = mapped_column(Moment)
    now_at: Mapped[datetime] = mapped_column(Moment)
    reason_vi: Mapped[str] = mapped_column(Words(300))
    reason_en: Mapped[str] = mapped_column(Words(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class JuryMember(Texts, Model):
    """Somebody in the jury of a competition: whether they accepted, approved the brief, for whom they stand in."""

    __tablename__ = "jury_member"
    __table_args__ = (
        UniqueConstraint("competition_id", "person_id"),
        UniqueConstraint("competition_id", "pseudonym"),
        CheckConstraint("accepted_at IS NULL OR declined_at IS NULL", name="accepted_or_declined"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    seat: Mapped[Seat] = mapped_column(choice(Seat))
    independent: Mapped[bool] = mapped_column(default=True)
    pseudonym: Mapped[str] = mapped_column(Words(10))
    """By it the ballots are published: "J1"."""
    work_vi: Mapped[str] = mapped_column(Words(200), default="")
    work_en: Mapped[str] = mapped_column(Words(200), default="")
    """What they do and where, as the page of the jury says it."""
    organisation: Mapped[str] = mapped_column(Words(NAME), default="")
    """For finding conflicts: the office, school or firm."""
    position: Mapped[int] = mapped_column(default=0)
    invited_at: Mapped[datetime] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    declined_at: Mapped[datetime | None] = mapped_column(Moment)
    decline_reason: Mapped[str] = mapped_column(Words(300), default="")
    brief_approved_at: Mapped[datetime | None] = mapped_column(Moment)
    stands_in_for_id: Mapped[int | None] = mapped_column(ForeignKey("jury_member.id"))

    competition: Mapped[Competition] = relationship(back_populates="jury", foreign_keys=[competition_id])
    person: Mapped[Person] = relationship()
