"""The many-facet Rasch model: how good an entry, how severe a juror, how hard a criterion, on one scale of log-odds.

ln(P_k / P_(k-1)) = B_n - C_j - D_i - F_k: entry n, juror j, criterion i, and the step from the category below to k.
Joint maximum likelihood: B += sum(x - E) / sum(Var), the sign turned for C and D, all but B centred at 0. Who has the
highest points from everybody, or the lowest, has no finite measure: the others are measured without them, and they are
then placed by a total that is moved inward by 0.3. The steps F follow from how often each category was used, by
iterative proportional fitting. Advisory only, from 30 entries on: the estimates are a little too far apart.

Sources: Linacre, Many-Facet Rasch Measurement (1989); Linacre, Wright & Lunz, A Facets Model for Judgmental Scoring
(1990, rasch.org/memo61.htm); Wright & Masters, Rating Scale Analysis (1982), for infit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from math import exp, fsum, log
from typing import NamedTuple

from portal.kit.ballots import Ballot

LEAST_ENTRIES = 30
_EXTREME = 0.3
_CLOSE = 1e-3
_MOST_ROUNDS = 300
_FARTHEST_STEP = 1.0
_EXACT = 12


class Facets(NamedTuple):
    """Measures in logits: `entries` (higher is better), `jurors` (higher is more severe), `criteria` (harder), `steps`.

    `infit` by juror: sum (x - E)² / sum Var, about 1; below 0.5 too predictable, above 1.5 too erratic.
    """

    entries: dict[str, float]
    jurors: dict[str, float]
    criteria: dict[str, float]
    steps: list[float]
    infit: dict[str, float]


class _Rating(NamedTuple):
    of: tuple[str, str, str]
    """Entry, juror, criterion."""
    category: int


class _Guess(NamedTuple):
    expected: float
    variance: float
    chances: list[float]


def fit(ballots: Iterable[Ballot], *, least: int = LEAST_ENTRIES) -> Facets | None:
    """The measures behind ballots. None for fewer than `least` entries and where fewer than two scores were used."""
    given = [
        ((ballot.entry, ballot.juror, criterion), round(points, _EXACT))
        for ballot in ballots
        for criterion, points in sorted(ballot.scores.items())
        if points is not None
    ]
    facets = [dict.fromkeys(sorted({of[facet] for of, _ in given}), 0.0) for facet in range(3)]
    extreme = _extremes(given)
    scale = sorted({points for of, points in given if not extreme & set(enumerate(of))})
    if len(facets[0]) < least or len(scale) < 2:
        return None
    ratings = [_Rating(of, _category(points, scale)) for of, points in given]
    inner = [rating for rating in ratings if not extreme & set(enumerate(rating.of))]
    steps = _estimated(inner, facets, len(scale) - 1)
    _place_extremes(ratings, facets, steps, extreme)
    infit = _infit(inner, [_guess(rating, facets, steps) for rating in inner])
    entries, jurors, criteria = facets
    return Facets(entries, jurors, criteria, steps, infit)


def _extremes(given: list[tuple[tuple[str, str, str], float]]) -> set[tuple[int, str]]:
    """Those of each facet, as (facet, name), who have the lowest points from all or the highest; then again without."""
    extreme: set[tuple[int, str]] = set()
    while True:
        inner = [(of, points) for of, points in given if not extreme & set(enumerate(of))]
        reach: dict[tuple[int, str], set[float]] = {}
        for of, points in inner:
            for place in enumerate(of):
                reach.setdefault(place, set()).add(points)
        ends = {min((points for _, points in inner), default=0.0), max((points for _, points in inner), default=0.0)}
        found = {place for place, points in reach.items() if len(points) == 1 and points <= ends}
        if not found:
            return extreme
        extreme |= found


def _category(points: float, scale: list[float]) -> int:
    """Categories are the different scores that occur, in order; what lies outside falls into the last one."""
    return min(bisect_left(scale, points), len(scale) - 1)


def _estimated(ratings: list[_Rating], facets: list[dict[str, float]], top: int) -> list[float]:
    """Moves the measures to where the ratings are likeliest; returns the steps."""
    used = Counter(rating.category for rating in ratings)
    steps = [0.0] * top
    for _ in range(_MOST_ROUNDS):
        change = 0.0
        for facet, measures in enumerate(facets):
            moves = _moves(ratings, facet, [_guess(rating, facets, steps) for rating in ratings], top)
            for name, move in moves.items():
                measures[name] += move if facet == 0 else -move
            if facet:
                _centre(measures, list(moves))
            change = max(change, *map(abs, moves.values()))
        guesses = [_guess(rating, facets, steps) for rating in ratings]
        hoped = [fsum(guess.chances[category] for guess in guesses) for category in range(top + 1)]
        strain = [log(hoped[category] / used[category]) for category in range(top + 1)]
        steps = [step + strain[number + 1] - strain[number] for number, step in enumerate(steps)]
        middle = fsum(steps) / top
        steps = [step - middle for step in steps]
        if max(change, *map(abs, strain)) < _CLOSE:
            break
    return steps


def _place_extremes(
    ratings: list[_Rating], facets: list[dict[str, float]], steps: list[float], extreme: set[tuple[int, str]]
) -> None:
    """Gives those at an end the measure that a total 0.3 inside of it would have, the others staying where they are."""
    for _ in range(_MOST_ROUNDS if extreme else 0):
        change = 0.0
        for facet, measures in enumerate(facets):
            theirs = [rating for rating in ratings if (facet, rating.of[facet]) in extreme]
            moves = _moves(theirs, facet, [_guess(rating, facets, steps) for rating in theirs], len(steps))
            for name, move in moves.items():
                measures[name] += move if facet == 0 else -move
            change = max(change, *map(abs, moves.values()), 0.0)
        if change < _CLOSE:
            break


def _guess(rating: _Rating, facets: list[dict[str, float]], steps: list[float]) -> _Guess:
    entries, jurors, criteria = facets
    entry, juror, criterion = rating.of
    place = entries[entry] - jurors[juror] - criteria[criterion]
    logits = [0.0]
    for step in steps:
        logits.append(logits[-1] + place - step)
    most = max(logits)
    weights = [exp(logit - most) for logit in logits]
    whole = fsum(weights)
    chances = [weight / whole for weight in weights]
    expected = fsum(category * chance for category, chance in enumerate(chances))
    variance = fsum((category - expected) ** 2 * chance for category, chance in enumerate(chances))
    return _Guess(expected, variance, chances)


def _moves(ratings: list[_Rating], facet: int, guesses: list[_Guess], top: int) -> dict[str, float]:
    """How far each measure of a facet is to go up for more points: one Newton step, not too far at once."""
    observed: Counter[str] = Counter()
    expected: dict[str, list[float]] = {}
    variance: dict[str, list[float]] = {}
    often: Counter[str] = Counter()
    for rating, guess in zip(ratings, guesses, strict=True):
        name = rating.of[facet]
        observed[name] += rating.category
        often[name] += 1
        expected.setdefault(name, []).append(guess.expected)
        variance.setdefault(name, []).append(guess.variance)
    moves = {}
    for name in sorted(often):
        inside = min(max(observed[name], _EXTREME), often[name] * top - _EXTREME)
        move = (inside - fsum(expected[name])) / fsum(variance[name])
        moves[name] = min(max(move, -_FARTHEST_STEP), _FARTHEST_STEP)
    return moves


def _centre(measures: dict[str, float], names: list[str]) -> None:
    middle = fsum(measures[name] for name in names) / len(names)
    for name in names:
        measures[name] -= middle


def _infit(ratings: list[_Rating], guesses: list[_Guess]) -> dict[str, float]:
    squares: dict[str, list[float]] = {}
    spread: dict[str, list[float]] = {}
    for rating, guess in zip(ratings, guesses, strict=True):
        _, juror, _ = rating.of
        squares.setdefault(juror, []).append((rating.category - guess.expected) ** 2)
        spread.setdefault(juror, []).append(guess.variance)
    return {juror: fsum(squares[juror]) / fsum(spread[juror]) for juror in sorted(squares)}
