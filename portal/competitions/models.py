"""The tables of a competition as data: its dates, classes, slots, criteria, prizes, jury, brief and questions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, Words, choice
from portal.listings.models import Worded, worded
from portal.media.models import Upload
from portal.people.models import Person

if TYPE_CHECKING:
    from portal.competitions.entries.models import Entry

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


class SlotKind(StrEnum):
    """What goes into a slot of an entry. Nothing is handed in outside the slots."""

    PANEL = "panel"
    STATEMENT = "statement"
    PHOTO = "photo"
    VIDEO = "video"


class Seat(StrEnum):
    """What somebody is in the jury. A reserve votes for whom they stand in."""

    CHAIR = "chair"
    MEMBER = "member"
    RESERVE = "reserve"


class Competition(Model):
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

    def text(self, field: str, lang: str) -> Worded:
        """A text in a reader's language, or in the one it has: "title", "summary", "brief", "licence" …"""
        return worded(lambda code: getattr(self, f"{field}_{code}", ""), lang)


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


class Category(Model):
    """A class in which one enters, such as students. It may have a deadline of its own."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    key: Mapped[str] = mapped_column(Words(40))
    name_vi: Mapped[str] = mapped_column(Words(NAME))
    name_en: Mapped[str] = mapped_column(Words(NAME), default="")
    name_fr: Mapped[str] = mapped_column(Words(NAME), default="")
    hint_vi: Mapped[str] = mapped_column(Words(300), default="")
    hint_en: Mapped[str] = mapped_column(Words(300), default="")
    hint_fr: Mapped[str] = mapped_column(Words(300), default="")
    closes_at: Mapped[datetime | None] = mapped_column(Moment)
    """The deadline of this class, where it differs."""
    position: Mapped[int] = mapped_column(default=0)

    competition: Mapped[Competition] = relationship(back_populates="categories")

    def text(self, field: str, lang: str) -> Worded:
        return worded(lambda code: getattr(self, f"{field}_{code}", ""), lang)


class Extension(Model):
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

    def text(self, field: str, lang: str) -> Worded:
        return worded(lambda code: getattr(self, f"{field}_{code}", ""), lang)


class Slot(Model):
    """What an entry holds: panels, a statement, photos, a link; how many, how large, of what kind."""

    __tablename__ = "entry_slot"
    __table_args__ = (
        UniqueConstraint("competition_id", "key"),
        CheckConstraint("least >= 0 AND most >= least AND most BETWEEN 1 AND 20", name="counts_sane"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    key: Mapped[str] = mapped_column(Words(40))
    kind: Mapped[SlotKind] = mapped_column(choice(SlotKind))
    name_vi: Mapped[str] = mapped_column(Words(NAME))
    name_en: Mapped[str] = mapped_column(Words(NAME), default="")
    name_fr: Mapped[str] = mapped_column(Words(NAME), default="")
    least: Mapped[int] = mapped_column(default=1)
    most: Mapped[int] = mapped_column(default=1)
    formats: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Media types, such as "application/pdf"."""
    sizes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Sheets of paper that a panel may have: "A1", "A0"."""
    orientation: Mapped[str] = mapped_column(Words(10), default="")
    """"portrait" or "landscape"; empty when either will do."""
    most_bytes: Mapped[int | None] = mapped_column(BigInteger)
    most_pages: Mapped[int | None]
    least_dpi: Mapped[int | None]
    most_words: Mapped[int | None]
    """For a statement, in each language that it is written in."""
    blocks: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Which checks stop the sending ("size", "pages", "orientation", "dpi", "words"); the others only warn."""
    position: Mapped[int] = mapped_column(default=0)

    competition: Mapped[Competition] = relationship(back_populates="slots")

    def text(self, field: str, lang: str) -> Worded:
        return worded(lambda code: getattr(self, f"{field}_{code}", ""), lang)


