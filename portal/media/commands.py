"""The operator's command for files: to carry all of them to another storage."""

from __future__ import annotations

import click
from flask import current_app

from portal.cli import progress
from portal.media import moving
from portal.media.storage import StorageAway, storage_at, storage_for


@click.command("move-files")
@click.argument("to", metavar="TO")
@click.option("--from", "origin", metavar="FROM", help="Where the files are; without it the storage of the settings.")
def move_files(to: str, origin: str | None) -> None:
    """Copy every file to the storage TO (a folder, or s3://bucket?endpoint=…) and compare each with its sum.

    Nothing is removed. It may be broken off and run again: what has arrived is only read back.
    """
    target = storage_at(to)
    try:
        source = storage_at(origin) if origin else storage_for(current_app.config["SETTINGS"])
        moved = moving.move(source, target, track=progress, say=click.echo)
    except StorageAway as away:
        raise click.ClickException(f"{away}. What has arrived stays; run the command again.") from away
    click.echo(f"{moved.brought} files were brought to {target}, {moved.known} were there; each was compared.")
    if moved.damaged:
        raise click.ClickException(f"{len(moved.damaged)} files are damaged at their old place: see above.")
    click.echo(f"Now set PORTAL_STORAGE_URL={to} and start the portal again.")
