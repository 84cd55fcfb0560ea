"""Who may see what came of a competition. Nobody sees a score before all ballots of its round are locked."""

from __future__ import annotations

from portal.competitions.jury.models import Round
from portal.competitions.models import Competition, Stage
from portal.people.models import Person, Role

STAFF = frozenset({Role.ORGANISER, Role.REGISTRAR})
SIGNED = tuple(Stage)[tuple(Stage).index(Stage.RANKING_SIGNED) :]
OUT = tuple(Stage)[tuple(Stage).index(Stage.RESULTS_PUBLISHED) :]


def prepares_results(person: Person | None, _thing: object = None) -> bool:
    """The registrar and the organisers prepare what the jury has decided."""
    return person is not None and bool(person.roles & STAFF)


def is_open(of: Round) -> bool:
    """Whether the ballots of the round have been unsealed."""
    return of.unsealed_at is not None


def is_signed(competition: Competition) -> bool:
    """Whether the jury has signed: from then on the vault may be opened, by two."""
    return competition.stage in SIGNED


def is_told(competition: Competition) -> bool:
    """Whether everybody may read the result."""
    return competition.stage in OUT
