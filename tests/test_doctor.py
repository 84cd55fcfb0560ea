"""The doctor: finds what is wrong and says what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal import doctor, owed
from portal.config import Settings
from portal.db import Mode, db, transactions
from portal.doctor import Check
from portal.letters import rules as letters
from portal.web.clock import now
from portal.worker import in_transaction, sweep_once
from tests import make
from tests.letters.sinks import free_port


@pytest.fixture
def find(real_app: Flask) -> Callable[..., Check]:
    """One finding, with some settings changed."""

    def look(name: str, at: datetime | None = None, **changed: object) -> Check:
        settings: Settings = replace(real_app.config["SETTINGS"], **changed)  # type: ignore[arg-type]
        with real_app.app_context(), transactions(Mode.READ):
            return doctor.examine([getattr(doctor, name)], settings, at=at or now())[0]

    return look


def test_a_portal_in_good_health_has_no_complaint(real_app: Flask) -> None:
    sweep_once(real_app, now())
    settings = replace(real_app.config["SETTINGS"], secret_key="x" * 48)
    with real_app.app_context(), transactions(Mode.READ):
        findings = doctor.examine(doctor.ALL, settings, at=now())
    assert [finding for finding in findings if not finding.ok] == []
    assert len(findings) == 11


def test_a_look_that_breaks_is_a_finding(real_app: Flask) -> None:
    def broken(settings: Settings, at: datetime) -> doctor.Finding:
        raise OSError("the disk has gone\nand more")

    with real_app.app_context(), transactions(Mode.READ):
        assert doctor.examine([broken], Settings(), at=now()) == [Check("broken", False, "OSError: the disk has gone")]


def test_mail_that_cannot_leave_is_found(find: Callable[..., Check]) -> None:
    assert find("mail").ok
    assert not find("mail", mail_url=f"smtp://127.0.0.1:{free_port()}").ok


def test_a_worker_nobody_has_seen_is_found(find: Callable[..., Check], real_app: Flask) -> None:
    assert not find("worker").ok
    sweep_once(real_app, now())
    assert find("worker").ok
    assert not find("worker", at=now() + timedelta(seconds=120)).ok


def test_letters_that_were_given_up_are_found(find: Callable[..., Check], real_app: Flask) -> None:
    def give_up() -> None:
        letter = letters.write(make.person(), kind="welcome", subject="Chào", body="…", at=make.AT)
        db.session.flush()
        owed.failed(letter, "no such person", at=make.AT, hopeless=True)

    assert find("work").ok
    with real_app.app_context():
        in_transaction(give_up)
    assert find("work") == Check("work", False, "1 of Letter were given up, the last one: no such person")


def test_a_secret_that_others_can_read_is_found(find: Callable[..., Check], tmp_path: Path) -> None:
    key = tmp_path / "home" / "secret-key"
    assert "does not exist" in find("secret_key", secret_key="").says
    key.write_text("x" * 48)
    key.chmod(0o644)
    assert find("secret_key", secret_key="") == Check(
        "secret_key", False, f"{key} can be read by others (mode 644): chmod 600 {key}"
    )
    key.chmod(0o600)
    assert find("secret_key", secret_key="").ok
    assert not find("secret_key", secret_key="short").ok


def test_little_space_is_found(find: Callable[..., Check], monkeypatch: pytest.MonkeyPatch) -> None:
    assert find("disk_space").ok
    monkeypatch.setattr(doctor, "LEAST_SPACE", 10**18)
    assert not find("disk_space").ok


@pytest.mark.parametrize(
    ("host", "demo", "well"), [("127.0.0.1", None, True), ("0.0.0.0", None, False), ("0.0.0.0", True, True)]
)
def test_demo_people_on_a_public_address_are_found(
    find: Callable[..., Check], real_app: Flask, host: str, demo: bool | None, well: bool
) -> None:
    assert find("demo_people", host=host, demo=demo).says == "There are none."
    with real_app.app_context():
        in_transaction(lambda: make.person(demo=True).id)
    assert find("demo_people", host=host, demo=demo).ok is well


@pytest.mark.parametrize(
    ("host", "public"),
    [("127.0.0.1", False), ("::1", False), ("localhost", False), ("0.0.0.0", True), ("::", True), ("10.0.0.5", True),
     ("portal.example", True)],
)  # fmt: skip
def test_public_is_what_another_machine_can_reach(host: str, public: bool) -> None:
    assert doctor.is_public(host) is public


def test_a_clock_that_differs_is_found(find: Callable[..., Check], monkeypatch: pytest.MonkeyPatch) -> None:
    assert find("clock").ok
    assert not find("clock", at=datetime(1970, 1, 1, tzinfo=make.AT.tzinfo)).ok
    monkeypatch.setattr(doctor, "CLOCK_DRIFT", -1)
    assert not find("clock").ok


def test_the_command_speaks_to_people_and_to_programs(real_app: Flask) -> None:
    runner = real_app.test_cli_runner()
    told = runner.invoke(args=["doctor"])
    assert (told.exit_code, "WRONG  worker" in told.output) == (1, True)
    sweep_once(real_app, now())
    real_app.config["SETTINGS"] = replace(real_app.config["SETTINGS"], secret_key="x" * 48)
    answer = runner.invoke(args=["doctor", "--json"])
    found = json.loads(answer.output)
    assert (answer.exit_code, found["ok"]) == (0, True)
    assert [set(check) for check in found["checks"]] == [{"name", "ok", "says"}] * 11
