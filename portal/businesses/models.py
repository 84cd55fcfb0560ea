"""The tables of the campaign: packages and their steps as data, cohorts, shops with their people, applications."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, Words, choice
from portal.listings.models import Listing, Texts
from portal.people.models import Person

NAME = 120
LINE = 300


class EvidenceKind(StrEnum):
    """What a step is shown by. `check` is computed by the portal."""

    FILE = "file"
    LINK = "link"
    TEXT = "text"
    VISIT = "visit"
    CHECK = "check"


class ApplicationState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    QUESTION = "question"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    WAITING_LIST = "waiting_list"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class EnrolmentState(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    STOPPED = "stopped"


class Package(Texts, Model):
    """One of the three packages: what it holds, for whom, how long it takes, what a shop ends up with."""

    __tablename__ = "package"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    title_vi: Mapped[str] = mapped_column(Words(NAME))
    title_en: Mapped[str] = mapped_column(Words(NAME), default="")
    title_fr: Mapped[str] = mapped_column(Words(NAME), default="")
    what_vi: Mapped[str] = mapped_column(Words(600), default="")
    what_en: Mapped[str] = mapped_column(Words(600), default="")
    what_fr: Mapped[str] = mapped_column(Words(600), default="")
    whom_vi: Mapped[str] = mapped_column(Words(LINE), default="")
    whom_en: Mapped[str] = mapped_column(Words(LINE), default="")
    whom_fr: Mapped[str] = mapped_column(Words(LINE), default="")
    result_vi: Mapped[str] = mapped_column(Words(LINE), default="")
    result_en: Mapped[str] = mapped_column(Words(LINE), default="")
    result_fr: Mapped[str] = mapped_column(Words(LINE), default="")
    weeks: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(Moment)

    steps: Mapped[list[Step]] = relationship(back_populates="package", order_by="Step.position")


class Step(Model):
    """One thing to do. Its wording stands in versions, so that it may change without touching anybody's progress."""

    __tablename__ = "package_step"
    __table_args__ = (
        CheckConstraint("validity_days IS NULL OR validity_days > 0", name="validity_positive"),
        UniqueConstraint("package_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"))
    key: Mapped[str] = mapped_column(Words(8), unique=True)
    """As people say it: "1.8"."""
    position: Mapped[int]
    evidence_kind: Mapped[EvidenceKind] = mapped_column(choice(EvidenceKind))
    also_visit: Mapped[bool] = mapped_column(default=False)
    """Whether a visit of the advisor counts as evidence too."""
    sheet: Mapped[str] = mapped_column(Words(20), default="")
    """The form that the step really is ("products", "prices", "story", …); empty for one without."""
    check: Mapped[str] = mapped_column(Words(20), default="")
    """What the portal computes ("same_facts", "quick_replies", "contacts", …); empty when it computes nothing."""
    minutes: Mapped[int] = mapped_column(default=30)
    validity_days: Mapped[int | None]
    """How long an accepted step stands; NULL for ever."""
    retired_at: Mapped[datetime | None] = mapped_column(Moment)

    package: Mapped[Package] = relationship(back_populates="steps")
    versions: Mapped[list[StepVersion]] = relationship(back_populates="step", order_by="StepVersion.number")
    needs: Mapped[list[StepNeed]] = relationship(foreign_keys="StepNeed.step_id", order_by="StepNeed.needs_id")


class StepVersion(Texts, Model):
    """How a step was worded from a day on. Rows are only added: what was handed in says which wording it answered."""

    __tablename__ = "step_version"
    __table_args__ = (UniqueConstraint("step_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("package_step.id"))
    number: Mapped[int]
    title_vi: Mapped[str] = mapped_column(Words(NAME))
    title_en: Mapped[str] = mapped_column(Words(NAME), default="")
    title_fr: Mapped[str] = mapped_column(Words(NAME), default="")
    why_vi: Mapped[str] = mapped_column(Words(600), default="")
    why_en: Mapped[str] = mapped_column(Words(600), default="")
    why_fr: Mapped[str] = mapped_column(Words(600), default="")
    how_vi: Mapped[str] = mapped_column(Words, default="")
    how_en: Mapped[str] = mapped_column(Words, default="")
    how_fr: Mapped[str] = mapped_column(Words, default="")
    """One line for each thing to do."""
    evidence_vi: Mapped[str] = mapped_column(Words(LINE), default="")
    evidence_en: Mapped[str] = mapped_column(Words(LINE), default="")
    evidence_fr: Mapped[str] = mapped_column(Words(LINE), default="")
    checks_vi: Mapped[str] = mapped_column(Words(600), default="")
    checks_en: Mapped[str] = mapped_column(Words(600), default="")
    checks_fr: Mapped[str] = mapped_column(Words(600), default="")
    """What the advisor looks for, one criterion a line: each is a tick."""
    checked_on: Mapped[date | None]
    """The day somebody last compared it with the law or the platform it speaks of."""
    source: Mapped[str] = mapped_column(Words(500), default="")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(Moment)

    step: Mapped[Step] = relationship(back_populates="versions")


class StepNeed(Model):
    """A step that cannot be started before another is accepted."""

    __tablename__ = "step_need"
    __table_args__ = (CheckConstraint("step_id <> needs_id", name="two_steps"),)

    step_id: Mapped[int] = mapped_column(ForeignKey("package_step.id"), primary_key=True)
    needs_id: Mapped[int] = mapped_column(ForeignKey("package_step.id"), primary_key=True)

    needs: Mapped[Step] = relationship(foreign_keys=[needs_id])


class Cohort(Texts, Model):
    """A round of the campaign: when it takes applications, when the shops work, how many there is room for."""

    __tablename__ = "cohort"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("places BETWEEN 1 AND 1000", name="places_sane"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name_vi: Mapped[str] = mapped_column(Words(NAME))
    name_en: Mapped[str] = mapped_column(Words(NAME), default="")
    name_fr: Mapped[str] = mapped_column(Words(NAME), default="")
    opens_at: Mapped[datetime] = mapped_column(Moment)
    closes_at: Mapped[datetime] = mapped_column(Moment)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    places: Mapped[int]
    demo: Mapped[bool] = mapped_column(default=False)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)


class Shop(Model):
    """A business in the campaign. Progress, evidence and customers are the shop's, whoever of its people is at work."""

    __tablename__ = "shop"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Words(120), unique=True)
    """Its word in /businesses/<slug>: that of its listing when it began, and it stays."""
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), unique=True)
    holder: Mapped[str] = mapped_column(Words(NAME), default="")
    """The name on its papers, to compare with that of the account and the marketplace. Private."""
    phone: Mapped[str] = mapped_column(Words(16), default="")
    advisor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    demo: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(Moment)

    listing: Mapped[Listing] = relationship(lazy="joined")
    advisor: Mapped[Person | None] = relationship(foreign_keys=[advisor_id])
    members: Mapped[list[ShopMember]] = relationship(back_populates="shop", order_by="ShopMember.id")
    enrolments: Mapped[list[Enrolment]] = relationship(back_populates="shop", order_by="Enrolment.id")


