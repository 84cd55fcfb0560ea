"""The worker: makes good what is owed, loses nothing, and does nothing twice."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import pytest
from flask import Flask
from sqlalchemy import select

from portal import owed, schedule, worker
from portal.config import Settings
from portal.db import Mode, db, transactions
from portal.letters import rules as letters
from portal.letters.models import Letter, Reminder
from portal.media import jobs as media
from portal.media import rules as files
from portal.media.models import Preview
from portal.media.storage import storage_for
from portal.people.models import Role
from portal.schedule import ScheduledTask, Task
from portal.worker import Worker, in_transaction, sweep_once
from tests import make
from tests.letters.sinks import free_port, sink
from tests.make import AT
from tests.media import samples

Answer = TypeVar("Answer")


def at(minutes: float) -> datetime:
    return AT + timedelta(minutes=minutes)


def write(app: Flask, act: Callable[[], Answer]) -> Answer:
    with app.app_context():
        return in_transaction(act)


def read(app: Flask, look: Callable[[], Answer]) -> Answer:
    with app.app_context(), transactions(Mode.READ):
        return look()


def owe_letter(app: Flask) -> int:
    def act() -> int:
        letter = letters.write(make.person(), kind="welcome", subject="Chào", body="…", at=AT)
        db.session.flush()
        return letter.id

    return write(app, act)


def letter(app: Flask, number: int) -> dict[str, Any]:
    """The row's values, as they are committed."""
    names = ("tries", "failure", "done_at", "gave_up_at", "taken_until", "sent_to")
    return read(app, lambda: {name: getattr(db.session.get_one(Letter, number), name) for name in names})


def settings_of(app: Flask) -> Settings:
    settings: Settings = app.config["SETTINGS"]
    return settings


def outbox(app: Flask) -> list[Path]:
    return sorted((settings_of(app).home / "outbox").glob("*.eml"))


@pytest.fixture
def by_mail(real_app: Flask) -> Callable[[int], Flask]:
    """The portal with a mail server at a port."""

    def at_port(port: int) -> Flask:
        real_app.config["SETTINGS"] = Settings(
            **{**settings_of(real_app).__dict__, "mail_url": f"smtp://127.0.0.1:{port}"}
        )
        return real_app

    return at_port


def test_a_letter_is_sent_once_however_often_the_worker_looks(real_app: Flask) -> None:
    number = owe_letter(real_app)
    sweep_once(real_app, at(0))
    sweep_once(real_app, at(1))
    sweep_once(real_app, at(10))
    assert [path.name for path in outbox(real_app)] == [f"20261122T030000Z-{number}.eml"]
    assert letter(real_app, number)["done_at"] == at(0)


def test_a_letter_of_a_request_that_was_rolled_back_is_never_sent(real_app: Flask) -> None:
    with real_app.app_context(), transactions(Mode.WRITE):
        letters.write(make.person(), kind="welcome", subject="Chào", body="…", at=AT)
        db.session.flush()
        db.session.rollback()
    sweep_once(real_app, at(1))
    assert outbox(real_app) == []


def test_a_person_without_mail_keeps_the_letter_as_a_notice(real_app: Flask) -> None:
    number = _owe_to_a_phone(real_app)
    sweep_once(real_app, at(0))
    row = letter(real_app, number)
    assert (row["done_at"], row["gave_up_at"], row["sent_to"]) == (at(0), None, "")
    assert row["failure"] == "This person has no mail address: the letter waits in the portal."
    assert outbox(real_app) == []


def _owe_to_a_phone(app: Flask) -> int:
    def act() -> int:
        person = make.person(phone="+84905123456")
        person.email = None
        row = letters.write(person, kind="welcome", subject="Chào", body="…", at=AT)
        db.session.flush()
        return row.id

    return write(app, act)


def test_letters_reach_a_real_mail_server(by_mail: Callable[[int], Flask]) -> None:
    with sink() as (taken, port):
        app = by_mail(port)
        numbers = [owe_letter(app) for _ in range(3)]
        sweep_once(app, at(0))
    assert len(set(taken.recipients)) == 3
    assert [letter(app, number)["sent_to"] for number in numbers] == taken.recipients


