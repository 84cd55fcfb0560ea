"""Who is in a team: people join by a link or a code, and whoever is under 18 needs the word of a guardian."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select

from portal.competitions.entries import rules, scanning, timing
from portal.competitions.entries.models import Entry, EntryMember, EntryState
from portal.db import db
from portal.kit import code as short
from portal.kit import phone
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.people.models import Person
from portal.people.rules import digest

LONGEST_NAME = 120
NO_INVITATION = N_("No open invitation has this code. Look at it once more, or ask for a new one.")


def room(entry: Entry) -> int:
    """How many more may be named or invited."""
    return entry.competition.most_members - len(_counted(entry))


def invite(entry: Entry, *, name: str = "", at: datetime) -> str:
    """A place in the team; returns its code of eight symbols, of which only the digest is kept."""
    _check(entry, at=at)
    code = short.make(secrets.choice)
    _add(entry, EntryMember(name=_named(name), invite_digest=digest(code), invited_at=at))
    return code


def name_one(entry: Entry, *, name: str, at: datetime) -> EntryMember:
    """Somebody of the team who needs no account: their name stands in the vault."""
    if not clean(name):
        raise Refused(N_("Write the name of the person."), field="name")
    _check(entry, at=at)
    return _add(entry, EntryMember(name=_named(name), joined_at=at))


def behind(code: str) -> EntryMember | None:
    """The open invitation of a code."""
    symbols = short.read(code)
    if symbols is None:
        return None
    member = db.session.scalar(select(EntryMember).where(EntryMember.invite_digest == digest(symbols)))
    return member if member is not None and member.joined_at is None and member.left_at is None else None


def join(member: EntryMember, *, by: Person, at: datetime) -> Entry:
    """Takes the place. Refused for jurors and staff, and for who is in a team already."""
    entry = member.entry
    rules.check_may_enter(by, entry.competition)
    standing = rules.of_person(by, entry.competition)
    if standing is entry:
        return entry
    if standing is not None:
        raise Refused(rules.ELSEWHERE)
    if entry.state is EntryState.WITHDRAWN:
        raise Refused(N_("This entry was withdrawn."))
    timing.check_writing(entry, at=at)
    former = next((one for one in entry.members if one.person_id == by.id), None)
    if former is not None:  # they had left and come back
        member.left_at, member.invite_digest, member = at, None, former
    member.person_id, member.name, member.joined_at, member.left_at = by.id, by.full_name, at, None
    member.invite_digest = None
    entry.changed_at = at
    scanning.anew(entry)
    db.session.flush()
    return entry


def leave(member: EntryMember, *, at: datetime) -> None:
    """Out of the team, or an invitation taken back. The leader stays."""
    if member.is_leader:
        raise Refused(N_("Whoever began the entry stays in the team. To give it up, withdraw the entry."))
    timing.check_writing(member.entry, at=at)
    member.left_at, member.invite_digest, member.entry.changed_at = at, None, at
    db.session.flush()


def is_minor(
    member: EntryMember, minor: bool, *, guardian_name: str = "", guardian_phone: str = "", agreed: bool = False,
    at: datetime,
) -> None:  # fmt: skip
    """Says whether somebody is under 18, and which guardian agrees. Half of it is kept too."""
    timing.check_writing(member.entry, at=at)
    member.is_minor = minor
    member.guardian_name = clean(guardian_name)[:LONGEST_NAME] if minor else ""
    member.guardian_phone = clean(guardian_phone)[:16] if minor else ""
    whole = bool(minor and agreed and member.guardian_name and _is_phone(member.guardian_phone))
    member.guardian_agreed_at = (member.guardian_agreed_at or at) if whole else None
    member.entry.changed_at = at
    db.session.flush()


def find(entry: Entry, number: int) -> EntryMember | None:
    return next((one for one in _counted(entry) if one.id == number), None)


def listed(entry: Entry) -> list[EntryMember]:
    """The team and the open invitations, in the order in which they came."""
    return _counted(entry)


def _counted(entry: Entry) -> list[EntryMember]:
    return [one for one in entry.members if one.left_at is None]


def _check(entry: Entry, *, at: datetime) -> None:
    timing.check_writing(entry, at=at)
    if room(entry) <= 0:
        raise Refused(
            N_("A team has at most %(most)s people here."), field="name",
            values={"most": entry.competition.most_members},
        )  # fmt: skip


def _add(entry: Entry, member: EntryMember) -> EntryMember:
    entry.members.append(member)
    scanning.anew(entry)
    db.session.flush()
    return member


def _named(name: str) -> str:
    return clean(name)[:LONGEST_NAME]


def _is_phone(typed: str) -> bool:
    try:
        return bool(phone.parse(typed))
    except Refused:
        return False
