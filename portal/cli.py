"""The commands: gathered from the domains. A domain's command is one transaction, as a request is.

A domain writes `@click.command()` functions in its `commands.py` and neither opens nor commits anything.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from portal.config import Settings
from portal.db import Mode, db, transactions
from portal.gather import every
from portal.kit.say import Refused
from portal.media.storage import storage_for
from portal.schema import MIGRATIONS
from portal.web.clock import now

Thing = TypeVar("Thing")


def init(app: Flask) -> None:
    own = (setup, backup, restore, export, examine, work)
    app.cli = Commands(app.name, commands={**app.cli.commands, **{str(one.name): one for one in own}})
    app.extensions["migrate"] = Migrations(app)


class Migrations:
    """Flask-Migrate, once something asks for it: a start that has nothing to migrate does not load Alembic."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate

        Migrate(self._app, db, directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)
        return getattr(self._app.extensions["migrate"], name)  # which now is Flask-Migrate's own


class Commands(AppGroup):
    """The portal's commands; the domains' modules are read when a command is asked for, not at every start."""

    gathered = False

    def list_commands(self, ctx: click.Context) -> list[str]:
        self._gather()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands:
            self._gather()
        return super().get_command(ctx, cmd_name)

    def _gather(self) -> None:
        if self.gathered:
            return
        self.gathered = True
        from flask_migrate.cli import db as migrations

        self.add_command(migrations)
        for module in every("commands"):
            for command in vars(module).values():
                if isinstance(command, click.Command):
                    add_to(self, command)


def add_to(group: click.Group, command: click.Command) -> None:
    """Adds a domain's command: one transaction, in words."""
    command.callback = with_appcontext(_as_one_transaction(_in_words(command.callback)))
    group.add_command(command)


def run(app: Flask, name: str, *arguments: str) -> None:
    """Runs a command from within; it raises what it raises."""
    with app.app_context():
        command = app.cli.get_command(click.Context(app.cli), name)
        if command is None:
            raise LookupError(f"There is no command {name}.")
        command.main(list(arguments), prog_name=name, standalone_mode=False)


def progress(things: Iterable[Thing], *, label: str) -> Iterator[Thing]:
    """The same things, with a bar that grows as they are taken."""
    with click.progressbar(things, label=label) as bar:
        yield from bar


def _in_words(act: Callable[..., Any] | None) -> Callable[..., Any]:
    """A refusal ends the command with its sentence and exit code 1."""
    assert act is not None

    @functools.wraps(act)
    def told(*arguments: Any, **options: Any) -> Any:
        try:
            return act(*arguments, **options)
        except Refused as refused:
            raise click.ClickException(str(refused)) from refused

    return told


def _as_one_transaction(act: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(act)
    def settled(*arguments: Any, **options: Any) -> Any:
        with transactions(Mode.WRITE):
            try:
                answer = act(*arguments, **options)
                db.session.commit()
                return answer
            except BaseException:
                db.session.rollback()
                raise

    return settled


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@click.command()
@with_appcontext
def setup() -> None:
    """Bring the database up and read the city's folder. It may be run again at any time."""
    from portal import schema
    from portal.businesses.seed import packages
    from portal.city.chosen import here

    schema.bring_up()
    city = here()
    steps = _as_one_transaction(packages.bring_in)(city.folder, at=now())
    told = f"{len(city.areas)} areas, {len(city.wards)} wards, {len(city.groups)} groups"
    click.echo(f"{city.name['vi']}: {told}, {steps} steps.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
@_in_words
def backup(file: Path) -> None:
    """Write all rows and files into one tar FILE, while the portal runs."""
    from portal import archive

    with transactions(Mode.READ):
        kept = archive.backup(file, storage=storage_for(_settings()), at=now(), track=progress)
        db.session.rollback()
    click.echo(f"{kept.rows} rows and {kept.files} files are in {file}.")
    if kept.missing:
        raise click.ClickException(f"{len(kept.missing)} files are missing in the storage, first {kept.missing[0]}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
@_in_words
def restore(file: Path) -> None:
    """Read a backup FILE into an empty database, on either engine. Every sum is checked first."""
    from portal import archive, schema

    archive.check(file, track=progress)
    schema.bring_up()
    with transactions(Mode.READ):
        archive.refuse_unless_it_fits(file)
        db.session.rollback()
    files = archive.restore_files(file, storage=storage_for(_settings()), track=progress)
    rows = _as_one_transaction(archive.restore_rows)(file, at=now(), track=progress)
    click.echo(f"{rows} rows and {files} files are back.")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
@_in_words
def export(folder: Path) -> None:
    """Write what is public into DIR: CSV, JSON lines, GeoJSON and JSON-LD."""
    from portal import archive

    with transactions(Mode.READ):
        home = f"{_settings().public_url}/map"
        for name, size in archive.export(folder, home=home, at=now(), track=progress).items():
            click.echo(f"{folder / name}: {size} bytes")
        db.session.rollback()


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_appcontext
def examine(as_json: bool) -> None:
    """Look at everything the portal stands on; exit code 1 when something is wrong."""
    from portal import doctor

    with transactions(Mode.READ):
        checks = doctor.examine(doctor.ALL, _settings(), at=now())
        db.session.rollback()
    well = all(check.ok for check in checks)
    if as_json:
        click.echo(json.dumps({"ok": well, "checks": [check._asdict() for check in checks]}, ensure_ascii=False))
    else:
        for check in checks:
            click.echo(f"{'ok   ' if check.ok else 'WRONG'}  {check.name.replace('_', ' '):14}{check.says}")
    if not well:
        raise SystemExit(1)


@click.command()
@with_appcontext
def work() -> None:
    """Run a worker alone, for a machine that serves no pages."""
    from portal.worker import run_until_told

    run_until_told(current_app._get_current_object())  # type: ignore[attr-defined]
