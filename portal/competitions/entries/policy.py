"""Who may do what with an entry: its team writes, its leader decides, the registrar looks after all of them."""

from __future__ import annotations

from portal.competitions.entries.models import Entry, EntryMember, EntryState
from portal.competitions.models import Competition, JuryMember, Stage
from portal.people.models import Person, Role

STAFF = frozenset({Role.ORGANISER, Role.REGISTRAR, Role.MODERATOR, Role.TREASURER, Role.AUDITOR})
"""Who works for the organisers does not compete."""
IN_HAND = frozenset({EntryState.DRAFT, EntryState.MANIFESTED, EntryState.SUBMITTED})
"""States in which the team still has the entry in its hands, until its deadline."""
BEFORE_ROUNDS = IN_HAND | {EntryState.IN_CHECK, EntryState.QUERY, EntryState.FIXED, EntryState.CLEARED}
CHECKABLE = frozenset({EntryState.SUBMITTED, EntryState.IN_CHECK, EntryState.QUERY, EntryState.FIXED})
"""States in which the technical check may look at an entry, once its deadline has passed."""
RECEIVED = frozenset(EntryState) - {EntryState.DRAFT, EntryState.MANIFESTED}
REVEALED = frozenset({Stage.REVEALED, Stage.RESULTS_PUBLISHED, Stage.EXHIBITION, Stage.ARCHIVED})


def is_staff(person: Person) -> bool:
    return bool(person.roles & STAFF)


def may_compete(person: Person | None) -> bool:
    """For whom entries of their own stand in the menu: not for who works for the organisers or judges."""
    return person is not None and not is_staff(person) and not person.has(Role.JUROR)


def sits_in_jury(person: Person, jury: list[JuryMember]) -> bool:
    """Reserves too; whoever declined does not."""
    return any(one.person_id == person.id and one.declined_at is None for one in jury)


def leads(person: Person | None, entry: Entry) -> bool:
    """Whoever began an entry decides who is of the team, and whether it is withdrawn."""
    return person is not None and any(one.is_leader and _stands(one, person) for one in entry.members)


def may_withdraw(person: Person | None, entry: Entry) -> bool:
    """Its leader, as long as no round of the jury has begun with it."""
    return leads(person, entry) and entry.state in BEFORE_ROUNDS


def is_of_team(person: Person | None, entry: Entry) -> bool:
    """The leader and everybody who has joined and has not left."""
    return person is not None and any(_stands(one, person) for one in entry.members)


def keeps_entries(person: Person | None, _thing: object = None) -> bool:
    """The registrar alone sees to the entries before the reveal."""
    return person is not None and person.has(Role.REGISTRAR)


def reads_vault(person: Person | None, competition: Competition) -> bool:
    """Who entered: before the reveal for the registrar, afterwards for the organisers as well."""
    if person is None:
        return False
    return person.has(Role.REGISTRAR) or (competition.stage in REVEALED and person.has(Role.ORGANISER))


def _stands(member: EntryMember, person: Person) -> bool:
    return member.person_id == person.id and member.joined_at is not None and member.left_at is None
