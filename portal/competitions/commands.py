"""`rank`: ballots of a file, ranked by the functions of the portal; `verify-result`: a frozen result, recomputed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from portal.competitions import ballot_files
from portal.competitions.ballot_files import Orders, Pairs, Scores
from portal.kit import ballots, canonical, frozen_result, orders, ranking, ranking_notes
from portal.kit.ranking_record import Method, Note, Ranking
from portal.kit.say import Refused
from portal.kit.sureness import MOST_DRAWS, NO_DRAWS, Draws

MOST_DRAWN_LINES = 5_000_000
"""Drawn juries times entries: each is kept until the margins are found."""

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_DECIMALS = 9


@click.command("rank")
@click.argument("file", type=_FILE)
@click.option(
    "--method",
    type=click.Choice([method.value for method in Method]),
    help="adjusted for scores, unless said; schulze for positions.",
)
@click.option(
    "--bootstrap", "juries", metavar="N", type=click.IntRange(1, MOST_DRAWS), help="Margins from N drawn juries."
)
@click.option(
    "--seed", metavar="S", type=click.IntRange(0, 2**63 - 1), default=1, help="Of the drawn juries; 1 unless said."
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def rank(file: Path, method: str | None, juries: int | None, seed: int, as_json: bool) -> None:
    """Rank the ballots of FILE, a table in CSV.

    Columns are entry, juror, criterion, score and perhaps weight; or juror, entry, position and perhaps votes; or
    winner, loser and perhaps times. An empty score does not apply. What cannot be computed stays empty, and a note says
    why.
    """
    given = ballot_files.read(file.read_bytes())
    draws = Draws(juries, seed) if juries else NO_DRAWS
    found, notes = _ranked(given, Method(method) if method else None, draws)
    click.echo(json.dumps(_plain(found, notes), ensure_ascii=False, indent=1) if as_json else _table(found, notes))


@click.command("verify-result")
@click.argument("file", type=_FILE)
def verify_result(file: Path) -> None:
    """Recompute a frozen result: say "ok" and its SHA-256, or the first thing that differs (exit code 1)."""
    try:
        made = canonical.read(file.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as wrong:
        raise Refused(f"This is no JSON that can be read: {wrong}.") from wrong
    try:
        click.echo(f"ok {frozen_result.verify(made)}")
    except Refused as differs:
        click.echo(str(differs))
        raise SystemExit(1) from differs


def _ranked(given: Scores | Orders | Pairs, method: Method | None, draws: Draws) -> tuple[Ranking, list[Note]]:
    """The ranking, and the notes that only a file needs."""
    if isinstance(given, Pairs):
        if method not in {None, Method.BRADLEY_TERRY}:
            raise Refused(f"The method {method} is not for pairs.")
        return ranking.by_pairs(given.wins), []
    if method is Method.BRADLEY_TERRY:
        raise Refused("The method bradley-terry needs the columns winner and loser.")
    if isinstance(given, Orders):
        _limit_draws(draws, len({entry for order in given.orders for entry in order.places}))
        return ranking.by_orders(given.orders, method=method or Method.SCHULZE, draws=draws), []
    _limit_draws(draws, len({ballot.entry for ballot in given.ballots}))
    notes = [Note("Scores without a row of their own: %(filled)s. They were taken as not applicable.",
                  {"filled": given.filled})] if given.filled else []  # fmt: skip
    if method in {Method.SCHULZE, Method.BORDA}:
        by_value = orders.of_values(ballots.values(given.ballots, given.criteria))
        names = {ballot.entry for ballot in given.ballots}
        found = ranking.by_orders(by_value, method=method, entries=names, draws=draws)
        return found, [*notes, Note(ranking_notes.ORDERS_FROM_SCORES)]
    return ranking.by_scores(given.ballots, given.criteria, method=method or Method.ADJUSTED, draws=draws), notes


def _limit_draws(draws: Draws, entries: int) -> None:
    if draws.juries * entries > MOST_DRAWN_LINES:
        raise Refused(f"For {entries} entries at most {MOST_DRAWN_LINES // entries} juries can be drawn.")


def _plain(found: Ranking, notes: list[Note]) -> dict[str, Any]:
    return {
        "method": found.method.value,
        "entries": [
            {"entry": line.entry, "rank": line.rank, "value": _rounded(line.value), "low": _rounded(line.low),
             "high": _rounded(line.high), "n": line.n}
            for line in found.entries
        ],
        "jurors": [{"juror": one.juror, "severity": _rounded(one.severity)} for one in found.jurors],
        "agreement": {name: _rounded(value) for name, value in found.agreement._asdict().items()},
        "notes": [str(note) for note in (*notes, *found.notes)],
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS) + 0


def _table(found: Ranking, notes: list[Note]) -> str:
    """The ranking for reading: entries, jurors, agreement, notes; what was not computed is a dash."""
    entries: list[tuple[str, ...]] = [("rank", "entry", str(found.method), "low", "high", "n", "raw", "median", "sd")]
    for line in found.entries:
        figures = (line.value, line.low, line.high), (line.raw, line.median, line.sd)
        before, after = (tuple(map(_figure, three)) for three in figures)
        entries.append((_figure(line.rank), line.entry, *before, str(line.n), *after))
    jurors = [
        ("juror", "ballots", "severity"),
        *((one.juror, str(one.n), _figure(one.severity)) for one in found.jurors),
    ]
    agreed = [(name.replace("_", " "), _figure(value)) for name, value in found.agreement._asdict().items()]
    parts = [_aligned(entries), *([_aligned(jurors)] if found.jurors else []), _aligned(agreed)]
    return "\n\n".join([*parts, "\n".join(f"– {note}" for note in (*notes, *found.notes))])


def _figure(value: float | None) -> str:
    return "–" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
