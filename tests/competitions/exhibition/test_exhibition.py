"""The exhibition and the public's vote: closed before their time, one vote a code, counts hidden until the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.competitions.entries.models import EntryState, Identity
from portal.competitions.exhibition import queries, votes
from portal.competitions.jury.models import Round
from portal.competitions.models import Competition, PhaseKind, Stage
from portal.competitions.results.models import RefusedVote
from portal.db import db
from portal.kit.say import Refused
from portal.people.models import Role
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.competitions import planting
from tests.competitions.results import judged
from tests.looking import LookingClient
from tests.make import AT

VOTE_OPEN, VOTE_OVER = planting.PHASES[PhaseKind.PUBLIC_VOTE]
KEY = "a-key"


@pytest.fixture
def of(session: object) -> Round:
    made = judged.round_one(has_public_vote=True)
    for ballot in made.ballots:
        if db.session.get(Identity, ballot.entry_id) is None:
            author = make.person(name=f"Tác giả {ballot.entry.code}")
            db.session.add(
                Identity(entry_id=ballot.entry_id, person_id=author.id, shown_as=f"Nhóm {ballot.entry.code}")
            )
            db.session.flush()
    return made


def entries(of: Round) -> dict[str, object]:
    return {ballot.entry.code: ballot.entry for ballot in of.ballots}


def told(of: Round) -> Competition:
    of.competition.stage = Stage.RESULTS_PUBLISHED
    db.session.flush()
    return of.competition


def test_before_the_result_there_is_nothing_to_see(client: LookingClient, of: Round) -> None:
    assert client.get(f"/competitions/{of.competition.slug}/gallery").status_code == 404
    assert client.get(f"/competitions/{of.competition.slug}/gallery/HT1000").status_code == 404


def test_all_works_are_exhibited_with_the_authors_who_want_to_be_named(client: LookingClient, of: Round) -> None:
    competition = told(of)
    entries(of)["TN4000"].state = EntryState.WITHDRAWN  # type: ignore[attr-defined]
    db.session.flush()
    page = client.get(f"/en/competitions/{competition.slug}/gallery").text
    assert [code in page for code in ("HT1000", "KV2000", "MH3000", "TN4000")] == [True, True, True, False]
    assert "Nhóm HT1000" in page and "Tác giả" not in page
    assert "Bài HT1000" in client.get(f"/en/competitions/{competition.slug}/gallery/HT1000").text
    assert "HT1000" not in client.get(f"/competitions/{competition.slug}/gallery?class=community").text


def test_the_order_is_the_same_all_day_and_another_tomorrow(of: Round) -> None:
    competition = told(of)
    days = [(AT + timedelta(days=number)).date() for number in range(6)]
    orders = [[one.code for one in queries.exhibited(competition, day=day)] for day in days]
    assert orders[0] == [one.code for one in queries.exhibited(competition, day=AT.date())]
    assert len({tuple(one) for one in orders}) > 1


def test_one_vote_for_each_code_and_counts_only_after_the_end(of: Round) -> None:
    competition = of.competition
    first, second = votes.make_codes(competition, 2, by=make.person(Role.ORGANISER), at=AT)
    entry = entries(of)["HT1000"]
    entry.state = EntryState.SHORTLISTED  # type: ignore[attr-defined]
    with pytest.raises(votes.NotCounted, match="no vote now"):
        votes.cast(competition, entry, first, key=KEY, at=VOTE_OPEN - timedelta(seconds=1))  # type: ignore[arg-type]
    votes.cast(competition, entry, first.lower(), key=KEY, at=VOTE_OPEN)  # type: ignore[arg-type]
    with pytest.raises(votes.NotCounted, match="voted already"):
        votes.cast(competition, entry, first, key=KEY, at=VOTE_OPEN)  # type: ignore[arg-type]
    with pytest.raises(votes.NotCounted, match="no code of this vote"):
        votes.cast(competition, entry, "2222-2222", key=KEY, at=VOTE_OPEN)  # type: ignore[arg-type]
    assert votes.count(competition, VOTE_OVER - timedelta(seconds=1)) is None
    count = votes.count(competition, VOTE_OVER)
    assert count is not None and (count.votes, count.roll) == (1, 2) and second != first


def test_a_refused_vote_is_counted_and_said_at_its_field(client: LookingClient, of: Round) -> None:
    competition = told(of)
    for times in (1, 2):
        sent = {"entry": "HT1000", "code": "2222-2222"}
        answer = client.post(f"/en/competitions/{competition.slug}/gallery", data=sent)
        assert (answer.status_code, "There is no vote now." in answer.text) == (422, True)
        found = db.session.query(RefusedVote.why, RefusedVote.times).filter_by(competition_id=competition.id).all()
        assert found == [(votes.CLOSED, times)]  # how often and why, and nothing else


def test_codes_are_shown_once_to_those_who_hand_them_out(client: LookingClient, of: Round) -> None:
    address = f"/en/desk/competitions/{of.competition.slug}/vote-codes"
    sign_in(client, make.person(Role.REGISTRAR))
    made = client.post(address, data={"number": "3"}).text
    assert made.count('<code class="code">') == 3
    assert '<code class="code">' not in client.get(address).text
    assert client.post(address, data={"number": "0"}).status_code == 422
    with pytest.raises(Refused):
        votes.make_codes(of.competition, 501, by=make.person(), at=now())
