"""People, their roles, their sign-ins, the one-time codes that staff hand over, and the mark of a demo."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, Words, choice


class Role(StrEnum):
    """What a person does for the city here. The words are those of the trade; one person may have several."""

    ORGANISER = "organiser"
    MODERATOR = "moderator"
    JUROR = "juror"
    REGISTRAR = "registrar"
    ADVISOR = "advisor"
    TREASURER = "treasurer"
    AUDITOR = "auditor"
    MENTOR = "mentor"


class Person(Model):
    """Someone with an account. A phone number or a mail address is enough; `full_name` is never split."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="reachable"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    full_name: Mapped[str] = mapped_column(Words(120))
    email: Mapped[str | None] = mapped_column(Words(254), unique=True)
    phone: Mapped[str | None] = mapped_column(Words(16), unique=True)
    password_hash: Mapped[str | None] = mapped_column(Words(200))
    language: Mapped[str] = mapped_column(Words(2), default="vi")
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)

    grants: Mapped[list[Grant]] = relationship(
        foreign_keys="Grant.person_id", back_populates="person", lazy="selectin", order_by="Grant.id"
    )

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants if grant.withdrawn_at is None)

    def has(self, role: Role) -> bool:
        return role in self.roles


class Grant(Model):
    """A role granted to a person, with who, when and why; withdrawing it keeps the row."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(
            "uq_role_grant_standing",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Words(200), default="")
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], back_populates="grants")


class PersonSession(Model):
    """One sign-in on one device. The cookie holds the token, the row its digest; ending the row ends the sign-in."""

    __tablename__ = "person_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(Words(64), unique=True)
    device: Mapped[str] = mapped_column(Words(200), default="")
    begun_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship(lazy="joined")


class OneTimeCode(Model):
    """A code that staff hand over, good once for setting a password. Only its digest is kept."""

    __tablename__ = "one_time_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(Words(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship()


class SignInTrial(Model):
    """A refused sign-in: who was named (as a digest), from where, when. Outlives the refused request."""

    __tablename__ = "sign_in_trial"

    id: Mapped[int] = mapped_column(primary_key=True)
    who_digest: Mapped[str] = mapped_column(Words(64), index=True)
    address: Mapped[str] = mapped_column(Words(45))
    at: Mapped[datetime] = mapped_column(Moment)


class DemoMark(Model):
    """Says that `demo` has made this database, and when: its one row lets the demo people's password in."""

    __tablename__ = "demo_mark"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    made_at: Mapped[datetime] = mapped_column(Moment)
