"""From ballots to a ranking: what each entry is worth, how sure that is, how far the jury agrees, and what to know.

One function for scores, one for ranked ballots, one for comparisons in pairs; all give a `Ranking`. The order in which
ballots come never matters, nor does the machine: sums are exactly rounded, and drawn juries follow from their seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial

from portal.kit import ballots, margins, pairs, ranking_notes, z_scores
from portal.kit.ballots import Ballot, Criterion
from portal.kit.cast_orders import CastOrders
from portal.kit.centre import quantile, sample_sd, trimmed_mean
from portal.kit.concord import concord
from portal.kit.orders import Order
from portal.kit.ranking_record import METHOD_VERSION, Agreement, JurorLine, Line, Method, Note, Ranking, Whiskers
from portal.kit.resampling import Without
from portal.kit.say import N_, Refused
from portal.kit.severity import Fit, Panel, Values
from portal.kit.standing import NO_LADDER, Ladder, evidence_of, standing
from portal.kit.sureness import NO_DRAWS, Draws, lines, sureness
from portal.kit.tie_ladder import Evidence

_NOT_FOR_SCORES = N_("The method %(method)s is not for scores.")


def by_scores(
    given: Iterable[Ballot],
    criteria: Sequence[Criterion],
    *,
    method: Method = Method.ADJUSTED,
    entries: Collection[str] = (),
    ladder: Ladder = NO_LADDER,
    draws: Draws = NO_DRAWS,
) -> Ranking:
    """Ranks entries by scores of 0 to 10, by the method `adjusted`, `raw` or `z`.

    `entries` names those that belong into the ranking with or without ballots. Margins are 1.96 standard errors, or
    those of drawn juries. Raises Refused for a ballot that lacks a score which it must have, and for another method.
    """
    if method not in {Method.ADJUSTED, Method.RAW, Method.Z}:
        raise Refused(_NOT_FOR_SCORES, values={"method": method.value})
    kept = list(given)
    values = ballots.values(kept, criteria)
    names = {*entries, *(ballot.entry for ballot in kept)}
    panel, mapped = Panel(values), z_scores.mapped(values) or {}
    groups = len(panel.groups())
    fit = panel.fit() if groups == 1 else None
    columns = {Method.RAW: panel.raw(), Method.ADJUSTED: fit.theta if fit else {}, Method.Z: z_scores.means(mapped)}
    worth, error = columns[method], margins.standard_errors(values, _deviation(method, values, mapped, fit))
    stand = standing(worth, ladder.rungs, partial(evidence_of, kept, criteria, values, ladder))
    other = partial(_other_jury, method, panel, values, fit)
    sure = sureness(panel.jurors, worth, stand, error if worth else {}, other, draws)
    agreed, on_agreement = concord(values)
    return Ranking(
        method=method,
        method_version=METHOD_VERSION,
        entries=tuple(_beside(line, values, columns) for line in lines(names, stand, worth, sure)),
        jurors=_juror_lines(kept, values, fit, sure.without),
        agreement=agreed,
        brackets=sure.brackets,
        settled=stand.steps,
        residual_sd=fit.residual_sd if fit else None,
        df=fit.df if fit else None,
        shrink=fit.shrink if fit else None,
        draws=draws.juries,
        seed=draws.seed if draws.juries else None,
        notes=(
            *ranking_notes.on_correction(values, columns[Method.RAW], fit, groups),
            *(ranking_notes.without_z() if method is Method.Z and not mapped else ()),
            *ranking_notes.without_ballots(sorted(names - values.keys())),
            *ranking_notes.without_margin(bool(worth) and not error and not draws.juries),
            *on_agreement,
            *sure.notes(),
        ),
    )


def by_orders(
    given: Iterable[Order],
    *,
    method: Method = Method.SCHULZE,
    entries: Collection[str] = (),
    ladder: Ladder = NO_LADDER,
    draws: Draws = NO_DRAWS,
) -> Ranking:
    """Ranks entries by ranked ballots, one of each juror, by the method `schulze` or `borda`.

    The value is how many others an entry beats, or its points. Of the ladder's rungs those are left that need no
    scores: majority, median (of positions), vote, casting. Raises Refused for more than 300 entries, for two ballots of
    a juror and for another method.
    """
    cast = CastOrders(given, method, entries)
    worth = cast.worth()
    stand = standing(worth, ladder.rungs, partial(cast.evidence, ladder))
    sure = sureness(cast.jurors, worth, stand, {}, cast.worth, draws)
    agreed, on_agreement = concord(cast.places, cast.times)
    left_out = {one.juror: one for one in sure.without}
    return Ranking(
        method=method,
        method_version=METHOD_VERSION,
        entries=tuple(cast.counted(line) for line in lines(cast.names, stand, worth, sure)),
        jurors=tuple(_juror_line(order.juror, len(order.places), None, left_out) for order in cast.orders),
        agreement=agreed,
        settled=stand.steps,
        draws=draws.juries,
        seed=draws.seed if draws.juries else None,
        notes=(
            ranking_notes.on_winner(cast.winner()),
            *ranking_notes.without_ballots(sorted(cast.names - worth.keys())),
            Note(ranking_notes.NO_SEVERITY),
            *(() if draws.juries else (Note(ranking_notes.NO_ORDER_MARGIN),)),
            *on_agreement,
            *sure.notes(),
        ),
    )


def by_pairs(wins: Mapping[tuple[str, str], float]) -> Ranking:
    """Ranks whatever was compared in pairs, from {(winner, loser): how often}, by Bradley–Terry strengths."""
    found = pairs.bradley_terry(wins)
    worth = found.strength if found else {}
    met: dict[str, float] = {}
    for pair, times in wins.items():
        for name in pair:
            met[name] = met.get(name, 0) + times
    stand = standing(worth, (), lambda: Evidence({}, {}, {}))
    unsure = sureness((), worth, stand, {}, lambda _votes: None, NO_DRAWS)
    notes = [Note(ranking_notes.NO_JURORS)]
    if found is None:
        notes.insert(0, Note(ranking_notes.NEVER_MET))
    elif found.lent:
        notes.insert(0, Note(ranking_notes.LENT))
    return Ranking(
        method=Method.BRADLEY_TERRY,
        method_version=METHOD_VERSION,
        entries=tuple(line._replace(n=int(met[line.entry])) for line in lines(met.keys(), stand, worth, unsure)),
        jurors=(),
        agreement=Agreement(),
        notes=tuple(notes),
    )


def _deviation(method: Method, values: Values, mapped: Values, fit: Fit | None) -> float | None:
    """What chance does to one ballot, by the column that ranks."""
    if method is Method.ADJUSTED:
        return fit.residual_sd if fit else None
    return margins.pooled_sd(values if method is Method.RAW else mapped)


def _other_jury(
    method: Method, panel: Panel, values: Values, fit: Fit | None, votes: Sequence[int]
) -> dict[str, float] | None:
    """The values of the entries when each juror counts so many times."""
    if method is Method.ADJUSTED:
        return panel.adjusted(votes, shrink=fit.shrink if fit else 0)
    if method is Method.RAW:
        return panel.raw(votes)
    often = dict(zip(panel.jurors, votes, strict=True))
    return z_scores.means(z_scores.mapped(values, votes=often) or {}, votes=often)


def _beside(line: Line, values: Values, columns: Mapping[Method, Mapping[str, float]]) -> Line:
    """The line with what is shown beside the value: the other columns, and the ballots' centre and spread."""
    worths = sorted(values.get(line.entry, {}).values())
    if not worths:
        return line
    return line._replace(
        n=len(worths),
        raw=columns[Method.RAW].get(line.entry),
        adjusted=columns[Method.ADJUSTED].get(line.entry),
        z=columns[Method.Z].get(line.entry),
        median=quantile(worths, 0.5),
        trimmed=trimmed_mean(worths),
        sd=sample_sd(worths),
        whiskers=Whiskers(worths[0], quantile(worths, 0.25), quantile(worths, 0.5), quantile(worths, 0.75), worths[-1]),
    )


def _juror_lines(
    kept: Sequence[Ballot], values: Values, fit: Fit | None, without: Sequence[Without]
) -> tuple[JurorLine, ...]:
    count = Counter(juror for given in values.values() for juror in given)
    left_out = {one.juror: one for one in without}
    severity = fit.severity if fit else {}
    jurors = sorted({ballot.juror for ballot in kept})
    return tuple(_juror_line(juror, count[juror], severity.get(juror), left_out) for juror in jurors)


def _juror_line(juror: str, n: int, severity: float | None, left_out: Mapping[str, Without]) -> JurorLine:
    without = left_out.get(juror)
    return JurorLine(juror, n, severity, without.place if without else None, bool(without and without.firm))
