"""From the unsealed round to the publication: signed by all, frozen, revealed by two, told at the announced time."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from portal.competitions import deadlines, roster
from portal.competitions.entries.models import EntryMember, EntryState, Identity
from portal.competitions.jury import locks
from portal.competitions.jury.models import Ballot, BallotState, Commitment, MotionKind, Round
from portal.competitions.models import Competition, PhaseKind, Stage
from portal.competitions.results import awards, freezing, jobs, minutes, publication, reveal, signing, telling, winners
from portal.competitions.results.models import Certificate
from portal.db import db
from portal.kit import clock, commitment, frozen_result
from portal.kit.say import Refused
from portal.letters.models import Letter, Reminder
from portal.listings import rules as listings
from portal.listings.models import State
from portal.people.models import Person, Role
from tests import make
from tests.cast import sign_in
from tests.competitions.asking import statements
from tests.competitions.planting import DEADLINE
from tests.competitions.results import judged
from tests.competitions.results.test_keeping import reckoned, worked
from tests.competitions.results.test_results_views import carried
from tests.looking import LookingClient
from tests.make import AT

SALT = "ab" * 32
AFTER = DEADLINE + timedelta(days=28)


@pytest.fixture
def of(session: object) -> Round:
    """A round whose ballots are sealed, open, and about whose entries the jury has decided."""
    round_ = judged.round_one(may_withhold=True)
    rows = reckoned(round_)
    for ballot in round_.ballots:
        sealed = commitment.seal(locks.sealed_record(ballot), SALT)
        db.session.add(Commitment(ballot_id=ballot.id, digest=sealed, salt=SALT, at=AT))
        ballot.state, ballot.locked_at = BallotState.LOCKED, AT
    db.session.flush()
    round_.locked_at = round_.unsealed_at = AT
    for row in rows:
        author = make.person(name=f"Tác giả {row.entry.code}")
        db.session.add(Identity(entry_id=row.entry_id, person_id=author.id, shown_as=f"Nhóm {row.entry.code}"))
    awards.give(round_.competition.prizes[0], carried(round_, MotionKind.PRIZE, 0, rows[0].entry), at=AT)
    for number in (1, 2, 3):
        awards.withhold(round_.competition.prizes[number], carried(round_, MotionKind.WITHHOLD, number), at=AT)
    rows[0].entry.state = EntryState.FINALIST
    awards.say(rows[0].entry, "Ít làm mới nhất mà đổi được nhiều nhất.", by=None, at=AT)
    for member in round_.competition.jury[:5]:
        member.accepted_at = member.accepted_at or AT
    db.session.flush()
    return round_


def signed(competition: Competition) -> Competition:
    drawn = signing.draw_up(competition, by=None, at=AFTER)
    for member in roster.voting(competition):
        signing.confirm(drawn, member, by=member.person, at=AFTER)
    of = freezing.deciding(competition)
    assert of is not None
    worked(of)
    return competition


def test_nothing_is_signed_while_something_is_missing(of: Round) -> None:
    db.session.delete(awards.all_of(of.competition)[1])
    db.session.flush()
    said = [str(one) for one in signing.missing(of.competition)]
    assert len(said) == 1 and "neither awarded nor withheld" in said[0]
    with pytest.raises(Refused):
        signing.draw_up(of.competition, by=None, at=AT)


def test_the_last_signature_draws_no_jury_it_owes_the_result_to_the_worker(of: Round) -> None:
    competition = of.competition
    drawn = signing.draw_up(competition, by=None, at=AFTER)
    for member in roster.voting(competition):
        signing.confirm(drawn, member, by=member.person, at=AFTER)
    assert competition.stage == Stage.RANKING_SIGNED and freezing.last(competition) is None
    with pytest.raises(Refused, match="being written down"):  # nobody knows a name before the result stands
        reveal.turn_key(competition, by=make.person(Role.REGISTRAR), at=AFTER)
    worked(of)
    frozen = freezing.last(competition)
    assert frozen is not None and json.loads(frozen.json)["about"]["frozen_at"] == clock.iso(AFTER)
    reckoned(of)
    assert freezing.last(competition) is frozen


def test_the_last_member_signs_and_the_result_is_frozen_so_that_anyone_can_recompute_it(of: Round) -> None:
    competition = signed(of.competition)
    assert competition.stage == Stage.RANKING_SIGNED
    frozen = freezing.last(competition)
    assert frozen is not None
    made = json.loads(frozen.json)
    assert frozen_result.verify(made) == frozen.sha256
    made["ballots"][0]["record"]["scores"]["reuse"] -= 5
    with pytest.raises(Refused) as refused:
        frozen_result.verify(made)
    assert refused.value.values["criterion"] == "reuse"
    assert "Tác giả" not in frozen.json and "Nhóm" not in frozen.json


def test_minutes_hold_what_led_to_the_result_and_stand_once_signed(of: Round) -> None:
    competition = signed(of.competition)
    drawn = minutes.last(competition)
    assert drawn is not None and drawn.sha256 == minutes.sum_of(drawn.contents)
    assert [one["entry"] for one in drawn.contents["awards"]] == ["HT1000", None, None, None]
    assert drawn.contents["entries"][0]["sentence_vi"].startswith("Ít làm mới")
    with pytest.raises(Refused, match="stands"):
        awards.say(db.session.get_one(Ballot, of.ballots[0].id).entry, "Khác", by=None, at=AT)


def test_two_people_reveal_and_never_one(of: Round) -> None:
    registrar, organiser = make.person(Role.REGISTRAR), make.person(Role.ORGANISER)
    with pytest.raises(Refused, match="when the ranking is signed"):
        reveal.turn_key(of.competition, by=registrar, at=AT)
    competition = signed(of.competition)
    assert reveal.turn_key(competition, by=registrar, at=AFTER) is False
    with pytest.raises(Refused, match="Somebody else"):
        reveal.turn_key(competition, by=registrar, at=AFTER)
    assert reveal.turn_key(competition, by=organiser, at=AFTER) is True
    assert competition.stage == Stage.REVEALED


def test_the_result_is_told_at_the_announced_time_with_a_letter_and_a_certificate_each(of: Round) -> None:
    competition = signed(of.competition)
    for role in (Role.REGISTRAR, Role.ORGANISER):
        reveal.turn_key(competition, by=make.person(role), at=AFTER)
    opens_at = deadlines.opens(competition, PhaseKind.RESULTS)
    assert opens_at is not None
    assert publication.due(opens_at - timedelta(seconds=1)) == []
    assert publication.due(opens_at) == [competition]
    publication.advance(competition, at=opens_at)
    assert competition.stage == Stage.RESULTS_PUBLISHED
    assert db.session.query(Certificate).count() == 4
    for reminder in db.session.query(Reminder).filter_by(kind=publication.TOLD):
        jobs.tell(reminder.subject_id, opens_at)
    told = {one.subject.rpartition(" ")[2]: one.body for one in db.session.query(Letter).filter_by(kind="result")}
    assert set(told) == {"HT1000", "KV2000", "MH3000", "TN4000"} and db.session.query(Letter).count() == len(told)
    assert "Giải Nhất" in told["HT1000"] and "Ít làm mới nhất" in told["HT1000"]
    assert told["KV2000"].startswith("Bài của bạn đã được chấm ở vòng đầu.")
    assert not [one for one in db.session.query(Person) if one.full_name in told["HT1000"]]


def test_the_whole_team_is_told_each_in_their_language(of: Round) -> None:
    entry = awards.all_of(of.competition)[0].entry
    assert entry is not None
    entry.identity.person.language = "fr"
    other, left = make.person(language="en"), make.person()
    for person, left_at in ((entry.identity.person, None), (other, None), (left, AFTER)):
        db.session.add(EntryMember(entry_id=entry.id, person_id=person.id, name="x", joined_at=AT, left_at=left_at))
    db.session.flush()
    telling.tell(entry, at=AFTER)
    told = {one.person_id: one.body for one in db.session.query(Letter).filter_by(kind="result")}
    assert set(told) == {entry.identity.person_id, other.id}
    assert told[other.id].startswith("Your work was awarded: First prize.")
    assert "Premier prix" in told[entry.identity.person_id]


def test_minutes_are_read_and_confirmed_by_the_jury_then_by_everybody(client: LookingClient, of: Round) -> None:
    competition = of.competition
    address = f"/competitions/{competition.slug}/minutes"
    signing.draw_up(competition, by=None, at=AFTER)
    assert client.get(address).status_code == 404
    sign_in(client, competition.jury[0].person)
    page = client.get(f"/en{address}").text
    assert "I confirm these minutes" in page and "Ít làm mới nhất" in page
    assert client.post(f"/jury/{competition.slug}/minutes").status_code == 303
    assert "I confirm these minutes" not in client.get(f"/en{address}").text
    assert client.get(f"{address}.pdf").data.startswith(b"%PDF")
    assert client.get(f"/competitions/{competition.slug}/result.json").status_code == 404


def test_a_certificate_is_checked_by_its_code(client: LookingClient, of: Round) -> None:
    competition = signed(of.competition)
    for role in (Role.REGISTRAR, Role.ORGANISER):
        reveal.turn_key(competition, by=make.person(role), at=AFTER)
    opens_at = deadlines.opens(competition, PhaseKind.RESULTS)
    assert opens_at is not None
    publication.advance(competition, at=opens_at)
    db.session.flush()
    [made] = [one for one in db.session.query(Certificate) if one.entry.code == "HT1000"]
    page = client.get(f"/en/certificates/{made.code.lower()}").text
    assert "First prize" in page and "Nhóm HT1000" in page
    assert client.get(f"/certificates/{made.code}/paper").data.startswith(b"%PDF")
    assert client.get("/certificates/2222-2222").status_code == 404
    frozen = client.get(f"/competitions/{competition.slug}/result.json")
    assert frozen_result.verify(frozen.json) == made_sum(competition)


def made_sum(competition: Competition) -> str:
    kept = freezing.last(competition)
    assert kept is not None
    return kept.sha256


def test_the_desk_gives_prizes_by_votes_and_says_what_is_missing(client: LookingClient, of: Round) -> None:
    competition = of.competition
    db.session.delete(awards.all_of(competition)[3])
    db.session.flush()
    motion = carried(of, MotionKind.WITHHOLD, 3)
    sign_in(client, make.person(Role.REGISTRAR))
    address = f"/en/desk/competitions/{competition.slug}/result"
    assert "neither awarded nor withheld" in client.get(address).text
    refused = client.post(f"{address}/minutes")
    assert (refused.status_code, "neither awarded nor withheld" in refused.text) == (409, True)
    assert client.post(f"{address}/awards", data={"motion": motion.id}).status_code == 303
    entry = awards.all_of(competition)[0].entry_id
    assert client.post(f"{address}/sentences/{entry}", data={"text_vi": ""}).status_code == 422
    assert client.post(f"{address}/sentences/{entry}", data={"text_vi": "Giữ được hàng cây."}).status_code == 303
    assert "Giữ được hàng cây." in client.get(address).text
    assert client.post(f"{address}/keys").status_code == 409


def test_the_winners_become_listings_in_one_act_and_lead_back(client: LookingClient, of: Round) -> None:
    competition = of.competition
    winner = next(one.entry for one in of.ballots if one.entry.code == "HT1000")
    winner.statement_vi = "Mái cũ thành hiên chung."
    desk = f"/en/desk/competitions/{competition.slug}/result"
    sign_in(client, make.person(Role.REGISTRAR))
    assert client.post(f"{desk}/listings").status_code == 409  # a listing would name the authors before the reveal
    assert winners.listing_of(winner) is None
    competition.stage = Stage.EXHIBITION
    assert client.post(f"{desk}/listings").status_code == 303
    said = client.get(desk).text
    assert "every entrant has got a letter" in said and "By itself on" not in said
    made = winners.listing_of(winner)
    assert made is not None
    assert (made.state, made.group, made.name_vi) == (State.DRAFT, "ideas", "Bài HT1000")  # no map is theirs
    assert made.summary_vi.startswith("Giải Nhất, ") and made.team_name == "Nhóm HT1000"
    assert [one.address for one in made.web_links] == [
        f"http://localhost/competitions/{competition.slug}/gallery/HT1000"
    ]
    assert client.post(f"{desk}/listings").status_code == 409 and winners.listing_of(winner) is made
    exhibited = f"/en/competitions/{competition.slug}/gallery/HT1000"
    assert f"/map/{made.slug}" not in client.get(exhibited).text
    listings.publish(made, by=make.person(Role.MODERATOR), at=AFTER)
    assert f"/map/{made.slug}" in client.get(exhibited).text
    made.source_id = None  # another time by an organiser, who may publish
    sign_in(client, make.person(Role.ORGANISER))
    assert client.post(f"{desk}/listings").status_code == 303
    public = winners.listing_of(winner)
    assert public is not None and public.is_public() and "Bài HT1000" in client.get(f"/map/{public.slug}").text


def test_the_minutes_ask_no_more_the_more_have_confirmed_them(
    client: LookingClient, queries: list[str], of: Round
) -> None:
    competition, asked = of.competition, []
    address, registrar = f"/competitions/{competition.slug}/minutes", make.person(Role.REGISTRAR)
    drawn = signing.draw_up(competition, by=None, at=AFTER)
    sign_in(client, registrar)
    for number in range(4):
        competition, drawn = db.session.merge(competition), db.session.merge(drawn)
        member = roster.voting(competition)[number]
        signing.confirm(drawn, member, by=member.person, at=AFTER)
        asked.append(statements(client, queries, address))
    assert len(set(asked)) == 1, asked
