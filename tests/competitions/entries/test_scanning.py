"""Names of the authors in what they hand in: told to the team, settled by the registrar, never a reason to stop."""

from __future__ import annotations

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.competitions.entries import jobs, rules, spots
from portal.competitions.entries.check_models import Finding
from portal.competitions.entries.models import Anonymity, Entry, EntryState, VaultAccess
from portal.db import db
from portal.media.models import Pyramid, Upload
from portal.media.storage import storage_for
from portal.people.models import Role
from tests import cast, make
from tests.competitions import planting
from tests.competitions.entries import entering
from tests.competitions.planting import DEADLINE
from tests.looking import LookingClient

NAME = "Nguyễn Xuzqy Anh"
AT = make.AT


def with_a_name_on_it(app: Flask, entry: Entry) -> None:
    """A panel as another device sends it: nobody has looked into it yet."""
    stored = storage_for(app.config["SETTINGS"]).put(entering.pdf(f"KTS {NAME.upper()}"))
    upload = Upload(digest=stored.digest, size=stored.size, media_type="application/pdf", name="bang.pdf", at=AT)
    db.session.add(upload)
    db.session.flush()
    entering.files.take_in(entry, planting.slot(entry.competition), upload, at=AT)


def test_a_name_on_a_panel_and_in_the_statement_is_told_with_its_place(app: Flask, client: LookingClient):
    khai = make.person(name=NAME, phone="+84905777321")
    entry = entering.whole(planting.competition(), khai)
    for file in entry.files:
        file.checked_at = AT
    with_a_name_on_it(app, entry)
    rules.keep(entry, {"statement_vi": "Nhóm Xuzqy Anh vẽ mái hiên. Gọi 0905 777 321."}, at=AT)
    jobs.look(AT, lambda act: act())
    found = {(one.kind, one.words.lower(), one.page) for one in entry.findings}
    assert ("text", NAME.lower(), 1) in found
    assert ("statement", "0905 777 321", None) in found
    [drawn] = [one for one in entry.findings if one.kind == "text"]
    assert drawn.box is not None and drawn.sure
    assert entry.files[-1].facts["pages"] == 1 and entry.files[-1].checked_at == AT
    cast.sign_in(client, khai)
    page = client.get(f"/entries/{entry.code}/steps/3").text
    assert NAME.upper() in page and 'class="found"' in page
    assert rules.send(entry, at=AT) is EntryState.SUBMITTED, "it is told, and stops nobody"
    rules.keep(entry, {"statement_vi": entering.STATEMENT}, at=AT)
    assert [one.kind for one in entry.findings] == ["text"], "what was taken out is told no more"


def test_the_place_is_framed_on_the_picture_of_its_own_sheet(client: LookingClient):
    khai = make.person(name=NAME)
    entry = entering.whole(planting.competition(), khai)
    file = entry.files[0]
    made = {"pictures": [{"width": 600, "height": 900, "digest": "0" * 64, "size": 1}]}
    db.session.add(Pyramid(upload_id=file.upload_id, page=1, manifest=made, due_at=AT, done_at=AT))
    for page in (1, 2):
        entry.findings.append(
            Finding(file=file, kind="text", words=NAME, page=page, box=[0.5, 0.9, 0.2, 0.01], at=AT)
        )  # fmt: skip
    db.session.flush()
    first, second = (spots.of(entry.findings)[one.id] for one in entry.findings)
    assert (first.has_picture, first.page, first.high) == (False, 1, 141.4)
    assert (second.has_picture, second.page, second.high) == (True, 2, 150.0)
    assert (second.x, second.y, second.width, second.height) == (48.5, 133.5, 23.0, 4.5)
    cast.sign_in(client, khai)
    address = f"/entries/{entry.code}/files/{file.id}/picture?page="
    page = client.get(f"/entries/{entry.code}/steps/3").text
    assert f'href="{address}2&amp;width=1200"' in page and f"{address}1" not in page
    assert client.get(f"{address}1").status_code == 404


