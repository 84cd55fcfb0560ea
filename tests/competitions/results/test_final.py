"""A final by ranked ballots: its order decides, everybody can recompute it, and the round of points stays beside it."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO

import openpyxl
import pytest
from sqlalchemy import delete

from portal.competitions import roster
from portal.competitions import rules as competitions
from portal.competitions.entries.models import EntryState
from portal.competitions.jury import conflicts, finals, motions, reserves, rounds, sittings
from portal.competitions.jury.models import ConflictKind, MotionKind, RankedBallot, Round, RoundKind
from portal.competitions.models import Competition, Stage
from portal.competitions.results import freezing, reading
from portal.db import db
from portal.kit import frozen_result
from portal.kit.say import Refused
from portal.people.models import Role
from tests import make
from tests.cast import sign_in
from tests.competitions.asking import statements
from tests.competitions.jury import planting
from tests.competitions.jury.planting import OPENED
from tests.competitions.results.test_keeping import reckoned
from tests.looking import LookingClient

ORDERS = ((1, 2, 3), (1, 2, 3), (2, 1, 3), (2, 1, 3), (1, 2, 2))
"""What each juror gives the three finalists: the first beats both others, three jurors to two."""


@pytest.fixture
def of(session: object) -> Competition:
    competition = planting.judged(entries=4)
    reckoned_round = planting.opened(competition)
    planting.lock_all(reckoned_round)
    sittings.hold(competition, [one.id for one in competition.jury[:5]], by=None, at=OPENED)
    for entry in competition.entries[:3]:
        motion = motions.put(competition, MotionKind.SHORTLIST, entry=entry, by=None, at=OPENED)
        for member in competition.jury[:5]:
            motions.vote(motion, member, "yes", by=member.person, at=OPENED)
        motions.close(motion, by=None, at=OPENED)
    rounds.close(planting.opened(competition, RoundKind.CONTROL), by=None, at=OPENED)
    reckoned(reckoned_round)
    return competition


def held(of: Competition) -> Round:
    """The final, ranked by all and closed; the reserve has taken the place of the last member on the way."""
    final = planting.opened(of, RoundKind.FINAL)
    codes = [one.code for one in of.entries[:3]]
    absent = of.jury[4]
    finals.rank(absent, final, dict(zip(codes, (3, 2, 1), strict=True)), by=absent.person, at=OPENED)
    reserves.stand_in(of.jury[5], absent, by=None, at=OPENED)
    for member, places in zip(roster.voting(of), ORDERS, strict=True):
        finals.rank(member, final, dict(zip(codes, places, strict=True)), by=member.person, at=OPENED)
    rounds.close(final, by=None, at=OPENED)
    reckoned(final)
    return final


def test_the_order_of_the_final_decides_and_is_told_as_one(client: LookingClient, of: Competition) -> None:
    final, codes = held(of), [one.code for one in of.entries[:3]]
    of.stage = Stage.RESULTS_PUBLISHED
    there = f"/en/competitions/{of.slug}/results"
    page = client.get(there).text
    assert page.index(codes[0]) < page.index(codes[1]) < page.index(codes[2])
    assert "2<small>beats 2 works</small>" in page and "J6: place 1" in page and "J5:" not in page
    assert "Scale from 0 to 10" not in page and "Schulze" in page
    earlier = client.get(f"{there}?round=1").text
    assert "Scale from 0 to 10" in earlier and of.entries[3].code in earlier
    rows = list(csv.DictReader(StringIO(client.get(f"{there}.csv").text)))
    assert len(rows) == 15 and rows[0] == {"juror": "J1", "entry": min(codes), "position": str(
        ORDERS[0][codes.index(min(codes))]
    )}  # fmt: skip
    sheet = openpyxl.load_workbook(BytesIO(client.get(f"{there}.xlsx?round=1").data)).active
    assert [cell.value for cell in sheet[1]] == ["entry", "juror", "criterion", "score", "weight"]
    assert sheet.max_row == 1 + 4 * 5 * 6 and isinstance(sheet["D2"].value, int)
    assert client.get(f"{there}.xlsx?round=2").status_code == 404  # the control round ranks nothing
    sign_in(client, make.person(Role.ORGANISER))
    assert client.get(f"/desk/competitions/{of.slug}/ranking.xlsx?round={final.number}").status_code == 200


def test_a_final_is_frozen_with_its_orders_and_the_ballots_before_it(of: Competition) -> None:
    held(of)
    competitions.step(of, Stage.RANKING_SIGNED, by=None, at=OPENED)
    freezing.freeze_now(of, at=OPENED)
    kept = freezing.last(of)
    assert kept is not None
    made = json.loads(kept.json)
    assert (made["method"], len(made["orders"]), len(made["ballots"])) == ("schulze", 5, 20)
    assert frozen_result.verify(made) == kept.sha256
    first, second = (one.code for one in of.entries[:2])
    for order in made["orders"]:
        order["places"][first], order["places"][second] = order["places"][second], order["places"][first]
    with pytest.raises(Refused, match=f"place 1.*{first}.*{second}"):
        frozen_result.verify(made)


def test_whom_a_conflict_keeps_apart_and_what_left_is_in_no_order(of: Competition) -> None:
    final = held(of)
    first, second, third = of.entries[:3]
    conflicts.declare(of.jury[0], first, ConflictKind.FAMILY, by=None, at=OPENED)
    third.state = EntryState.WITHDRAWN
    db.session.flush()
    orders = {one.juror: one.places for one in reading.orders(final)}
    assert orders["J1"] == {second.code: 2} and orders["J2"] == {first.code: 1, second.code: 2}
    assert "J5" not in orders
    with pytest.raises(Exception, match="only added to"), db.session.begin_nested():
        db.session.execute(delete(RankedBallot))


def test_the_pages_of_a_result_with_a_final_ask_little(
    client: LookingClient, queries: list[str], of: Competition
) -> None:
    held(of)
    of.stage = Stage.RESULTS_PUBLISHED
    slug, registrar = of.slug, make.person(Role.REGISTRAR)
    statements(client, queries, f"/competitions/{slug}/results")
    db.session.get_one(Competition, of.id).stage = Stage.JUDGING
    sign_in(client, registrar)
    statements(client, queries, f"/desk/competitions/{slug}/ranking")