class ShopMember(Model):
    """Somebody who works in a shop and sees all of it. Leaving keeps the row."""

    __tablename__ = "shop_member"
    __table_args__ = (
        Index(
            "uq_shop_member_standing", "shop_id", "person_id", unique=True,
            sqlite_where=text("left_at IS NULL"), postgresql_where=text("left_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_owner: Mapped[bool] = mapped_column(default=False)
    """Who began it: may invite others and take them out."""
    joined_at: Mapped[datetime] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_out_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    shop: Mapped[Shop] = relationship(back_populates="members")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")


class ShopInvitation(Model):
    """A code that lets one more person into a shop, for a while and once. Only its sum is kept."""

    __tablename__ = "shop_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    digest: Mapped[str] = mapped_column(Words(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)


class Application(Model):
    """A shop that asks to take part. Whoever holds its code may look it up and answer the question that is open."""

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint("state = 'draft' OR sent_at IS NOT NULL", name="sent_has_its_date"),
        Index("ix_application_queue", "state", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Words(8), unique=True)
    state: Mapped[ApplicationState] = mapped_column(choice(ApplicationState), default=ApplicationState.DRAFT)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    packages: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Numbers of the packages asked for."""
    makes: Mapped[str] = mapped_column(Words(LINE), default="")
    since_year: Mapped[int | None]
    hands: Mapped[int | None]
    """How many people work there."""
    sells: Mapped[str] = mapped_column(Words(LINE), default="")
    """Where it sells today."""
    wish: Mapped[str] = mapped_column(Words(600), default="")
    women_led: Mapped[bool | None]
    agreed: Mapped[bool] = mapped_column(default=False)
    """To the terms of the campaign."""
    typed: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Of a draft: by field, as they were typed, the values that could not be read."""
    begun_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)

    shop: Mapped[Shop] = relationship()
    cohort: Mapped[Cohort | None] = relationship()
    person: Mapped[Person] = relationship()
    acts: Mapped[list[ApplicationAct]] = relationship(back_populates="application", order_by="ApplicationAct.id")


class ApplicationAct(Model):
    """A step in the life of an application: who, when, what was said. Rows are only added."""

    __tablename__ = "application_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[ApplicationState] = mapped_column(choice(ApplicationState))
    says: Mapped[str] = mapped_column(Words(1000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    application: Mapped[Application] = relationship(back_populates="acts")
    by: Mapped[Person | None] = relationship()


class Enrolment(Model):
    """A shop that works through a package, in a cohort."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("shop_id", "package_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    package_id: Mapped[int] = mapped_column(ForeignKey("package.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    state: Mapped[EnrolmentState] = mapped_column(choice(EnrolmentState), default=EnrolmentState.ACTIVE)
    reason: Mapped[str] = mapped_column(Words(LINE), default="")
    begun_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    shop: Mapped[Shop] = relationship(back_populates="enrolments")
    package: Mapped[Package] = relationship()


class Measure(Model):
    """How a shop stood before or after, in bands: no exact figure is ever asked for. The last row of a time counts."""

    __tablename__ = "measure"
    __table_args__ = (
        CheckConstraint("time IN ('before', 'after')", name="before_or_after"),
        CheckConstraint("channels IS NULL OR channels BETWEEN 0 AND 50", name="channels_sane"),
        Index("ix_measure_shop", "shop_id", "time", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    time: Mapped[str] = mapped_column(Words(8))
    orders: Mapped[str] = mapped_column(Words(12), default="")
    followers: Mapped[str] = mapped_column(Words(12), default="")
    reply_time: Mapped[str] = mapped_column(Words(12), default="")
    revenue: Mapped[str] = mapped_column(Words(12), default="")
    """A key of the bands of `measures.py`; empty for "rather not say"."""
    channels: Mapped[int | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class SuccessStory(Model):
    """What a shop wants told of its way. Public only after the shop agreed and an organiser published it."""

    __tablename__ = "success_story"

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), unique=True)
    text_vi: Mapped[str] = mapped_column(Words(2000))
    text_en: Mapped[str] = mapped_column(Words(2000), default="")
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(Moment)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

    shop: Mapped[Shop] = relationship()
