"""Who may do what with a competition as data. Entries, ballots and results ask policies of their own."""

from __future__ import annotations

from portal.competitions.models import Competition, JuryMember
from portal.people.models import Person, Role

READERS = frozenset({Role.ORGANISER, Role.REGISTRAR})


def sets_up(person: Person | None, _thing: object = None) -> bool:
    """Organisers set competitions up, answer questions and extend deadlines."""
    return person is not None and person.has(Role.ORGANISER)


def may_edit(person: Person | None, competition: Competition) -> bool:
    """Whether the rules of the competition may be written: they stand once it is published."""
    return sets_up(person) and not competition.is_public()


def reads_desk(person: Person | None, _thing: object = None) -> bool:
    """The registrar reads along."""
    return person is not None and bool(person.roles & READERS)


def may_see(person: Person | None, competition: Competition) -> bool:
    """Everybody sees what is published; before that those who set it up, and the registrar."""
    return competition.is_public() or reads_desk(person)


def holds_place(person: Person | None, place: JuryMember) -> bool:
    """Whose place in the jury it is."""
    return person is not None and place.person_id == person.id
