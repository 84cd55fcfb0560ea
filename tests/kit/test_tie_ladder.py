"""Entries that came out equal, decided by a published ladder of reasons."""

from portal.kit.tie_ladder import LADDER, Evidence, Rung, Step, settle

VALUES = {
    "A": {"J1": 8.0, "J2": 7.0, "J3": 6.0},
    "B": {"J1": 7.0, "J2": 6.0, "J3": 8.0},
    "C": {"J1": 6.0, "J2": 8.0, "J3": 7.0},
    "D": {"J1": 8.0, "J2": 6.0, "J3": 7.0},
}
NOTHING = Evidence({}, {}, {})


def test_between_two_the_majority_decides():
    settled = settle({"A", "B"}, Evidence(VALUES, {}, {}))
    assert settled.groups == (("A",), ("B",))
    assert settled.steps == (Step(Rung.MAJORITY, (("A",), ("B",))),)


def test_a_circle_goes_on_to_the_next_rung():
    circle = Evidence(VALUES, first={"A": 7.0, "B": 9.0, "C": 7.0}, low={"A": 0.2, "C": 0.1})
    settled = settle(["C", "A", "B"], circle)
    # B leads by the first criterion; of the two who are left the majority is asked anew, before the low scores.
    assert settled.groups == (("B",), ("C",), ("A",)) or settled.groups == (("B",), ("A",), ("C",))
    assert [step.rung for step in settled.steps] == [Rung.FIRST_CRITERION, Rung.MAJORITY]
    assert settled.groups[1] == ("C",)  # J2 and J3 preferred C to A


def test_each_rung_decides_where_those_before_it_do_not():
    even = {"A": {"J1": 7.0, "J2": 5.0}, "B": {"J1": 5.0, "J2": 7.0}}
    by = {
        Rung.FIRST_CRITERION: Evidence(even, {"A": 6, "B": 8}, {}),
        Rung.FEWER_LOW: Evidence(even, {}, {"A": 0.5, "B": 0.25}),
        Rung.VOTE: Evidence(even, {}, {}, votes={"A": 1, "B": 2}),
        Rung.CASTING: Evidence(even, {}, {}, casting=["B"]),
    }
    for rung, evidence in by.items():
        assert settle(["A", "B"], evidence) == ((("B",), ("A",)), (Step(rung, (("B",), ("A",))),))
    middle = {"A": {"J1": 6.0, "J2": 6.0, "J3": 6.0}, "B": {"J4": 5.0, "J5": 6.5, "J6": 6.5}}
    assert settle(["A", "B"], Evidence(middle, {}, {})).steps[0].rung is Rung.MEDIAN


def test_the_order_of_the_rungs_is_the_competitions():
    evidence = Evidence(VALUES, first={"A": 6.0, "B": 9.0}, low={})
    assert settle(["A", "B"], evidence).groups[0] == ("A",)
    assert settle(["A", "B"], evidence, [Rung.FIRST_CRITERION, Rung.MAJORITY]).groups[0] == ("B",)


def test_what_no_rung_decides_shares_its_place_and_stands_by_name():
    assert settle(["B", "A"], NOTHING, LADDER) == ((("A", "B"),), ())
    assert settle(["A", "B"], Evidence(VALUES, {}, {}), []) == ((("A", "B"),), ())
    assert settle(["A"], NOTHING) == ((("A",),), ())
    assert settle([], NOTHING) == ((), ())
