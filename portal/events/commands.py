"""`lunar`: a day, or a month day by day, in both calendars."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import click

from portal.kit import lunar, lunar_names
from portal.kit.dates import parse_day
from portal.kit.say import Refused


@click.command("lunar")
@click.argument("day", metavar="[DATE]", required=False)
@click.option("--month", metavar="YYYY-MM", help="Every day of a month instead.")
def show_lunar(day: str | None, month: str | None) -> None:
    """Say DATE (2026-02-17 or 17/02/2026) in both calendars: the day, the lunar day, the name of the lunar year.

    A leap month is written with a plus: 1/6+/2025. Known are the years 1900 to 2100.
    """
    if (day is None) == (month is None):
        raise click.UsageError("Say a date, or --month YYYY-MM.")
    try:
        shown = [_line(one) for one in ([parse_day(day)] if day is not None else _days_of(month or ""))]
    except Refused as refused:
        raise click.UsageError(str(refused)) from refused
    click.echo("\n".join(shown))


def _days_of(month: str) -> list[date]:
    year_and_month = month.strip()
    try:
        first = parse_day(f"{year_and_month}-01")
    except Refused as refused:
        raise click.UsageError("Write the month as YYYY-MM, for example 2026-02.") from refused
    return [first + timedelta(days=n) for n in range(monthrange(first.year, first.month)[1])]


def _line(solar: date) -> str:
    day = lunar.from_solar(solar)
    return f"{solar} {lunar_names.short(day)}/{day.year} {lunar_names.year(day.year)}"
