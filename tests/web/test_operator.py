"""What machines ask: healthz, readyz, metrics."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.db import db
from portal.letters import rules as letters
from portal.web.clock import now
from portal.worker import in_transaction, sweep_once
from tests import make


@pytest.fixture
def browser(real_app: Flask) -> FlaskClient:
    return real_app.test_client()


def checks(browser: FlaskClient) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in browser.get("/readyz").json["checks"]}  # type: ignore[index]


def test_a_living_portal_says_so(browser: FlaskClient) -> None:
    answer = browser.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"ok": True})
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_lives_also_while_its_database_is_away(browser: FlaskClient, real_app: Flask) -> None:
    with real_app.app_context():
        in_transaction(lambda: db.session.execute(text("DROP TABLE alembic_version")))
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").status_code == 503
    assert not checks(browser)["migrations"]["ok"]


def test_it_is_ready_when_a_worker_is_at_work(browser: FlaskClient, real_app: Flask) -> None:
    assert browser.get("/readyz").status_code == 503
    assert checks(browser)["worker"]["says"].startswith("No worker has ever been at work here")
    sweep_once(real_app, now())
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json and answer.json["ok"]) == (200, True)
    assert set(checks(browser)) == {"database", "migrations", "storage", "worker"}


def test_a_worker_that_went_silent_is_noticed(browser: FlaskClient, real_app: Flask) -> None:
    sweep_once(real_app, now() - timedelta(seconds=89))
    assert browser.get("/readyz").status_code == 200
    sweep_once(real_app, now() - timedelta(seconds=89))
    with real_app.app_context():
        in_transaction(lambda: db.session.execute(text("UPDATE scheduled_task SET ran_at = '2026-01-01 00:00:00'")))
    assert browser.get("/readyz").status_code == 503
    assert "No worker has been at work for" in checks(browser)["worker"]["says"]


def test_a_storage_that_cannot_be_written_is_noticed(browser: FlaskClient, real_app: Flask) -> None:
    sweep_once(real_app, now())
    settings = real_app.config["SETTINGS"]
    (settings.home / "taken").write_text("a file stands where the folder should be")
    real_app.config["SETTINGS"] = replace(settings, storage_url=str(settings.home / "taken"))
    assert browser.get("/readyz").status_code == 503
    assert not checks(browser)["storage"]["ok"]


def test_metrics_count_answers_and_what_is_owed(browser: FlaskClient, real_app: Flask) -> None:
    with real_app.app_context():
        in_transaction(_owe_and_give_up)
    browser.get("/about", buffered=True)
    body = browser.get("/metrics").text
    assert 'portal_answers_total{endpoint="site.about",status="200"}' in body
    assert 'portal_answer_seconds_bucket{endpoint="site.about",le="0.5"}' in body
    assert 'portal_owed{kind="letter"} 1.0' in body
    assert 'portal_given_up{kind="letter"} 1.0' in body
    assert "heartbeat" not in body
    sweep_once(real_app, now())
    assert 0 <= _heartbeat_age(browser.get("/metrics").text) < 30


def _heartbeat_age(body: str) -> float:
    (line,) = (line for line in body.splitlines() if line.startswith("portal_worker_heartbeat_age_seconds "))
    return float(line.split()[1])


def _owe_and_give_up() -> None:
    from portal import owed

    letters.write(make.person(), kind="welcome", subject="Chào", body="…", at=make.AT - timedelta(days=1))
    letters.write(make.person(), kind="welcome", subject="Chào", body="…", at=now() + timedelta(days=1))
    lost = letters.write(make.person(), kind="welcome", subject="Chào", body="…", at=make.AT)
    db.session.flush()
    owed.failed(lost, "no such person", at=make.AT, hopeless=True)


def test_addresses_that_lead_nowhere_make_no_new_series(browser: FlaskClient) -> None:
    for number in range(3):
        browser.get(f"/nowhere/{number}", buffered=True)
    body = browser.get("/metrics").text
    assert "nowhere" not in body
    assert 'portal_answers_total{endpoint="none",status="404"}' in body


@pytest.mark.parametrize(
    "headers", [{"X-Forwarded-For": "203.0.113.5"}, {"Forwarded": "for=203.0.113.5"}, {"X-Real-IP": "203.0.113.5"}]
)
def test_what_a_proxy_passes_on_is_not_from_this_machine(browser: FlaskClient, headers: dict[str, str]) -> None:
    assert browser.get("/metrics", headers=headers).status_code == 404


def test_strangers_see_no_numbers_without_the_token(browser: FlaskClient, real_app: Flask) -> None:
    stranger = {"REMOTE_ADDR": "203.0.113.5"}
    assert browser.get("/metrics", environ_base=stranger).status_code == 404
    assert browser.get("/metrics", environ_base=stranger, headers={"Authorization": "Bearer "}).status_code == 404
    real_app.config["SETTINGS"] = replace(real_app.config["SETTINGS"], metrics_token="a-long-token")
    wrong = browser.get("/metrics", environ_base=stranger, headers={"Authorization": "Bearer another"})
    right = browser.get("/metrics", environ_base=stranger, headers={"Authorization": "Bearer a-long-token"})
    assert (wrong.status_code, right.status_code) == (404, 200)