def test_letters_wait_while_the_mail_server_is_away_and_go_when_it_is_back(by_mail: Callable[[int], Flask]) -> None:
    port = free_port()
    app = by_mail(port)
    number = owe_letter(app)
    sweep_once(app, at(0))
    row = letter(app, number)
    assert (row["tries"], row["done_at"], row["taken_until"]) == (1, None, at(1))
    assert "refused" in row["failure"].lower()
    sweep_once(app, at(0.5))
    assert letter(app, number)["tries"] == 1
    with sink() as (taken, port):
        app = by_mail(port)
        sweep_once(app, at(1))
    assert len(taken.letters) == 1
    assert (letter(app, number)["done_at"], letter(app, number)["failure"]) == (at(1), "")


def test_a_letter_nobody_takes_is_given_up_and_can_be_sent_again(by_mail: Callable[[int], Flask]) -> None:
    with sink() as (taken, port):
        taken.refusal = "550 no such person"
        app = by_mail(port)
        number = owe_letter(app)
        sweep_once(app, at(0))
        row = letter(app, number)
        assert (row["gave_up_at"], row["failure"]) == (at(0), "The mail server refused it: 550 no such person")
        write(app, lambda: letters.send_again(db.session.get_one(Letter, number), by=make.person(), at=at(60)))
        taken.refusal = ""
        sweep_once(app, at(60))
    assert len(taken.letters) == 1
    assert letter(app, number)["done_at"] == at(60)


def test_a_letter_whose_worker_was_killed_after_sending_stays_one_file(real_app: Flask) -> None:
    number = owe_letter(real_app)
    died = _a_worker_killed_at(real_app, "portal.letters.jobs._note")
    assert died == -signal.SIGKILL
    assert (len(outbox(real_app)), letter(real_app, number)["done_at"]) == (1, None)
    later = datetime.now(AT.tzinfo) + 2 * owed.LEASE
    sweep_once(real_app, later)
    assert (len(outbox(real_app)), letter(real_app, number)["done_at"]) == (1, later)


def test_a_letter_whose_worker_was_killed_before_sending_is_sent_by_the_next(real_app: Flask) -> None:
    number = owe_letter(real_app)
    died = _a_worker_killed_at(real_app, "portal.letters.post.compose")
    assert died == -signal.SIGKILL
    assert (outbox(real_app), letter(real_app, number)["done_at"]) == ([], None)
    sweep_once(real_app, datetime.now(AT.tzinfo) + 2 * owed.LEASE)
    assert len(outbox(real_app)) == 1


def _a_worker_killed_at(app: Flask, function: str) -> int:
    """A process of its own that looks once and is killed outright the moment it calls `function`."""
    settings = settings_of(app)
    program = f"""
import os, signal
from unittest import mock
from portal import create_app
from portal.config import Settings
from portal.web.clock import now
from portal.worker import sweep_once
from pathlib import Path
app = create_app(Settings(home=Path({str(settings.home)!r}), database_url={settings.database_url!r}, testing=True))
with mock.patch({function!r}, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)):
    sweep_once(app, now())
"""
    return subprocess.run([sys.executable, "-c", program], check=False, env=os.environ).returncode


def test_two_workers_at_once_send_every_letter_once(by_mail: Callable[[int], Flask]) -> None:
    with sink() as (taken, port):
        app = by_mail(port)
        for _ in range(20):
            owe_letter(app)
        workers = [threading.Thread(target=sweep_once, args=(app, at(0))) for _ in range(3)]
        for one in workers:
            one.start()
        for one in workers:
            one.join()
        sweep_once(app, at(0))
    assert len(taken.recipients) == len(set(taken.recipients)) == 20


@pytest.fixture
def reminded() -> Iterator[list[tuple[int, datetime]]]:
    """What a reminder of the kind `look-again` was called with; row 13 breaks."""
    calls: list[tuple[int, datetime]] = []

    @letters.reminded("look-again")
    def look(subject: int, when: datetime) -> None:
        calls.append((subject, when))
        letters.write(make.person(), kind="look-again", subject="Còn đúng không?", body="…", at=when)
        if subject == 13:
            raise RuntimeError("unlucky")

    yield calls
    del letters.REMINDED["look-again"]


