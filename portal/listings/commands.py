"""`demo`, `import-listings`, `undo-import` and `rebuild`: the map's work that is done from a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from flask import current_app

from portal.businesses.seed import demo as shops
from portal.city.chosen import here
from portal.competitions.seed import demo as contests
from portal.contributions.seed import demo as sent_in
from portal.contributions.seed import paper
from portal.db import db
from portal.events import plant as events
from portal.events.seed import demo as calendar
from portal.kit.say import N_, Refused
from portal.listings import importer, rules
from portal.listings.importer import Fate, Line, Own, Terms
from portal.listings.models import Import
from portal.listings.plant import plant
from portal.listings.seed import demo as seed
from portal.media.storage import storage_for
from portal.people.rules import plant_demo_people
from portal.web.clock import now

LARGEST_DEMO = 200_000
COLOURS = {Fate.NEW: "green", Fate.UPDATE: "cyan", Fate.TWIN: "yellow", Fate.REFUSED: "red"}


@click.command()
@click.option(
    "--size",
    type=click.IntRange(0, LARGEST_DEMO),
    default=0,
    help="Made-up listings beside the seed, and a fifth as many events.",
)
def demo(size: int) -> None:
    """Plant the demo city: its people and its listings. Twice plants nothing twice."""
    if here().key != seed.CITY:
        raise Refused(N_("The demo listings are those of Hội An. Another city brings its own: import-listings FILE."))
    at = now()
    people = plant_demo_people(at)
    planted = seed.plant(at=at) + sent_in.plant(at=at) + paper.plant(at=at) + calendar.plant(at=at)
    planted += contests.plant(storage=storage_for(current_app.config["SETTINGS"]), at=at)
    planted += shops.plant(at=at)
    planted += plant(size, at=at, track=_planting) + events.plant(events.beside(size), at=at, track=_planting)
    click.echo(f"The demo city has {len(people)} people. {planted} things were new.")


@click.command("import-listings")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Write it. Without this, the report is all that happens.")
@click.option("--swap", is_flag=True, help="Swap lat and lon where only that puts a point into the city.")
@click.option(
    "--mode", type=click.Choice([str(own) for own in Own]), default=str(Own.KEEP), show_default=True,
    help="What becomes of fields edited here: keep the edit, overwrite it, or fill empty fields only.",
)  # fmt: skip
@click.option("--skip-duplicates", is_flag=True, help="Leave out new rows that may be listings we have.")
def import_listings(file: Path, *, yes: bool, swap: bool, mode: str, skip_duplicates: bool) -> None:
    """Report what the table in FILE (CSV or GeoJSON) would do, row by row, and do it when told --yes.

    Nothing is written while one row is refused; the exit code is 1 then.
    """
    with file.open("rb") as stream:
        table = importer.read(stream, file.name)
    report = importer.check(table, Terms(own=Own(mode), swap=swap, twins=not skip_duplicates))
    for line in report.lines:
        click.echo(_told(line))
    if table.unknown:
        click.echo(f"Columns left aside: {', '.join(table.unknown)}.")
    click.echo(", ".join(f"{count} {fate}" for fate, count in report.counts.items()))
    if report.counts[Fate.REFUSED]:
        click.echo("Nothing was written: a file comes in as a whole.", err=True)
        raise SystemExit(1)
    if not yes:
        click.echo("Nothing was written. Say --yes to import it.")
        return
    with click.progressbar(length=len(report.due), label="Importing") as bar:
        done = importer.apply(report, by=None, at=now(), after_each=lambda: bar.update(1))
    click.echo(f"Import {done.id}: {done.added} added, {done.updated} updated." if done else "0 changes.")


@click.command("undo-import")
@click.argument("number", type=int)
def undo_import(number: int) -> None:
    """Take back the import with this NUMBER, as one act."""
    import_ = db.session.get(Import, number)
    if import_ is None:
        raise Refused(N_("There is no import %(number)s."), values={"number": number})
    undone = importer.undo(import_, by=None, at=now())
    for listing, fields in undone.restored:
        click.echo(f"{listing.slug}: {', '.join(fields)} as before")
    for listing, fields in undone.stayed:
        click.echo(f"{listing.slug}: worked on since, left alone{': ' if fields else ''}{', '.join(fields)}")
    click.echo(f"{len(undone.archived)} listings are in the archive.")


@click.command()
def rebuild() -> None:
    """Make anew what is kept beside the listings: the words of the search, the tallies, the cells of the map."""
    rules.rebuild(at=now())
    click.echo("Words, tallies and cells are made anew.")


def _planting(numbers: Sequence[int]) -> Iterator[int]:
    with click.progressbar(numbers, label="Planting") as bar:
        yield from bar


def _told(line: Line) -> str:
    """A row of the report: where, what becomes of it, of which listing, and why."""
    fate = click.style(f"{line.fate:10}", fg=COLOURS.get(line.fate))
    why = [f"{note.field}: {note}" if note.field else str(note) for note in line.notes]
    if line.fate is Fate.UPDATE and line.changes:
        why.insert(0, ", ".join(line.changes))
    return f"row {line.line:<5} {fate} {' – '.join([line.name, *why])}"
