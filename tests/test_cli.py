"""The commands: gathered from the domains, each one transaction, refusals in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from portal import cli, create_app
from portal.db import Mode, db, transactions
from portal.kit.say import N_, Refused
from portal.people.models import Person
from portal.worker import in_transaction
from tests import make
from tests.conftest import Databases

OURS = {"setup", "backup", "restore", "export", "doctor", "work", "demo", "import-listings", "add-person", "db"}


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


def people(app: Flask) -> int:
    with app.app_context(), transactions(Mode.READ):
        return db.session.scalar(select(func.count()).select_from(Person)) or 0


@pytest.fixture
def with_commands(real_app: Flask) -> Flask:
    """The portal with commands as a domain would write them."""

    def add(name: str, act: Any) -> None:
        command = click.Command(name, callback=act)
        cli.add_to(real_app.cli, command)

    def refuse() -> None:
        make.person()
        raise Refused(N_("There is no import %(number)s."), values={"number": 7})

    def leave() -> None:
        make.person()
        raise SystemExit(3)

    add("one-more", lambda: make.person() and None)
    add("refuse", refuse)
    add("leave", leave)
    return real_app


def test_every_domains_commands_are_gathered(real_app: Flask) -> None:
    assert set(real_app.cli.list_commands(click.Context(real_app.cli))) >= OURS


def test_a_command_is_one_transaction(with_commands: Flask) -> None:
    assert run(with_commands, "one-more").exit_code == 0
    assert people(with_commands) == 1


def test_a_refusal_is_said_in_words_and_leaves_nothing(with_commands: Flask) -> None:
    refused = run(with_commands, "refuse")
    assert (refused.exit_code, refused.output) == (1, "Error: There is no import 7.\n")
    assert people(with_commands) == 0


def test_a_command_that_ends_with_a_code_leaves_nothing(with_commands: Flask) -> None:
    assert run(with_commands, "leave").exit_code == 3
    assert people(with_commands) == 0


def test_setup_may_be_run_again(real_app: Flask) -> None:
    first, second = run(real_app, "setup"), run(real_app, "setup")
    assert (first.exit_code, first.output) == (second.exit_code, second.output) == (0, first.output)
    assert "2 areas" in first.output


def test_setup_makes_the_tables_of_an_empty_database(databases: Databases, tmp_path: Path) -> None:
    settings = replace(databases.settings(tmp_path / "new"), database_url=f"sqlite:///{tmp_path}/empty.db")
    app = create_app(settings)
    assert run(app, "setup").exit_code == 0
    assert people(app) == 0


def test_a_portal_goes_into_a_file_and_comes_out_of_it(real_app: Flask, databases: Databases, tmp_path: Path) -> None:
    with real_app.app_context():
        in_transaction(lambda: make.listing("Làng gốm Thanh Hà").id and make.person().id)
    file = tmp_path / "portal.tar"
    assert "0 files are in" in run(real_app, "backup", str(file)).output
    elsewhere = create_app(databases.settings(tmp_path / "elsewhere"))
    back = run(elsewhere, "restore", str(file))
    assert (back.exit_code, back.output.splitlines()[-1].endswith("rows and 0 files are back.")) == (0, True)
    assert people(elsewhere) == people(real_app) == 1
    again = run(elsewhere, "restore", str(file))
    assert (again.exit_code, "The database is not empty" in again.output) == (1, True)


def test_restoring_something_else_is_refused_in_words(real_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"not a backup")
    refused = run(real_app, "restore", str(tmp_path / "holiday.jpg"))
    assert (refused.exit_code, refused.output) == (1, "Error: This file is not a backup of the portal.\n")


def test_an_export_is_a_folder_of_files(real_app: Flask, tmp_path: Path) -> None:
    with real_app.app_context():
        in_transaction(lambda: make.listing("Làng gốm Thanh Hà").id)
    done = run(real_app, "export", str(tmp_path / "out"))
    assert done.exit_code == 0
    assert "Làng gốm Thanh Hà" in (tmp_path / "out" / "listings.csv").read_text("utf-8-sig")


def test_a_command_nobody_wrote_cannot_be_run_from_within(real_app: Flask) -> None:
    with pytest.raises(LookupError, match="no command nonsense"):
        cli.run(real_app, "nonsense")
