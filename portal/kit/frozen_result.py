"""A result frozen into one JSON: what went in, by which method, what came out, and the sum over all of it.

Anybody can recompute it: `verify` opens every seal, ranks the ballots again with the functions of `kit/ranking.py`, and
makes the sum again. The shape, and how to verify a result by hand, is told in docs/results.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from portal.kit import canonical, commitment, ranking
from portal.kit.ballots import Ballot, Criterion
from portal.kit.orders import Order
from portal.kit.ranking_record import METHOD_VERSION, Line, Method, Ranking
from portal.kit.say import N_, Refused
from portal.kit.standing import NO_LADDER, Ladder
from portal.kit.sureness import MOST_DRAWS, NO_DRAWS, Draws
from portal.kit.tie_ladder import Rung

FORMAT = "portal-result-1"
DECIMALS = 6
"""Numbers of the outcome are rounded to so many decimals."""

_SCORE = N_(
    "Entry %(entry)s, juror %(juror)s, criterion %(criterion)s: the file says %(now)s, but %(sealed)s was sealed."
)
_BALLOT = N_("Entry %(entry)s, juror %(juror)s: this is not the ballot that was sealed.")
_DIFFERS = N_("%(where)s: the file says %(said)s, but recomputed it is %(now)s.")
_SUM = N_("The sum of the file is %(now)s, but it says %(said)s. Something in it was changed.")
_NO_RESULT = N_("This is no frozen result: %(why)s.")
_VERSION = N_("This result was made by version %(version)s of the method; here is version %(here)s.")


class SealedBallot(NamedTuple):
    """A ballot with its seal. `record` is exactly what was sealed: "juror" (a pseudonym), "entry" (a code), "scores" in
    tenths of a point by criterion (None: not applicable), and whatever else was sealed with it.

    `salt` and `seal` are empty for a ballot that was never sealed. `void` says why a ballot is not counted.
    """

    record: Mapping[str, Any]
    salt: str = ""
    seal: str = ""
    void: str = ""


class Inputs(NamedTuple):
    """What a result is made from. `about` and `decided` are plain values that are kept and summed, but not recomputed:
    which competition and round it is; prizes, votes and whatever else the jury decided beside the numbers."""

    about: Mapping[str, Any]
    criteria: Sequence[Criterion]
    entries: Sequence[str]
    ballots: Sequence[SealedBallot] = ()
    orders: Sequence[Order] = ()
    conflicts: Sequence[Mapping[str, Any]] = ()
    decided: Mapping[str, Any] = {}
    method: Method = Method.ADJUSTED
    ladder: Ladder = NO_LADDER
    draws: Draws = NO_DRAWS


def freeze(given: Inputs) -> dict[str, Any]:
    """The frozen result as plain values, ready to be written by `canonical.text`. Raises Refused as `ranking` does."""
    made = {
        "format": FORMAT,
        "about": dict(given.about),
        "criteria": [criterion._asdict() for criterion in given.criteria],
        "entries": sorted(given.entries),
        "ballots": sorted((_kept(ballot) for ballot in given.ballots), key=_place),
        "orders": sorted((_ordered(order) for order in given.orders), key=lambda order: str(order["juror"])),
        "conflicts": [dict(conflict) for conflict in given.conflicts],
        "decided": dict(given.decided),
        "method": given.method.value,
        "method_version": METHOD_VERSION,
        "ladder": {
            "rungs": [rung.value for rung in given.ladder.rungs],
            "votes": dict(given.ladder.votes),
            "casting": list(given.ladder.casting),
        },
        "draws": given.draws.juries,
        "seed": given.draws.seed,
    }
    made["outcome"] = outcome(_recomputed(made))
    return made | {"sha256": canonical.sha256(made)}


def verify(made: Any) -> str:
    """The sum of a frozen result that is right. Raises Refused with the first thing that differs, in words: a score, a
    ballot, a line of the outcome, the sum; and for what is no frozen result at all."""
    if not isinstance(made, Mapping) or made.get("format") != FORMAT:
        raise Refused(_NO_RESULT, values={"why": f"its format is not {FORMAT}"})
    if made.get("method_version") != METHOD_VERSION:
        raise Refused(_VERSION, values={"version": made.get("method_version"), "here": METHOD_VERSION})
    try:
        for ballot in made["ballots"]:
            _check_seal(ballot)
        again = outcome(_recomputed(made))
        for where, said, now in _differences(made["outcome"], again):
            raise Refused(_DIFFERS, values={"where": where, "said": said, "now": now})
        summed = canonical.sha256({name: value for name, value in made.items() if name != "sha256"})
        if made["sha256"] != summed:
            raise Refused(_SUM, values={"now": summed, "said": made["sha256"]})
    except KeyError as missing:
        raise Refused(_NO_RESULT, values={"why": f"{missing} is missing"}) from missing
    except (TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as wrong:
        raise Refused(_NO_RESULT, values={"why": str(wrong)}) from wrong
    return summed


def outcome(found: Ranking) -> dict[str, Any]:
    """A ranking as the plain values of a frozen result: numbers rounded to six decimals, no sentences."""
    return {
        "entries": [_line(line) for line in found.entries],
        "jurors": [{"juror": one.juror, "n": one.n, "severity": _rounded(one.severity)} for one in found.jurors],
        "agreement": {name: _rounded(value) for name, value in found.agreement._asdict().items()},
        "brackets": [list(bracket) for bracket in found.brackets],
        "settled": [{"rung": step.rung.value, "parts": [list(part) for part in step.parts]} for step in found.settled],
        "residual_sd": _rounded(found.residual_sd),
        "df": found.df,
        "shrink": _rounded(found.shrink),
    }


def _recomputed(made: Mapping[str, Any]) -> Ranking:
    method = Method(made["method"])
    rungs = [Rung(rung) for rung in made["ladder"]["rungs"]]
    ladder = Ladder(rungs, made["ladder"]["votes"], made["ladder"]["casting"])
    draws = Draws(made["draws"], made["seed"])
    if not 0 <= draws.juries <= MOST_DRAWS:
        raise ValueError(f"draws is not from 0 to {MOST_DRAWS}")
    if method in {Method.SCHULZE, Method.BORDA}:
        orders = [Order(order["juror"], order["places"], order["votes"]) for order in made["orders"]]
        return ranking.by_orders(orders, method=method, entries=made["entries"], ladder=ladder, draws=draws)
    criteria = [Criterion(**criterion) for criterion in made["criteria"]]
    ballots = [
        Ballot(ballot["record"]["juror"], ballot["record"]["entry"], _points(ballot["record"]["scores"]))
        for ballot in made["ballots"]
        if not ballot["void"]
    ]
    return ranking.by_scores(
        ballots, criteria, method=method, entries=made["entries"], ladder=ladder, draws=draws
    )  # fmt: skip


def _points(tenths: Mapping[str, int | None]) -> dict[str, float | None]:
    return {criterion: None if score is None else score / 10 for criterion, score in tenths.items()}


def _check_seal(ballot: Mapping[str, Any]) -> None:
    record, salt, sealed = ballot["record"], ballot["salt"], ballot["seal"]
    if not sealed or commitment.fits(record, salt, sealed):
        return
    where = {"entry": record["entry"], "juror": record["juror"]}
    if changed := commitment.altered(record, salt, sealed):
        told = {"criterion": changed.criterion, "now": _said(changed.now), "sealed": _said(changed.sealed)}
        raise Refused(_SCORE, values=where | told)
    raise Refused(_BALLOT, values=where)


def _said(tenths: Any) -> str:
    if tenths is None:
        return "N/A"
    return canonical.text(tenths / 10) if isinstance(tenths, int | float) else repr(tenths)


def _kept(ballot: SealedBallot) -> dict[str, Any]:
    return {"record": dict(ballot.record), "salt": ballot.salt, "seal": ballot.seal, "void": ballot.void}


def _place(ballot: Mapping[str, Any]) -> tuple[str, str]:
    return str(ballot["record"]["entry"]), str(ballot["record"]["juror"])


def _ordered(order: Order) -> dict[str, Any]:
    return {"juror": order.juror, "places": dict(order.places), "votes": order.votes}


def _line(line: Line) -> dict[str, Any]:
    numbers = ("value", "low", "high", "raw", "adjusted", "z", "median", "trimmed", "sd")
    return {
        "entry": line.entry, "rank": line.rank, "n": line.n, "best": line.best, "worst": line.worst,
        **{name: _rounded(getattr(line, name)) for name in numbers},
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def _differences(said: Any, now: Any, where: str = "outcome") -> Iterator[tuple[str, str, str]]:
    """Where two values differ, in the order of the recomputed one: the path in words, what is said, what it is."""
    if isinstance(said, Mapping) and isinstance(now, Mapping):
        for name in [*now, *(name for name in said if name not in now)]:
            yield from _differences(said.get(name), now.get(name), _named(where, name, now))
    elif isinstance(said, list) and isinstance(now, list) and len(said) == len(now):
        for place, (one, other) in enumerate(zip(said, now, strict=True), 1):
            if isinstance(other, Mapping) and isinstance(one, Mapping) and one.get("entry") != other.get("entry"):
                yield f"place {place}", str(one.get("entry")), str(other.get("entry"))
            yield from _differences(one, other, where)
    elif said != now or isinstance(said, bool) != isinstance(now, bool):
        yield where, _short(said), _short(now)


def _named(where: str, name: str, within: Mapping[str, Any]) -> str:
    """ "entry HT4827, rank" for a line of the entries, else "outcome, agreement, kendall_w"."""
    for kind in ("entry", "juror"):
        if kind in within:
            return f"{kind} {within[kind]}, {name}"
    return f"{where}, {name}"


def _short(value: Any) -> str:
    written = canonical.text(value)
    return written if len(written) <= 60 else f"{written[:57]}…"
