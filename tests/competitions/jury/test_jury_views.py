"""The pages of a juror: their entries, one ballot, what is saved, what is refused."""

from __future__ import annotations

import pypdfium2 as pdfium
from sqlalchemy import func, select

from portal.competitions.jury import queries
from portal.competitions.jury.models import Ballot, BallotState, ScoreAct
from portal.competitions.jury.queries import ballots_of
from portal.db import db
from tests import cast
from tests.competitions.asking import statements
from tests.competitions.jury import planting
from tests.looking import LookingClient


def test_a_juror_scores_by_plain_forms_locks_and_sees_it_sealed(client: LookingClient) -> None:
    of = planting.judged(entries=2)
    round_ = planting.opened(of)
    chair = of.jury[0]
    cast.sign_in(client, chair.person)
    codes = [one.entry.code for one in queries.ballots_of(chair, round_)]
    assert f"/jury/{of.slug}" in client.get("/jury").text
    listed = client.get(f"/en/jury/{of.slug}").text
    assert "0 of 2 scored" in listed and listed.index(codes[0]) < listed.index(codes[1])
    there = f"/en/jury/{of.slug}/{codes[0]}"
    shown = client.get(there).text
    assert "Entry 1 of 2 in your own order" in shown and "Mái hiên chung" in shown
    given = {f"score_{one.key}": "8" for one in of.criteria} | {f"half_{of.criteria[0].key}": "5", "to": "next"}
    answer = client.post(there, data=given | {"remark": "Rõ ràng.", "note": "xem lại"})
    assert (answer.status_code, answer.location) == (303, f"/en/jury/{of.slug}/{codes[1]}")
    mine = queries.ballots_of(chair, round_)[0]
    assert (mine.state, mine.remark, mine.note) == (BallotState.COMPLETE, "Rõ ràng.", "xem lại")
    assert sorted(one.tenths for one in mine.scores) == [80, 80, 80, 80, 80, 85]
    refused = client.post(there, data=given | {f"score_{of.criteria[1].key}": "11", "remark": "Giữ lại"})
    assert (
        refused.status_code == 422 and "A score is a number from 0 to 10." in refused.text and "Giữ lại" in refused.text
    )
    client.post(f"/en/jury/{of.slug}/{codes[1]}", data=given | {"to": "here"})
    cleared = client.post(f"/en/jury/{of.slug}/{codes[1]}", data={"clear": of.criteria[0].key})
    assert cleared.status_code == 303
    refused = client.post(f"/jury/{of.slug}/{codes[1]}", data={f"score_{of.criteria[0].key}": "11"})
    assert refused.status_code == 422 and refused.text.count("Điểm là một số từ 0 đến 10.") == 2
    early = client.post(f"/en/jury/{of.slug}/lock")
    assert early.status_code == 409 and f"not complete: {codes[1]}" in early.text and "Ballots to print" in early.text
    client.post(f"/en/jury/{of.slug}/{codes[1]}", data=given)
    assert client.post(f"/en/jury/{of.slug}/lock").status_code == 303
    assert "Nobody sees a score before everybody" in client.get(f"/en/jury/{of.slug}").text
    assert client.post(there, data=given).status_code in (303, 422)
    assert "can be read and no more be changed" in client.get(there).text


def test_a_tap_is_saved_in_a_line(client: LookingClient) -> None:
    of = planting.judged(entries=1)
    round_ = planting.opened(of)
    cast.sign_in(client, of.jury[0].person)
    key, code = of.criteria[0].key, of.entries[0].code
    there = f"/en/jury/{of.slug}/{code}/score"
    said = client.post(there, data={"f": key, "v": "8,5", "o": "a"})
    assert said.status_code == 200 and len(said.data) < 300 and said.json["n"] == "1 of 6 criteria"
    wrong = client.post(there, data={"f": key, "v": "8,25", "o": "b"})
    assert (wrong.status_code, wrong.json) == (422, {"says": "8,25 has more than one decimal. Give 8,2 or 8,3."})
    assert client.post(there, data={"f": "nonsense", "v": "1"}).status_code == 422
    client.post(there, data={"f": "remark", "v": "Tốt\nlắm", "o": "c"})
    (mine,) = queries.ballots_of(of.jury[0], round_)
    assert ([one.tenths for one in mine.scores], mine.remark) == ([85], "Tốt\nlắm")


def test_stepping_aside_takes_the_entry_away_at_once(client: LookingClient) -> None:
    of = planting.judged(entries=2)
    round_ = planting.opened(of)
    chair = of.jury[0]
    first, second = (one.entry for one in queries.ballots_of(chair, round_))
    cast.sign_in(client, chair.person)
    assert client.post(f"/jury/{of.slug}/{first.code}/conflict", data={"kind": ""}).status_code == 422
    left = client.post(f"/jury/{of.slug}/{first.code}/conflict", data={"kind": "family"})
    assert left.location == f"/jury/{of.slug}/{second.code}"
    assert client.get(f"/jury/{of.slug}/{first.code}").status_code == 404
    client.get(left.location)  # says so once
    assert first.code not in client.get(f"/jury/{of.slug}").text


