"""The doctor: looks at everything the portal stands on and says in words what is well and what to do."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import NamedTuple

from sqlalchemy import select, text

from portal import schedule, schema
from portal.city.chosen import here
from portal.config import MEGABYTE, Settings
from portal.db import db
from portal.letters.post import post_for
from portal.media.storage import storage_for
from portal.owed import Owed
from portal.people.models import Person

LEAST_SPACE = 500 * MEGABYTE
CLOCK_DRIFT = 5  # seconds


class Check(NamedTuple):
    """One finding. `says` is a sentence for the operator, in English as the log is."""

    name: str
    ok: bool
    says: str


Finding = tuple[bool, str]
Look = Callable[[Settings, datetime], Finding]


def examine(looks: Iterable[Look], settings: Settings, *, at: datetime) -> list[Check]:
    """Runs the looks, one after the other; one that breaks is a finding as well."""
    return [Check(look.__name__, *_finding(look, settings, at)) for look in looks]


def _finding(look: Look, settings: Settings, at: datetime) -> Finding:
    try:
        return look(settings, at)
    except Exception as error:  # whatever breaks here is what the doctor is asked for
        db.session.rollback()
        return False, f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no more is known'}"


def database(settings: Settings, at: datetime) -> Finding:
    db.session.execute(text("SELECT 1"))
    return True, f"It answers ({db.engine.dialect.name})."


def migrations(settings: Settings, at: datetime) -> Finding:
    current, head = schema.current(), schema.head()
    if current == head:
        return True, f"The database stands at {head}."
    if current is None:
        return False, "The database is empty: start bin/run, or run bin/portal setup."
    return False, f"The database stands at {current}, this portal wants {head}: start bin/run, or run bin/portal setup."


def storage(settings: Settings, at: datetime) -> Finding:
    storage_for(settings).check()
    return True, "Files can be written."


def worker(settings: Settings, at: datetime) -> Finding:
    beat = schedule.last_beat()
    if beat is None:
        return False, "No worker has ever been at work here: start bin/run, or bin/portal work."
    age = int((at - beat).total_seconds())
    if age > schedule.SILENT_AFTER.total_seconds():
        return False, f"No worker has been at work for {age} seconds: start bin/run, or bin/portal work."
    return True, f"A worker was at work {age} seconds ago."


def mail(settings: Settings, at: datetime) -> Finding:
    return True, post_for(settings).check()


def work(settings: Settings, at: datetime) -> Finding:
    """What the worker gave up, and scheduled tasks whose last run failed."""
    for kind in Owed.__subclasses__():
        given_up = db.session.scalars(select(kind).where(kind.gave_up_at.is_not(None)).limit(100)).all()
        if given_up:
            return False, f"{len(given_up)} of {kind.__name__} were given up, the last one: {given_up[-1].failure}"
    for task in db.session.scalars(select(schedule.ScheduledTask).where(schedule.ScheduledTask.failure != "")):
        return False, f"The task {task.name} failed: {task.failure}"
    return True, "Nothing was given up."


def secret_key(settings: Settings, at: datetime) -> Finding:
    if settings.secret_key:
        well = len(settings.secret_key) >= 32
        return well, "It comes from the environment." if well else "PORTAL_SECRET_KEY is shorter than 32 letters."
    path = settings.home / "secret-key"
    if not path.exists():
        return False, f"{path} does not exist yet: it is made at the first start."
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return False, f"{path} can be read by others (mode {mode:o}): chmod 600 {path}"
    return True, "Only its owner can read it."


def disk_space(settings: Settings, at: datetime) -> Finding:
    free = shutil.disk_usage(settings.home).free
    return free >= LEAST_SPACE, f"{free // MEGABYTE} MB are free in {settings.home}."


def city(settings: Settings, at: datetime) -> Finding:
    return True, f"{here().key}: {len(here().wards)} wards, {len(here().groups)} groups."


def demo_people(settings: Settings, at: datetime) -> Finding:
    if not has_demo_people():
        return True, "There are none."
    if is_public(settings.host) and settings.demo is not True:
        return False, f"Anybody can sign in as a demo person at {settings.host}. Start with an empty database instead."
    return True, "They are here, for looking around; their password is public."


def clock(settings: Settings, at: datetime) -> Finding:
    """Compares with the database server, the only other clock at hand."""
    there = db.session.scalar(text("SELECT CURRENT_TIMESTAMP"))
    moment = there if isinstance(there, datetime) else datetime.fromisoformat(str(there))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    drift = abs((datetime.now(UTC) - moment).total_seconds())
    if at.year < 2026:
        return False, f"This machine believes it is {at:%Y}."
    return drift <= CLOCK_DRIFT, f"It differs from the database's by {drift:.0f} seconds."


READY = (database, migrations, storage, worker)
ALL = (*READY, mail, work, secret_key, disk_space, city, demo_people, clock)


def has_demo_people() -> bool:
    return db.session.scalar(select(Person.id).where(Person.demo).limit(1)) is not None


def is_public(host: str) -> bool:
    """Whether other machines can reach what listens there."""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"
