"""Answers leave compressed, are not sent twice when nothing changed, and pages say truly what they weigh."""

from __future__ import annotations

import gzip
import re
import socket
import threading
from collections.abc import Callable, Iterator

import brotli
import pytest
from flask import Flask, Response
from werkzeug.serving import make_server

from portal import create_app
from portal.db import Mode, db, transactions
from portal.listings.seed import demo
from portal.web import asset
from portal.web.compress import SHELL
from portal.web.guard import anyone, guard
from tests import make
from tests.conftest import Databases
from tests.looking import LookingClient

LONG = "Đèn lồng Hội An. " * 60
READ: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}


@pytest.mark.parametrize(
    ("accepts", "how"),
    [
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=1.0, br;q=0.1", "br"),
        ("br;q=0, gzip;q=0", "identity"),
        ("deflate", "identity"),
        ("", "identity"),
        ("*", "br"),
    ],
)
def test_an_answer_is_compressed_as_the_browser_can_read_it(client: LookingClient, accepts: str, how: str) -> None:
    make.listing("Lò gốm Thanh Hà")
    response = client.get("/map.csv", headers={"Accept-Encoding": accepts})
    assert response.headers.get("Content-Encoding", "identity") == how
    assert "Lò gốm Thanh Hà" in READ[how](response.get_data()).decode()
    assert int(response.headers["Content-Length"]) == len(response.get_data())
    assert "Accept-Encoding" in response.vary


@pytest.mark.parametrize("how", ["br", "gzip"])
def test_a_compressed_page_says_the_same_as_the_plain_one(client: LookingClient, how: str) -> None:
    make.listing("Lò gốm Thanh Hà")
    page = READ[how](client.get("/map", headers={"Accept-Encoding": how}).get_data())
    plain = client.get("/map").get_data()
    numbers = re.compile(rb"\d+,\d KB|\d+,\d")
    assert numbers.sub(b"", page) == numbers.sub(b"", plain)
    assert (b"\x02" in page, b"\x03" in page) == (False, False)


def test_what_is_known_already_is_not_sent_again(client: LookingClient) -> None:
    first = client.get("/map", headers={"Accept-Encoding": "br"})
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    again = client.get("/map", headers={"Accept-Encoding": "br", "If-None-Match": tag})
    assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_what_has_changed_is_sent(client: LookingClient) -> None:
    tag = client.get("/map").headers["ETag"]
    make.listing("Lò gốm Thanh Hà")
    changed = client.get("/map", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_another_language_and_a_part_are_other_things(client: LookingClient) -> None:
    make.listing("Lò gốm Thanh Hà")
    part = {"HX-Request": "true", "HX-Target": "results"}
    tags = [client.get(path).headers["ETag"] for path in ("/map", "/en/map")]
    tags.append(client.get("/map", headers=part).headers["ETag"])
    assert len(set(tags)) == 3


def test_a_refusal_has_no_tag(client: LookingClient) -> None:
    assert "ETag" not in client.get("/no/such/page").headers


def test_head_tells_the_size_that_get_would_have(client: LookingClient) -> None:
    whole, head = (client.open("/map", method=method, headers={"Accept-Encoding": "br"}) for method in ("GET", "HEAD"))
    assert (head.get_data(), head.headers["Content-Length"]) == (b"", whole.headers["Content-Length"])


def test_little_and_what_is_compressed_already_stay_as_they_are(real_app: Flask) -> None:
    @real_app.get("/test/little")
    @guard(anyone)
    def little() -> Response:
        return Response("few words", mimetype="text/plain")

    @real_app.get("/test/picture")
    @guard(anyone)
    def picture() -> Response:
        return Response(b"RIFF" * 500, mimetype="image/webp")

    for path in ("/test/little", "/test/picture"):
        response = real_app.test_client().get(path, headers={"Accept-Encoding": "br"})
        assert "Content-Encoding" not in response.headers


# The weight in the footer


@pytest.fixture(scope="module")
def port(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    app = create_app(databases.settings(tmp_path_factory.mktemp("weighed"), base_url="http://localhost"))
    with app.app_context(), transactions(Mode.WRITE):
        demo.plant(at=make.AT)
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    with app.app_context():
        db.engine.dispose()


def fetched(port: int, path: str, accepts: str) -> tuple[int, bytes]:
    """The bytes of one answer on the wire, headers and all, and what its body says."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\nAccept-Encoding: {accepts}\r\n\r\n".encode())
        answer = line.makefile("rb").read()
    _head, _, body = answer.partition(b"\r\n\r\n")
    return len(answer), READ[accepts](body)


def told(page: bytes) -> tuple[float, float]:
    """This page, and a first visit, in bytes."""
    this, first = re.findall(r"(\d+,\d) KB", page.decode())
    return float(this.replace(",", ".")) * 1000, float(first.replace(",", ".")) * 1000


@pytest.mark.parametrize("accepts", ["br", "gzip", "identity"])
@pytest.mark.parametrize("path", ["/", "/map", "/map?page=2", "/map/lang-gom-thanh-ha", "/about", "/people/sign-in"])
def test_a_page_says_what_it_weighs_to_five_parts_in_a_hundred(port: int, path: str, accepts: str) -> None:
    wire, page = fetched(port, path, accepts)
    this, _first = told(page)
    assert this == pytest.approx(wire, rel=0.05)


def test_a_first_visit_weighs_the_page_and_its_shell(port: int) -> None:
    wire, page = fetched(port, "/map", "br")
    shell = sum(fetched(port, asset.asset(name), "br")[0] for name in SHELL)
    assert told(page)[1] == pytest.approx(wire + shell, rel=0.05)
