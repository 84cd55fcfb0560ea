"""The results as somebody of the desk sees them who stands apart from an entry: as if it had never been handed in.

A place left out of a list would still say how good the hidden entry is; so the ranking is reckoned anew without it.
Once the result is published there is nothing to hide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from sqlalchemy import select

from portal.competitions.entries.models import Entry
from portal.competitions.jury import queries as jury
from portal.competitions.jury.models import Round
from portal.competitions.models import Competition
from portal.competitions.results import keeping, reading
from portal.competitions.results.models import KeptRanking, RankRow
from portal.competitions.results.policy import is_told
from portal.competitions.results.reading import Material
from portal.db import db
from portal.kit.orders import Order
from portal.kit.standing import Ladder
from portal.people.models import Person


def hidden(person: Person, competition: Competition) -> frozenset[int]:
    """The entries of which this person learns nothing before everybody does."""
    return frozenset() if is_told(competition) else jury.hidden(person, competition)


def codes(entries: Collection[int]) -> frozenset[str]:
    """The codes of these entries."""
    return frozenset(db.session.scalars(select(Entry.code).where(Entry.id.in_(entries)))) if entries else frozenset()


def ranking(of: Round, entries: Collection[int]) -> tuple[KeptRanking, list[RankRow]]:
    """The ranking of a round without these entries: reckoned now, and kept nowhere."""
    given = without(reading.material(of), codes(entries))
    made = keeping.reckon(given)
    numbers = reading.numbers_by_code(of)
    known = {one.id: one for one in db.session.scalars(select(Entry).where(Entry.id.in_(numbers.values())))}
    rows = [
        RankRow(round_id=of.id, entry_id=numbers[code], entry=known[numbers[code]], **values)
        for code, values in keeping.lines(given, made)
    ]
    return KeptRanking(round_id=of.id, of_version=given.version, record=keeping.record(made)), rows


def without(given: Material, left_out: Collection[str]) -> Material:
    """What a ranking is made of, less these entries; in the orders of jurors those behind them move up."""
    ladder = given.ladder
    return given._replace(
        entries=[code for code in given.entries if code not in left_out],
        ballots=[one for one in given.ballots if one.entry not in left_out],
        orders=orders(given.orders, left_out),
        ladder=Ladder(
            ladder.rungs, Counter({code: votes for code, votes in ladder.votes.items() if code not in left_out}),
            [code for code in ladder.casting if code not in left_out],
        ),
    )  # fmt: skip


def orders(given: Collection[Order], left_out: Collection[str]) -> list[Order]:
    """Orders of jurors without these entries, closed up."""
    found = []
    for order in given:
        stays = {code: place for code, place in order.places.items() if code not in left_out}
        places = {place: number for number, place in enumerate(sorted(set(stays.values())), 1)}
        if left_out and len(stays) < len(order.places):
            stays = {code: places[place] for code, place in stays.items()}
        if stays:
            found.append(order._replace(places=stays))
    return found
