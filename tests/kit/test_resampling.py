"""Drawn juries, the jury without each juror, and the random numbers behind them."""

import pytest

from portal.kit import margins
from portal.kit.pcg import Pcg32
from portal.kit.ranking_record import Bracket
from portal.kit.resampling import Interval, Without, bootstrap, without_each
from portal.kit.severity import Panel
from portal.kit.z_scores import mapped, means
from tests.kit.test_severity import vector_a


def test_the_numbers_are_those_of_the_reference_implementation():
    """The first round of pcg32-demo, seed 42 and sequence 54."""
    chance = Pcg32(42)
    expected = [0xA15C02B7, 0x7B47F409, 0xBA1D3330, 0x83D2F293, 0xBFA4784B, 0xCBED606E]
    assert [chance.next() for _ in range(6)] == expected
    assert [Pcg32(seed).below(6) for seed in range(8)] == [1, 3, 2, 5, 0, 3, 3, 3]


def test_drawn_juries_are_the_same_for_a_seed_and_others_for_another():
    panel = Panel(vector_a(recused=True))
    first = bootstrap(3, ["A", "B", "C", "D"], panel.adjusted, draws=400, seed=7)
    assert first == bootstrap(3, ["A", "B", "C", "D"], panel.adjusted, draws=400, seed=7)
    assert first != bootstrap(3, ["A", "B", "C", "D"], panel.adjusted, draws=400, seed=8)
    # One of 27 juries is J3 three times, who did not score A: such juries are left out.
    assert first.used == pytest.approx(400 * 26 / 27, abs=12)
    assert first.intervals["A"] == Interval(low=7.0, high=9.0, best=1, worst=1)
    assert (first.intervals["C"].best, first.intervals["C"].worst) == (3, 3)


def test_a_jury_that_can_rank_nobody_gives_no_margins():
    assert bootstrap(2, ["A", "B"], lambda votes: None, draws=5, seed=1) == ({}, 0)


def test_the_order_without_each_juror():
    values = {
        "A": {"J1": 9.0, "J2": 6.0, "J3": 7.0},
        "B": {"J1": 5.0, "J2": 7.0, "J3": 7.5},
        "C": {"J1": 1.0, "J2": 1.0},
    }
    panel = Panel(values)
    theta = panel.fit(0).theta
    found = without_each(panel.jurors, theta, panel.adjusted, apart=lambda above, below: True)
    assert found[0] == Without("J1", 1, True, {"B": 1, "A": 2, "C": 3})
    assert found[1] == Without("J2", None, False, {"A": 1, "B": 2, "C": 3})
    calm = without_each(panel.jurors, theta, panel.adjusted, apart=lambda above, below: False)
    assert not calm[0].firm
    alone = Panel({"A": {"J1": 9.0}, "B": {"J1": 5.0, "J2": 6.0}})
    assert without_each(alone.jurors, alone.fit().theta, alone.adjusted)[0] == Without("J1", None, False, None)


def test_z_scores_of_vector_a_and_their_guards():
    values = vector_a(recused=True)
    found = means(mapped(values, least=0))
    assert found == pytest.approx({"A": 8.485, "B": 7.778, "C": 6.022, "D": 5.043}, abs=5e-4)
    assert mapped(values) is None
    eight = {f"E{n}": {"J1": float(n), "J2": 5.0} for n in range(8)}
    # Who gives the same to all is not blown up: the deviation counts as at least a quarter of a point.
    assert set(means(mapped(eight, votes={"J1": 0, "J2": 1})).values()) == {5.0}
    unbalanced = {**eight, **{f"F{n}": {"J1": 5.0} for n in range(4)}}
    assert mapped(unbalanced) is None
    assert mapped({}) is None


def test_brackets_hold_those_who_may_stand_as_they_do_by_chance():
    error = 0.5  # 1.96 · sqrt(2 · 0.25) = 1.386
    assert margins.brackets([(9, error), (8, error), (7, error), (3, error)]) == (Bracket(0, 1), Bracket(1, 2))
    assert margins.brackets([(9, error), (8.5, error), (8, error), (5, error)]) == (Bracket(0, 2),)
    assert margins.brackets([(9, 0.1), (8, 0.1)]) == ()
    # A surer neighbour is apart where an unsure one is not.
    assert margins.brackets([(9, 0.1), (8, 0.1), (7.5, 2.0)]) == (Bracket(1, 2),)


def test_brackets_are_those_of_every_pair_compared():
    chance = Pcg32(3)
    order = sorted(((chance.below(200) / 10, (1 + chance.below(3)) / 4) for _ in range(60)), reverse=True)
    worth = {str(n): value for n, (value, _) in enumerate(order)}
    error = {str(n): one for n, (_, one) in enumerate(order)}

    def alike(first, last):
        inside = range(first, last + 1)
        return not any(margins.apart(worth, error, str(a), str(b)) for a in inside for b in inside if a < b)

    runs = {Bracket(a, b) for a in range(60) for b in range(a + 1, 60) if alike(a, b)}
    longest = {run for run in runs if not {run._replace(first=run.first - 1), run._replace(last=run.last + 1)} & runs}
    assert set(margins.brackets(order)) == longest
    assert margins.apart(worth, {}, "0", "1")


def test_pooled_deviation_needs_a_second_ballot_somewhere():
    assert margins.pooled_sd({"A": {"J1": 5.0}, "B": {"J2": 6.0}}) is None
    assert margins.pooled_sd({"A": {"J1": 5.0, "J2": 7.0}, "B": {"J2": 6.0}}) == pytest.approx(2**0.5)
