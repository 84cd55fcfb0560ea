"""The organisers' board: counts and never scores, reminders, conflicts that wait for the registrar."""

from __future__ import annotations

import re

from sqlalchemy import select

from portal.competitions.entries.models import VaultAccess
from portal.competitions.jury import board, conflicts, locks, queries
from portal.competitions.jury.models import Ballot, BallotState, Conflict, ConflictKind, ConflictSource, Round
from portal.db import db
from portal.letters.models import Letter
from tests import cast
from tests.competitions.jury import planting
from tests.competitions.jury.planting import OPENED
from tests.looking import LookingClient


def test_before_the_lock_no_page_of_the_desk_tells_a_score(client: LookingClient) -> None:
    of = planting.judged(entries=2)
    round_ = planting.opened(of)
    for member in of.jury[1:5]:
        planting.fill_all(member, round_, *[10] * 6)
        locks.lock(member, round_, by=member.person, at=OPENED)
    for one in queries.ballots_of(of.jury[0], round_):
        planting.fill(one, *[10] * 6)
    pages = {}
    for who in (cast.organiser(), cast.registrar()):
        cast.sign_in(client, who)
        there = [f"/en/desk/competitions/{of.slug}/{part}" for part in ("board", "sittings")]
        pages[who] = [_same(client.get(address).text) for address in there]
    assert board.flags_of(round_, reader=next(iter(pages))) == [] or all(
        flag.kind in board.OF_CONDUCT for flag in board.flags_of(round_, reader=next(iter(pages)))
    )
    for one in queries.ballots_of(of.jury[0], round_):  # other points, and the pages are the same to the letter
        for number, criterion in enumerate(of.criteria):
            planting.ballots.score(one, criterion, planting.Points(95 - number), by=None, at=OPENED)
    for who, seen in pages.items():
        cast.sign_in(client, who)
        assert [_same(client.get(address).text) for address in there] == seen
    assert "Ballots complete</dt><dd>10 <small>/ 10" in seen[0]


def _same(page: str) -> str:
    return re.sub(r'name="once"[^>]*|Signed in as [^.]*', "", page)


def test_those_who_have_not_finished_are_reminded_in_their_language(client: LookingClient) -> None:
    of = planting.judged(entries=1)
    round_ = planting.opened(of)
    planting.fill_all(of.jury[0], round_)
    locks.lock(of.jury[0], round_, by=of.jury[0].person, at=OPENED)
    of.jury[1].person.language = "fr"
    cast.sign_in(client, cast.organiser())
    assert client.post(f"/desk/competitions/{of.slug}/board/reminders").status_code == 303
    letters = {
        one.person_id: one.body for one in db.session.scalars(select(Letter).where(Letter.kind == board.REMINDER))
    }
    assert set(letters) == {member.person_id for member in of.jury[1:5]}
    assert f"/fr/jury/{of.slug}" in letters[of.jury[1].person_id] and "GMT+7" in letters[of.jury[2].person_id]


def test_what_the_comparison_finds_waits_for_the_registrar(client: LookingClient) -> None:
    of = planting.judged(entries=3)
    first, second, third = of.entries
    first.identity.relations = "Tôi từng làm cho thầy Lê Minh Châu"
    of.jury[2].person.phone = second.identity.phone = "+84905444333"
    third.identity.studio = of.jury[3].organisation
    first.identity.phone = third.identity.phone = ""
    round_ = planting.opened(of)
    there = f"/en/desk/competitions/{of.slug}"
    cast.sign_in(client, cast.organiser())
    assert client.post(f"{there}/conflicts/comparison").status_code == 403
    cast.sign_in(client, cast.registrar())
    for _again in range(2):
        assert client.post(f"{there}/conflicts/comparison").status_code == 303
    assert len(db.session.scalars(select(VaultAccess).where(VaultAccess.what == "comparison")).all()) == 2
    found = {(one.member.pseudonym, one.entry_id): one for one in db.session.scalars(select(Conflict))}
    assert {key: (one.source, one.kind) for key, one in found.items()} == {
        ("J2", first.id): (ConflictSource.ENTRANT, ConflictKind.OTHER),
        ("J3", second.id): (ConflictSource.MATCH, ConflictKind.OTHER),
        ("J4", third.id): (ConflictSource.MATCH, ConflictKind.EMPLOYER),
    }
    assert len(queries.ballots_of(of.jury[2], round_)) == 3  # nothing follows by itself
    one, other = found["J3", second.id], found["J4", third.id]
    client.post(f"{there}/conflicts/{one.id}", data={"says": "confirm"})
    client.post(f"{there}/conflicts/{other.id}", data={"says": "dismiss"})
    assert [len(queries.ballots_of(of.jury[n], round_)) for n in (2, 3)] == [2, 3]
    assert client.post(f"{there}/conflicts/{one.id}", data={"says": "dismiss"}).status_code == 409
    client.post(f"{there}/conflicts", data={"c_member": of.jury[0].id, "c_code": first.code, "c_kind": "family"})
    assert conflicts.standing(of.jury[0], first) is not None
    wrong = client.post(f"{there}/conflicts", data={"c_member": of.jury[0].id, "c_code": "ZZ0000", "c_kind": "family"})
    assert wrong.status_code == 422 and "No entry of this competition has this code." in wrong.text


