"""The entrant's pages without any script: from the first button to the receipt, with every refusal in words."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.competitions.entries import files, manifest, rules
from portal.competitions.entries.models import Entry, EntryFile, EntryMember, EntryState
from portal.db import db
from portal.media.storage import storage_for
from portal.people.models import Person
from tests import cast, make
from tests.competitions import planting
from tests.competitions.entries import entering
from tests.competitions.planting import DEADLINE
from tests.filling import filled
from tests.looking import LookingClient
from tests.media import panels as sheets

NAME = "Nguyễn Xuzqy Anh"


@pytest.fixture
def khai(client: LookingClient) -> Person:
    person = make.person(name=NAME, phone="+84905777321")
    cast.sign_in(client, person)
    return person


@pytest.fixture(autouse=True)
def on_a_sunday() -> object:
    with time_machine.travel(make.AT, tick=False):
        yield


def begin(client: LookingClient, slug: str) -> Entry:
    new = client.get("/en/entries/new", query_string={"competition": slug})
    answer = client.post("/en/entries", data=filled(new.text, "/en/entries"))
    assert answer.status_code == 303
    return db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()


def upload(client: LookingClient, entry: Entry, body: bytes, name: str = "bang.pdf", slot: str = "panels"):
    data = {"slot": slot, "file": (io.BytesIO(body), name)}
    return client.post(f"/en/entries/{entry.code}/files", data=data, content_type="multipart/form-data")


def test_a_plain_journey_from_the_first_button_to_the_receipt(app: Flask, client: LookingClient, khai: Person):
    competition = planting.competition()
    entry = begin(client, competition.slug)
    there = f"/en/entries/{entry.code}"
    assert client.get("/en/entries/new", query_string={"competition": competition.slug}).status_code == 200
    again = client.post("/en/entries", data={"competition": competition.slug, "once": "another"})
    assert again.location.startswith(there), "one entry each"

    step = client.get(f"{there}/steps/1")
    data = filled(step.text, f"{there}/steps/1") | {"studio": "Xưởng Xuzqy", "shown_as": NAME}
    assert client.post(f"{there}/steps/1", data=data).location == f"{there}/steps/2"
    data = filled(client.get(f"{there}/steps/2").text, f"{there}/steps/2")
    answer = client.post(f"{there}/steps/2", data=data | {"title": entering.TITLE, "category": "student"})
    assert answer.location == f"{there}/steps/3"

    sent = [entering.pdf("Mặt bằng"), entering.pdf("Phối cảnh")]
    for number, body in enumerate(sent):
        assert upload(client, entry, body, f"{NAME} {number}.pdf").status_code == 303
    page = client.get(f"{there}/steps/3").text
    assert page.count('class="tag ok"') >= 2
    rows = db.session.scalars(select(EntryFile).order_by(EntryFile.id)).all()
    data = filled(page, f"{there}/steps/3") | {f"alt_vi_{one.id}": f"Bảng {one.id}" for one in rows}
    assert client.post(f"{there}/steps/3", data=data).location == f"{there}/steps/4"
    data = filled(client.get(f"{there}/steps/4").text, f"{there}/steps/4")
    answer = client.post(f"{there}/steps/4", data=data | {"statement_vi": entering.STATEMENT})
    assert answer.location == f"{there}/steps/5"

    last = client.get(f"{there}/steps/5").text
    assert 'class="note red' not in last
    refused = client.post(f"{there}/sending", data=filled(last, f"{there}/sending"))
    assert refused.status_code == 422 and entry.state is EntryState.DRAFT
    answer = client.post(f"{there}/sending", data={"agreed": "y"})
    assert answer.location == f"{there}/receipt"
    receipt = client.get(answer.location).text
    for body in sent:
        digest = hashlib.sha256(body).hexdigest()
        assert digest in receipt
        with storage_for(app.config["SETTINGS"]).open(digest) as kept:
            assert hashlib.sha256(kept.read()).hexdigest() == digest
    assert entry.state is EntryState.SUBMITTED and entry.identity.studio == "Xưởng Xuzqy"
    paper = client.get(f"{there}/receipt.pdf")
    assert paper.data.startswith(b"%PDF-") and "Xuzqy" not in paper.headers["Content-Disposition"]
    assert client.get(f"{there}/label.png").mimetype == "image/png"
    show = client.get(there)
    assert entering.TITLE in show.text and "no-store" in show.headers["Cache-Control"]


def test_to_everybody_else_there_is_no_such_entry(client: LookingClient, app: Flask):
    entry = entering.whole(planting.competition())
    addresses = [f"/entries/{entry.code}{rest}" for rest in ("", "/steps/3", "/withdrawal", "/label.pdf")]
    for who in (make.person(), cast.organiser(), cast.juror()):
        cast.sign_in(client, who)
        told = {client.get(address).status_code for address in addresses}
        unknown = client.get("/en/entries/ZZ0000").status_code
        assert (told, unknown) == ({404}, 404)


def test_a_field_is_kept_as_it_is_left_right_or_wrong(client: LookingClient, khai: Person):
    entry = begin(client, planting.competition().slug)
    there = f"/en/entries/{entry.code}/fields"

    def left(step: int, **field: str):
        [name] = field
        return client.post(there, data={"once": f"{entry.code}-{step}", "field": name, **field})

    assert json.loads(left(2, title="Mái hiên").data) == {"saved": "Saved 10:00", "wrong": ""}
    assert json.loads(left(1, phone="không có").data)["wrong"]
    assert json.loads(left(4, video_url="không phải địa chỉ").data)["wrong"]
    db.session.expire_all()
    assert (entry.title, entry.identity.phone, entry.typed["video_url"]) == (
        "Mái hiên",
        "không có",
        "không phải địa chỉ",
    )
    assert "không phải địa chỉ" in client.get(f"/en/entries/{entry.code}/steps/4").text
    assert left(2, nonsense="x").status_code == 409
    with time_machine.travel(DEADLINE, tick=False):
        late = left(2, title="Muộn")
    assert (late.status_code, entry.title) == (409, "Mái hiên")


def test_what_does_not_fit_is_said_in_words_and_the_draft_is_kept(client: LookingClient, khai: Person):
    entry = begin(client, planting.competition().slug)
    good = entering.pdf("Một")
    assert upload(client, entry, good).status_code == 303
    cases = {
        "This file is here already": good,
        "locked with a password": sheets.locked(user="mật khẩu", owner="x"),
        "no PDF, JPEG or PNG": b"MZ nothing of the kind",
        "Choose a file first": None,
    }
    for sentence, body in cases.items():
        if body is None:
            answer = client.post(f"/en/entries/{entry.code}/files", data={"slot": "panels"})
        else:
            answer = upload(client, entry, body)
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
    assert len(db.session.scalars(select(EntryFile)).all()) == 1
    with time_machine.travel(DEADLINE, tick=False):
        late = upload(client, entry, entering.pdf("Hai"))
    assert late.status_code == 422 and "was not announced before it" in late.text


def test_a_number_that_is_none_stands_in_its_field_when_one_comes_back(client: LookingClient, khai: Person):
    entry = begin(client, planting.competition().slug)
    there = f"/en/entries/{entry.code}/steps/1"
    assert client.post(there, data={"phone": "12"}).status_code == 422
    assert 'value="12"' in client.get(there).text


def test_jurors_staff_and_members_of_a_team_are_refused_in_their_own_sentence(client: LookingClient):
    competition = planting.competition()
    mate = make.person(name="Trần Thị Hạnh")
    entry = entering.draft(competition)
    entry.members.append(EntryMember(person_id=mate.id, name=mate.full_name, joined_at=make.AT))
    db.session.flush()
    for person, sentence in (
        (planting.jurors(competition)[-1], "members of the jury and reserves may not enter"),
        (cast.organiser(), "staff may not enter"),
        (mate, "Each person enters once"),
    ):
        cast.sign_in(client, person)
        answer = client.post("/en/entries", data={"competition": competition.slug, "once": person.full_name})
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
    assert len(db.session.scalars(select(Entry)).all()) == 1


def test_a_mate_joins_with_the_code_writes_and_leaves(client: LookingClient, khai: Person, app: Flask):
    entry = begin(client, planting.competition().slug)
    there = f"/en/entries/{entry.code}"
    invited = client.post(f"{there}/members", data={"name": "Hạnh", "act": "invite", "once": "1"}).text
    assert "<svg" in invited and "&lt;svg" not in invited
    code = invited.split('id="invitation" value="')[1][:9]
    mate = cast.sign_in(app.test_client(), make.person(name="Trần Thị Hạnh"))
    found = mate.post("/en/entries/joining", data={"code": code.lower()})
    assert mate.get(found.location).status_code == 200
    assert mate.post(found.location).location == there
    assert mate.get(found.location).status_code == 404, "an invitation is for one person"
    assert mate.get(f"{there}/steps/2").status_code == 200
    number = entry.members[-1].id
    assert mate.post(f"{there}/members/{entry.members[0].id}", data={"act": "leave"}).status_code == 404
    assert mate.post(f"{there}/members/{number}", data={"act": "leave"}).location == "/en/entries"
    assert mate.get(there).status_code == 404


def test_the_team_is_full_and_somebody_under_18_needs_a_guardian(client: LookingClient, khai: Person):
    entry = begin(client, planting.competition(most_members=2).slug)
    there = f"/en/entries/{entry.code}"
    named = client.post(f"{there}/members", data={"name": "Em Tí", "act": "name", "once": "1"})
    assert named.status_code == 303
    full = client.post(f"{there}/members", data={"name": "Em Tèo", "act": "name", "once": "2"})
    assert full.status_code == 422 and "at most 2 people" in full.text
    child = entry.members[-1]
    half = {f"m{child.id}-is_minor": "y", f"m{child.id}-guardian_name": "Mẹ Tí"}
    client.post(f"{there}/members/{child.id}", data=half)
    assert (child.is_minor, child.guardian_name, child.guardian_agreed_at) == (True, "Mẹ Tí", None)
    whole = half | {f"m{child.id}-guardian_phone": "0905 123 456", f"m{child.id}-agreed": "y"}
    client.post(f"{there}/members/{child.id}", data=whole)
    assert child.guardian_agreed_at is not None


def test_an_entry_is_withdrawn_by_its_leader_and_another_one_may_be_begun(client: LookingClient, khai: Person):
    competition = planting.competition()
    entry = begin(client, competition.slug)
    there = f"/en/entries/{entry.code}/withdrawal"
    for state, offered in ((EntryState.IN_ROUND, False), (EntryState.SUBMITTED, True)):
        entry.state = state
        assert (there in client.get(f"/en/entries/{entry.code}").text) is offered
    assert client.post(there, data={}).status_code == 422
    assert client.post(there, data={"sure": "y", "why": "Bận"}).status_code == 303
    assert (entry.state, entry.steps[-1].reason) == (EntryState.WITHDRAWN, "Bận")
    assert begin(client, competition.slug).code != entry.code


def test_sums_are_pasted_before_the_deadline_and_the_files_follow(client: LookingClient, khai: Person):
    entry = begin(client, planting.competition().slug)
    there = f"/en/entries/{entry.code}"
    body = entering.pdf("Ba")
    line = f"{hashlib.sha256(body).hexdigest()}  bang-cua-{NAME}.pdf {len(body)}"
    wrong = client.post(f"{there}/manifest", data={"slot": "panels", "sums": "khong phai"})
    assert wrong.status_code == 422 and "64 letters and digits" in wrong.text
    assert client.post(f"{there}/manifest", data={"slot": "panels", "sums": line}).status_code == 303
    with time_machine.travel(DEADLINE + timedelta(hours=2), tick=False):
        cast.sign_in(client, khai)
        assert upload(client, entry, body).status_code == 303
        assert upload(client, entry, entering.pdf("Bốn")).status_code == 422
    [row] = db.session.scalars(select(EntryFile)).all()
    assert (row.announced_at, row.arrived_at) == (make.AT, DEADLINE + timedelta(hours=2))
    assert isinstance(row.arrived_at, datetime)


def test_a_file_that_was_cancelled_before_its_first_byte_is_announced_no_more(client: LookingClient, khai: Person):
    entry = begin(client, planting.competition().slug)
    there = f"/en/entries/{entry.code}"
    for letter in "ab":
        client.post(f"{there}/manifest", data={"slot": "panels", "sums": f"{letter * 64} 5"})
    program = {"Accept": "application/json"}
    gone = client.post(f"{there}/manifest/removal", data={"slot": "panels", "sums": f"{'a' * 64} 5"}, headers=program)
    assert (gone.status_code, gone.text) == (204, "")
    page = client.get(f"{there}/steps/3").text
    assert (page.count("Announced, to arrive"), page.count("Remove: ")) == (1, 1)
    assert [one["sha256"][0] for one in manifest.latest(entry).files] == ["b"]
    with time_machine.travel(DEADLINE, tick=False):  # what was announced stands from now on
        cast.sign_in(client, khai)
        assert client.post(f"{there}/manifest/removal", data={"slot": "panels", "sums": f"{'b' * 64} 5"}).location
    assert [one.digest[0] for one in files.standing(entry)] == ["b"]


def test_the_pages_of_an_entry_ask_at_most_twelve_things_however_much_it_holds(
    client: LookingClient, khai: Person, queries
):
    pages = ("", *(f"/steps/{number}" for number in range(1, 6)), "/receipt")
    asked: dict[str, list[int]] = {path: [] for path in pages}
    for panels in (2, 3):
        entry = entering.whole(planting.competition(slug=f"thi-{panels}"), make.person(), panels=panels)
        entry.members += [EntryMember(name=f"Bạn {number}", joined_at=make.AT) for number in range(panels)]
        planting.extension(entry.competition, DEADLINE + timedelta(days=panels))
        rules.send(entry, at=make.AT)
        cast.sign_in(client, entry.identity.person)
        for path in pages:
            asked[path].append(statements(client, queries, f"/entries/{entry.code}{path}"))
    assert all(one == many for one, many in asked.values()), asked
    assert max(one for one, _many in asked.values()) <= 12, asked


def test_the_list_of_my_entries_asks_no_more_for_three_than_for_one(client: LookingClient, khai: Person, queries):
    asked = []
    for number in range(3):
        entering.whole(planting.competition(slug=f"thi-{number}"), khai, panels=1 + number % 2)
        planting.competition(slug=f"mo-{number}")
        asked.append(statements(client, queries, "/entries"))
    assert len(set(asked)) == 1 and asked[0] <= 12, asked


def statements(client: LookingClient, queries: list[str], path: str) -> int:
    """How many the database is sent for a page, with nothing in the session."""
    db.session.flush()
    db.session.expunge_all()
    queries.clear()
    assert client.get(path).status_code == 200
    return len(queries)
