"""What was answered with success survives: the whole server is killed twenty times while eight people propose.

A ninth decides at the desk meanwhile. Afterwards each proposal is there once, each photo has its light pictures once,
and each sender with an account has one letter for each decision.
"""

from __future__ import annotations

import io
import itertools
import os
import re
import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import create_engine, text

from tests.conftest import Databases
from tests.faults.server import Answer, Browser, Server

pytestmark = pytest.mark.faults
KILLS = 20
WRITERS = 8
BETWEEN = 150  # acknowledged writes before each kill, and after the last: over 3,000 in all
BACK_WITHIN = 15  # seconds; a loaded machine is slow to start Python
PHOTO_EVERY = 25  # proposals
PASSWORD = "den-long-hoi-an"
VERSIONS = re.compile(r'name="(version|subject_version)"[^>]*value="(\d+)"')


class Worker(threading.Thread, ABC):
    """Somebody who goes on until told to stop, and remembers what was answered with success."""

    def __init__(self, server: Server, stop: threading.Event, who: str = "") -> None:
        super().__init__(daemon=True)
        self.browser, self.stopping, self.who = Browser(server.port), stop, who
        self.acknowledged: list[str] = []
        self.writes = 0
        self.unexpected: list[Answer] = []

    def run(self) -> None:
        if self.who:
            self.insist("/people/sign-in", {"who": f"{self.who}@hoian.example", "password": PASSWORD})
        for number in itertools.count():
            if self.stopping.is_set():
                return
            self.work(number)

    @abstractmethod
    def work(self, number: int) -> None:
        """Does one thing more; `number` counts them."""

    def insist(self, path: str, form: dict[str, str], *, photo: bytes = b"") -> str:
        """Sends the same form until it is answered, as a person would after a lost line; where the answer leads."""
        unanswered = False
        while not self.stopping.is_set():
            answer = self.browser.post(path, form, photo=photo)
            if answer.status == 303:
                self.writes += 1
                return answer.location
            if answer.status == 409 and unanswered:
                return ""  # it was done the first time, and the answer was lost
            unanswered |= answer.status == 0
            if answer.status not in {0, 503}:
                self.unexpected.append(answer._replace(page=answer.page[:500]))
                return ""
            time.sleep(0.05)
        return ""


class Proposer(Worker):
    """Proposes one listing after another, now and then with a photo."""

    def __init__(self, server: Server, stop: threading.Event, number: int, sent: SimpleQueue[str]) -> None:
        super().__init__(server, stop, who="artisan" if number % 2 else "")
        self.number, self.sent = number, sent

    def work(self, number: int) -> None:
        name = f"Người viết {self.number} mục {number}"
        form = {"once": f"w{self.number}-{number}-{os.getpid()}", "group": "places", "name_vi": name, "act": "preview",
                "summary_vi": "Một dòng.", "ward_new": "hoi-an", "alt_vi": "Một bức ảnh", "credit": "Người viết",
                "people_agreed": "y"}  # fmt: skip
        photo = picture(self.number, number) if number % PHOTO_EVERY == 0 else b""
        where = self.insist("/map/new", form, photo=photo)
        if where.endswith("/preview"):
            where = self.insist(where.replace("/preview", "/sending"), {})
        if where.startswith("/code/"):
            self.acknowledged.append(name)
            if self.who:
                self.sent.put(where.removeprefix("/code/"))


class Decider(Worker):
    """Refuses what senders with an account have sent."""

    def __init__(self, server: Server, stop: threading.Event, sent: SimpleQueue[str]) -> None:
        super().__init__(server, stop, who="moderator")
        self.sent = sent

    def work(self, number: int) -> None:
        try:
            ticket = self.sent.get(timeout=0.2)
        except Empty:
            return
        at = f"/desk/moderation/{ticket}"
        page = self.browser.get(at)
        while page.status != 200 and not self.stopping.is_set():
            page = self.browser.get(at)
        versions = dict(VERSIONS.findall(page.page))
        where = self.insist(
            f"{at}/decision", {**versions, "act": "refused", "reason": "not_local", "note": "Cảm ơn bạn."}
        )
        if where:
            self.acknowledged.append(ticket)
        time.sleep(0.2)


