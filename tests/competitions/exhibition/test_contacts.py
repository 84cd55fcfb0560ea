"""One vote for each phone and each mail address: the same code however often it is asked for, none after the vote."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from portal.competitions.entries.models import Entry, EntryState
from portal.competitions.exhibition import contacts, telling, votes
from portal.competitions.jury.models import Round
from portal.competitions.models import PhaseKind
from portal.competitions.results.models import PublicVote, RefusedVote, VoteCode
from portal.db import db
from portal.kit import code as codes
from portal.kit.say import Refused
from portal.letters import rules as letters
from portal.letters.models import Letter
from portal.people.models import Person, Role
from tests import make
from tests.cast import sign_in
from tests.competitions import planting
from tests.competitions.results import judged
from tests.looking import LookingClient

VOTE_OPEN, VOTE_OVER = planting.PHASES[PhaseKind.PUBLIC_VOTE]
KEY, PHONE = "a-key", "+84905123456"


def shortlisted(**given: Any) -> Round:
    made = judged.round_one(has_public_vote=True, **given)
    for ballot in made.ballots:
        ballot.entry.state = EntryState.SHORTLISTED
    db.session.flush()
    return made


@pytest.fixture
def of(session: object) -> Round:
    return shortlisted()


@pytest.fixture
def today(session: object) -> Round:
    """The same while the public votes at this very moment, whenever that is."""
    return shortlisted(phases=planting.PHASES | planting.VOTING)


def gallery(of: Round) -> str:
    return f"/en/competitions/{of.competition.slug}/gallery"


def reader(email: str | None, *, phone: str | None = None) -> Person:
    made = make.person(phone=phone, language="en")
    made.email = email
    db.session.flush()
    return made


def some_entry(of: Round) -> Entry:
    return of.ballots[0].entry


def test_a_phone_has_one_code_and_one_vote_and_is_kept_nowhere(of: Round) -> None:
    staff = make.person(Role.REGISTRAR)
    first = contacts.hand(of.competition, PHONE, key=KEY, by=staff, at=VOTE_OPEN)
    again = contacts.hand(of.competition, PHONE, key=KEY, by=make.person(Role.ORGANISER), at=VOTE_OPEN)
    other = contacts.hand(of.competition, "+84905123457", key=KEY, by=staff, at=VOTE_OPEN)
    assert (first.again, again.again, other.again) == (False, True, False)
    assert first.code == again.code == codes.read(first.code) != other.code
    assert contacts.code_of(of.competition, PHONE, key="another-key") != first.code
    votes.cast(of.competition, some_entry(of), first.code, key=KEY, at=VOTE_OPEN)
    with pytest.raises(votes.NotCounted, match="This phone has voted already") as refused:
        contacts.hand(of.competition, PHONE, key=KEY, by=staff, at=VOTE_OPEN)
    assert refused.value.why == votes.PHONE
    rows = db.session.scalars(select(VoteCode)).all()
    assert len(rows) == 2 and {one.made_by_id for one in rows} == {staff.id}
    acts = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "vote_codes_made")).all()
    assert len(acts) == 2
    kept = [str(vars(one)) for one in (*rows, *acts, *db.session.scalars(select(PublicVote)))]
    assert not [one for one in kept if "905123" in one or first.code in one]


def test_phone_and_mail_of_one_account_have_one_vote_together(of: Round) -> None:
    staff = make.person(Role.REGISTRAR)
    owner = reader("mai.phan+bau@gmail.com", phone=PHONE)
    by_mail = contacts.for_mail(of.competition, owner, key=KEY, at=VOTE_OPEN)
    assert contacts.for_mail(of.competition, owner, key=KEY, at=VOTE_OPEN) == by_mail
    same_box = reader("maiphan@googlemail.com")
    assert contacts.for_mail(of.competition, same_box, key=KEY, at=VOTE_OPEN) == by_mail
    assert [one.made_by_id for one in db.session.scalars(select(VoteCode))] == [None]  # nobody is written down
    votes.cast(of.competition, some_entry(of), by_mail, key=KEY, at=VOTE_OPEN)
    with pytest.raises(votes.NotCounted, match="This phone has voted already"):
        contacts.hand(of.competition, PHONE, key=KEY, by=staff, at=VOTE_OPEN)
    for person in (owner, same_box):
        with pytest.raises(votes.NotCounted, match="You have voted already"):
            contacts.for_mail(of.competition, person, key=KEY, at=VOTE_OPEN)
    by_phone = reader("khac@example.com", phone="+84905123458")
    code = contacts.hand(of.competition, "+84905123458", key=KEY, by=staff, at=VOTE_OPEN).code
    votes.cast(of.competition, some_entry(of), code, key=KEY, at=VOTE_OPEN)
    with pytest.raises(votes.NotCounted, match="You have voted already"):
        contacts.for_mail(of.competition, by_phone, key=KEY, at=VOTE_OPEN)


def test_the_jury_has_no_vote_of_the_public_and_no_code_is_given_after_the_end(of: Round) -> None:
    juror, staff = of.competition.jury[2].person, make.person(Role.REGISTRAR)
    juror.email, juror.phone = "giam-khao@example.com", PHONE
    db.session.flush()
    with pytest.raises(votes.NotCounted, match="does not vote with the public"):
        contacts.for_mail(of.competition, juror, key=KEY, at=VOTE_OPEN)
    with pytest.raises(votes.NotCounted, match="does not vote with the public"):
        contacts.hand(of.competition, PHONE, key=KEY, by=staff, at=VOTE_OPEN)
    with pytest.raises(votes.NotCounted, match="no vote now"):
        contacts.for_mail(of.competition, reader("ai@example.com"), key=KEY, at=VOTE_OVER)
    phone_alone = reader(None, phone="+84905123459")
    with pytest.raises(Refused, match="no mail address"):
        contacts.for_mail(of.competition, phone_alone, key=KEY, at=VOTE_OPEN)
    assert db.session.scalar(select(func.count()).select_from(VoteCode)) == 0


def test_a_code_comes_by_mail_and_votes_once(client: LookingClient, today: Round) -> None:
    there = gallery(today)
    assert client.get(f"{there}/vote-code").status_code == 303  # first sign in
    me = reader("khan-gia@example.com")
    sign_in(client, me)
    assert "khan-gia@example.com" in client.get(f"{there}/vote-code").text
    for _twice in range(2):
        assert client.post(f"{there}/vote-code", data={"once": "a-word-of-the-form"}).status_code == 303
    letter = db.session.scalars(select(Letter).where(Letter.person_id == me.id)).one()
    said = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", letter.body)
    assert said and letter.kind == telling.VOTE_CODE in letters.NOT_KEPT
    page = client.get(there)
    assert "on its way" in page.text and said[0] not in page.text
    sent = {"entry": some_entry(today).code, "code": said[0].lower()}
    assert client.post(there, data=sent).status_code == 303
    assert "This code has voted already" in client.post(there, data=sent).text
    refused = client.post(f"{there}/vote-code")
    assert (refused.status_code, "You have voted already" in refused.text) == (422, True)
    counted = {one.why: one.times for one in db.session.scalars(select(RefusedVote))}
    assert counted == {votes.TWICE: 1, votes.MAIL: 1}  # for the public: how often, and never who
    assert db.session.scalars(select(PublicVote.entry_id)).all() == [some_entry(today).id]


def test_at_the_table_a_phone_is_given_its_code(client: LookingClient, today: Round) -> None:
    address = f"/en/desk/competitions/{today.competition.slug}/vote-codes"
    sign_in(client, make.person(Role.REGISTRAR))
    first, again = (client.post(f"{address}/phone", data={"phone": "0905 123 456"}) for _twice in range(2))
    shown = re.findall(r'<code class="code">([^<]+)', first.text)
    assert len(shown) == 1 and shown == re.findall(r'<code class="code">([^<]+)', again.text)
    assert "already: this one" in again.text and "already: this one" not in first.text
    assert first.headers["Cache-Control"] == "no-store"
    wrong = client.post(f"{address}/phone", data={"phone": "12"})
    assert (wrong.status_code, 'value="12"' in wrong.text) == (422, True)