def test_the_registrar_clears_an_entry_only_when_each_finding_has_its_reason(app: Flask, client: LookingClient):
    competition = planting.competition()
    entry = entering.whole(competition)
    rules.send(entry, at=AT)
    db.session.add(Finding(entry_id=entry.id, kind="title", words="Khải", at=AT))
    db.session.flush()
    there = f"/en/desk/competitions/{competition.slug}/entries/{entry.code}"
    with time_machine.travel(DEADLINE, tick=False):
        cast.sign_in(client, make.person(Role.REGISTRAR, name="Võ Thị Lan"))
        assert client.get(there).status_code == 200
        refused = client.post(f"{there}/anonymity", data={"act": "clear"})
        assert refused.status_code == 422 and "have no reason yet" in refused.text
        assert client.get(f"{there}/findings").status_code == 200
        [finding] = entry.findings
        client.post(f"{there}/findings/{finding.id}", data={"because": "Tên một con phố"})
        assert client.post(f"{there}/anonymity", data={"act": "clear"}).status_code == 303
        assert client.post(f"{there}/check", data={"act": "ask", "text": "Bảng 2 thiếu tỉ lệ"}).status_code == 303
        assert entry.state is EntryState.QUERY
        rules.answer(entry, "1:200", at=DEADLINE)
        for name in ("Phan Văn Đạt", "Võ Thị Lan Chi"):
            cast.sign_in(client, make.person(Role.REGISTRAR, name=name))
            assert client.post(f"{there}/check", data={"act": "clear"}).status_code == 303
    assert (entry.state, entry.anonymity) == (EntryState.CLEARED, Anonymity.CLEARED)
    assert [one.state.value for one in entry.steps][2:] == ["in_technical_check", "query", "fixed", "cleared"]


def test_an_entry_is_cleared_by_two_people_and_the_first_cannot_be_both(client: LookingClient):
    entry = entering.received(competition := planting.competition())
    desk = f"/en/desk/competitions/{competition.slug}/entries"
    check = f"{desk}/{entry.code}/check"
    first, second, third = (make.person(Role.REGISTRAR, name=name) for name in ("Võ Thị Lan", "Phan Đạt", "Lê Bưởi"))
    with time_machine.travel(DEADLINE, tick=False):
        cast.sign_in(client, first)
        client.post(check, data={"act": "clear"})
        again = client.post(check, data={"act": "clear"})
        assert (again.status_code, "Somebody else has to look" in again.text) == (422, True)
        assert "waits for you" not in client.get(desk).text and "one of two has looked" in client.get(desk).text
        cast.sign_in(client, second)
        client.post(check, data={"act": "recommend", "reason": "Thiếu mặt cắt"})
        assert (entry.state, entry.steps[-1].reason) == (EntryState.IN_CHECK, "Thiếu mặt cắt")
        page = client.get(f"{desk}/{entry.code}").text
        assert all(word in page for word in ("Võ Thị Lan", "fits the rules", "Phan Đạt", "does not fit"))
        cast.sign_in(client, third)
        assert "1 entry was looked at by one person and waits for you" in client.get(desk).text
        client.post(check, data={"act": "clear"})
        assert (entry.state, entry.steps[-1].by_id) == (EntryState.CLEARED, third.id)
    assert [(one.by_id, one.fits) for one in entry.verdicts] == [(first.id, True), (second.id, False), (third.id, True)]
    with pytest.raises(DBAPIError, match="only added to"), db.session.begin_nested():
        db.session.execute(text("UPDATE entry_verdict SET fits = NOT fits"))


def test_the_vault_opens_for_a_reason_that_is_kept_and_says_how_often(client: LookingClient):
    competition = planting.competition()
    entry = entering.whole(competition, make.person(name=NAME))
    there = f"/en/desk/competitions/{competition.slug}"
    vault = f"{there}/entries/{entry.code}/vault"
    registrar = make.person(Role.REGISTRAR, name="Võ Thị Lan")
    cast.sign_in(client, registrar)
    shown = [client.get(f"{there}/entries"), client.get(f"{there}/entries/{entry.code}"), client.post(vault, data={})]
    assert [NAME in one.text for one in shown] == [False, False, False]
    assert db.session.scalars(select(VaultAccess)).all() == []
    opened = client.post(vault, data={"why": "Liên hệ về bản vẽ hỏng"})
    assert NAME in opened.text and opened.headers["Cache-Control"] == "no-store"
    [row] = db.session.scalars(select(VaultAccess)).all()
    assert (row.by_id, row.entry_id, row.why) == (registrar.id, entry.id, "Liên hệ về bản vẽ hỏng")
    assert "Opened 1 time, by Võ Thị Lan" in client.get(f"{there}/entries/{entry.code}").text
    assert "Liên hệ về bản vẽ hỏng" in client.get(f"{there}/vault").text
    organiser = cast.sign_in(client, cast.organiser())
    assert organiser.post(vault, data={"why": "Tò mò một chút"}).status_code == 403


def test_entries_of_one_author_are_told_by_a_letter_and_not_by_a_name(client: LookingClient):
    competition = planting.competition()
    one, other, third = (entering.whole(competition) for _ in range(3))
    one.members[0].name = other.members[0].name = NAME
    third.members[0].name = "Lê Thị Cúc"
    one.identity.relations = "Thầy cũ là giám khảo"
    db.session.flush()
    cast.sign_in(client, make.person(Role.REGISTRAR))
    page = client.get(f"/en/desk/competitions/{competition.slug}/entries").text
    assert page.count("author A has several") == 2 and NAME not in page
    assert page.count("knows somebody of the jury") == 1
