"""The exhibition and the public's vote: closed before their time, one vote a code, counts hidden until the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from portal.competitions.entries.models import EntryState, Identity
from portal.competitions.exhibition import prize, queries, votes
from portal.competitions.jury.models import Round
from portal.competitions.models import Competition, PhaseKind, Stage
from portal.competitions.results import jobs
from portal.competitions.results.models import Award, Certificate, PublicVote, RefusedVote
from portal.competitions.results.policy import OUT
from portal.db import db
from portal.kit.say import Refused
from portal.letters.models import Letter, Reminder
from portal.media.storage import Storage, storage_for
from portal.people.models import Role
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.competitions import planting
from tests.competitions.asking import statements
from tests.competitions.jury import planting as jury
from tests.competitions.results import judged
from tests.looking import LookingClient
from tests.make import AT

VOTE_OPEN, VOTE_OVER = planting.PHASES[PhaseKind.PUBLIC_VOTE]
VOTED = datetime(2020, 1, 2, tzinfo=UTC)
KEY = "a-key"


@pytest.fixture
def of(session: object) -> Round:
    made = judged.round_one(has_public_vote=True, public_prize=True)
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


def test_the_public_prize_goes_to_the_most_votes_once_both_result_and_vote_are_over(of: Round) -> None:
    competition, known = of.competition, entries(of)
    for code, number in (("HT1000", 1), ("KV2000", 2), ("MH3000", 2)):
        for voter in range(number):
            db.session.add(PublicVote(competition_id=competition.id, entry_id=known[code].id,  # type: ignore[attr-defined]
                                      voter=f"{code} {voter}", at=VOTE_OPEN))  # fmt: skip
    known["MH3000"].state = EntryState.WITHDRAWN  # type: ignore[attr-defined]
    paper = Certificate(entry_id=known["KV2000"].id, code="22222222", at=AT)  # type: ignore[attr-defined]
    db.session.add(paper)
    db.session.flush()
    assert prize.due(VOTE_OVER) == [] and prize.settle(competition, at=VOTE_OVER) == []  # no result is out
    told(of)
    assert prize.due(VOTE_OVER - timedelta(seconds=1)) == [] and prize.due(VOTE_OVER) == [competition]
    made = prize.settle(competition, at=VOTE_OVER)
    assert [(one.prize.name_vi, one.entry and one.entry.code, one.shared, one.withheld) for one in made] == [
        ("Giải công chúng", "KV2000", False, False)
    ]
    assert paper.award is made[0] and prize.due(VOTE_OVER) == [] and prize.settle(competition, at=VOTE_OVER) == []
    [owed] = db.session.query(Reminder).filter_by(kind=prize.WON)
    known["KV2000"].identity.person.language = "en"  # type: ignore[attr-defined]
    jobs.tell_won(owed.subject_id, VOTE_OVER)
    [letter] = db.session.query(Letter).filter_by(kind="result")
    assert letter.subject == "Public’s prize: entry KV2000" and "awarded: Public’s prize." in letter.body


def test_works_with_as_many_votes_share_the_public_prize_and_no_vote_gives_none(of: Round) -> None:
    competition, known = told(of), entries(of)
    for code in ("HT1000", "KV2000"):
        number = known[code].id  # type: ignore[attr-defined]
        db.session.add(PublicVote(competition_id=competition.id, entry_id=number, voter=code, at=VOTE_OPEN))
    db.session.flush()
    made = prize.settle(competition, at=VOTE_OVER)
    assert [(one.entry and one.entry.code, one.shared) for one in made] == [("HT1000", True), ("KV2000", True)]
    silent = planting.competition(stage=Stage.RESULTS_PUBLISHED, has_public_vote=True, public_prize=True)
    [none] = prize.settle(silent, at=VOTE_OVER)
    assert (none.entry_id, none.withheld) == (None, True)


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


@pytest.mark.parametrize("stage", [Stage.JUDGING, Stage.RESULTS_PUBLISHED])
def test_the_exhibition_asks_no_more_for_three_works_than_for_one(
    app: Flask, client: LookingClient, queries: list[str], stage: Stage
) -> None:
    """While the public votes, and once prizes, authors and the count of the vote are told."""
    storage, asked = storage_for(app.config["SETTINGS"]), []
    for number in (1, 3):
        slug, code = exhibition(number, stage, storage)
        there = f"/competitions/{slug}/gallery"
        assert client.get(there).text.count("-1-0-0-0.webp") == number
        asked.append([statements(client, queries, one) for one in (there, f"{there}/{code}")])
    assert asked[0] == asked[1], asked


def exhibition(works: int, stage: Stage, storage: Storage) -> tuple[str, str]:
    """So many works, each with two panels and, once it is told, a prize; the address, and the code of the first."""
    vote = {PhaseKind.PUBLIC_VOTE: (VOTED, VOTED + timedelta(days=9))} if stage in OUT else planting.VOTING
    made = jury.judged(
        entries=works, stage=stage, phases=planting.PHASES | vote, has_public_vote=True, public_prize=True,
        slug=f"thi-{works}",
    )  # fmt: skip
    found = list(made.entries)
    for entry, prize_ in zip(found, made.prizes, strict=False):
        entry.state, entry.identity.shown_as = EntryState.SHORTLISTED, "Nhóm Mộc"
        jury.panel(entry, storage)
        jury.panel(entry, storage)
        db.session.add(Award(competition_id=made.id, prize_id=prize_.id, entry_id=entry.id, at=AT))
        db.session.add(PublicVote(competition_id=made.id, entry_id=entry.id, voter=entry.code, at=VOTED))
    db.session.flush()
    return made.slug, found[0].code
