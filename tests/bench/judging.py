"""Times the judging on a stage: `python -m tests.bench.judging STAGE` prints its figures as JSON.

One juror's ballot page of 24 entries, one score saved (a transaction of its own that is on the disk when it is
answered), and the first fifty places of a kept ranking of 2,000 entries × 15 jurors, as the desk reads it.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, cycle

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from portal import create_app
from portal.competitions.entries.models import Anonymity, Entry, EntryState
from portal.competitions.jury import queries
from portal.competitions.jury.models import Ballot, BallotState, Round, RoundKind
from portal.competitions.models import Competition, JuryMember, Seat, Stage
from portal.competitions.results import keeping, reading
from portal.competitions.results.models import KeptRanking
from portal.db import Mode, db, transactions
from portal.kit import ranking
from portal.kit.ballots import Criterion
from portal.people import rules as people
from portal.people.models import Person, Role
from portal.web.clock import now
from tests import cast, make
from tests.bench.asking import page, statements, weight
from tests.bench.beside import BesideBare
from tests.bench.figures import Clock, Figures, timed
from tests.bench.ranking import ENTRIES, JURORS, WEIGHTS
from tests.bench.ranking import ballots as drawn
from tests.bench.stages import Stage as BenchStage
from tests.competitions import planting as contests
from tests.competitions.jury import planting

BALLOT, SCORE, RANKED = "ballot: page", "score saved: answer", f"ranking of {ENTRIES:,}, first 50"
SMALL, GREAT, DESK = "do-mot-nguoi-cham", "do-hai-nghin-bai", "ban-do-luong@hoian.example"
OWN_ENTRIES = 24
TARGETS = {SCORE: (40, 1_000), f"{RANKED}: page": (50, 14_000)}
"""Milliseconds (p95) and bytes that may not be exceeded (QUALITY.md §2)."""


def main() -> None:
    stage = BenchStage.from_json(sys.argv[1])
    for name in ("portal", "portal.access"):
        logging.getLogger(name).setLevel(logging.ERROR)
    print(json.dumps([row.as_dict() for row in figures(stage)]))


def figures(stage: BenchStage) -> list[Figures]:
    """The rows of one stage; their size is that of what is judged."""
    app = create_app(replace(stage.app().config["SETTINGS"], second_factor=False))
    clocks, bare = dict(_clocks(app)), BesideBare(app, stage)
    sizes = {BALLOT: OWN_ENTRIES, SCORE: OWN_ENTRIES}
    rows = []
    for what, clock in clocks.items():
        size = sizes.get(what, ENTRIES)
        if what.endswith(": page"):
            bare.timed([clock])
            asked = statements(app, clock.work)
            rows.append(bare.told(clock, clock.figures(what, size, stage.engine, statements=asked)))
        else:
            timed([clock])
            rows.append(clock.figures(what, size, stage.engine))
    return rows


def _clocks(app: Flask) -> Iterator[tuple[str, Clock]]:
    with app.app_context(), transactions(Mode.WRITE):
        if _competition(SMALL) is None:  # a stage that is kept has them already
            planting.opened(planting.judged(entries=OWN_ENTRIES, slug=SMALL, stage=Stage.JUDGING), at=now())
            _plant_great()
            make.person(Role.ORGANISER).email = DESK
        chair, codes, criterion = _chair()
        juror, desk = _signed_in(app, chair), _signed_in(app, people.find(DESK))
        db.session.commit()
    yield BALLOT, Clock(page(juror, [f"/jury/{SMALL}/{code}" for code in codes]))
    yield SCORE, Clock(_scoring(juror, [f"/jury/{SMALL}/{code}/score" for code in codes], criterion))
    yield f"{RANKED}: page", Clock(page(desk, [f"/desk/competitions/{GREAT}/ranking"]))
    yield f"{RANKED}: query", Clock(_places(app))


def _competition(slug: str) -> Competition | None:
    return db.session.scalar(select(Competition).where(Competition.slug == slug))


def _chair() -> tuple[Person, list[str], str]:
    """Who chairs the jury of the ordinary size, their entries in order, and a criterion."""
    of = _competition(SMALL)
    assert of is not None
    chair = next(one for one in of.jury if one.seat == Seat.CHAIR)
    round_ = queries.latest(of)
    assert round_ is not None
    return chair.person, [one.entry.code for one in queries.ballots_of(chair, round_)], of.criteria[0].key


def _plant_great() -> None:
    """A round of 2,000 entries whose ballots are open, with its ranking kept as the worker leaves it."""
    at = now()
    of = contests.draft(jury=False, slug=GREAT)
    members = [
        JuryMember(person=make.person(Role.JUROR), seat=Seat.CHAIR if number == 0 else Seat.MEMBER, invited_at=at,
                   pseudonym=f"J{number:02}", position=number, accepted_at=at)
        for number in range(JURORS)
    ]  # fmt: skip
    of.jury = members
    db.session.flush()
    of.published_at, of.stage = contests.PUBLISHED, Stage.JUDGING
    round_ = Round(competition_id=of.id, number=1, kind=RoundKind.SCORING, seed=1, opened_at=at, version=1)
    db.session.add(round_)
    db.session.flush()
    db.session.execute(insert(Entry), [
        {"competition_id": of.id, "category_id": of.categories[0].id, "code": _code(number), "begun_at": at,
         "changed_at": at, "state": EntryState.IN_ROUND, "anonymity": Anonymity.CLEARED, "title": f"Bài {number}"}
        for number in range(ENTRIES)
    ])  # fmt: skip
    numbers = {code: number for number, code in db.session.execute(select(Entry.id, Entry.code).where(
        Entry.competition_id == of.id))}  # fmt: skip
    given = [one._replace(entry=_code(int(one.entry[1:]))) for one in drawn()]
    places, by_juror = {one.pseudonym: count(1) for one in members}, {one.pseudonym: one.id for one in members}
    db.session.execute(insert(Ballot), [
        {"round_id": round_.id, "member_id": by_juror[one.juror], "entry_id": numbers[one.entry],
         "position": next(places[one.juror]), "state": BallotState.LOCKED, "locked_at": at, "remark": "", "note": "",
         "seconds": 300}
        for one in given
    ])  # fmt: skip
    kept = KeptRanking(round=round_, due_at=at, done_at=at)
    db.session.add(kept)
    db.session.flush()
    criteria = [Criterion(key, weight) for key, weight in WEIGHTS.items()]
    material = reading.material(round_)._replace(ballots=given, criteria=criteria)
    keeping.keep(kept, material, ranking.by_scores(given, criteria), at=at)
    round_.locked_at = round_.unsealed_at = at
    db.session.flush()


def _code(number: int) -> str:
    return f"{'BCDGHKLMNPRSTVX'[number % 15]}T{number:04}"


def _signed_in(app: Flask, person: Person | None) -> FlaskClient:
    return cast.sign_in(app.test_client(), person)


def _scoring(client: FlaskClient, addresses: list[str], criterion: str) -> Callable[[], int]:
    turn, number = cycle(addresses), count(int(time.time() * 1_000))

    def once() -> int:
        at = next(number)
        value = str((at // len(addresses)) % 10)  # another one than the last time, so that there is something to write
        answer = client.post(next(turn), data={"f": criterion, "v": value, "o": f"bench-{addresses[0]}-{at}"[-60:]})
        assert answer.status_code == 200, answer.text
        return weight(answer)

    return once


def _places(app: Flask) -> Callable[[], None]:
    def once() -> None:
        with app.app_context(), transactions(Mode.READ):
            of = db.session.scalars(select(Round).join(Round.competition).where(Competition.slug == GREAT)).one()
            assert len(db.session.scalars(keeping.rows(of).limit(50)).all()) == 50
            db.session.rollback()

    return once


if __name__ == "__main__":
    main()
