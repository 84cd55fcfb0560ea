"""The tables of what is handed in, and of the vault: what jurors may see stands apart from who handed it in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.competitions.models import Competition
from portal.competitions.terms_models import Category, Slot
from portal.db import Model, Moment, Words, choice
from portal.media.models import Upload
from portal.people.models import Person

if TYPE_CHECKING:
    from portal.competitions.entries.check_models import EntryQuery, Finding, Verdict


class EntryState(StrEnum):
    """Where an entry stands. Each change is an `EntryStep`."""

    DRAFT = "draft"
    MANIFESTED = "manifested"
    SUBMITTED = "submitted"
    IN_CHECK = "in_technical_check"
    QUERY = "query"
    FIXED = "fixed"
    CLEARED = "cleared"
    IN_ROUND = "in_round"
    SHORTLISTED = "shortlisted"
    NOT_ADVANCED = "not_advanced"
    REVIVED = "revived"
    FINALIST = "finalist"
    AWARDED = "awarded"
    MENTIONED = "mentioned"
    NOT_AWARDED = "not_awarded"
    EXHIBITED = "exhibited"
    WITHDRAWN = "withdrawn"
    EXCLUDED = "excluded"
    HORS_CONCOURS = "hors_concours"


class Anonymity(StrEnum):
    """Whether jurors may see an entry: only what is cleared."""

    UNCHECKED = "unchecked"
    FLAGGED = "flagged"
    CLEARED = "cleared"


class Entry(Model):
    """A design by its random code. Nothing in this row says whose it is: that stands in `Identity`."""

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint("(state = 'excluded') = (exclusion_id IS NOT NULL)", name="excluded_by_vote"),
        CheckConstraint("(submitted_at IS NULL) = (sequence IS NULL)", name="submitted_has_its_number"),
        UniqueConstraint("competition_id", "sequence"),
        Index("ix_entry_state", "competition_id", "state", "category_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    code: Mapped[str] = mapped_column(Words(6), unique=True)
    state: Mapped[EntryState] = mapped_column(choice(EntryState), default=EntryState.DRAFT)
    anonymity: Mapped[Anonymity] = mapped_column(choice(Anonymity), default=Anonymity.UNCHECKED)
    title: Mapped[str] = mapped_column(Words(120), default="")
    statement_vi: Mapped[str] = mapped_column(Words, default="")
    statement_en: Mapped[str] = mapped_column(Words, default="")
    video_url: Mapped[str] = mapped_column(Words(300), default="")
    language: Mapped[str] = mapped_column(Words(2), default="vi")
    typed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What a draft's fields were given and could not be read as: nothing typed is lost."""
    agreed_brief: Mapped[int | None]
    """The version of the brief and licence that was agreed to."""
    practice: Mapped[bool] = mapped_column(default=False)
    """For jurors to try the scale on, outside the results."""
    begun_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    manifested_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    sequence: Mapped[int | None]
    exclusion_id: Mapped[int | None]
    """The number of the jury's motion by which it was excluded."""

    competition: Mapped[Competition] = relationship(back_populates="entries")
    category: Mapped[Category | None] = relationship()
    identity: Mapped[Identity] = relationship(back_populates="entry", cascade="all, delete-orphan")
    members: Mapped[list[EntryMember]] = relationship(back_populates="entry", order_by="EntryMember.id")
    files: Mapped[list[EntryFile]] = relationship(
        back_populates="entry", order_by="EntryFile.slot_id, EntryFile.position, EntryFile.id"
    )
    receipts: Mapped[list[Receipt]] = relationship(order_by="Receipt.id")
    findings: Mapped[list[Finding]] = relationship(order_by="Finding.id")
    steps: Mapped[list[EntryStep]] = relationship(order_by="EntryStep.id")
    queries: Mapped[list[EntryQuery]] = relationship(back_populates="entry", order_by="EntryQuery.id")
    verdicts: Mapped[list[Verdict]] = relationship(order_by="Verdict.id")
    late_links: Mapped[list[LateLink]] = relationship(order_by="LateLink.id")


