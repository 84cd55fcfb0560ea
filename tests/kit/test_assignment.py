"""Who sees what: complete, balanced, connected and free of conflicts, whatever the panel looks like."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kit.assignment import FEWEST_ANCHORS, SHARED, assign


@st.composite
def panels(draw: st.DrawFn) -> tuple[list[str], list[int], set[tuple[int, str]], int, int]:
    entries = [f"E{number}" for number in range(draw(st.integers(40, 60)))]
    jurors = list(range(draw(st.integers(4, 9))))
    pairs = st.tuples(st.sampled_from(jurors), st.sampled_from(entries))
    conflicts = draw(st.sets(pairs, max_size=3))
    per_entry = draw(st.integers(3, len(jurors) - 1))
    return entries, jurors, conflicts, per_entry, draw(st.integers(0, 2**63 - 1))


@settings(max_examples=60, deadline=None)
@given(panels())
def test_some_see_each_entry_balanced_connected_and_never_in_conflict(panel: tuple) -> None:
    entries, jurors, conflicts, per_entry, seed = panel
    made = assign(entries, jurors, conflicts=conflicts, per_entry=per_entry, seed=seed)
    assert assign(entries, jurors, conflicts=conflicts, per_entry=per_entry, seed=seed) == made
    assert not {(juror, entry) for juror, order in made.items() for entry in order} & conflicts
    for entry in entries:
        able = [juror for juror in jurors if (juror, entry) not in conflicts]
        assert sum(entry in order for order in made.values()) >= min(per_entry, len(able))
    loads = [len(order) for order in made.values()]
    assert max(loads) - min(loads) <= 1, loads
    assert all(len(set(order)) == len(order) for order in made.values())
    for one, other in combinations(jurors, 2):
        assert len(set(made[one]) & set(made[other])) >= SHARED
    anchors = [entry for entry in entries if all(entry in order for order in made.values())]
    assert len(anchors) >= FEWEST_ANCHORS


def test_all_see_all_but_in_conflict_and_each_in_an_order_of_their_own() -> None:
    entries = [f"E{number}" for number in range(24)]
    made = assign(entries, ["a", "b", "c", "d", "e"], conflicts={("b", "E3")}, seed=7)
    assert {juror: sorted(order) for juror, order in made.items()} == {
        juror: sorted(set(entries) - ({"E3"} if juror == "b" else set())) for juror in "abcde"
    }
    assert len({tuple(order) for order in made.values()}) == 5 and entries not in made.values()
    first = [order[0] for order in made.values()]
    assert len(set(first)) == 5  # who is met early differs from juror to juror
    assert assign(entries, ["a", "b", "c", "d", "e"], seed=8) != assign(entries, ["a", "b", "c", "d", "e"], seed=7)


def test_an_entry_that_nobody_may_see_is_seen_by_nobody() -> None:
    assert assign(["x", "y"], [1, 2], conflicts={(1, "x"), (2, "x")}, seed=1) == {1: ["y"], 2: ["y"]}
