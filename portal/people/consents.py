"""Consents: a yes to one purpose, to one wording, until it is taken back. Nothing is agreed to by silence.

The wordings are kept here with their versions: a new wording is added at the end, and an earlier yes does not cover it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, select

from portal.audit import rules as audit
from portal.db import db
from portal.kit.say import N_
from portal.people.models import Consent, Person


class Purpose(StrEnum):
    """What a person may agree to, one thing each."""

    NAME = "name"
    CALL = "call"
    NEWS = "news"
    PHOTO = "photo"


NAMES = {
    Purpose.NAME: N_("Show my name beside what I contribute"),
    Purpose.CALL: N_("Call me about my listing"),
    Purpose.NEWS: N_("Send me news of the creative city by mail"),
    Purpose.PHOTO: N_("Show a photo of me on my page"),
}
WORDINGS: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.NAME: (
        N_("Visitors read your name where you confirm that a listing is still true. Without it they read “its owner”."),
    ),
    Purpose.CALL: (
        N_("The people of the map desk may call your number when something about your listing is unclear."),
    ),
    Purpose.NEWS: (
        N_("At most one mail a month, about this portal and its programmes only. Your address goes to nobody else."),
    ),
    Purpose.PHOTO: (
        N_("Photos may stand on your own page among the people of the map. Taken back, they leave the page and the portal at once."),  # noqa: E501
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """How things stand with one purpose: its wording of today, and the yes to it, if there is one."""

    purpose: Purpose
    name: str
    wording: str
    version: int
    given: Consent | None
    outdated: bool
    """There was a yes, but to an earlier wording."""


def standings(person: Person) -> list[Standing]:
    """Every purpose, in the order of the list."""
    given = {one.purpose: one for one in db.session.scalars(_standing(person))}
    return [_read(purpose, given.get(purpose)) for purpose in Purpose]


def standing(person: Person, purpose: Purpose) -> Standing:
    return _read(purpose, db.session.scalar(_standing(person).where(Consent.purpose == purpose)))


def agreed(person: Person, purpose: Purpose) -> bool:
    """Whether the person agrees today, to the wording of today."""
    return standing(person, purpose).given is not None


def people_who_agree(purpose: Purpose) -> Select[Person]:
    """Everybody who agrees today, to the wording of today."""
    ids = select(Consent.person_id).where(
        Consent.purpose == purpose, Consent.withdrawn_at.is_(None), Consent.wording == len(WORDINGS[purpose])
    )
    return select(Person).where(Person.id.in_(ids)).order_by(Person.id)


def give(person: Person, purpose: Purpose, *, language: str, road: str = "web", at: datetime) -> None:
    """The person agrees to the wording of today; a yes that stands already stays as it is."""
    now = standing(person, purpose)
    if now.given is not None:
        return
    if now.outdated:
        _end(person, purpose, at=at)
    db.session.add(
        Consent(person_id=person.id, purpose=purpose, wording=now.version, language=language, road=road, given_at=at)
    )
    _apply(person, purpose, agreed=True)
    audit.note("consent_given", "person", person.id, by=person, at=at, purpose=str(purpose), wording=now.version)
    db.session.flush()


def withdraw(person: Person, purpose: Purpose, *, at: datetime) -> bool:
    """The person takes a yes back, from now on; False when there was none."""
    ended = _end(person, purpose, at=at)
    if ended:
        _apply(person, purpose, agreed=False)
        audit.note("consent_withdrawn", "person", person.id, by=person, at=at, purpose=str(purpose))
        db.session.flush()
    return ended


def history(person: Person) -> Select[Consent]:
    """Every yes a person ever gave, the latest first."""
    return select(Consent).where(Consent.person_id == person.id).order_by(Consent.id.desc())


def wording_of(consent: Consent) -> str:
    """The words somebody agreed to then, as a msgid."""
    return WORDINGS[Purpose(consent.purpose)][consent.wording - 1]


def _standing(person: Person) -> Select[Consent]:
    return select(Consent).where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None)).order_by(Consent.id)


def _read(purpose: Purpose, given: Consent | None) -> Standing:
    version = len(WORDINGS[purpose])
    current = given if given is not None and given.wording == version else None
    outdated = given is not None and current is None
    return Standing(purpose, NAMES[purpose], WORDINGS[purpose][-1], version, current, outdated)


def _end(person: Person, purpose: Purpose, *, at: datetime) -> bool:
    rows = db.session.scalars(_standing(person).where(Consent.purpose == purpose)).all()
    for row in rows:
        row.withdrawn_at = at
    return bool(rows)


def _apply(person: Person, purpose: Purpose, *, agreed: bool) -> None:
    if purpose is Purpose.NAME:
        person.show_name = agreed
