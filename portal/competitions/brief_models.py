"""The tables of the brief: its versions and addenda, the site pack, questions and answers, warnings acknowledged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.competitions.models import NAME
from portal.db import Model, Moment, Words
from portal.listings.models import Texts, Worded, worded
from portal.media.models import Upload


class SiteFile(Texts, Model):
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


class Addendum(Texts, Model):
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