class EntryStep(Model):
    """One change of an entry's state: when, why, and which member of staff. Only added to; entrants are not named."""

    __tablename__ = "entry_step"
    __table_args__ = (Index("ix_entry_step_entry", "entry_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    state: Mapped[EntryState] = mapped_column(choice(EntryState))
    reason: Mapped[str] = mapped_column(Words(500), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


# The vault


class Identity(Model):
    """The vault: who entered, how they are reached, and how their names are shown after the reveal."""

    __tablename__ = "entry_identity"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """Who opened the entry and leads the team."""
    phone: Mapped[str] = mapped_column(Words(16), default="")
    email: Mapped[str] = mapped_column(Words(254), default="")
    studio: Mapped[str] = mapped_column(Words(120), default="")
    school: Mapped[str] = mapped_column(Words(120), default="")
    teacher: Mapped[str] = mapped_column(Words(120), default="")
    town: Mapped[str] = mapped_column(Words(120), default="")
    shown_as: Mapped[str] = mapped_column(Words(200), default="")
    """The authors as they want to be named; empty shows nobody."""
    relations: Mapped[str] = mapped_column(Words(1000), default="")
    """Jurors they know, as they declared it."""
    upload_digest: Mapped[str | None] = mapped_column(Words(64), unique=True)
    """Of the token by which another device or program may send files; NULL when there is none."""

    entry: Mapped[Entry] = relationship(back_populates="identity")
    person: Mapped[Person] = relationship()


class EntryMember(Model):
    """A member of the team, in the vault. Whoever is under 18 needs a guardian's consent."""

    __tablename__ = "entry_member"
    __table_args__ = (UniqueConstraint("entry_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(Words(120))
    is_leader: Mapped[bool] = mapped_column(default=False)
    is_minor: Mapped[bool] = mapped_column(default=False)
    guardian_name: Mapped[str] = mapped_column(Words(120), default="")
    guardian_phone: Mapped[str] = mapped_column(Words(16), default="")
    guardian_agreed_at: Mapped[datetime | None] = mapped_column(Moment)
    invite_digest: Mapped[str | None] = mapped_column(Words(64), unique=True)
    invited_at: Mapped[datetime | None] = mapped_column(Moment)
    joined_at: Mapped[datetime | None] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)

    entry: Mapped[Entry] = relationship(back_populates="members")
    person: Mapped[Person | None] = relationship()


class VaultAccess(Model):
    """Somebody looked into the vault: who, when, why; without this row there is no answer. Only added to."""

    __tablename__ = "vault_access"

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    what: Mapped[str] = mapped_column(Words(40))
    why: Mapped[str] = mapped_column(Words(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class EntryFile(Model):
    """A file in a slot. The original and its name are the upload's, in the vault; jurors are shown the made copies."""

    __tablename__ = "entry_file"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        Index("ix_entry_file_entry", "entry_id", "slot_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("entry_slot.id"))
    position: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(Words(64))
    size: Mapped[int] = mapped_column(BigInteger)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    """The original, once its bytes have arrived."""
    alt_vi: Mapped[str] = mapped_column(Words(300), default="")
    alt_en: Mapped[str] = mapped_column(Words(300), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What the inspection read: media type, pages, size in mm, dpi …"""
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
    announced_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    """Replaced or taken out; what was once part of a receipt stays."""

    entry: Mapped[Entry] = relationship(back_populates="files")
    slot: Mapped[Slot] = relationship(lazy="joined", innerjoin=True)
    upload: Mapped[Upload | None] = relationship(lazy="joined")
    findings: Mapped[list[Finding]] = relationship(back_populates="file", order_by="Finding.id")


class Manifest(Model):
    """The digital postmark: sums and sizes of the files, without names, registered at a moment. Only added to."""

    __tablename__ = "manifest"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    digest: Mapped[str] = mapped_column(Words(64))
    """SHA-256 of the canonical JSON of `files`."""
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """[{"slot": …, "sha256": …, "size": …}]"""
    at: Mapped[datetime] = mapped_column(Moment)


class Receipt(Model):
    """What was handed in, at which second, as which in the order. Only added to; the last one counts."""

    __tablename__ = "entry_receipt"
    __table_args__ = (UniqueConstraint("competition_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    sequence: Mapped[int]
    digest: Mapped[str] = mapped_column(Words(64))
    contents: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Files with their sums, texts with theirs, the brief's version."""
    at: Mapped[datetime] = mapped_column(Moment)


class LateLink(Model):
    """One person may hand in late: why, by whose word, until when; it works once and is told in the minutes."""

    __tablename__ = "late_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    digest: Mapped[str] = mapped_column(Words(64), unique=True)
    reason: Mapped[str] = mapped_column(Words(300))
    until: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
