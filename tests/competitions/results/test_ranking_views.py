"""The page of a ranking: sealed until every ballot is locked, then raw and adjusted side by side."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from portal.competitions.jury.models import Round
from portal.db import db
from portal.people.models import Role
from tests import make
from tests.cast import sign_in
from tests.competitions.results import judged
from tests.competitions.results.test_keeping import reckoned
from tests.looking import LookingClient
from tests.make import AT


@pytest.fixture
def of(session: object) -> Round:
    points = {code: dict(given) for code, given in judged.VECTOR_A.items()}
    del points["HT1000"]["J3"]
    return judged.round_one(points, method="adjusted")


def open_ballots(of: Round) -> None:
    reckoned(of)
    of.locked_at = of.unsealed_at = AT
    db.session.flush()


def test_nothing_is_seen_before_every_ballot_is_locked(client: LookingClient, of: Round) -> None:
    reckoned(of)
    sign_in(client, make.person(Role.REGISTRAR))
    page = client.get(f"/en/desk/competitions/{of.competition.slug}/ranking").text
    assert "Nobody sees a score" in page and "HT1000" not in page and "8.25" not in page
    assert client.get(f"/desk/competitions/{of.competition.slug}/ranking.csv").status_code == 404


def test_it_shows_adjusted_and_raw_and_says_what_the_correction_did(client: LookingClient, of: Round) -> None:
    open_ballots(of)
    sign_in(client, make.person(Role.REGISTRAR))
    page = client.get(f"/en/desk/competitions/{of.competition.slug}/ranking").text
    assert page.index("HT1000") < page.index("KV2000") < page.index("MH3000")
    assert "8.25<small>raw 7.50</small>" in page
    assert "Ballots missing: 1 of 12." in page
    assert "11 <small>/ 12</small>" in page


def test_the_table_can_be_ranked_anew(client: LookingClient, of: Round) -> None:
    open_ballots(of)
    sign_in(client, make.person(Role.ORGANISER))
    answer = client.get(f"/desk/competitions/{of.competition.slug}/ranking.csv")
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert len(rows) == 11 * 6
    assert rows[0] == {"entry": "HT1000", "juror": "J1", "criterion": "reuse", "score": "7", "weight": "20"}