class Criterion(Model):
    """What an entry is judged by, with its weight in percent and the written meaning of 2, 4, 6, 8 and 10 points."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("competition_id", "key"),
        CheckConstraint("weight BETWEEN 0 AND 100", name="weight_percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    key: Mapped[str] = mapped_column(Words(40))
    name_vi: Mapped[str] = mapped_column(Words(NAME))
    name_en: Mapped[str] = mapped_column(Words(NAME), default="")
    name_fr: Mapped[str] = mapped_column(Words(NAME), default="")
    hint_vi: Mapped[str] = mapped_column(Words(300), default="")
    hint_en: Mapped[str] = mapped_column(Words(300), default="")
    hint_fr: Mapped[str] = mapped_column(Words(300), default="")
    weight: Mapped[int]
    allows_na: Mapped[bool] = mapped_column(default=False)
    independent: Mapped[bool] = mapped_column(default=False)
    """Shown beside the others and not counted."""
    anchors: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)
    """{"2": {"vi": …, "en": …, "fr": …}, … "10": …}"""
    position: Mapped[int] = mapped_column(default=0)

    competition: Mapped[Competition] = relationship(back_populates="criteria")

    def text(self, field: str, lang: str) -> Worded:
        return worded(lambda code: getattr(self, f"{field}_{code}", ""), lang)

    def anchor(self, points: int | str, lang: str) -> Worded:
        """What so many points mean: 2, 4, 6, 8 or 10."""
        return worded(lambda code: self.anchors.get(str(points), {}).get(code, ""), lang)


class Prize(Model):
    """A prize, how often it is awarded, and the average below which it is not."""

    __tablename__ = "prize"
    __table_args__ = (
        CheckConstraint("amount_vnd >= 0", name="amount_not_negative"),
        CheckConstraint("how_many BETWEEN 1 AND 50", name="how_many_sane"),
        CheckConstraint("least_tenths IS NULL OR least_tenths BETWEEN 0 AND 100", name="least_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    name_vi: Mapped[str] = mapped_column(Words(NAME))
    name_en: Mapped[str] = mapped_column(Words(NAME), default="")
    name_fr: Mapped[str] = mapped_column(Words(NAME), default="")
    amount_vnd: Mapped[int] = mapped_column(BigInteger, default=0)
    how_many: Mapped[int] = mapped_column(default=1)
    least_tenths: Mapped[int | None]
    """The least average in tenths of a point: 70 is 7.0."""
    by_public: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    competition: Mapped[Competition] = relationship(back_populates="prizes")

    def text(self, field: str, lang: str) -> Worded:
        return worded(lambda code: getattr(self, f"{field}_{code}", ""), lang)


class JuryMember(Model):
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

    def text(self, field: str, lang: str) -> Worded:
        return worded(lambda code: getattr(self, f"{field}_{code}", ""), lang)


class SiteFile(Model):
    """A file of the site pack: plans, photos, a model statement; an earlier version stays."""

    __tablename__ = "site_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    label_vi: Mapped[str] = mapped_column(Words(NAME))
    label_en: Mapped[str] = mapped_column(Words(NAME), default="")
    version: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(Moment)
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)

    upload: Mapped[Upload] = relationship(lazy="joined")

    def text(self, field: str, lang: str) -> Worded:
        return worded(lambda code: getattr(self, f"{field}_{code}", ""), lang)


class BriefVersion(Model):
    """The brief as it was published once. Only added to."""

    __tablename__ = "brief_version"
    __table_args__ = (UniqueConstraint("competition_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    version: Mapped[int]
    texts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class Addendum(Model):
    """A change of the brief, numbered, told to all who registered. Only added to."""

    __tablename__ = "addendum"
    __table_args__ = (UniqueConstraint("competition_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    number: Mapped[int]
    text_vi: Mapped[str] = mapped_column(Words)
    text_en: Mapped[str] = mapped_column(Words, default="")
    text_fr: Mapped[str] = mapped_column(Words, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    def text(self, field: str, lang: str) -> Worded:
        return worded(lambda code: getattr(self, f"{field}_{code}", ""), lang)


class Question(Model):
    """A question about the brief. Who asked is nobody's business: it is not kept. Answers appear in one batch."""

    __tablename__ = "competition_question"
    __table_args__ = (Index("ix_competition_question_batch", "competition_id", "batch"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    text: Mapped[str] = mapped_column(Words(1000))
    language: Mapped[str] = mapped_column(Words(2), default="vi")
    at: Mapped[datetime] = mapped_column(Moment)
    shown_vi: Mapped[str] = mapped_column(Words(1000), default="")
    shown_en: Mapped[str] = mapped_column(Words(1000), default="")
    """The question as it is published: told apart from its asker's way of writing, or joined with others."""
    answer_vi: Mapped[str] = mapped_column(Words, default="")
    answer_en: Mapped[str] = mapped_column(Words, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    batch: Mapped[int | None]
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    left_out_because: Mapped[str] = mapped_column(Words(300), default="")

    def said(self, field: str, lang: str) -> Worded:
        """What is published: "shown" or "answer" in a reader's language."""
        return worded(lambda code: getattr(self, f"{field}_{code}", ""), lang)


class Acknowledgement(Model):
    """A warning of the checklist that an organiser read and answered with a reason. Only added to."""

    __tablename__ = "checklist_acknowledgement"

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    warning: Mapped[str] = mapped_column(Words(40))
    reason: Mapped[str] = mapped_column(Words(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