def test_for_staff_who_know_the_authors_an_entry_is_gone(client: LookingClient) -> None:
    of = planting.judged(entries=2)
    planting.opened(of)
    first, second = of.entries
    me, registrar = cast.organiser(), cast.registrar()
    there = f"/en/desk/competitions/{of.slug}"
    declared = {"c_member": f"p{me.id}", "c_code": first.code, "c_kind": "family", "c_note": "Em gái"}
    cast.sign_in(client, me)
    assert client.post(f"{there}/conflicts", data=declared).status_code == 303
    assert "Entries in judging</dt><dd>1<" in client.get(f"{there}/board").text
    again = client.post(f"{there}/conflicts", data=declared)
    motion = client.post(f"{there}/motions", data={"kind": "exclude", "code": first.code, "prize": "", "once": "m"})
    assert [one.status_code for one in (again, motion)] == [422, 422]
    assert all("No entry of this competition has this code." in one.text for one in (again, motion))
    other = client.post(f"{there}/conflicts", data=declared | {"c_member": f"p{registrar.id}", "c_code": second.code})
    assert other.status_code == 422  # of others only the registrar says so
    cast.sign_in(client, registrar)
    assert f"Trần Văn Minh and {first.code}" in client.get(f"{there}/board").text
    assert client.post(f"{there}/conflicts", data=declared | {"c_code": second.code}).status_code == 303
    assert queries.hidden(me, of) == {first.id, second.id} and queries.hidden(registrar, of) == set()


def test_rounds_are_opened_reopened_and_locked_from_the_board(client: LookingClient) -> None:
    of = planting.judged(entries=1, stage=planting.Stage.JUDGING)
    there = f"/en/desk/competitions/{of.slug}"
    cast.sign_in(client, cast.organiser())
    opened = client.post(f"{there}/rounds", data={"kind": "scoring", "due_at": "2026-12-15T23:59", "once": "r1"})
    assert opened.status_code == 303
    assert "23:59 (GMT+7)" in client.get(f"{there}/board").text
    round_ = db.session.scalars(select(Round)).one()
    refused = client.post(f"{there}/rounds", data={"kind": "control", "once": "r2"})
    assert refused.status_code == 422 and "Round 1 is still open" in refused.text
    chair = of.jury[0]
    planting.fill_all(chair, round_)
    locks.lock(chair, round_, by=chair.person, at=OPENED)
    again = {"a_juror": chair.id, "a_reason": "Nhầm hai bài"}
    assert client.post(f"{there}/reopenings", data=again).status_code == 303
    assert client.post(f"{there}/reopenings", data=again).status_code == 422  # not the same person twice
    cast.sign_in(client, cast.registrar())
    assert "Nhầm hai bài" in client.get(f"{there}/board").text
    assert client.post(f"{there}/reopenings", data=again).status_code == 303
    assert [one.state for one in queries.ballots_of(chair, round_)] == [BallotState.COMPLETE]
    assert client.post(f"{there}/rounds/lock").status_code == 409
    reserve, absent = of.jury[5], of.jury[4]
    client.post(f"{there}/stand-ins", data={"s_reserve": reserve.id, "s_absent": absent.id})
    assert len(queries.ballots_of(reserve, round_)) == 1
    for member in (*of.jury[:4], reserve):
        planting.fill_all(member, round_)
        locks.lock(member, round_, by=member.person, at=OPENED)
    assert round_.unsealed_at is not None
    seals = client.get(f"/en/competitions/{of.slug}/rounds/1/seals").text
    assert len(re.findall(r"<code[^>]*>[0-9a-f]{64}</code>", seals)) == 6  # the first seal of the chair stays


def test_a_stand_in_from_the_desk_of_the_roster_has_the_ballots_too(client: LookingClient) -> None:
    of = planting.judged(entries=2)
    round_ = planting.opened(of)
    reserve, absent = of.jury[5], of.jury[4]
    planting.fill_all(absent, round_)
    cast.sign_in(client, cast.organiser())
    there = f"/en/desk/competitions/{of.slug}/jury/stand-in"
    assert client.post(there, data={"reserve": reserve.id, "absent": absent.id}).status_code == 303
    assert len(queries.ballots_of(reserve, round_)) == 2 and queries.ballots_of(absent, round_) == []
    void = db.session.scalars(select(Ballot).where(Ballot.member_id == absent.id)).all()
    assert {(one.state, len(one.scores)) for one in void} == {(BallotState.VOID, 6)}  # kept, and counted for nothing
    refused = client.post(there, data={"reserve": reserve.id, "absent": of.jury[3].id})
    assert refused.status_code == 422 and len(queries.ballots_of(reserve, round_)) == 2