def test_a_juror_answers_for_their_place(client: LookingClient) -> None:
    of = planting.judged(entries=1)
    member = of.jury[1]
    member.accepted_at = member.brief_approved_at = None
    cast.sign_in(client, member.person)
    assert client.get(f"/jury/{of.slug}").status_code == 404
    client.post(f"/jury/{of.slug}/place", data={"says": "accept"})
    client.post(f"/jury/{of.slug}/place", data={"says": "approve"})
    assert client.get(f"/jury/{of.slug}").status_code == 200
    client.post(f"/jury/{of.slug}/place", data={"says": "decline", "reason": "Bận"})
    assert (member.declined_at is not None, member.decline_reason) == (True, "Bận")
    assert client.post(f"/jury/{of.slug}/place", data={"says": "nonsense"}).status_code == 422


def test_the_desk_says_what_waits_for_a_juror(client: LookingClient) -> None:
    of = planting.judged(entries=2)
    planting.opened(of)
    cast.sign_in(client, of.jury[0].person)
    desk = client.get("/en/desk").text
    assert "2 entries wait for your scores." in desk and f"/en/jury/{of.slug}" in desk


def test_a_juror_of_another_jury_and_a_reserve_find_no_ballot(client: LookingClient) -> None:
    of = planting.judged(entries=1)
    planting.opened(of)
    there = f"/jury/{of.slug}/{of.entries[0].code}"
    cast.sign_in(client, cast.juror())
    assert {client.get(one).status_code for one in (there, f"/jury/{of.slug}")} == {404}
    cast.sign_in(client, of.jury[5].person)
    assert (client.get(there).status_code, client.get(f"/jury/{of.slug}").status_code) == (404, 200)


def test_what_a_page_costs_does_not_grow(client: LookingClient, queries: list[str]) -> None:
    counts = []
    for entries in (1, 3):
        of = (
            planting.judged(entries=entries, slug=f"thi-{entries}")
            if entries == 1
            else planting.judged(entries=entries)
        )
        planting.opened(of)
        cast.sign_in(client, of.jury[0].person)
        code = of.entries[0].code
        for address in ("/jury", f"/jury/{of.slug}", f"/jury/{of.slug}/{code}"):
            queries.clear()
            page = client.get(address)
            counts.append((address.count("/"), len(queries)))
            assert page.status_code == 200
    assert counts[:3] == counts[3:] and max(count for _, count in counts) <= 12, counts


def test_practice_keeps_nothing_and_says_what_a_ballot_comes_to(client: LookingClient) -> None:
    of = planting.judged(entries=1)
    planting.opened(of)
    cast.sign_in(client, of.jury[0].person)
    there = f"/en/jury/{of.slug}/practice"
    assert there in client.get(f"/en/jury/{of.slug}").text and "invented" in client.get(there).text
    given = {f"score_{one.key}": "8" for one in of.criteria}
    assert "This ballot would be worth 8.00" in client.get(there, query_string=given).text
    first = of.criteria[0].key
    half = client.get(there, query_string=given | {f"half_{first}": "5"}).text
    assert "would be worth 8.10" in half  # half a point of a fifth of the weight
    assert "1 criterion has no points yet" in client.get(there, query_string=given | {f"score_{first}": ""}).text
    wrong = client.get(there, query_string=given | {f"score_{first}": "11"})
    assert (wrong.status_code, "A score is a number from 0 to 10." in wrong.text) == (422, True)
    assert db.session.scalar(select(func.count()).select_from(ScoreAct)) == 0
    assert db.session.scalar(select(func.count()).select_from(Ballot)) == 5


def test_a_jurors_sheet_of_paper_holds_codes_and_nothing_of_the_entries(client: LookingClient) -> None:
    of = planting.judged(entries=2)
    planting.opened(of)
    cast.sign_in(client, of.jury[1].person)
    answer = client.get(f"/jury/{of.slug}/ballots.pdf")
    text = "".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(answer.data))
    assert all(one.code in text for one in of.entries) and "J2" in text
    assert "Mái hiên" not in text and "Trịnh" not in text and of.jury[1].person.full_name not in text


def test_who_sits_in_three_juries_asks_no_more_than_who_sits_in_one(client: LookingClient, queries: list[str]) -> None:
    asked, chair = [], cast.juror()
    for number in range(1, 4):
        of = planting.judged(entries=number, chair=db.session.merge(chair), slug=f"thi-{number}")
        round_ = planting.opened(of)
        planting.fill(ballots_of(of.jury[0], round_)[0])
        cast.sign_in(client, of.jury[0].person)
        asked.append([statements(client, queries, address) for address in ("/jury", "/desk")])
    assert asked[0] == asked[1] == asked[2], asked
    page = client.get("/en/jury").text
    assert [page.index(f"{done} of {number}") > 0 for done, number in ((1, 3), (1, 2), (1, 1))] == [True] * 3
    assert "entries wait for your scores" in client.get("/en/desk").text
