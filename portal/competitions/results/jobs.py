"""What the worker does for results: reckons, freezes, publishes at the announced time, writes letters."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from portal.competitions import rules as competitions
from portal.competitions.entries import rules as entries
from portal.competitions.exhibition import prize
from portal.competitions.models import Stage
from portal.competitions.results import flagging, freezing, keeping, policy, publication, reading, telling
from portal.competitions.results.models import KeptRanking
from portal.competitions.results.reading import Material
from portal.kit import frozen_result
from portal.kit.frozen_result import Inputs
from portal.kit.jury_flags import Flag
from portal.kit.ranking_record import Ranking
from portal.letters.rules import reminded
from portal.owed import Duty
from portal.schedule import InTransaction, Task


class Due(NamedTuple):
    """What a round's ranking is reckoned from; the jurors' lists once its ballots are open; and what is frozen with it,
    once the jury has signed."""

    given: Material
    listed: dict[str, list[str]] | None
    signed: Inputs | None


class Reckoned(NamedTuple):
    given: Material
    made: Ranking
    flags: list[Flag] | None
    frozen: dict[str, Any] | None


def _brief(kept: KeptRanking) -> Due:
    of = kept.round
    lists = flagging.listed(of) if policy.is_open(of) else None
    return Due(reading.material(of), lists, freezing.due(of))


def _work(due: Due, at: datetime) -> Reckoned:
    made = keeping.reckon(due.given)
    flags = flagging.look(due.given, made, due.listed) if due.listed is not None else None
    return Reckoned(due.given, made, flags, frozen_result.freeze(due.signed) if due.signed else None)


def _settle(kept: KeptRanking, reckoned: Reckoned, at: datetime) -> None:
    keeping.keep(kept, reckoned.given, reckoned.made, at=at)
    if reckoned.flags is not None:
        kept.record = kept.record | {flagging.FLAGS: flagging.plain(reckoned.flags)}
    if reckoned.frozen is not None:
        freezing.keep(kept.round.competition, reckoned.frozen, at=at)


DUTIES = (Duty(KeptRanking, _brief, _work, _settle),)


def fit_jurors(at: datetime, in_transaction: InTransaction) -> None:
    """How well the jurors of an open round fit the model: slow advice, so it comes after the ranking."""
    for number in in_transaction(flagging.without_infit):
        given = in_transaction(partial(flagging.material, number))
        found = flagging.infit(given) if given is not None else {}
        in_transaction(partial(flagging.keep_infit, number, given, found))


@reminded(publication.TOLD)
def tell(entry_id: int, at: datetime) -> None:
    if (entry := entries.numbered(entry_id)) is not None:
        telling.tell(entry, at=at)


@reminded(prize.WON)
def tell_won(award_id: int, at: datetime) -> None:
    if (award := prize.won(award_id)) is not None:
        telling.won(award, at=at)


def publish(at: datetime, in_transaction: InTransaction) -> None:
    """Each competition whose hour has come, or whose public has chosen, in a transaction of its own."""
    for number in in_transaction(lambda: {one.id for one in (*publication.due(at), *prize.due(at))}):
        in_transaction(partial(_advance, number, at))


def _advance(number: int, at: datetime) -> None:
    """The next step; a prize of the public that is known by then stands in the letter about the result."""
    if (competition := competitions.numbered(number)) is not None:
        step = publication.advance(competition, at=at)
        prize.settle(competition, at=at, letter=step != Stage.RESULTS_PUBLISHED)


TASKS = (
    Task("publish-results", timedelta(minutes=1), publish), Task("fit-jurors", timedelta(minutes=5), fit_jurors),
)  # fmt: skip
