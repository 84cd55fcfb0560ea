"""The technical check: an entry is taken in, its team asked; two people clear it. Exclusion is the jury's to vote."""

from __future__ import annotations

from datetime import datetime

from portal.competitions.entries import receipts, rules, scanning, timing
from portal.competitions.entries.check_models import EntryQuery, Finding, Verdict
from portal.competitions.entries.models import Anonymity, Entry, EntryState
from portal.competitions.entries.policy import CHECKABLE
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.people.models import Person

ASKED = "entry_asked"
PEOPLE = 2  # have to say that an entry fits the rules
NOT_OVER = N_("This entry can still be changed by its team: the check begins after its deadline.")


def take(entry: Entry, *, by: Person, at: datetime) -> None:
    """Begins the check. What was changed and not sent again is as it was received."""
    _check(entry, at=at)
    if entry.state is EntryState.SUBMITTED:
        receipts.restore(entry, at=at)
        rules.turn(entry, EntryState.IN_CHECK, by=by, at=at)


def ask(entry: Entry, text: str, *, due_at: datetime | None = None, by: Person, at: datetime) -> EntryQuery:
    """A question for the team, which is sent it by letter."""
    if not clean(text):
        raise Refused(N_("Write what the team should say or mend."), field="text")
    take(entry, by=by, at=at)
    made = EntryQuery(text=clean(text, lines=True)[:1000], due_at=due_at, by_id=by.id, at=at)
    entry.queries.append(made)
    rules.turn(entry, EntryState.QUERY, by=by, at=at)
    letters.remind(ASKED, of=made.id, at=at)
    return made


def clear(entry: Entry, *, by: Person, at: datetime) -> EntryState:
    """This person says that the entry fits the rules; with the second one it is cleared.

    Jurors see it once it is without names too.
    """
    if (mine := verdicts(entry).get(by.id)) is not None and mine.fits:
        raise Refused(N_("You have said so already. Somebody else has to look at this entry as well."))
    take(entry, by=by, at=at)
    _note(entry, fits=True, by=by, at=at)
    if sum(one.fits for one in verdicts(entry).values()) >= PEOPLE:
        rules.turn(entry, EntryState.CLEARED, by=by, at=at)
    return entry.state


def verdicts(entry: Entry) -> dict[int, Verdict]:
    """The last word of each person who has looked at it, by the person's number."""
    return {one.by_id: one for one in entry.verdicts}


def _note(entry: Entry, *, fits: bool, reason: str = "", by: Person, at: datetime) -> None:
    entry.verdicts.append(Verdict(fits=fits, reason=reason, by=by, by_id=by.id, at=at))
    db.session.flush()


def judge_anonymity(entry: Entry, anonymity: Anonymity, *, by: Person, at: datetime) -> None:
    """Whether jurors may see it. Refused while a finding has no reason."""
    if anonymity is Anonymity.CLEARED and (left := unsettled(entry)):
        raise Refused(
            N_("%(count)s findings have no reason yet. Settle each of them first."), values={"count": len(left)}
        )
    entry.anonymity, entry.changed_at = anonymity, at
    db.session.flush()


def settle(finding: Finding, because: str, *, by: Person, at: datetime) -> None:
    """Why this finding tells nobody who it is: a namesake, a street, a material."""
    if len(clean(because)) < 3:
        raise Refused(N_("Write why this does not tell who it is."), field="because")
    finding.settled_at, finding.settled_by_id, finding.settled_because = at, by.id, clean(because)[:300]
    db.session.flush()


def recommend_exclusion(entry: Entry, reason: str, *, by: Person, at: datetime) -> None:
    """A word for the jury, who alone votes on an exclusion. It stands among the steps; the state stays.

    It is this person's verdict as well, until they say otherwise.
    """
    if len(clean(reason)) < 5:
        raise Refused(N_("Write what the entry lacks or breaks: the jury reads it before it votes."), field="reason")
    take(entry, by=by, at=at)
    _note(entry, fits=False, reason=clean(reason)[:500], by=by, at=at)
    rules.turn(entry, entry.state, by=by, reason=clean(reason)[:500], at=at)


def unsettled(entry: Entry) -> list[Finding]:
    return scanning.standing(entry)


def query(number: int) -> EntryQuery | None:
    return db.session.get(EntryQuery, number)


def _check(entry: Entry, *, at: datetime) -> None:
    if timing.may_write(entry, at=at):
        raise Refused(NOT_OVER)
    if entry.state not in CHECKABLE:
        raise Refused(N_("This entry is not in the technical check."))