def picture(*numbers: int) -> bytes:
    """A small picture, each another one."""
    out = io.BytesIO()
    Image.new("RGB", (40 + numbers[0], 30 + numbers[1] % 200), (200, 120, 40)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def server(planted: Databases, tmp_path: Path) -> Server:
    settings = planted.settings(tmp_path)
    made = Server(tmp_path, settings.database_url)
    made.start()
    return made


def wait_for(count: int, people: list[Any]) -> None:
    """Until so many writes were acknowledged in all."""
    until = time.monotonic() + 120
    while sum(one.writes for one in people) < count:
        assert time.monotonic() < until, "the writers do not get on"
        time.sleep(0.05)


def test_twenty_kills_lose_nothing_and_double_nothing(server: Server) -> None:
    stop, sent = threading.Event(), SimpleQueue[str]()
    writers = [Proposer(server, stop, number, sent) for number in range(WRITERS)]
    decider = Decider(server, stop, sent)
    people = [*writers, decider]
    for one in people:
        one.start()
    for kill in range(KILLS):
        wait_for((kill + 1) * BETWEEN, people)
        if kill % 2:
            server.kill_a_child()
            until = time.monotonic() + BACK_WITHIN
            while not server.answers():
                assert time.monotonic() < until, "the parent did not bring its child back"
                time.sleep(0.05)
        else:
            server.kill_all()
            server.start()
    wait_for((KILLS + 1) * BETWEEN, people)
    stop.set()
    for one in people:
        one.join(timeout=60)
    kept = Kept(server)
    kept.wait_until_nothing_is_owed()
    server.stop()

    acknowledged = Counter(name for writer in writers for name in writer.acknowledged)
    print(f"\n{sum(one.writes for one in people)} acknowledged writes, {acknowledged.total()} proposals sent,"
          f" {len(decider.acknowledged)} decided, {KILLS} kills")  # fmt: skip
    assert [one.unexpected for one in people] == [[]] * len(people)
    assert sum(one.writes for one in people) >= (KILLS + 1) * BETWEEN
    names = Counter(kept.all("SELECT name_vi FROM listing WHERE name_vi LIKE 'Người viết%'"))
    assert [name for name in acknowledged if names[name] == 0] == []
    assert [name for name, count in names.items() if count > 1] == []
    assert kept.is_whole()

    written = "SELECT id FROM listing WHERE name_vi LIKE 'Người viết%'"
    refused = kept.all(
        "SELECT ticket_id FROM ticket_decision JOIN ticket ON ticket.id = ticket_id"
        f" WHERE act = 'refused' AND person_id IS NOT NULL AND listing_id IN ({written})"
    )
    assert {int(ticket) for ticket in decider.acknowledged} <= set(refused)
    assert len(refused) == len(set(refused)) > 20
    letters = kept.all("SELECT message_id FROM letter WHERE kind = 'ticket_decided'")
    posted = Counter(kept.letters())
    assert [posted[one] for one in letters] == [1] * len(letters)
    about_refusals = "SELECT count(*) FROM letter WHERE kind = 'ticket_decided' AND body LIKE '%Cảm ơn bạn.%'"
    assert kept.one(about_refusals) == len(refused)
    photos = kept.one(
        "SELECT count(*) FROM photo JOIN listing ON listing.id = photo.listing_id WHERE name_vi LIKE 'Người viết%'"
    )
    previews = kept.one("SELECT count(*) FROM preview WHERE digest IS NOT NULL")
    widths = kept.one("SELECT count(*) FROM (SELECT DISTINCT upload_id, width FROM preview) AS one")
    assert photos >= WRITERS
    assert previews == widths == kept.one("SELECT count(*) FROM preview")


class Kept:
    """What the database and the outbox hold."""

    def __init__(self, server: Server) -> None:
        self.home, self.is_sqlite = server.home, not server.database_url
        self.engine = create_engine(server.database_url or f"sqlite:///{server.home / 'portal.db'}")

    def all(self, question: str) -> list[Any]:
        with self.engine.connect() as connection:
            return [row[0] for row in connection.execute(text(question))]

    def one(self, question: str) -> int:
        return int(self.all(question)[0])

    def wait_until_nothing_is_owed(self) -> None:
        waits = "WHERE done_at IS NULL AND gave_up_at IS NULL"
        tables = (f"letter {waits}", f"preview {waits}", f"reminder {waits} AND kind = 'ticket_decided'")
        owed = " + ".join(f"(SELECT count(*) FROM {one})" for one in tables)
        until = time.monotonic() + 240  # a killed worker's row comes back after its lease
        while left := self.one(f"SELECT {owed}"):
            assert time.monotonic() < until, f"{left} rows are still owed"
            time.sleep(0.5)

    def letters(self) -> list[str]:
        """The numbers of the letters that were posted."""
        files = (self.home / "outbox").glob("*.eml")
        return [message_from_bytes(one.read_bytes())["Message-ID"].strip("<>").partition("@")[0] for one in files]

    def is_whole(self) -> bool:
        return not self.is_sqlite or self.all("PRAGMA integrity_check") == ["ok"]
