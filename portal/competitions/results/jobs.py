"""What the worker does for results: reckons the rankings that are owed."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from portal.competitions.results import keeping, reading
from portal.competitions.results.models import KeptRanking
from portal.competitions.results.reading import Material
from portal.kit.ranking_record import Ranking
from portal.owed import Duty


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
