"""The jury of a competition: who is asked, who accepts or declines, who has read the brief, who has a vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal.audit import rules as audit
from portal.competitions.models import Competition, JuryMember, Seat
from portal.competitions.setting import changeable
from portal.db import db, statement
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.listings import standing
from portal.people import rules as people
from portal.people.models import Person, Role

INVITED = "jury_invited"
"""The reminder on which the worker writes the letter to somebody who was asked into a jury."""


def invite(
    competition: Competition, who: str, given: Mapping[str, Any], *, by: Person | None, at: datetime
) -> JuryMember:
    """Asks somebody who has an account into the jury, and owes them the letter. Refused at the field that is wrong."""
    changeable(competition)
    person = people.find(who)
    if person is None or person.erased_at is not None:
        raise Refused(N_("Nobody has an account with this phone number or mail address yet."), field="who")
    if any(one.person_id == person.id for one in competition.jury):
        raise Refused(N_("This person is in the jury already."), field="who")
    seat = Seat(given.get("seat", Seat.MEMBER))
    if seat == Seat.CHAIR and any(one.seat == Seat.CHAIR for one in competition.jury):
        raise Refused(N_("The jury has a chair already."), field="seat")
    member = JuryMember(
        competition_id=competition.id, person=person, seat=seat, independent=bool(given.get("independent", True)),
        pseudonym=_free_pseudonym(competition), position=1 + max((one.position for one in competition.jury), default=0),
        work_vi=clean(given.get("work_vi", "")), work_en=clean(given.get("work_en", "")),
        organisation=clean(given.get("organisation", "")), invited_at=at,
    )  # fmt: skip
    db.session.add(member)
    people.grant(person, Role.JUROR, by=by, at=at)
    db.session.flush()
    db.session.refresh(competition, ["jury"])
    competition.changed_at = at
    letters.remind(INVITED, of=member.id, at=at)
    audit.note("juror_invited", "competition", competition.id, by=by, at=at, person=person.id)
    return member


def remove(competition: Competition, member: JuryMember, *, by: Person | None, at: datetime) -> None:
    """Takes somebody out of the jury again, before the competition is published."""
    changeable(competition)
    audit.note("juror_removed", "competition", competition.id, by=by, at=at, person=member.person_id)
    db.session.delete(member)
    db.session.flush()
    db.session.refresh(competition, ["jury"])
    competition.changed_at = at


def at_hand(*competitions: Competition) -> None:
    """Fetches the jury with its people in one question, for a page that names them all."""
    members = db.session.scalars(*_jury_of([one.id for one in competitions])).all()
    for competition in competitions:
        mine = [one for one in members if one.competition_id == competition.id]
        set_committed_value(competition, "jury", mine)


@statement
def _jury_of(competitions: Sequence[int]) -> Select[JuryMember]:
    found = select(JuryMember).where(JuryMember.competition_id.in_(competitions)).order_by(JuryMember.position)
    return found.options(joinedload(JuryMember.person).lazyload(Person.grants))


def place(competition: Competition, person: Person | None) -> JuryMember | None:
    """Somebody's place in the jury of a competition."""
    return next((one for one in competition.jury if person is not None and one.person_id == person.id), None)


def member(competition: Competition, number: int) -> JuryMember | None:
    return next((one for one in competition.jury if one.id == number), None)


def places(person: Person) -> list[JuryMember]:
    """All places of somebody, the latest competition first."""
    return list(db.session.scalars(*_places_of(person.id)))


@statement
def _places_of(person: int) -> Select[JuryMember]:
    mine = select(JuryMember).where(JuryMember.person_id == person).order_by(JuryMember.competition_id.desc())
    return mine.options(joinedload(JuryMember.competition))


def accept(member: JuryMember, *, by: Person, at: datetime) -> None:
    """The juror takes the place; also one who had declined, as long as nobody stands in."""
    _own(member, by)
    if member.accepted_at is not None:
        return
    if any(one.stands_in_for_id == member.id for one in member.competition.jury):
        raise Refused(N_("Somebody stands in for you by now. Speak with the organisers."))
    member.accepted_at, member.declined_at, member.decline_reason = at, None, ""
    _answered(member, "accepted", by=by, at=at)


def decline(member: JuryMember, *, by: Person, at: datetime, reason: str = "") -> None:
    """The juror gives the place up, or never takes it. The date stands; nobody falls silent unseen."""
    _own(member, by)
    if member.declined_at is not None:
        return
    member.accepted_at, member.brief_approved_at = None, None
    member.declined_at, member.decline_reason = at, clean(reason)[:300]
    _answered(member, "declined", by=by, at=at)


def approve_brief(member: JuryMember, *, by: Person, at: datetime) -> None:
    """The juror has read the brief and agrees to judge by it."""
    _own(member, by)
    if member.accepted_at is None:
        raise Refused(N_("Accept your place in the jury first."))
    if member.brief_approved_at is None:
        member.brief_approved_at = at
        _answered(member, "approved", by=by, at=at)


def voting(competition: Competition) -> list[JuryMember]:
    """Who has a vote today: members who accepted, and the reserves who stand in for those who cannot."""
    replaced = {one.stands_in_for_id for one in competition.jury if one.stands_in_for_id}
    return [
        one
        for one in competition.jury
        if one.accepted_at is not None
        and (one.stands_in_for_id is not None if one.seat == Seat.RESERVE else one.id not in replaced)
    ]


def _own(member: JuryMember, by: Person) -> None:
    if member.person_id != by.id:
        raise Refused(N_("Only the juror answers for this place."))


def _answered(member: JuryMember, answer: str, *, by: Person, at: datetime) -> None:
    if member.competition.is_public():
        standing.touch(at=at)
    audit.note("juror_answered", "competition", member.competition_id, by=by, at=at, answer=answer)


def _free_pseudonym(competition: Competition) -> str:
    taken, number = {one.pseudonym for one in competition.jury}, 1
    while f"J{number}" in taken:
        number += 1
    return f"J{number}"
