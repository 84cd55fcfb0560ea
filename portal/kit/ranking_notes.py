"""What to know about a ranking, as sentences: what the correction did, what could not be computed, who decides much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from portal.kit import agreement, z_scores
from portal.kit.centre import ranks
from portal.kit.ranking_record import Note
from portal.kit.resampling import Drawn, Without
from portal.kit.say import N_
from portal.kit.severity import Fit, Values

EVERYBODY_SCORED_ALL = N_("Everybody scored everything, so the correction for severity leaves the order as it is.")
MISSING_SAME = N_(
    "Ballots missing: %(missing)s of %(all)s. The severity of each juror was taken off; the order stayed the same."
)
MISSING_MOVED = N_(
    "Ballots missing: %(missing)s of %(all)s. The severity of each juror was taken off; "
    "entries that changed place: %(moved)s."
)
DISCONNECTED = N_(
    "The jurors fall into %(groups)s groups that share no entry. Nobody can say which group is more severe, "
    "so there are no adjusted ranks."
)
SHRUNK = N_(
    "Some jurors scored fewer than five entries. What so few ballots say about severity was drawn towards zero "
    "(lambda %(shrink)s)."
)
NO_BALLOT = N_("Entry %(entry)s has no ballot that counts, so it has no rank.")
NO_MARGIN = N_("There are too few ballots to say how far chance goes, so there are no margins.")
NO_Z = N_(
    "Z-scores need at least %(least)s ballots from every juror, and about as many from each. "
    "Here there are fewer, so there is no order by them."
)
WITHOUT_SAME = N_("Without any one of the jurors the order stays the same.")
WITHOUT = N_("Without juror %(juror)s the order changes from place %(place)s on.")
WITHOUT_NONE = N_("Without juror %(juror)s not every entry could be ranked.")
DRAWN = N_("The margins come from %(used)s drawn juries (seed %(seed)s).")
DRAWN_LEFT_OUT = N_("Drawn juries that could not rank every entry, and were left out: %(left_out)s.")
ALPHA_FIRM = N_("The jurors agree firmly (Krippendorff's alpha %(alpha)s).")
ALPHA_TENTATIVE = N_("The jurors agree tentatively (Krippendorff's alpha %(alpha)s).")
ALPHA_APART = N_("The jurors have different tastes (Krippendorff's alpha %(alpha)s): the jury should discuss.")
NO_ALPHA = N_("Krippendorff's alpha needs entries with two ballots, and ballots that differ.")
NO_RATIO = N_("The ratio alpha is computed for at most %(most)s different values.")
W_OVER = N_("Kendall's W is over the %(entries)s entries that everybody judged.")
NO_W = N_("Kendall's W needs two jurors, and two entries that everybody judged and not all alike.")
NO_SEVERITY = N_("Severity is a matter of points, so it is not computed for this kind of ballot.")
NO_ORDER_MARGIN = N_("Margins of this method come from drawn juries only; none were drawn.")
CONDORCET = N_("Entry %(entry)s wins against each other one by a majority.")
NO_CONDORCET = N_("No entry wins against each other one by a majority.")
ORDERS_FROM_SCORES = N_("The orders are those of the values that each juror's scores come to.")
LENT = N_(
    "Somebody was never beaten, or never won. Half a win each way was lent to every pair that met, "
    "so that the strengths are finite."
)
NEVER_MET = N_("Some were never compared with the others, even by way of a third, so there are no strengths.")
NO_JURORS = N_("Comparisons name no jurors, so agreement and drawn juries cannot be computed.")


def on_correction(values: Values, raw: Mapping[str, float], fit: Fit | None, groups: int) -> Iterator[Note]:
    """What taking off the severity did, in words."""
    if not values:
        return
    if fit is None:
        yield Note(DISCONNECTED, {"groups": groups})
        return
    jurors = {juror for given in values.values() for juror in given}
    every = len(jurors) * len(values)
    missing = every - sum(map(len, values.values()))
    if not missing:
        yield Note(EVERYBODY_SCORED_ALL)
    else:
        before, after = ranks(raw), ranks(fit.theta)
        moved = sum(before[entry] != after[entry] for entry in after)
        told = {"missing": missing, "all": every}
        yield Note(MISSING_MOVED, {**told, "moved": moved}) if moved else Note(MISSING_SAME, told)
    if fit.shrink:
        yield Note(SHRUNK, {"shrink": fit.shrink})


def on_alpha(alpha: float) -> Note:
    """What an alpha says of a jury, in words."""
    if alpha >= agreement.FIRM:
        return Note(ALPHA_FIRM, {"alpha": alpha})
    return Note(ALPHA_TENTATIVE if alpha >= agreement.TENTATIVE else ALPHA_APART, {"alpha": alpha})


def on_others(without: Sequence[Without]) -> Iterator[Note]:
    """Without whom the order would be another one."""
    if without and all(one.ranks is not None and one.place is None for one in without):
        yield Note(WITHOUT_SAME)
    for one in without:
        if one.ranks is None:
            yield Note(WITHOUT_NONE, {"juror": one.juror})
        elif one.place is not None:
            yield Note(WITHOUT, {"juror": one.juror, "place": one.place})


def on_draws(drawn: Drawn | None, draws: int, seed: int) -> Iterator[Note]:
    """Where drawn margins come from."""
    if drawn is not None:
        yield Note(DRAWN, {"used": drawn.used, "seed": seed})
        if drawn.used < draws:
            yield Note(DRAWN_LEFT_OUT, {"left_out": draws - drawn.used})


def without_z() -> Iterator[Note]:
    yield Note(NO_Z, {"least": z_scores.LEAST})


def without_margin(is_so: bool) -> Iterator[Note]:
    if is_so:
        yield Note(NO_MARGIN)


def without_ballots(entries: Sequence[str]) -> Iterator[Note]:
    """Entries that have no rank because nobody's ballot on them counts."""
    yield from (Note(NO_BALLOT, {"entry": entry}) for entry in entries)


def on_winner(winner: str | None) -> Note:
    return Note(CONDORCET, {"entry": winner}) if winner is not None else Note(NO_CONDORCET)
