"""The verbs of an entry: begin one, keep a field, send it, withdraw it. Each change of state is an `EntryStep`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.competitions.entries import checks, codes, files, manifest, receipts, scanning, timing
from portal.competitions.entries.models import Entry, EntryMember, EntryState, EntryStep, Identity
from portal.competitions.entries.policy import BEFORE_ROUNDS, IN_HAND, is_staff, sits_in_jury
from portal.competitions.models import Competition
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.people.models import Person

LONGEST = 12_000  # letters kept of one field, whatever is wrong with it
OF_THE_ENTRY = ("title", "statement_vi", "statement_en", "video_url")
OF_THE_VAULT = ("phone", "email", "studio", "school", "teacher", "town", "shown_as", "relations")
WITHDRAWN = "entry_withdrawn"
ELSEWHERE = N_("You are in a team of this competition already. Each person enters once.")


def begin(competition: Competition, *, by: Person, language: str, late: bool = False, at: datetime) -> Entry:
    """A draft with a code of its own. Whoever has one already is given it again. `late`: a late link lets them in."""
    check_may_enter(by, competition)
    if (standing := of_person(by, competition)) is not None:
        if standing.identity.person_id == by.id:
            return standing
        raise Refused(ELSEWHERE)
    if not competition.is_public() or not (late or timing.may_register(competition, at=at)):
        raise Refused(N_("Entries cannot be begun now: registration is closed."))
    entry = Entry(
        competition=competition, code=codes.new(), language=language, begun_at=at, changed_at=at,
        state=EntryState.DRAFT, typed={},
    )  # fmt: skip
    entry.identity = Identity(person_id=by.id, phone=by.phone or "", email=by.email or "")
    entry.members = [EntryMember(person_id=by.id, name=by.full_name, is_leader=True, joined_at=at)]
    db.session.add(entry)
    db.session.flush()
    _note(entry, EntryState.DRAFT, at=at)
    return entry


def check_may_enter(person: Person, competition: Competition) -> None:
    """Raises `Refused` for those who judge or work for the organisers."""
    if sits_in_jury(person, competition.jury):
        raise Refused(N_("You are in the jury of this competition: members of the jury and reserves may not enter."))
    if is_staff(person):
        raise Refused(N_("You work for the organisers: staff may not enter the competition."))


def of_person(person: Person, competition: Competition) -> Entry | None:
    """The entry in whose team a person is; one that was withdrawn does not count."""
    mine = select(EntryMember.entry_id).where(
        EntryMember.person_id == person.id, EntryMember.joined_at.is_not(None), EntryMember.left_at.is_(None)
    )
    return db.session.scalar(
        select(Entry).where(
            Entry.competition_id == competition.id, Entry.id.in_(mine), Entry.state != EntryState.WITHDRAWN
        )
    )


def keep(entry: Entry, given: Mapping[str, Any], *, typed: Mapping[str, str] | None = None, at: datetime) -> None:
    """Keeps fields. `given` holds what could be read, `typed` as it was written what could not.

    Refused after the deadline: what stands then is what counts.
    """
    if entry.state not in IN_HAND:
        raise Refused(N_("This entry can no longer be changed."))
    timing.check_writing(entry, at=at)
    kept, named = dict(entry.typed), _names(entry)
    for name, value in given.items():
        kept.pop(name, None)
        setattr(entry.identity if name in OF_THE_VAULT else entry, name, value)
    kept.update({name: text[:LONGEST] for name, text in (typed or {}).items()})
    if kept != entry.typed:
        entry.typed = kept
    entry.changed_at = at
    if _names(entry) != named:
        scanning.anew(entry)
    if given.keys() & {*scanning.TEXTS, *scanning.NAMED}:
        scanning.texts(entry, at=at)
    db.session.flush()


def _names(entry: Entry) -> list[str]:
    return [getattr(entry.identity, name) for name in sorted(scanning.NAMED)]


def agree(entry: Entry, *, at: datetime) -> None:
    """To the brief and the licence as they are now."""
    entry.agreed_brief, entry.changed_at = entry.competition.brief_version, at


def send(entry: Entry, *, at: datetime) -> EntryState:
    """Hands the entry in. With all bytes here it is received; else its files have their postmark and may follow.

    After the deadline only what was registered before it, within the published hours. Refused in words, and then
    nothing has changed.
    """
    if entry.state not in IN_HAND:
        raise Refused(N_("This entry has been taken in already."))
    timing.check_begun(entry.competition, at=at)
    _check_in_time(entry, at=at)
    if blocking := [one for one in checks.remarks(entry) if one.blocks]:
        raise Refused(blocking[0].sentence, field=blocking[0].place, values=blocking[0].values)
    if files.missing(entry):
        postmark = manifest.stamp(entry, at=at)
        entry.manifested_at = postmark.at
        if entry.state is EntryState.DRAFT:
            turn(entry, EntryState.MANIFESTED, at=at)
        return entry.state
    return receive(entry, at=at)


def receive(entry: Entry, *, at: datetime) -> EntryState:
    """Everything is here: the receipt is written."""
    if timing.may_write(entry, at=at):
        manifest.stamp(entry, at=at)
    receipts.give(entry, at=at)
    if entry.state is not EntryState.SUBMITTED:
        turn(entry, EntryState.SUBMITTED, at=at)
    return entry.state


def complete(entry: Entry, *, at: datetime) -> None:
    """A file has arrived: an entry that was sent on the word of its sums is received with its last one."""
    manifest.renew(entry, at=at)
    if entry.state is EntryState.MANIFESTED and not files.missing(entry):
        receive(entry, at=at)


def _check_in_time(entry: Entry, *, at: datetime) -> None:
    if timing.may_write(entry, at=at):
        return
    until = timing.arrives_until(entry)
    if manifest.in_time(entry) is None or until is None or at >= until:
        raise Refused(timing.PASSED)


def withdraw(entry: Entry, *, why: str = "", at: datetime) -> None:
    """Takes an entry out of the competition, as long as no round of the jury has begun with it."""
    if entry.state is EntryState.WITHDRAWN:
        return
    if entry.state not in BEFORE_ROUNDS:
        raise Refused(N_("The jury has begun with this entry: it can no longer be withdrawn. Call the organisers."))
    turn(entry, EntryState.WITHDRAWN, reason=clean(why)[:500], at=at)
    letters.remind(WITHDRAWN, of=entry.id, at=at)


def answer(entry: Entry, text: str, *, at: datetime) -> None:
    """What the team says to the last open question of the technical check."""
    query = next((one for one in reversed(entry.queries) if one.answered_at is None), None)
    if query is None:
        raise Refused(N_("There is no open question any more."))
    query.answer, query.answered_at = clean(text, lines=True)[:1000], at
    if entry.state is EntryState.QUERY:
        turn(entry, EntryState.FIXED, at=at)


def turn(entry: Entry, state: EntryState, *, by: Person | None = None, reason: str = "", at: datetime) -> EntryStep:
    """Moves an entry on. `by` is a member of staff; entrants are not named in the steps."""
    entry.state, entry.changed_at = state, at
    return _note(entry, state, by=by, reason=reason, at=at)


def numbered(number: int) -> Entry | None:
    return db.session.get(Entry, number)


def _note(
    entry: Entry, state: EntryState, *, by: Person | None = None, reason: str = "", at: datetime
) -> EntryStep:  # fmt: skip
    step = EntryStep(entry_id=entry.id, state=state, reason=reason, by_id=by and by.id, at=at)
    db.session.add(step)
    db.session.flush()
    return step
