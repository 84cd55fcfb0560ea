"""From ballots to a ranking."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kit import ranking, ranking_notes
from portal.kit.ballots import Ballot, Criterion
from portal.kit.orders import Order
from portal.kit.pcg import Pcg32
from portal.kit.ranking_record import METHOD_VERSION, Bracket, Method, Whiskers
from portal.kit.say import Refused
from portal.kit.standing import Ladder
from portal.kit.sureness import Draws
from portal.kit.tie_ladder import LADDER, Rung, Step
from tests.kit.test_severity import vector_a

ONE = [Criterion("all")]
SIX = [Criterion(key, weight) for key, weight in zip("abcdef", (20, 15, 20, 15, 20, 10), strict=True)]


def ballots(values):
    return [Ballot(j, entry, {"all": points}) for entry, given in values.items() for j, points in given.items()]


def sentences(found):
    return [note.sentence for note in found.notes]


def order(found):
    return [(line.entry, line.rank) for line in found.entries]


def test_raw_ties_where_adjusted_does_not():
    given = ballots(vector_a(recused=True))
    adjusted, raw = ranking.by_scores(given, ONE), ranking.by_scores(given, ONE, method=Method.RAW)
    assert (adjusted.method, adjusted.method_version) == (Method.ADJUSTED, METHOD_VERSION)
    assert order(adjusted) == [("A", 1), ("B", 2), ("C", 3), ("D", 4)]
    assert order(raw) == [("A", 1), ("B", 1), ("C", 3), ("D", 4)]
    first = adjusted.entries[0]
    assert (first.value, first.raw, first.adjusted, first.n) == (pytest.approx(8.25), 7.5, first.value, 2)
    margin = 1.96 * 0.29226 / 2**0.5
    assert (first.low, first.high) == pytest.approx((8.25 - margin, 8.25 + margin), abs=1e-4)
    assert first.whiskers == Whiskers(7, 7.25, 7.5, 7.75, 8)
    assert [line.severity for line in adjusted.jurors] == pytest.approx([-1.4375, -0.0625, 1.5])
    assert sentences(adjusted)[0] == ranking_notes.MISSING_MOVED
    assert str(adjusted.notes[0]) == (
        "Ballots missing: 1 of 12. The severity of each juror was taken off; entries that changed place: 1."
    )
    assert ranking_notes.WITHOUT_SAME in sentences(adjusted)
    assert raw.brackets == (Bracket(0, 3),)
    assert adjusted.brackets == ()


def test_the_sentence_when_everybody_scored_everything():
    found = ranking.by_scores(ballots(vector_a()), ONE)
    assert sentences(found)[0] == ranking_notes.EVERYBODY_SCORED_ALL
    assert order(found) == order(ranking.by_scores(ballots(vector_a()), ONE, method=Method.RAW))


def test_a_tie_is_parted_by_the_ladder_and_the_rung_is_told():
    given = ballots(vector_a(recused=True))
    found = ranking.by_scores(given, ONE, method=Method.RAW, ladder=Ladder(LADDER))
    assert order(found)[:2] == [("A", 1), ("B", 2)]
    assert found.settled == (Step(Rung.MAJORITY, (("A",), ("B",))),)
    even = ballots({"A": {"J1": 7.0, "J2": 5.0}, "B": {"J1": 5.0, "J2": 7.0}, "C": {"J1": 1.0, "J2": 0.0}})
    shared = ranking.by_scores(even, ONE, ladder=Ladder((Rung.MAJORITY, Rung.MEDIAN)))
    assert order(shared) == [("A", 1), ("B", 1), ("C", 3)]
    voted = ranking.by_scores(even, ONE, ladder=Ladder((Rung.VOTE,), votes={"B": 2, "A": 1}))
    assert order(voted) == [("B", 1), ("A", 2), ("C", 3)]


def test_the_first_criterion_and_the_low_scores_are_looked_at():
    two = [Criterion("a"), Criterion("b"), Criterion("beside", 9, independent=True)]
    given = [
        Ballot("J1", "A", {"a": 6.0, "b": 4.0, "beside": 9.0}),
        Ballot("J1", "B", {"a": 4.0, "b": 6.0, "beside": 0.0}),
        Ballot("J1", "C", {"a": 5.0, "b": 5.0, "beside": 0.0}),
    ]
    by_first = ranking.by_scores(given, two, ladder=Ladder((Rung.FIRST_CRITERION,)))
    assert order(by_first) == [("A", 1), ("C", 2), ("B", 3)]
    by_low = ranking.by_scores(given, two, ladder=Ladder((Rung.FEWER_LOW,)))
    assert order(by_low) == [("C", 1), ("A", 2), ("B", 2)]


def test_what_cannot_be_computed_is_none_and_said():
    apart = ballots({"A": {"J1": 5.0}, "B": {"J2": 6.0}})
    found = ranking.by_scores(apart, ONE, entries=["A", "B", "Z"])
    assert order(found) == [("A", None), ("B", None), ("Z", None)]
    assert [line.raw for line in found.entries] == [5, 6, None]
    assert found.jurors[0].severity is found.agreement.alpha_interval is found.agreement.kendall_w is None
    assert sentences(found) == [
        ranking_notes.DISCONNECTED, ranking_notes.NO_BALLOT, ranking_notes.NO_ALPHA, ranking_notes.NO_W
    ]  # fmt: skip
    z = ranking.by_scores(ballots(vector_a()), ONE, method=Method.Z)
    assert order(z) == [("A", None), ("B", None), ("C", None), ("D", None)]
    assert ranking_notes.NO_Z in sentences(z)
    alone = ranking.by_scores(ballots({"A": {"J1": 9.0}, "B": {"J1": 5.0}}), ONE)
    assert order(alone) == [("A", 1), ("B", 2)]
    assert (alone.entries[0].low, alone.entries[0].sd) == (None, None)
    assert ranking_notes.NO_MARGIN in sentences(alone)
    nothing = ranking.by_scores([], ONE)
    assert (nothing.entries, nothing.jurors, nothing.agreement.alpha_nominal) == ((), (), None)


def test_drawn_margins_come_with_their_seed():
    given = ballots(vector_a(recused=True))
    found = ranking.by_scores(given, ONE, draws=Draws(300, 7))
    assert (found.draws, found.seed) == (300, 7)
    assert found == ranking.by_scores(given[::-1], ONE, draws=Draws(300, 7))
    assert (found.entries[0].low, found.entries[0].high, found.entries[0].worst) == (7, 9, 1)
    assert sentences(found)[-2:] == [ranking_notes.DRAWN, ranking_notes.DRAWN_LEFT_OUT]
    z = {f"E{n}": {"J1": n / 2, "J2": 9 - n / 3, "J3": n / 2 + 1} for n in range(9)}
    by_z = ranking.by_scores(ballots(z), ONE, method=Method.Z, draws=Draws(50, 1))
    assert by_z.entries[0].entry == "E8"
    assert by_z.entries[0].low < by_z.entries[0].value == by_z.entries[0].z


POINTS = st.integers(0, 20).map(lambda halves: halves / 2)
SCORED = st.dictionaries(
    st.tuples(st.sampled_from(["J1", "J2", "J3", "J4"]), st.sampled_from("ABCDE")),
    st.fixed_dictionaries(dict.fromkeys("abcdef", POINTS)),
    min_size=1,
)


@settings(max_examples=25)
@given(SCORED, st.randoms(), st.sampled_from([Method.ADJUSTED, Method.RAW]))
def test_the_order_of_rows_never_matters(scored, chance, method):
    given_ballots = [Ballot(juror, entry, scores) for (juror, entry), scores in scored.items()]
    mixed = [ballot._replace(scores=dict(chance.sample(list(ballot.scores.items()), 6))) for ballot in given_ballots]
    chance.shuffle(mixed)
    options = {"method": method, "ladder": Ladder(LADDER), "draws": Draws(20, 3)}
    assert ranking.by_scores(mixed, SIX, **options) == ranking.by_scores(given_ballots, SIX, **options)


def test_ranked_ballots():
    given = [
        Order("J1", {"A": 1, "B": 2, "C": 3}), Order("J2", {"B": 1, "A": 2, "C": 3}), Order("J3", {"A": 1, "C": 2}, 2)
    ]  # fmt: skip
    found = ranking.by_orders(given)
    assert [(line.entry, line.rank, line.value, line.n) for line in found.entries] == [
        ("A", 1, 1.5, 4), ("B", 1, 1.5, 2), ("C", 3, 0, 4)
    ]  # fmt: skip
    assert sentences(found)[0] == ranking_notes.NO_CONDORCET
    assert found.agreement.kendall_w == 1  # over A and C, which everybody judged
    chair = ranking.by_orders(given, ladder=Ladder(LADDER, casting=["B"]))
    assert [line.entry for line in chair.entries] == ["A", "B", "C"]  # the median position is asked before the chair
    assert chair.settled[0].rung is Rung.MEDIAN
    borda = ranking.by_orders(given, method=Method.BORDA, draws=Draws(100, 2))
    assert borda.entries[0].low <= borda.entries[0].value <= borda.entries[0].high
    winner = ranking.by_orders([*given, Order("J4", {"A": 1, "B": 2})])
    assert str(winner.notes[0]) == "Entry A wins against each other one by a majority."
    with pytest.raises(Refused, match="two ranked ballots of juror J1"):
        ranking.by_orders([given[0], given[0]])
    with pytest.raises(Refused, match="at most 300"):
        ranking.by_orders([Order("J1", {str(n): n for n in range(301)})])


def test_comparisons_in_pairs():
    found = ranking.by_pairs({("A", "B"): 20, ("B", "A"): 10})
    assert [(line.entry, line.rank, line.n) for line in found.entries] == [("A", 1, 30), ("B", 2, 30)]
    assert sentences(ranking.by_pairs({("A", "B"): 1}))[0] == ranking_notes.LENT
    apart = ranking.by_pairs({("A", "B"): 1, ("C", "D"): 1})
    assert order(apart) == [("A", None), ("B", None), ("C", None), ("D", None)]
    assert sentences(apart)[0] == ranking_notes.NEVER_MET


def test_a_method_for_other_ballots_is_refused():
    with pytest.raises(Refused, match="schulze is not for scores"):
        ranking.by_scores([], ONE, method=Method.SCHULZE)
    with pytest.raises(Refused, match="raw is not for ranked ballots"):
        ranking.by_orders([], method=Method.RAW)


def test_what_an_alpha_says():
    said = [ranking_notes.on_alpha(alpha).sentence for alpha in (0.8, 0.7999, 0.667, 0.6669)]
    tentative = ranking_notes.ALPHA_TENTATIVE
    assert said == [ranking_notes.ALPHA_FIRM, tentative, tentative, ranking_notes.ALPHA_APART]
    assert str(ranking_notes.on_alpha(0.84911)) == "The jurors agree firmly (Krippendorff's alpha 0.849)."


def test_too_many_different_values_leave_the_ratio_alpha_out():
    many = {f"E{n}": {"J1": n / 100, "J2": n / 100 + 0.001} for n in range(800)}
    found = ranking.by_scores(ballots(many), ONE, method=Method.RAW)
    assert found.agreement.alpha_ratio is None
    assert found.agreement.alpha_interval > 0.99
    assert ranking_notes.NO_RATIO in sentences(found)


def test_two_thousand_entries_by_fifteen_jurors_on_six_criteria_take_seconds_at_most(capsys):
    """By the processor's clock and with room for a busy machine; `bin/bench` holds it to one second by the wall's."""
    chance = Pcg32(1)
    given = [
        Ballot(f"J{juror:02}", f"E{entry:04}", {key: chance.below(21) / 2 for key in "abcdef"})
        for juror in range(15)
        for entry in range(2_000)
        if chance.below(100)
    ]
    began = time.process_time()
    found = ranking.by_scores(given, SIX)
    took = time.process_time() - began
    assert len(found.entries) == 2_000
    assert found.df == len(given) - 2_000 - 15 + 1
    assert took <= 3, f"{took:.2f} s"
    with capsys.disabled():
        print(f"\nadjusted on 2,000 × 15 × 6 ballots: {took:.2f} s of processor")
