"""Who may do what in the judging."""

from __future__ import annotations

from portal.competitions.jury.models import Round
from portal.competitions.models import Competition
from portal.people.models import Person, Role

STAFF = frozenset({Role.ORGANISER, Role.REGISTRAR})


def is_juror(person: Person | None, _thing: object = None) -> bool:
    """Who has the role of a juror; in which juries they sit is a question for the database."""
    return person is not None and person.has(Role.JUROR)


def runs(person: Person | None, _thing: object = None) -> bool:
    """The registrar and the organisers look after the judging. No score is theirs to see before the round is open."""
    return person is not None and bool(person.roles & STAFF)


def types_paper(person: Person | None, competition: Competition) -> bool:
    """Who runs the judging types ballots in from paper; never somebody who was asked into this jury."""
    return runs(person) and person is not None and all(one.person_id != person.id for one in competition.jury)


def keeps_vault(person: Person | None, _thing: object = None) -> bool:
    """The registrar alone looks at what was found about people."""
    return person is not None and person.has(Role.REGISTRAR)


def may_read_scores(round_: Round) -> bool:
    """Nobody before all ballots of the round are locked: no chair, no organiser, no registrar."""
    return round_.unsealed_at is not None
