"""The protocol by hand: every header and every refusal of tus 1.0.0 at /uploads."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.db import db
from portal.media.storage import storage_for
from portal.uploads import jobs, rules
from portal.uploads.parts import parts_for
from portal.web.clock import now
from tests import cast
from tests.looking import LookingClient
from tests.uploads.shelf import FULL, LARGEST, TOKEN, UGLY, Shelf, put_up

BODY = {"Content-Type": "application/offset+octet-stream"}
FILE = os.urandom(300_000)
SUM = hashlib.sha256(FILE).hexdigest()
Ask = Callable[..., TestResponse]


def metadata(**said: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())


def checksum(piece: bytes, name: str = "sha256") -> dict[str, str]:
    return {"Upload-Checksum": f"{name} {base64.b64encode(hashlib.new(name, piece).digest()).decode()}"}


@pytest.fixture
def shelf(client: LookingClient, app: Flask) -> Iterator[Shelf]:
    """The client is signed in as the shelf's owner, and nothing is on its way."""
    shutil.rmtree(app.config["SETTINGS"].home / "uploads", ignore_errors=True)
    owner = cast.member()
    cast.sign_in(client, owner)
    with put_up(owner.id) as made:
        yield made


@pytest.fixture
def ask(client: LookingClient) -> Ask:
    def asked(method: str, where: str = "/uploads", body: bytes = b"", **more: dict[str, str]) -> TestResponse:
        headers = {"Tus-Resumable": "1.0.0"} | {key: value for given in more.values() for key, value in given.items()}
        return client.open(where, method=method, data=body, headers=headers)

    return asked


@pytest.fixture
def begin(ask: Ask, shelf: Shelf) -> Callable[..., str]:
    """Announces a file; its address."""

    def begun(size: int = len(FILE), **said: str) -> str:
        about = metadata(**{"shelf": "left", "filename": "Bản vẽ.pdf"} | said)
        answer = ask("POST", headers={"Upload-Length": str(size), "Upload-Metadata": about})
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    return begun


def send(ask: Ask, where: str, begin: int, piece: bytes, **more: dict[str, str]) -> TestResponse:
    return ask("PATCH", where, piece, kind=BODY, at={"Upload-Offset": str(begin)}, **more)


def part_files(app: Flask) -> list[Path]:
    return sorted((app.config["SETTINGS"].home / "uploads").glob("*"))


def test_the_server_says_what_it_speaks(client: LookingClient) -> None:
    answer = client.open("/uploads", method="OPTIONS")
    assert (answer.status_code, answer.data) == (204, b"")
    assert {name: value for name, value in answer.headers.items() if name.startswith("Tus")} == {
        "Tus-Resumable": "1.0.0", "Tus-Version": "1.0.0", "Tus-Max-Size": "1000000000",
        "Tus-Extension": "creation,creation-with-upload,termination,checksum,expiration",
        "Tus-Checksum-Algorithm": "sha256,sha1",
    }  # fmt: skip


def test_a_file_arrives_in_pieces_and_is_handed_over_whole(
    ask: Ask, begin: Callable[..., str], shelf: Shelf, app: Flask
) -> None:
    where = begin(slot="top", sha256=SUM)
    assert ask("HEAD", where).headers["Upload-Offset"] == "0"
    answer = send(ask, where, 0, FILE[:100_000], sum=checksum(FILE[:100_000]))
    assert (answer.status_code, answer.data, answer.headers["Upload-Offset"]) == (204, b"", "100000")
    assert "Upload-Expires" in answer.headers
    half = ask("HEAD", where)
    assert (half.status_code, half.headers["Upload-Offset"], half.headers["Upload-Length"]) == (200, "100000", "300000")
    assert half.headers["Cache-Control"] == "no-store"
    answer = send(ask, where, 100_000, FILE[100_000:], sum=checksum(FILE[100_000:], "sha1"))
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "300000")
    assert [held[:3] for held in shelf.held] == [(SUM, "top", "Bản vẽ.pdf")]
    with storage_for(app.config["SETTINGS"]).open(SUM) as stored:
        assert stored.read() == FILE
    assert part_files(app) == []
    assert ask("HEAD", where).headers["Upload-Offset"] == "300000"  # for whoever lost the last answer
    assert send(ask, where, 0, FILE).status_code == 409
    assert ask("DELETE", where).status_code == 409


def test_a_small_file_comes_with_its_announcement(ask: Ask, shelf: Shelf) -> None:
    about = {"Upload-Length": "5", "Upload-Metadata": metadata(shelf="left")}
    answer = ask("POST", "/uploads", b"small", kind=BODY, headers=about)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "5")
    assert shelf.held[0][0] == hashlib.sha256(b"small").hexdigest()


