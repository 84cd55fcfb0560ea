"""What the worker does for results: reckons rankings that are owed, publishes at the announced time, writes letters."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from portal.competitions import rules as competitions
from portal.competitions.entries import rules as entries
from portal.competitions.results import keeping, publication, reading, telling
from portal.competitions.results.models import KeptRanking
from portal.competitions.results.reading import Material
from portal.kit.ranking_record import Ranking
from portal.letters.rules import reminded
from portal.owed import Duty
from portal.schedule import InTransaction, Task


class Reckoned(NamedTuple):
    given: Material
    made: Ranking


def _brief(kept: KeptRanking) -> Material:
    return reading.material(kept.round)


def _work(given: Material, at: datetime) -> Reckoned:
    return Reckoned(given, keeping.reckon(given))


def _settle(kept: KeptRanking, reckoned: Reckoned, at: datetime) -> None:
    keeping.keep(kept, reckoned.given, reckoned.made, at=at)


DUTIES = (Duty(KeptRanking, _brief, _work, _settle),)


@reminded(publication.TOLD)
def tell(entry_id: int, at: datetime) -> None:
    if (entry := entries.numbered(entry_id)) is not None:
        telling.tell(entry, at=at)


def publish(at: datetime, in_transaction: InTransaction) -> None:
    """Each competition whose hour has come, in a transaction of its own."""
    for number in in_transaction(lambda: [one.id for one in publication.due(at)]):
        in_transaction(partial(_advance, number, at))


def _advance(number: int, at: datetime) -> None:
    if (competition := competitions.numbered(number)) is not None:
        publication.advance(competition, at=at)


TASKS = (Task("publish-results", timedelta(minutes=1), publish),)
