"""The public page of a result: not a word before it is out, then all of it."""

from __future__ import annotations

import pytest

from portal.competitions.entries.models import Entry, Identity
from portal.competitions.jury.models import Motion, MotionKind, Round
from portal.competitions.models import Stage
from portal.competitions.results import awards, showing
from portal.competitions.results.models import Award, JurySentence, RankRow
from portal.db import db
from portal.kit.say import Refused
from tests import make
from tests.competitions.asking import statements
from tests.competitions.results import judged
from tests.competitions.results.test_keeping import reckoned
from tests.looking import LookingClient
from tests.make import AT


def carried(of: Round, kind: MotionKind, prize: int, entry: Entry | None = None) -> Motion:
    made = Motion(competition_id=of.competition_id, round_id=of.id, kind=kind, entry_id=entry.id if entry else None,
                  prize_id=of.competition.prizes[prize].id, opened_at=AT, closed_at=AT, carried=True)  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


@pytest.fixture
def rows(session: object) -> list[RankRow]:
    of = judged.round_one(may_withhold=True)
    found = reckoned(of)
    of.locked_at = of.unsealed_at = AT
    for row in found:
        author = make.person(name=f"Tác giả {row.entry.code}")
        db.session.add(Identity(entry_id=row.entry_id, person_id=author.id, shown_as=f"Nhóm {row.entry.code}"))
    first, second, *_ = of.competition.prizes
    awards.give(first, carried(of, MotionKind.PRIZE, 0, found[0].entry), at=AT)
    awards.withhold(second, carried(of, MotionKind.WITHHOLD, 1), at=AT)
    awards.say(found[0].entry, "Ít làm mới nhất mà đổi được nhiều nhất.", by=None, at=AT)
    db.session.flush()
    return found


def test_before_it_is_out_the_page_says_when_and_nothing_else(client: LookingClient, rows: list[RankRow]) -> None:
    competition = rows[0].entry.competition
    competition.stage = Stage.REVEALED
    page = client.get(f"/en/competitions/{competition.slug}/results").text
    assert "The result is published on" in page and "HT1000" not in page
    assert client.get(f"/competitions/{competition.slug}/results.csv").status_code == 404


def test_it_shows_places_prizes_authors_and_the_jurys_sentence(client: LookingClient, rows: list[RankRow]) -> None:
    competition = rows[0].entry.competition
    competition.stage = Stage.RESULTS_PUBLISHED
    page = client.get(f"/competitions/{competition.slug}/results").text
    assert "8,17<small>" in page and "Nhóm HT1000" in page and "60.000.000" in page
    assert "Ít làm mới nhất mà đổi được nhiều nhất." in page
    assert "Tác giả" not in page
    assert client.get(f"/competitions/{competition.slug}/results.csv").text.count("\r\n") == 1 + 12 * 6


def test_a_prize_needs_a_carried_vote_and_the_average_it_asks_for(rows: list[RankRow]) -> None:
    of = db.session.get_one(Round, rows[0].round_id)
    third = of.competition.prizes[2]
    with pytest.raises(Refused, match="vote of the jury"):
        awards.give(third, carried(of, MotionKind.WITHHOLD, 2), at=AT)
    with pytest.raises(Refused, match="as often as it exists"):
        awards.give(of.competition.prizes[0], carried(of, MotionKind.PRIZE, 0, rows[1].entry), at=AT)
    first = awards.all_of(of.competition)[0]
    db.session.delete(first)
    db.session.flush()
    with pytest.raises(Refused, match="below what the prize asks for"):
        awards.give(of.competition.prizes[0], carried(of, MotionKind.PRIZE, 0, rows[3].entry), at=AT)
    assert [prize.position for prize in awards.undecided(of.competition)] == [0, 2, 3]


def test_the_page_asks_no_more_for_more_prizes(client: LookingClient, queries: list[str], rows: list[RankRow]) -> None:
    competition, asked = rows[0].entry.competition, []
    competition.stage = Stage.RESULTS_PUBLISHED
    address, prizes = f"/competitions/{competition.slug}/results", [one.id for one in competition.prizes[2:]]
    given = [(competition.id, prize, row.entry_id) for prize, row in zip(prizes, rows[1:], strict=False)]
    asked.append(statements(client, queries, address))
    for of, prize, entry in given:
        db.session.add(Award(competition_id=of, prize_id=prize, entry_id=entry, at=AT))
        db.session.add(JurySentence(entry_id=entry, text_vi="Giữ được hàng cây.", at=AT))
        asked.append(statements(client, queries, address))
    assert len(asked) == 3 and len(set(asked)) == 1, asked
    assert client.get(address).text.count("Giữ được hàng cây.") == 2


def test_a_ranking_of_many_pages_leads_from_one_to_the_next(
    client: LookingClient, monkeypatch: pytest.MonkeyPatch, rows: list[RankRow]
) -> None:
    monkeypatch.setattr(showing, "AT_ONCE", 3)
    competition = rows[0].entry.competition
    competition.stage = Stage.RESULTS_PUBLISHED
    address = f"/competitions/{competition.slug}/results"
    first, second = client.get(address).text, client.get(f"{address}?page=2").text
    assert f'href="{address}?page=2"' in first and "Bài TN4000" not in first
    assert "Bài TN4000" in second and "Bài KV2000" not in second
    assert client.get(f"{address}?page=3").status_code == 404