def test_a_reminder_acts_once_on_its_day(real_app: Flask, reminded: list[tuple[int, datetime]]) -> None:
    write(real_app, lambda: letters.remind("look-again", of=12, at=at(60)))
    sweep_once(real_app, at(59))
    assert reminded == []
    sweep_once(real_app, at(60))
    sweep_once(real_app, at(61))
    assert reminded == [(12, at(60))]


def test_a_reminder_that_breaks_leaves_nothing_behind_and_comes_again(
    real_app: Flask, reminded: list[tuple[int, datetime]]
) -> None:
    write(real_app, lambda: letters.remind("look-again", of=13, at=at(0)))
    sweep_once(real_app, at(0))
    assert read(real_app, lambda: db.session.scalars(select(Letter)).all()) == []
    row = read(real_app, lambda: db.session.scalars(select(Reminder)).one())
    assert (row.failure, row.tries, row.done_at) == ("unlucky", 1, None)
    sweep_once(real_app, at(1))
    assert reminded == [(13, at(0)), (13, at(1))]


def test_a_reminder_nobody_knows_is_given_up(real_app: Flask) -> None:
    write(real_app, lambda: letters.remind("of-another-release", of=1, at=at(0)))
    sweep_once(real_app, at(0))
    row = read(real_app, lambda: db.session.scalars(select(Reminder)).one())
    assert row.gave_up_at == at(0)
    assert "of-another-release" in row.failure


def test_a_letter_of_the_worker_has_links_in_the_language_of_its_reader(real_app: Flask) -> None:
    """A year after a listing was confirmed nobody is there to say in which language a page is being read."""

    def confirmed() -> None:
        make.person(Role.MODERATOR, language="fr")
        make.person(Role.MODERATOR, language="vi")
        make.listing("Lò gốm")

    write(real_app, confirmed)
    sweep_once(real_app, AT + timedelta(days=366))
    bodies = read(real_app, lambda: db.session.scalars(select(Letter.body).order_by(Letter.id)).all())
    assert [re.findall(r"http\S+", body) for body in bodies] == [
        ["http://localhost/fr/map/lo-gom"],
        ["http://localhost/map/lo-gom"],
    ]


def bring_photo(app: Flask, body: bytes) -> int:
    kept = files.keep(BytesIO(body), storage=storage_for(settings_of(app)))
    return write(app, lambda: files.record(kept, name="photo.jpg", by=None, at=AT).id)


def test_the_previews_of_a_photo_are_made(real_app: Flask) -> None:
    bring_photo(real_app, samples.jpeg(1_000, 500))
    sweep_once(real_app, at(0))
    storage = storage_for(settings_of(real_app))
    made = read(real_app, lambda: db.session.scalars(select(Preview).order_by(Preview.width)).all())
    assert [(one.width, one.height, one.done_at) for one in made] == [(320, 160, at(0)), (800, 400, at(0))]
    for one in made:
        assert one.digest is not None
        with storage.open(one.digest) as file:
            body = file.read()
        assert (body[8:12], len(body)) == (b"WEBP", one.size)


def test_a_preview_whose_original_is_gone_is_given_up_in_words(real_app: Flask) -> None:
    bring_photo(real_app, samples.jpeg())
    storage = storage_for(settings_of(real_app))
    for file in storage.each():
        storage.remove(file.digest)
    sweep_once(real_app, at(0))
    made = read(real_app, lambda: db.session.scalars(select(Preview)).all())
    assert {(one.failure, one.gave_up_at) for one in made} == {("The original is not in the storage.", at(0))}


