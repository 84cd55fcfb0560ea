"""Two calendars of other people's making follow ours over http: vdirsyncer, which carries it into a folder, and khal.

They run as programs of their own, as they would on somebody's desk. vdirsyncer names what it carries by its content
(it does not trust the UID of a file from the web); khal, which is given the file itself, keeps our UID.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import icalendar
import pytest
from flask import Flask
from werkzeug.serving import make_server

from portal.db import Mode, db, transactions
from portal.events import rules, taking_place
from portal.events.models import Event
from portal.events.when import day_of, midnight, whole_days
from portal.people.models import Role
from portal.web.clock import now
from tests import make

VDIRSYNCER = """
[general]
status_path = "{folder}/status"
[pair ours]
a = "web"
b = "folder"
collections = null
conflict_resolution = "a wins"
[storage web]
type = "http"
url = "{address}"
[storage folder]
type = "filesystem"
path = "{folder}/calendar"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[ours]]
path = {folder}/calendar
readonly = True
[[own]]
path = {folder}/own
[sqlite]
path = {folder}/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Asia/Ho_Chi_Minh
default_timezone = Asia/Ho_Chi_Minh
"""


@dataclass
class Desk:
    """Somebody's computer, with both clients set up to follow the calendar at an address."""

    folder: Path
    address: str

    def run(self, *command: str) -> str:
        """What a client says; it fails the test when the client fails."""
        home = {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
        there = Path(sys.executable).with_name(command[0])
        done = subprocess.run(
            [there, *command[1:]], env={**os.environ, **home, "TZ": "UTC"}, input="y\n", capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def sync(self) -> list[str]:
        """Carries over what has changed; returns what it did to each item."""
        said = self.run("vdirsyncer", "-c", str(self.folder / "vdirsyncer.conf"), "sync")
        return sorted(line.split()[0] for line in said.splitlines() if line.startswith(("Copying", "Deleting")))

    def fetched(self) -> dict[str, icalendar.Event]:
        """The events of the file at the address, by their UIDs."""
        with urlopen(self.address) as answer:  # nosec B310  our own server
            file = self.folder / "events.ics"
            file.write_bytes(answer.read())
        return {str(one["UID"]): one for one in icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")}

    def take_in(self) -> dict[str, int]:
        """Gives khal the file that was fetched; returns the SEQUENCE of what it keeps, by UID."""
        self.run(
            "khal",
            "-c",
            str(self.folder / "khal.conf"),
            "import",
            "--batch",
            "-a",
            "own",
            str(self.folder / "events.ics"),
        )
        files = [icalendar.Calendar.from_ical(path.read_bytes()) for path in self.folder.glob("own/*.ics")]
        return {str(one["UID"]): int(one["SEQUENCE"]) for file in files for one in file.walk("VEVENT")}

    def kept(self) -> dict[str, icalendar.Event]:
        """The events of the folder by their titles."""
        files = [icalendar.Calendar.from_ical(path.read_bytes()) for path in self.folder.glob("calendar/*.ics")]
        return {str(one["SUMMARY"]): one for file in files for one in file.walk("VEVENT")}

    def agenda(self, first: date, days: int) -> list[str]:
        form = ("--day-format", "", "--format", "{start-date} {start-time}-{end-time} {title}")
        said = self.khal("list", "-a", "ours", "--once", *form, str(first), f"{days}d")
        return sorted(line.strip() for line in said.splitlines() if line.strip())

    def khal(self, *command: str) -> str:
        return self.run("khal", "-c", str(self.folder / "khal.conf"), *command)


@pytest.fixture
def address(real_app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, real_app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/en/events.ics?alarm=60"
    server.shutdown()


@pytest.fixture
def desk(tmp_path: Path, address: str) -> Desk:
    made = Desk(tmp_path / "desk", address)
    for name in ("calendar", "own"):
        (made.folder / name).mkdir(parents=True)
    for name, config in (("vdirsyncer.conf", VDIRSYNCER), ("khal.conf", KHAL)):
        (made.folder / name).write_text(config.format(folder=made.folder, address=address))
    made.run("vdirsyncer", "-c", str(made.folder / "vdirsyncer.conf"), "discover")
    return made


@pytest.fixture
def tonight() -> datetime:
    """Six in the evening, three days from now."""
    return midnight(day_of(now()) + timedelta(days=3)) + timedelta(hours=18)


@pytest.fixture
def city(real_app: Flask, tonight: datetime) -> None:
    """An evening, a night past midnight, a whole day, three days, a parent with two sessions, and a cancelled one."""
    with real_app.app_context(), transactions(Mode.WRITE):
        day = day_of(tonight)
        make.event("Evening", starts_at=tonight, ends_at=tonight + timedelta(hours=3))
        make.event("Night", starts_at=tonight + timedelta(hours=4), ends_at=tonight + timedelta(hours=8))
        one, three = whole_days(day, day), whole_days(day, day + timedelta(days=2))
        make.event("Whole day", starts_at=one.starts_at, ends_at=one.ends_at, all_day=True)
        make.event("Three days", starts_at=three.starts_at, ends_at=three.ends_at, all_day=True)
        parent = make.event("Festival", starts_at=tonight, ends_at=tonight + timedelta(hours=2))
        make.session(parent, "Opening", starts_at=tonight, ends_at=tonight + timedelta(hours=1))
        make.session(parent, "Workshop", starts_at=tonight + timedelta(hours=1), ends_at=tonight + timedelta(hours=2))
        gone = make.event("Flooded", starts_at=tonight, ends_at=tonight + timedelta(hours=1))
        taking_place.cancel(gone, by=None, at=now(), reason_vi="Lụt.")
        db.session.commit()


def test_two_clients_read_the_calendar_alike_and_again_without_a_change(
    desk: Desk, city: None, tonight: datetime
) -> None:
    assert desk.sync() == ["Copying"] * 8
    found, day = desk.kept(), day_of(tonight)
    next_day = day + timedelta(days=1)
    assert {name: str(one["STATUS"]) for name, one in found.items() if one["STATUS"] != "CONFIRMED"} == {
        "Cancelled: Flooded": "CANCELLED"
    }
    assert found["Three days"]["DTEND"].dt == day + timedelta(days=3)
    assert desk.agenda(day, 1) == sorted(
        [
            f"{day} 18:00-21:00 Evening",
            f"{day} 22:00-02:00 Night",
            f"{day} - Whole day",
            f"{day} - Three days",
            f"{day} - Festival",
            f"{day} 18:00-19:00 Opening",
            f"{day} 19:00-20:00 Workshop",
            f"{day} 18:00-19:00 Cancelled: Flooded",
        ]
    )
    assert desk.agenda(next_day, 1) == sorted([f"{day} 22:00-02:00 Night", f"{day} - Three days"])
    assert desk.agenda(day + timedelta(days=3), 1) == []
    assert (desk.sync(), desk.kept()) == ([], found)


def test_what_is_moved_and_cancelled_reaches_the_desk_under_the_same_uid(
    desk: Desk, city: None, tonight: datetime, real_app: Flask
) -> None:
    desk.sync()
    before, later = desk.fetched(), tonight + timedelta(days=2)
    assert desk.take_in() == dict.fromkeys(before, 0) | {
        uid: 1 for uid, one in before.items() if "Flooded" in one["SUMMARY"]
    }
    with real_app.app_context(), transactions(Mode.WRITE):
        events = {one.title_vi: one for one in db.session.scalars(db.select(Event))}
        uids = {title: one.uid for title, one in events.items()}
        by = make.person(Role.MODERATOR)
        taking_place.move(
            events["Evening"], starts_at=later, ends_at=later + timedelta(hours=3), by=by, at=now(), reason_vi="Bão."
        )
        taking_place.cancel(events["Night"], by=by, at=now(), reason_vi="Bão.")
        rules.revise(events["Whole day"], {"title_vi": "Whole day long"}, by=by, at=now())
        db.session.commit()
    after = desk.fetched()
    told = {title: (str(after[uid]["SUMMARY"]), after[uid]["SEQUENCE"]) for title, uid in uids.items()}
    assert set(after) == set(before)
    assert {title: told[title] for title in ("Evening", "Night", "Whole day", "Three days")} == {
        "Evening": ("Evening", 1),
        "Night": ("Cancelled: Night", 1),
        "Whole day": ("Whole day long", 0),
        "Three days": ("Three days", 0),
    }
    assert after[uids["Evening"]]["DTSTAMP"].dt > before[uids["Evening"]]["DTSTAMP"].dt
    assert desk.take_in() == {uid: int(one["SEQUENCE"]) for uid, one in after.items()}
    assert desk.sync() == ["Copying"] * 3 + ["Deleting"] * 3
    assert desk.agenda(day_of(later), 1) == sorted(
        [f"{day_of(later)} 18:00-21:00 Evening", f"{day_of(tonight)} - Three days"]
    )
    assert desk.sync() == []