def test_the_same_file_announced_twice_goes_on_where_it_stood(ask: Ask, begin: Callable[..., str]) -> None:
    where = begin(sha256=SUM)
    send(ask, where, 0, FILE[:70_000])
    about = {"Upload-Length": "300000", "Upload-Metadata": metadata(shelf="left", sha256=SUM)}
    again = ask("POST", headers=about)
    assert (again.headers["Location"], again.headers["Upload-Offset"]) == (where, "70000")
    assert begin(sha256=SUM, slot="top") != where


def test_each_wrong_request_has_its_answer(ask: Ask, begin: Callable[..., str], client: LookingClient) -> None:
    where, zero = begin(), {"Upload-Offset": "0"}
    send(ask, where, 0, b"12345")
    refused = {
        409: send(ask, where, 4, b"6"),
        415: ask("PATCH", where, b"6", at={"Upload-Offset": "5"}, kind={"Content-Type": "text/plain"}),
        412: client.patch(where, data=b"6", headers=BODY | zero),
        413: send(ask, where, 5, FILE),
        460: send(ask, where, 5, b"right", sum=checksum(b"wrong")),
        405: ask("POST", where, b"6", over={"X-HTTP-Method-Override": "PUT"}),
        400: ask("PATCH", where, b"6", kind=BODY),
        404: ask("HEAD", where[:-1]),
    }
    assert {status: answer.status_code for status, answer in refused.items()} == {status: status for status in refused}
    assert refused[412].headers["Tus-Version"] == "1.0.0"
    assert {answer.headers.get("Tus-Resumable") for answer in refused.values()} == {"1.0.0"}
    assert {answer.mimetype for status, answer in refused.items() if status != 404} == {"application/problem+json"}
    assert ask("HEAD", where).headers["Upload-Offset"] == "5"
    strange = [{"Upload-Checksum": "md5 AAAA"}, {"Upload-Checksum": "sha256 %"}]
    assert [send(ask, where, 5, b"6", sum=one).status_code for one in strange] == [400, 400]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "5", "Upload-Defer-Length": "1"}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": "shelf ***"}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": "shelf /w=="}, 400),
        ({"Upload-Length": "5"}, 422),
        ({"Upload-Length": "5", "Upload-Metadata": metadata(shelf="left", sha256="12")}, 422),
        ({"Upload-Length": "0", "Upload-Metadata": metadata(shelf="left")}, 422),
        ({"Upload-Length": "5", "Upload-Metadata": metadata(shelf="under")}, 404),
        ({"Upload-Length": "5", "Upload-Metadata": metadata(shelf="left", slot="under")}, 404),
        ({"Upload-Length": str(LARGEST + 1), "Upload-Metadata": metadata(shelf="left")}, 413),
    ],
)
def test_no_wrong_announcement_begins_anything(
    ask: Ask, shelf: Shelf, headers: dict[str, str], status: int, app: Flask
) -> None:
    answer = ask("POST", headers=headers)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert rules.names() == set()
    assert ("Tus-Max-Size" in answer.headers) == (status == 413)


def test_a_full_shelf_says_so_in_the_readers_language(ask: Ask, begin: Callable[..., str]) -> None:
    begin(LARGEST), begin(LARGEST)
    about = {"Upload-Length": "1", "Upload-Metadata": metadata(shelf="left")}
    assert (answer := ask("POST", headers=about)).status_code == 422
    assert json.loads(answer.data)["detail"] == FULL
    empty = {"Upload-Length": "0", "Upload-Metadata": metadata(shelf="left"), "Accept-Language": "en"}
    assert json.loads(ask("POST", headers=empty).data)["detail"] == "This file is empty. Choose it once more."


def test_what_is_not_taken_is_said_and_its_address_is_gone(
    ask: Ask, begin: Callable[..., str], shelf: Shelf, app: Flask
) -> None:
    ugly, changed = begin(9), begin(5, sha256=SUM)
    first, second = send(ask, ugly, 0, b"ugly file"), send(ask, changed, 0, b"other")
    assert (first.status_code, json.loads(first.data)["detail"]) == (422, UGLY)
    assert (second.status_code, shelf.held, part_files(app)) == (422, [], [])
    assert [ask("HEAD", where).status_code for where in (ugly, changed)] == [410, 410]


def test_to_a_stranger_no_upload_exists(
    ask: Ask, begin: Callable[..., str], client: LookingClient, shelf: Shelf
) -> None:
    where = begin()
    about = {"Upload-Length": "5", "Upload-Metadata": metadata(shelf="left")}

    def knock() -> set[int]:
        return {
            ask("HEAD", where).status_code, send(ask, where, 0, b"1").status_code, ask("DELETE", where).status_code,
            ask("POST", where, over={"X-HTTP-Method-Override": "DELETE"}).status_code,
            ask("POST", headers=about).status_code,
        }  # fmt: skip

    cast.sign_in(client, cast.artisan())
    assert knock() == {404}
    client.delete_cookie("portal")
    assert knock() == {401}
    assert rules.names() == {where.rpartition("/")[2]}


