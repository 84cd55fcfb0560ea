"""The verbs of accounts: add a person, grant a role, hand over a code, set a password, sign in and out; demo people."""

from __future__ import annotations

import csv
import hmac
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Literal

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import joinedload

from portal.audit import rules as audit
from portal.db import db, statement
from portal.kit import mail, phone
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.listings.models import Listing
from portal.people import passwords
from portal.people.models import DemoMark, Grant, Person, PersonSession, Role, SignInTrial

SIGN_IN_LASTS = timedelta(days=90)
TRIALS_LAST = timedelta(days=30)  # as the privacy page says
DEMO_PASSWORD = "den-long-hoi-an"  # nosec B105  good in a demo database only
DEMO_PEOPLE = Path(__file__).parent / "seed" / "demo-people.csv"


def reach(who: str) -> tuple[Literal["email", "phone"], str]:
    """What a person is reached by, in the one way it is kept. Raises Refused for what is neither mail nor phone."""
    if "@" in who:
        return "email", mail.parse(who)
    return "phone", phone.parse(who)


def find(who: str) -> Person | None:
    """The person who has this mail address or phone number, however it is typed."""
    try:
        kind, address = reach(who)
    except Refused:
        return None
    return db.session.scalar(select(Person).where(getattr(Person, kind) == address))


def known_words(who: str) -> tuple[str, ...]:
    """What strangers know of a person who is reached so; no good as a password."""
    try:
        kind, address = reach(who)
    except Refused:
        return ()
    return (address, phone.show(address) if kind == "phone" else address.partition("@")[0])


def add(who: str, *, name: str, at: datetime) -> Person:
    """A new person without a password. Refused for a mail address or phone number that somebody has."""
    if find(who):
        raise Refused(N_("Somebody with this phone number or mail address is here already."), field="who")
    kind, address = reach(who)
    if not clean(name):
        raise Refused(N_("Write the person's name."), field="name")
    person = Person(full_name=clean(name), created_at=at, **{kind: address})
    db.session.add(person)
    db.session.flush()
    return person


def sign_up(who: str, *, name: str, hashed: str, language: str, at: datetime) -> Person:
    """A new account for somebody who makes it alone. That an address is taken is said as sparingly as can be."""
    if find(who):
        raise Refused(
            N_(
                "No new account can be made with this number or address. If it is yours, sign in or get a new password."
            ),
            field="who",
        )
    person = add(who, name=name, at=at)
    person.password_hash, person.language = hashed, language
    audit.note("signed_up", "person", person.id, by=person, at=at)
    return person


def grant(person: Person, role: Role, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """Gives a person a role; one that they have already stays as it is."""
    if not person.has(role):
        person.grants.append(Grant(role=role, granted_by_id=by and by.id, granted_at=at, reason=clean(reason)))
        audit.note("role_granted", "person", person.id, by=by, at=at, role=str(role))
        db.session.flush()


def with_any_role(roles: Iterable[Role]) -> Sequence[Person]:
    """Everybody who has one of these roles today."""
    standing = select(Grant.person_id).where(Grant.role.in_(roles), Grant.withdrawn_at.is_(None))
    return db.session.scalars(select(Person).where(Person.id.in_(standing)).order_by(Person.id)).all()


# Signing in


def recognise(who: str, password: str) -> Person | None:
    """The person whom this password lets in. Takes as long for an unknown person as for a wrong password.

    Compares hashes: never inside a write transaction.
    """
    person = find(who)
    right = passwords.matches(person.password_hash if person else None, password)
    if password == DEMO_PASSWORD and not is_demo_database():
        return None
    return person if right else None


def sign_in(person: Person, *, device: str, at: datetime, address: str = "", half: bool = False) -> str:
    """Begins a sign-in on one device; returns its token, of which only the digest is kept.

    A `half` one signs nobody in: the second step is still to come.
    """
    token = secrets.token_urlsafe(32)
    begun = PersonSession(
        person_id=person.id, digest=digest(token), device=clean(device)[:200], address=address, begun_at=at,
        proved_at=at, half=half,
    )  # fmt: skip
    db.session.add(begun)
    return token


def person_behind(token: str, *, at: datetime) -> Person | None:
    """The signed-in person, as long as the sign-in stands."""
    return db.session.scalars(*_behind(digest(token), at - SIGN_IN_LASTS)).unique().one_or_none()


@statement
def _behind(digest: str, since: datetime) -> Select[Person]:
    """With the roles: every page of somebody who is signed in asks for both."""
    begun = select(Person).join(PersonSession, PersonSession.person_id == Person.id)
    return begun.options(joinedload(Person.grants)).where(
        PersonSession.digest == digest,
        PersonSession.half.is_(False),
        PersonSession.ended_at.is_(None),
        PersonSession.begun_at > since,
    )


def sign_out(token: str, *, at: datetime) -> None:
    ended = update(PersonSession).where(PersonSession.digest == digest(token), PersonSession.ended_at.is_(None))
    db.session.execute(ended.values(ended_at=at))


def sign_out_everywhere(person: Person, *, at: datetime) -> None:
    ended = update(PersonSession).where(PersonSession.person_id == person.id, PersonSession.ended_at.is_(None))
    db.session.execute(ended.values(ended_at=at))


def note_trial(who: str, *, key: str, address: str, at: datetime) -> None:
    """Keeps a refused sign-in: who was named, unreadable without `key`, and from where."""
    db.session.add(SignInTrial(who_digest=account(who, key=key), address=address, at=at))


def account(who: str, *, key: str) -> str:
    """One word for one account however it is typed, which only `key` leads back from."""
    try:
        named = reach(who)[1]
    except Refused:
        named = clean(who).lower()
    return hmac.new(key.encode(), named.encode(), sha256).hexdigest()


# The demo


def is_demo_database() -> bool:
    return db.session.get(DemoMark, 1) is not None


def plant_demo_people(at: datetime) -> list[Person]:
    """The people of the demo, all with one password; those who are there already stay as they are.

    Refused in a database that holds anything real: a password that everybody knows must not open it.
    """
    hashed = passwords.hashed(DEMO_PASSWORD)  # first: no lock is held yet
    if not is_demo_database():
        if _holds_something():
            raise Refused(N_("The demo people can only be planted in an empty database."))
        db.session.add(DemoMark(made_at=at))
    with DEMO_PEOPLE.open(encoding="utf-8", newline="") as file:
        return [_demo_person(row, hashed, at=at) for row in csv.DictReader(file)]


def _demo_person(row: dict[str, str], hashed: str, *, at: datetime) -> Person:
    email = f"{row['name']}@hoian.example"
    if known := find(email):
        return known
    person = add(email, name=row["full_name"], at=at)
    person.phone = phone.parse(row["phone"]) if row["phone"] else None
    person.password_hash, person.demo = hashed, True
    for role in filter(None, [row["role"]]):
        grant(person, Role(role), by=None, at=at, reason="demo")
    return person


def _holds_something() -> bool:
    kinds: Iterable[type[Person | Listing]] = (Person, Listing)
    return any(db.session.scalar(select(kind.id).limit(1)) is not None for kind in kinds)


def digest(secret: str) -> str:
    """What is kept of a secret that was made at random."""
    return sha256(secret.encode()).hexdigest()


def forget_trials(*, before: datetime) -> None:
    """Deletes the refused sign-ins of former days."""
    db.session.execute(delete(SignInTrial).where(SignInTrial.at < before))
