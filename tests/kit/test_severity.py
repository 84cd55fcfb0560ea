"""How severe each juror is, and what each entry would have got from the whole panel."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kit.severity import Panel

FULL = {"A": (7, 8, 9.5), "B": (6, 7.5, 9), "C": (5, 6, 8), "D": (4, 6, 7)}
JURORS = ("J1", "J2", "J3")


def vector_a(*, recused=False):
    values = {entry: dict(zip(JURORS, map(float, row), strict=True)) for entry, row in FULL.items()}
    if recused:
        del values["A"]["J3"]
    return values


def test_vector_a_in_full():
    fit = Panel(vector_a()).fit()
    assert fit.theta == pytest.approx({"A": 8.167, "B": 7.5, "C": 6.333, "D": 5.667}, abs=5e-4)
    assert fit.theta == pytest.approx(Panel(vector_a()).raw())
    assert fit.severity == pytest.approx({"J1": -1.417, "J2": -0.042, "J3": 1.458}, abs=5e-4)


def test_vector_a_with_a_lenient_juror_recused():
    panel = Panel(vector_a(recused=True))
    fit = panel.fit()
    assert panel.raw() == pytest.approx({"A": 7.5, "B": 7.5, "C": 6.333, "D": 5.667}, abs=5e-4)
    assert fit.theta == pytest.approx({"A": 8.25, "B": 7.5, "C": 6.333, "D": 5.667}, abs=5e-4)
    assert fit.severity == pytest.approx({"J1": -1.438, "J2": -0.063, "J3": 1.5}, abs=1e-3)
    assert (fit.shrink, fit.df) == (0, 5)
    assert fit.residual_sd == pytest.approx(0.292, abs=5e-4)
    for left_out in range(3):
        theta = panel.adjusted([int(juror != left_out) for juror in range(3)])
        assert sorted(theta, key=theta.get, reverse=True) == ["A", "B", "C", "D"]


def iterated(values, shrink):
    """The steps of reference/competition.md §7.3, as they are written."""
    jurors = sorted({juror for given in values.values() for juror in given})
    theta, severity = dict.fromkeys(values, 0.0), dict.fromkeys(jurors, 0.0)
    for _ in range(100_000):
        before = {**theta, **severity}
        for juror in jurors:
            mine = [given[juror] - theta[entry] for entry, given in values.items() if juror in given]
            severity[juror] = sum(mine) / (len(mine) + shrink)
        middle = sum(severity.values()) / len(severity)
        severity = {juror: b - middle for juror, b in severity.items()}
        theta = {entry: sum(y - severity[j] for j, y in given.items()) / len(given) for entry, given in values.items()}
        if max(abs(value - before[name]) for name, value in {**theta, **severity}.items()) < 1e-12:
            break
    return theta, severity


@st.composite
def panels(draw):
    """Two to five jurors, of whom the first has seen every entry, so that all can be compared."""
    jurors, entries = draw(st.integers(2, 5)), draw(st.integers(2, 7))
    points = st.integers(0, 20).map(lambda halves: halves / 2)
    return {
        f"E{entry}": {
            f"J{juror}": draw(points)
            for juror in range(jurors)
            if juror == 0 or draw(st.integers(0, 3))
        }
        for entry in range(entries)
    }  # fmt: skip


@settings(max_examples=30)
@given(panels(), st.sampled_from([0.0, 0.5, 3.0]))
def test_the_solution_is_where_the_published_steps_lead(values, shrink):
    theta, severity = iterated(values, shrink)
    fit = Panel(values).fit(shrink)
    assert fit.theta == pytest.approx(theta, abs=1e-6)
    assert fit.severity == pytest.approx(severity, abs=1e-6)


@given(panels(), st.randoms())
def test_neither_order_nor_a_twin_of_the_whole_jury_changes_a_bit(values, chance):
    mixed = {
        entry: dict(chance.sample(list(given.items()), len(given)))
        for entry, given in chance.sample(list(values.items()), len(values))
    }
    panel = Panel(values)
    assert Panel(mixed).fit() == panel.fit()
    assert panel.adjusted([2] * len(panel.jurors)) == pytest.approx(panel.adjusted([1] * len(panel.jurors)))


def test_counting_a_juror_twice_is_having_two_who_score_alike():
    values = vector_a(recused=True)
    twins = {entry: {**given, "J1b": given["J1"]} for entry, given in values.items()}
    assert Panel(values).adjusted([2, 1, 1]) == pytest.approx(Panel(twins).fit(0).theta)


def test_few_ballots_draw_severity_towards_zero():
    values = {f"E{n}": {"J1": 5 + n / 4, "J2": 6 + n / 4 + (n % 2) / 2} for n in range(8)}
    values["E0"]["J3"], values["E1"]["J3"] = 9.0, 8.5
    plain, fit = Panel(values).fit(0), Panel(values).fit()
    var_b = sum(b * b for b in plain.severity.values()) / 2
    assert fit.shrink == pytest.approx(plain.residual_sd**2 / var_b)
    assert 0 < fit.severity["J3"] < plain.severity["J3"]
    assert sum(fit.severity.values()) == pytest.approx(0, abs=1e-12)
    enough = {f"E{n}": {"J1": 5 + n / 4, "J2": 6 + (n % 3) / 2} for n in range(5)}
    assert Panel(enough).fit().shrink == 0


def test_jurors_who_share_no_entry_even_by_way_of_others_cannot_be_compared():
    apart = {"A": {"J1": 5.0, "J2": 6.0}, "B": {"J3": 7.0, "J4": 8.0}, "C": {"J1": 4.0}}
    panel = Panel(apart)
    assert sorted(map(sorted, panel.groups())) == [["J1", "J2"], ["J3", "J4"]]
    with pytest.raises(ValueError, match="share no entries"):
        panel.fit()
    assert panel.adjusted([1, 1, 1, 1]) is None
    bridged = {**apart, "C": {"J1": 4.0, "J4": 4.0}}
    assert len(Panel(bridged).groups()) == 1
    # Without the one who joins them they fall apart again.
    assert Panel(bridged).adjusted([0, 1, 1, 1]) is None
    assert Panel({}).groups() == []


def test_one_juror_gives_the_raw_order_and_no_margin():
    fit = Panel({"A": {"J1": 9.0}, "B": {"J1": 5.0}}).fit()
    assert (fit.theta, fit.severity, fit.residual_sd, fit.df) == ({"A": 9, "B": 5}, {"J1": 0}, None, 0)


def test_every_leaving_out_of_jurors_is_the_fit_of_those_who_are_left():
    values = vector_a(recused=True)
    for kept in itertools.product((0, 1), repeat=3):
        left = {
            entry: {juror: worth for juror, worth in given.items() if kept[JURORS.index(juror)]}
            for entry, given in values.items()
        }
        left = {entry: given for entry, given in left.items() if given}
        expected = Panel(left).fit(0).theta if left else None
        assert Panel(values).adjusted(kept) == (pytest.approx(expected) if expected else None)
