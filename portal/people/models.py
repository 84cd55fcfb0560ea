"""People, their roles, their sign-ins, the one-time codes that staff hand over, and the mark of a demo."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal.db import Model, Moment, Words, choice
from portal.kit.fold import fold


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
    folded_name: Mapped[str] = mapped_column(Words(200), default="", server_default="")
    """The name as it is searched; it follows `full_name` by itself."""
    email: Mapped[str | None] = mapped_column(Words(254), unique=True)
    phone: Mapped[str | None] = mapped_column(Words(16), unique=True)
    password_hash: Mapped[str | None] = mapped_column(Words(200))
    language: Mapped[str] = mapped_column(Words(2), default="vi")
    show_name: Mapped[bool] = mapped_column(default=False, server_default=false())
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)

    grants: Mapped[list[Grant]] = relationship(
        foreign_keys="Grant.person_id", back_populates="person", lazy="selectin", order_by="Grant.id"
    )

    @validates("full_name")
    def _fold(self, _key: str, name: str) -> str:
        self.folded_name = fold(name)[:200]
        return name

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
    withdrawn_reason: Mapped[str] = mapped_column(Words(200), default="", server_default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id], back_populates="grants")
    granted_by: Mapped[Person | None] = relationship(foreign_keys=[granted_by_id])
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_id])


class PersonSession(Model):
    """One sign-in on one device. The cookie holds the token, the row its digest; ending the row ends the sign-in."""

    __tablename__ = "person_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(Words(64), unique=True)
    device: Mapped[str] = mapped_column(Words(200), default="")
    address: Mapped[str] = mapped_column(Words(45), default="", server_default="")
    begun_at: Mapped[datetime] = mapped_column(Moment)
    proved_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the password was last typed here: what matters asks for it again after a while."""
    half: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The password was right and the second step is still to come: nobody is signed in yet."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship(lazy="joined")


class CodeRoad(StrEnum):
    """How a one-time code reaches its person."""

    STAFF = "staff"
    MAIL = "mail"
    CARD = "card"


class OneTimeCode(Model):
    """A code that staff hand over or a mail brings, good once for setting a password. Only its digest is kept."""

    __tablename__ = "one_time_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(Words(64), unique=True)
    road: Mapped[CodeRoad] = mapped_column(Words(5), default=CodeRoad.STAFF, server_default="staff")
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


class SecondFactor(Model):
    """The secret of a person's authenticator app (TOTP, RFC 6238). It counts once a code of it was typed."""

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Words(64))
    begun_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    last_step: Mapped[int | None]
    """The time step of the last code that was used: no code is good twice."""


class RecoveryCode(Model):
    """A code on paper for the day the authenticator is lost, good once. Only its digest is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(Words(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Consent(Model):
    """A yes to one purpose: to which wording, in which language, by which road, and until when."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(Words(40))
    wording: Mapped[int]
    language: Mapped[str] = mapped_column(Words(2))
    road: Mapped[str] = mapped_column(Words(10))
    given_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)


class DataRequestKind(StrEnum):
    """What somebody may ask for about their own data."""

    COPY = "copy"
    CORRECT = "correct"
    ERASE = "erase"


class DataRequest(Model):
    """A person's request about their data: due in two working days; an erasure takes effect after its grace."""

    __tablename__ = "data_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[DataRequestKind] = mapped_column(choice(DataRequestKind))
    words: Mapped[str] = mapped_column(Words(1000), default="")
    asked_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    takes_effect_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Words(1000), default="")
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Erasing(Model):
    """Stands only inside the transaction that empties a person's values: the one road past the triggers."""

    __tablename__ = "erasing"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class DemoMark(Model):
    """Says that `demo` has made this database, and when: its one row lets the demo people's password in."""

    __tablename__ = "demo_mark"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    made_at: Mapped[datetime] = mapped_column(Moment)