def test_a_token_opens_its_own_subject_and_nothing_else(
    ask: Ask, begin: Callable[..., str], client: LookingClient
) -> None:
    left, right = begin(), begin(shelf="right")
    client.delete_cookie("portal")
    token = {"Authorization": f"Bearer {TOKEN}"}
    assert send(ask, left, 0, b"123", token=token).status_code == 204
    assert ask("HEAD", left, token=token).headers["Upload-Offset"] == "3"
    assert ask("HEAD", right, token=token).status_code == 404
    assert ask("HEAD", left, token={"Authorization": "Bearer guessed"}).status_code == 401
    about = {"Upload-Length": "5", "Upload-Metadata": metadata(shelf="right")}
    assert ask("POST", headers=about, token=token).status_code == 404


def test_an_upload_is_cancelled_and_leaves_nothing(
    ask: Ask, begin: Callable[..., str], app: Flask, shelf: Shelf
) -> None:
    where = begin()
    send(ask, where, 0, b"123")
    assert ask("POST", where, over={"X-HTTP-Method-Override": "DELETE"}).status_code == 204
    assert (ask("HEAD", where).status_code, part_files(app), shelf.lost) == (404, [], [""])


def test_two_cannot_write_the_same_file(ask: Ask, begin: Callable[..., str], app: Flask) -> None:
    where = begin()
    with parts_for(app.config["SETTINGS"]).held(where.rpartition("/")[2]):
        assert send(ask, where, 0, b"123").status_code == 423
        assert ask("DELETE", where).status_code == 423
        assert ask("HEAD", where).headers["Upload-Offset"] == "0"
    assert send(ask, where, 0, b"123").status_code == 204


def test_what_is_not_continued_is_gone_and_swept(ask: Ask, begin: Callable[..., str], app: Flask) -> None:
    where, other = begin(), begin()
    for address in (where, other):
        send(ask, address, 0, b"123")
    old = rules.find(where.rpartition("/")[2])
    assert old is not None
    old.expires_at = now() - timedelta(seconds=1)
    assert [send(ask, where, 3, b"4").status_code, ask("HEAD", where).status_code] == [410, 410]
    stray = app.config["SETTINGS"].home / "uploads" / "nobody-speaks-of-this.part"
    stray.write_bytes(b"1")
    os.utime(stray, (0, 0))
    jobs.sweep(now(), lambda act: act())
    assert [path.stem for path in part_files(app)] == [other.rpartition("/")[2]]
    assert ask("HEAD", where).status_code == 410
    old.expires_at = now() - rules.REMEMBERED - timedelta(days=1)
    jobs.sweep(now(), lambda act: act())
    db.session.flush()
    assert ask("HEAD", where).status_code == 404


def test_a_file_whose_process_died_before_it_was_handed_over_is_not_lost(
    ask: Ask, begin: Callable[..., str], shelf: Shelf, app: Flask
) -> None:
    asked, swept = begin(5), begin(4)
    parts = parts_for(app.config["SETTINGS"])
    for where, body in ((asked, b"whole"), (swept, b"also")):
        with parts.held(where.rpartition("/")[2]) as part:
            part.write(body)
    assert ask("HEAD", asked).headers["Upload-Offset"] == "5"
    jobs.finish(now(), lambda act, turn="": act())
    sums = [hashlib.sha256(body).hexdigest() for body in (b"whole", b"also")]
    assert ([held[0] for held in shelf.held], part_files(app)) == (sums, [])


def test_a_full_disk_is_said_before_anything_is_sent(
    ask: Ask, begin: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = begin()
    monkeypatch.setattr("portal.uploads.parts.SPARE", 10**15)
    for answer in (send(ask, where, 0, b"123"), ask("POST", headers={
        "Upload-Length": "5", "Upload-Metadata": metadata(shelf="left"),
    })):  # fmt: skip
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_hostile_name_is_only_a_label(ask: Ask, begin: Callable[..., str], shelf: Shelf) -> None:
    for name in ("../../etc/passwd", "a\u202efdp.exe", "\0", "x" * 600 + ".pdf", "C:\\Users\\anh\\bản vẽ.pdf"):
        send(ask, begin(1, filename=name), 0, b"1")
    assert [held[2] for held in shelf.held] == [
        "passwd", "afdp.exe", "photo", "x" * 116 + ".pdf", "bản vẽ.pdf",
    ]  # fmt: skip


def test_a_browser_of_another_site_is_turned_away(ask: Ask, begin: Callable[..., str]) -> None:
    where = begin()
    answer = send(ask, where, 0, b"123", site={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, ask("HEAD", where).headers["Upload-Offset"]) == (403, "0")
