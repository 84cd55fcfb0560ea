"""How far a jury agrees, over the values of its ballots: all measures at once, and what to know about them."""

from __future__ import annotations

from collections.abc import Mapping

from portal.kit import ranking_notes
from portal.kit.agreement import MOST_VALUES, Metric, alphas, kendall_w
from portal.kit.ranking_record import Agreement, Note


def concord(
    given: Mapping[str, Mapping[str, float]], times: Mapping[str, int] | None = None
) -> tuple[Agreement, list[Note]]:
    """The agreement over {entry: {juror: value}}, with notes; `times`: how often each juror's ballot counts (1).

    Kendall's W is over the entries that every juror judged.
    """
    jurors = sorted({juror for ballots in given.values() for juror in ballots})
    often = times or dict.fromkeys(jurors, 1)
    units = [
        [worth for juror, worth in sorted(ballots.items()) for _ in range(often[juror])]
        for _, ballots in sorted(given.items())
    ]
    by = alphas(units)
    complete = [entry for entry in sorted(given) if len(given[entry]) == len(jurors)]
    rows = [[given[entry][juror] for entry in complete] for juror in jurors for _ in range(often[juror])]
    w = kendall_w(rows)
    agreed = Agreement(
        by[Metric.NOMINAL],
        by[Metric.ORDINAL],
        by[Metric.INTERVAL],
        by[Metric.RATIO],
        w.w if w else None,
    )
    return agreed, _notes(agreed, len(complete) if w and len(complete) < len(given) else None)


def _notes(agreed: Agreement, complete: int | None) -> list[Note]:
    notes = []
    if agreed.alpha_interval is None:
        notes.append(Note(ranking_notes.NO_ALPHA))
    else:
        notes.append(ranking_notes.on_alpha(agreed.alpha_interval))
        if agreed.alpha_ratio is None:
            notes.append(Note(ranking_notes.NO_RATIO, {"most": MOST_VALUES}))
    if agreed.kendall_w is None:
        notes.append(Note(ranking_notes.NO_W))
    elif complete is not None:
        notes.append(Note(ranking_notes.W_OVER, {"entries": complete}))
    return notes
