"""Ballots on paper: typed by two people, blind, and sealed like any other; who knows the authors types nothing."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from portal.audit.models import AuditEntry
from portal.competitions.jury import board, conflicts, locks, paper, queries
from portal.competitions.jury.ballots import Points
from portal.competitions.jury.models import Ballot, BallotState, ConflictKind, Round, ScoreAct
from portal.competitions.jury.paper import Stand
from portal.competitions.jury.staff_models import PaperTyping
from portal.competitions.models import Competition
from portal.db import db
from portal.kit.say import Refused
from portal.people.models import Grant, Role
from tests import cast, make
from tests.competitions.jury import planting
from tests.competitions.jury.planting import OPENED
from tests.looking import LookingClient


def _points(of: Competition, *tenths: int) -> dict[str, Points]:
    given = [*tenths, *[70] * 9]
    return {one.key: Points(points) for one, points in zip(of.criteria, given, strict=False)}


def _mine(of: Competition, round_: Round, number: int = 0) -> Ballot:
    return queries.ballots_of(of.jury[number], round_)[0]


def test_what_two_people_type_alike_counts_and_neither_is_the_other(session: object) -> None:
    of = planting.judged(entries=1)
    round_ = planting.opened(of)
    mine, one, other = _mine(of, round_), cast.organiser(), cast.registrar()
    assert paper.type_in(mine, _points(of, 85), "Rõ  ràng.", by=one, at=OPENED) == Stand.ONCE
    with pytest.raises(Refused, match="Somebody else types it from the paper as well"):
        paper.type_in(mine, _points(of, 85), "rõ ràng.", by=one, at=OPENED)
    assert (mine.state, mine.scores) == (BallotState.ASSIGNED, [])  # nothing counts before the second
    assert paper.type_in(mine, _points(of, 80), "Rõ ràng.", by=other, at=OPENED) == Stand.DIFFERENT
    (found,) = paper.differences(mine, paper.of_ballot(mine), one)
    assert (found.criterion, found.mine, found.theirs) == (of.criteria[0], Points(85), Points(80))
    assert paper.type_in(mine, _points(of, 80), "Rõ ràng.", by=one, at=OPENED) == Stand.COUNTS
    assert (mine.state, mine.remark, mine.seconds) == (BallotState.COMPLETE, "Rõ ràng.", 0)
    assert sorted(given.tenths or 0 for given in mine.scores) == [70, 70, 70, 70, 70, 80]
    typed = [(row.by_id, row.agrees_with_id) for row in paper.of_ballot(mine)]
    assert typed == [(one.id, None), (other.id, None), (one.id, other.id)]
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.act.startswith("paper_")).order_by(AuditEntry.id))
    assert list(acts) == ["paper_typed", "paper_typed", "paper_confirmed"]
    assert board.flags_of(round_, reader=one) == []  # nobody was quick: the time of typing is not the juror's
    sealed = paper.lock(of.jury[0], round_, by=one, at=OPENED)
    assert sealed.member_id == of.jury[0].id and len(locks.published(round_)) == 1
    with pytest.raises(Refused, match="takes two people to open them again"):
        paper.type_in(mine, _points(of, 60), "", by=other, at=OPENED)
    for sql in ("UPDATE paper_typing SET remark = 'x'", "DELETE FROM paper_typing",
                "INSERT INTO paper_typing (ballot_id, scores, remark, by_id, at)"
                " SELECT ballot_id, scores, 'x', by_id, at FROM paper_typing LIMIT 1"):  # fmt: skip
        with pytest.raises(DBAPIError, match=r"only added to|this ballot is locked"), db.session.begin_nested():
            db.session.execute(text(sql))


def test_what_a_juror_has_scored_and_what_is_missing_is_refused_in_words(session: object) -> None:
    of = planting.judged(entries=2)
    round_ = planting.opened(of)
    staff = cast.organiser()
    mine = _mine(of, round_)
    for given, says in (
        ({}, "Type the points that stand on the paper"),
        (_points(of) | {of.criteria[1].key: Points(is_na=True)}, "applies to every entry"),
    ):
        with pytest.raises(Refused, match=says) as refused:
            paper.type_in(mine, given, "", by=staff, at=OPENED)
        assert (refused.value.field or "").startswith("score_")
    with pytest.raises(Refused, match="leave the name out"):
        paper.type_in(mine, _points(of), of.jury[0].person.full_name, by=staff, at=OPENED)
    planting.fill(mine, 10)
    with pytest.raises(Refused, match="scored this entry on their own page"):
        paper.type_in(mine, _points(of), "", by=staff, at=OPENED)
    with pytest.raises(Refused, match="did not come from paper"):
        paper.lock(of.jury[0], round_, by=staff, at=OPENED)
    with pytest.raises(DBAPIError), db.session.begin_nested():  # one person is never both
        db.session.add(
            PaperTyping(ballot_id=mine.id, scores={}, by_id=staff.id, agrees_with_id=staff.id, at=OPENED)
        )  # fmt: skip
        db.session.flush()
    planting.lock_all(round_)
    with pytest.raises(Refused, match="This round is locked"):
        paper.type_in(mine, _points(of), "", by=staff, at=OPENED)


def test_a_sheet_is_printed_typed_in_twice_and_locked(client: LookingClient) -> None:
    of = planting.judged(entries=2)
    round_ = planting.opened(of)
    first, second = (one.entry.code for one in queries.ballots_of(of.jury[1], round_))
    there = f"/en/desk/competitions/{of.slug}/paper"
    one, other = cast.organiser(), cast.registrar()
    cast.sign_in(client, one)
    assert "Ballots on paper" in client.get(f"/en/desk/competitions/{of.slug}/board").text
    assert f"{first}: not typed in yet" in client.get(there).text
    sheet = client.get(f"{there}/J2.pdf")
    printed = "".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(sheet.data))
    assert first in printed and second in printed and of.jury[1].person.full_name not in printed
    keys = [f"score_{criterion.key}" for criterion in of.criteria]
    wrong = client.post(
        f"{there}/J2/{first}", data=dict.fromkeys(keys, "8") | {keys[0]: "8,25", keys[1]: "11", keys[2]: ""}
    )
    assert wrong.status_code == 422 and [sentence in wrong.text for sentence in (
        "8,25 has more than one decimal. Give 8,2 or 8,3.", "A score is a number from 0 to 10.",
        "Type the points that stand on the paper; 0 is a score.",
    )] == [True] * 3  # fmt: skip
    answers = [client.post(f"{there}/J2/{code}", data=dict.fromkeys(keys, "8,5")).location for code in (first, second)]
    assert answers == [f"{there}/J2/{second}", there]
    assert 'value="8,5"' in client.get(f"{there}/J2/{first}").text  # what one has typed oneself
    cast.sign_in(client, other)
    blind = client.get(f"{there}/J2/{first}").text
    assert "Somebody has typed this ballot" in blind and 'value="8,5"' not in blind
    assert client.post(f"{there}/J2/lock").status_code == 409
    assert client.post(f"{there}/J2/{first}", data=dict.fromkeys(keys, "8,5") | {keys[3]: "3"}).location.endswith(first)
    compared = client.get(f"{there}/J2/{first}").text
    assert f"{of.criteria[3].text('name', 'en').text}: you typed 3, the other person 8.5" in compared
    for code in (first, second):
        client.post(f"{there}/J2/{code}", data=dict.fromkeys(keys, "8,5"))
    assert "2 of 2 from paper" in client.get(there).text
    assert client.post(f"{there}/J2/lock").status_code == 303
    assert {one.state for one in queries.ballots_of(of.jury[1], round_)} == {BallotState.LOCKED}
    assert client.post(f"{there}/J2/{first}", data=dict.fromkeys(keys, "9")).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(ScoreAct)) == 12
    assert {act.by_id for act in db.session.scalars(select(ScoreAct))} == {other.id}


def test_whoever_sits_in_the_jury_or_knows_the_authors_types_nothing(client: LookingClient) -> None:
    of = planting.judged(entries=2)
    round_ = planting.opened(of)
    of.jury[0].person.grants.append(Grant(role=Role.ORGANISER, granted_at=make.AT))
    there = f"/desk/competitions/{of.slug}/paper"
    cast.sign_in(client, of.jury[0].person)
    assert client.get(there).status_code == 403
    apart = cast.organiser()
    entry = of.entries[0]
    conflicts.step_aside(apart, entry, ConflictKind.FAMILY, by=apart, at=OPENED)
    cast.sign_in(client, apart)
    assert [client.get(f"{there}/J2/{one.code}").status_code for one in of.entries] == [404, 200]
    assert entry.code not in client.get(there).text
    printed = pdfium.PdfDocument(client.get(f"{there}/J2.pdf").data)[0].get_textpage().get_text_bounded()
    assert of.entries[1].code in printed and entry.code not in printed
    (ballot,) = (one for one in queries.ballots_of(of.jury[1], round_) if one.entry_id == entry.id)
    with pytest.raises(DBAPIError, match="conflict of interest stands"), db.session.begin_nested():
        paper.type_in(ballot, _points(of), "", by=apart, at=OPENED)
