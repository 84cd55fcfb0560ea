"""The tables of progress: one row for each step of a shop, what it handed in, what the advisor said, visits, hints."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.businesses.models import EvidenceKind, Shop, Step, StepVersion
from portal.db import Model, Moment, Words, choice
from portal.media.models import Upload
from portal.owed import Owed
from portal.people.models import Person


class Standing(StrEnum):
    """Where a step of a shop stands. "Cannot start" is no state: it follows from the steps that are missing."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    CHANGES_WANTED = "changes_wanted"
    ACCEPTED = "accepted"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    NOT_APPLICABLE = "not_applicable"


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    CHANGES_WANTED = "changes_wanted"
    REFUSED = "refused"
    """Not this evidence, at all: it counts only when a second advisor agrees; the step then wants changes."""


class Progress(Model):
    """How far a shop is with a step, and what it wrote so far. The version turns away who saw an older one."""

    __tablename__ = "step_progress"
    __table_args__ = (
        UniqueConstraint("shop_id", "step_id"),
        CheckConstraint(
            "standing NOT IN ('accepted', 'expiring', 'expired') OR accepted_at IS NOT NULL",
            name="accepted_has_its_date",
        ),
        Index("ix_step_progress_expires_on", "standing", "expires_on"),
        Index("ix_step_progress_waiting", "standing", "submitted_at", "shop_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("package_step.id"), index=True)
    standing: Mapped[Standing] = mapped_column(choice(Standing), default=Standing.NOT_STARTED)
    version: Mapped[int] = mapped_column(default=1)
    draft_vi: Mapped[str] = mapped_column(Words, default="")
    draft_en: Mapped[str] = mapped_column(Words, default="")
    links: Mapped[str] = mapped_column(Words(4000), default="")
    """One address a line."""
    note: Mapped[str] = mapped_column(Words(1000), default="")
    """What the shop wants to tell the advisor with the next submission."""
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    """When what waits was handed in."""
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    expires_on: Mapped[date | None]

    shop: Mapped[Shop] = relationship()
    step: Mapped[Step] = relationship(lazy="joined")
    evidence: Mapped[list[Evidence]] = relationship(back_populates="progress", order_by="Evidence.id")
    submissions: Mapped[list[Submission]] = relationship(back_populates="progress", order_by="Submission.number")


class ProgressAct(Model):
    """A change of standing: from what to what, who, when, why. Rows are only added."""

    __tablename__ = "step_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    progress_id: Mapped[int] = mapped_column(ForeignKey("step_progress.id"), index=True)
    standing: Mapped[Standing] = mapped_column(choice(Standing))
    says: Mapped[str] = mapped_column(Words(1000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """NULL for what the calendar did."""
    at: Mapped[datetime] = mapped_column(Moment)


class Visit(Model):
    """An advisor was there: day, place, notes. It counts as evidence where a step allows."""

    __tablename__ = "shop_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    advisor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    on: Mapped[date]
    place: Mapped[str] = mapped_column(Words(200), default="")
    notes: Mapped[str] = mapped_column(Words(4000), default="")
    """The shop reads them."""
    private_notes: Mapped[str] = mapped_column(Words(4000), default="")
    """The advisors read them."""
    version: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the advisor closed the notes: from then on they stand."""

    shop: Mapped[Shop] = relationship()
    advisor: Mapped[Person] = relationship()


class Evidence(Model):
    """One thing that shows a step is done. Private; after it was handed in it stands, and only leaves the next one."""

    __tablename__ = "step_evidence"
    __table_args__ = (Index("ix_step_evidence_upload", "upload_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    progress_id: Mapped[int] = mapped_column(ForeignKey("step_progress.id"), index=True)
    kind: Mapped[EvidenceKind] = mapped_column(choice(EvidenceKind))
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("shop_visit.id"))
    text_vi: Mapped[str] = mapped_column(Words, default="")
    text_en: Mapped[str] = mapped_column(Words, default="")
    link: Mapped[str] = mapped_column(Words(500), default="")
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The sheet as it was handed in, or what a check found."""
    caption: Mapped[str] = mapped_column(Words(200), default="")
    valid_until: Mapped[date | None]
    """The day printed on a certificate."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    """Taken out of what is prepared; what was handed in keeps it."""

    progress: Mapped[Progress] = relationship(back_populates="evidence")
    upload: Mapped[Upload | None] = relationship(lazy="joined")
    visit: Mapped[Visit | None] = relationship()


class Submission(Model):
    """What was handed in, as it was, and for which wording of the step. Rows are only added."""

    __tablename__ = "step_submission"
    __table_args__ = (UniqueConstraint("progress_id", "number"), Index("ix_step_submission_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    progress_id: Mapped[int] = mapped_column(ForeignKey("step_progress.id"))
    number: Mapped[int]
    step_version_id: Mapped[int] = mapped_column(ForeignKey("step_version.id"))
    note: Mapped[str] = mapped_column(Words(1000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    progress: Mapped[Progress] = relationship(back_populates="submissions")
    step_version: Mapped[StepVersion] = relationship()
    evidence: Mapped[list[Evidence]] = relationship(
        secondary="submission_evidence", order_by="Evidence.id", viewonly=True
    )
    reviews: Mapped[list[Review]] = relationship(back_populates="submission", order_by="Review.id")
    hints: Mapped[list[Hint]] = relationship(back_populates="submission", order_by="Hint.id")


class SubmissionEvidence(Model):
    __tablename__ = "submission_evidence"

    submission_id: Mapped[int] = mapped_column(ForeignKey("step_submission.id"), primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("step_evidence.id"), primary_key=True, index=True)


class Review(Model):
    """What an advisor found: the ticks, the verdict and the sentence. Rows are only added."""

    __tablename__ = "step_review"
    __table_args__ = (Index("ix_step_review_verdict", "verdict", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("step_submission.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    ticks: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Numbers, from 0, of the criteria of that wording that were met."""
    says: Mapped[str] = mapped_column(Words(1000), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)

    submission: Mapped[Submission] = relationship(back_populates="reviews")
    by: Mapped[Person] = relationship()
    second_look: Mapped[SecondLook | None] = relationship(back_populates="review", uselist=False)


class SecondLook(Model):
    """Another advisor on a refusal: agrees or does not, and why. Rows are only added."""

    __tablename__ = "second_look"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("step_review.id"), unique=True)
    agrees: Mapped[bool]
    says: Mapped[str] = mapped_column(Words(1000), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    review: Mapped[Review] = relationship(back_populates="second_look")


class Hint(Model):
    """What the portal noticed by itself in what was handed in: a hint with its reason, never a verdict."""

    __tablename__ = "evidence_hint"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("step_submission.id"), index=True)
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("step_evidence.id"))
    kind: Mapped[str] = mapped_column(Words(30))
    good: Mapped[bool] = mapped_column(default=False)
    """Whether it speaks for the evidence."""
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What its sentence names."""
    at: Mapped[datetime] = mapped_column(Moment)

    submission: Mapped[Submission] = relationship(back_populates="hints")


class EvidenceLook(Owed, Model):
    """The look that the worker owes to what was handed in: it reads the files and writes the hints."""

    __tablename__ = "evidence_look"
    __table_args__ = (Index("ix_evidence_look_due", "done_at", "gave_up_at", "due_at"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("step_submission.id"), unique=True)

    submission: Mapped[Submission] = relationship()


class SeenPicture(Model):
    """The look of a picture that was handed in as 64 bits, so that the same one is known again in other steps."""

    __tablename__ = "seen_picture"
    __table_args__ = (Index("ix_seen_picture_shop", "shop_id"),)

    evidence_id: Mapped[int] = mapped_column(ForeignKey("step_evidence.id"), primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    likeness: Mapped[str] = mapped_column(Words(16))
    """Hexadecimal."""
