"""The copy of my data holds every row that names me, in every table, and nothing that is somebody else's."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import Column, select

from portal.contributions import tickets
from portal.contributions.models import TicketKind, TicketPhoto
from portal.db import db
from portal.letters import rules as letters
from portal.listings import ownership
from portal.media.models import Upload
from portal.media.storage import storage_for
from portal.people import held
from portal.people.models import DataRequest, Person
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient
from tests.make import AT
from tests.people.planting import is_free, plant, references

WORDS = "Lời riêng của tôi"


@pytest.fixture
def hanh(session: object) -> Person:
    return make.person(name="Trần Thị Hạnh", phone="+84905123456")


def column_of(one: held.Held) -> Column:
    return one.column.property.columns[0]


def test_every_column_that_names_a_person_has_its_line():
    assert {str(column_of(one)) for one in held.HELD} == {str(column) for column in references()}


@pytest.mark.parametrize("one", held.HELD, ids=lambda one: one.name)
def test_a_planted_row_is_in_the_copy_whole_where_it_is_ones_own(hanh: Person, one: held.Held):
    column = column_of(one)
    key = plant(column.table, words=WORDS, **{column.name: hanh.id})
    rows = held.copy(hanh)[one.name]
    found = [row for row in rows if {name: row[name] for name in key} == key]
    assert len(found) == 1
    written = [one.name for one in column.table.columns if is_free(one) and one.name not in held.SECRETS]
    assert [name for name in written if WORDS in str(found[0].get(name))] == (written if one.whole else [])


def test_nothing_that_opens_a_door_is_in_the_copy(hanh: Person):
    hanh.password_hash = "a-hash"
    for column in references():
        plant(column.table, **{column.name: hanh.id})
    said = json.dumps(held.copy(hanh))
    assert not [word for word in ("a-hash", '"digest"', '"secret"', '"password_hash"') if word in said]


def test_what_i_sent_in_comes_with_its_messages_and_photos_and_a_listing_with_its_contacts(hanh: Person):
    ticket = tickets.begin(TicketKind.REPORT, by=hanh, at=AT, language="vi").ticket
    tickets.say(ticket, "Quán đã dời đi", from_desk=False, by=None, at=AT)
    upload = Upload(digest="a" * 64, size=1, media_type="image/jpeg", name="quan.jpg", at=AT)
    ticket.photos.append(TicketPhoto(upload=upload, alt_vi="Quán", credit="Hạnh"))
    listing = make.listing("Gốm Son", contacts={"phone": ["+84905123456", False]})
    ownership.give(listing, hanh, how="desk", by=None, at=AT)
    db.session.flush()
    copy = held.copy(hanh)
    [sent] = copy["sent_in"]
    assert [one["text"] for one in sent["messages"]] == ["Quán đã dời đi"]
    assert [one["alt_vi"] for one in sent["photos"]] == ["Quán"]
    [looked_after] = copy["listings_i_look_after"]
    assert looked_after["listing"]["contacts"] == {"phone": ["+84905123456", False]}
    assert held.files(hanh) == [upload]


def test_nothing_of_anybody_else_is_in_the_copy(hanh: Person):
    other = make.person(name="Người Khác")
    for column in references():
        plant(column.table, words="Lời của người khác", **{column.name: other.id})
    said = json.dumps(held.copy(hanh), ensure_ascii=False)
    assert "Người Khác" not in said and "người khác" not in said


# The file


def test_the_zip_holds_the_copy_and_the_bytes_of_each_photo(app: Flask, client: LookingClient, hanh: Person):
    stored = storage_for(app.config["SETTINGS"]).put(b"the bytes of a photo")
    kept = Upload(digest=stored.digest, size=20, media_type="image/jpeg", name="lo.jpg", by_id=hanh.id, at=AT)
    lost = Upload(digest="f" * 64, size=20, media_type="image/jpeg", name="mat.jpg", by_id=hanh.id, at=AT)
    db.session.add_all([kept, lost])
    letters.write(hanh, kind="test", subject="Chào chị", body="Thư", at=AT)
    db.session.flush()
    answer = sign_in(client, hanh).post("/people/me/data/copy")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "my-data.json", f"files/{kept.id}-lo.jpg", f"files/{lost.id}-mat.jpg.missing",
        ]  # fmt: skip
        assert archive.read(f"files/{kept.id}-lo.jpg") == b"the bytes of a photo"
        copy = json.loads(archive.read("my-data.json"))
    assert copy["person"]["full_name"] == "Trần Thị Hạnh"
    assert [one["subject"] for one in copy["letters"]] == ["Chào chị"]
    noted = db.session.scalars(select(DataRequest)).one()
    assert (noted.kind, noted.person_id, noted.done_by_id) == ("copy", hanh.id, hanh.id)