def test_files_that_no_row_speaks_of_are_forgotten_after_a_day(real_app: Flask) -> None:
    bring_photo(real_app, samples.jpeg())
    sweep_once(real_app, at(0))
    storage = storage_for(settings_of(real_app))
    spoken_of = {file.digest for file in storage.each()}
    orphan = storage.put(b"from a request that was refused")

    def forget(before: datetime) -> int:
        with real_app.app_context():
            return media.forget_orphans(storage, before=before, in_transaction=in_transaction)

    assert forget(orphan.put_at - timedelta(seconds=1)) == 0
    assert forget(orphan.put_at + timedelta(seconds=1)) == 1
    assert {file.digest for file in storage.each()} == spoken_of


def test_a_scheduled_task_runs_once_in_its_time_with_two_workers(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[datetime] = []
    task = Task("count", timedelta(hours=1), lambda when, in_transaction: ran.append(when))
    monkeypatch.setattr(worker, "_tasks_of_domains", lambda: iter([task]))
    for minutes in (0, 0, 59, 60, 60, 119, 120):
        sweep_once(real_app, at(minutes))
    assert ran == [at(0), at(60), at(120)]


def test_a_task_that_fails_says_so_and_comes_round_again(real_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(when: datetime, in_transaction: object) -> None:
        if when == at(0):
            raise RuntimeError("the disk is full")

    monkeypatch.setattr(worker, "_tasks_of_domains", lambda: iter([Task("count", timedelta(hours=1), run)]))
    found = select(ScheduledTask).where(ScheduledTask.name == "count")
    sweep_once(real_app, at(0))
    row = read(real_app, lambda: db.session.scalars(found).one())
    assert (row.failure, row.ran_at, row.due_at) == ("the disk is full", at(0), at(60))
    sweep_once(real_app, at(60))
    assert read(real_app, lambda: db.session.scalars(found).one()).failure == ""


def test_a_task_of_another_release_is_given_up(real_app: Flask) -> None:
    write(real_app, lambda: db.session.add(ScheduledTask(name="gone", due_at=AT)))
    sweep_once(real_app, at(0))
    found = select(ScheduledTask).where(ScheduledTask.name == "gone")
    assert read(real_app, lambda: db.session.scalars(found).one()).gave_up_at == at(0)


def test_a_worker_at_work_is_seen(real_app: Flask) -> None:
    assert read(real_app, schedule.last_beat) is None
    sweep_once(real_app, at(0))
    assert read(real_app, schedule.last_beat) == at(0)
    sweep_once(real_app, at(1))
    assert read(real_app, schedule.last_beat) == at(1)


def test_a_running_worker_sends_within_seconds_and_stops_when_told(real_app: Flask) -> None:
    stop = threading.Event()
    running = threading.Thread(target=Worker(real_app).run, args=(stop,))
    running.start()
    try:
        owe_letter(real_app)
        _wait_until(lambda: len(outbox(real_app)) == 1)
    finally:
        stop.set()
        running.join(timeout=20)
    assert not running.is_alive()


def test_a_worker_outlives_a_database_that_is_away_for_a_while(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "AFTER_A_FAULT", 0.05)
    away = threading.Event()
    away.set()
    due = owed.due

    def sometimes(*question: Any) -> Any:
        if away.is_set():
            raise ConnectionError("the database is away")
        return due(*question)

    monkeypatch.setattr(owed, "due", sometimes)
    owe_letter(real_app)
    stop = threading.Event()
    running = threading.Thread(target=Worker(real_app).run, args=(stop,))
    running.start()
    try:
        time.sleep(0.3)
        assert (running.is_alive(), outbox(real_app)) == (True, [])
        away.clear()
        _wait_until(lambda: len(outbox(real_app)) == 1)
    finally:
        stop.set()
        running.join(timeout=20)


def test_a_slow_mail_server_does_not_hold_up_the_previews(real_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "LONGEST_TURN", 0.0)
    for _ in range(3):
        owe_letter(real_app)
    bring_photo(real_app, samples.jpeg())
    sweep_once(real_app, at(0))
    made = read(real_app, lambda: db.session.scalars(select(Preview.id).where(Preview.done_at.is_not(None))).all())
    assert (len(outbox(real_app)), len(made)) == (1, 1)


def _wait_until(true: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)
