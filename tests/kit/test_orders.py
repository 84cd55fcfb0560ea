"""Ranked ballots: Condorcet, Schulze, Borda."""

from hypothesis import given
from hypothesis import strategies as st

from portal.kit.centre import ranks
from portal.kit.orders import Duels, Order, borda, condorcet_winner, of_values, schulze

# 45 voters whose majorities run in circles: Schulze (2011), section 3.1, also the example of encyclopedias.
CIRCLES = [
    (5, "ACBED"),
    (5, "ADECB"),
    (8, "BEDAC"),
    (3, "CABED"),
    (7, "CAEBD"),
    (2, "CBADE"),
    (7, "DCEBA"),
    (8, "EBADC"),
]


def orders(*rows):
    return [
        Order(f"J{number}", {name: place for place, name in enumerate(row, 1)}, votes)
        for number, (votes, row) in enumerate(rows)
    ]


def test_the_published_example_of_circles():
    duels = Duels(orders(*CIRCLES))
    assert condorcet_winner(duels) is None
    assert ranks(schulze(duels)) == {"E": 1, "A": 2, "C": 3, "B": 4, "D": 5}


ENTRIES = "ABCDE"
BALLOTS = st.lists(
    st.tuples(st.integers(1, 4), st.dictionaries(st.sampled_from(ENTRIES), st.integers(1, 5), min_size=2)),
    min_size=1,
    max_size=8,
).map(lambda rows: [Order(f"J{number}", places, votes) for number, (votes, places) in enumerate(rows)])


@given(BALLOTS)
def test_who_beats_each_other_one_stands_alone_at_the_top(given_orders):
    duels = Duels(given_orders)
    winner = condorcet_winner(duels)
    first = [entry for entry, rank in ranks(schulze(duels)).items() if rank == 1]
    if winner is not None:
        assert first == [winner]
    # The order is complete: everybody stands above as many as are below, none in a circle.
    assert min(ranks(schulze(duels)).values()) == 1


@given(BALLOTS)
def test_turning_all_ballots_round_turns_the_order_round(given_orders):
    turned = [order._replace(places={entry: -place for entry, place in order.places.items()}) for order in given_orders]
    forward, backward = schulze(Duels(given_orders)), schulze(Duels(turned))
    others = len(forward) - 1
    assert backward == {entry: others - above for entry, above in forward.items()}


@given(BALLOTS, st.sampled_from(ENTRIES), st.integers(0, 7))
def test_lifting_an_entry_on_a_ballot_never_lowers_it(given_orders, entry, number):
    lifted = list(given_orders)
    ballot = lifted[number % len(lifted)]
    if entry not in ballot.places:
        return
    lifted[number % len(lifted)] = ballot._replace(places={**ballot.places, entry: 0})
    before, after = schulze(Duels(given_orders)), schulze(Duels(lifted))
    for other in before:
        if before[entry] >= before[other]:
            assert after[entry] >= after[other]


@given(BALLOTS)
def test_a_twin_of_the_winner_does_not_hand_the_win_to_a_third(given_orders):
    before = schulze(Duels(given_orders))
    winner = max(before, key=lambda entry: before[entry])
    if before[winner] < len(before) - 1:  # nobody stands above all others
        return
    twins = [
        order._replace(places={**{entry: place * 10 for entry, place in order.places.items()},
                               **({"twin": order.places[winner] * 10 + 1} if winner in order.places else {})})
        for order in given_orders
    ]  # fmt: skip
    after = ranks(schulze(Duels(twins)))
    assert after[winner] == 1


def test_borda_counts_those_below_and_half_of_those_beside():
    duels = Duels([Order("J1", {"A": 1, "B": 2, "C": 2}), Order("J2", {"A": 3, "B": 1, "C": 2})])
    assert borda(duels) == {"A": 1.0, "B": 1.25, "C": 0.75}


def test_a_conflict_takes_points_from_nobody():
    both = [Order("J1", {"A": 1, "B": 2, "C": 3}), Order("J2", {"B": 1, "A": 2, "C": 3})]
    third = Order("J3", {"B": 1, "C": 2})
    assert borda(Duels([*both, third])) == {"A": 1.5, "B": 1.5, "C": 0.0}
    # Whom nobody could compare, nobody separates.
    assert borda(Duels([Order("J1", {"A": 1}), Order("J2", {"B": 1})])) == {"A": 0.5, "B": 0.5}


def test_votes_count_as_so_many_ballots():
    assert Duels(orders((3, "AB"), (2, "BA"))).above == [[0, 3], [2, 0]]
    assert condorcet_winner(Duels(orders((3, "AB"), (2, "BA")))) == "A"


def test_scores_become_orders_with_ties():
    found = of_values({"A": {"J1": 7.0, "J2": 9.0}, "B": {"J1": 7.0}, "C": {"J1": 8.0, "J2": 2.0}})
    assert found == [Order("J1", {"A": 2, "B": 2, "C": 1}), Order("J2", {"A": 1, "C": 2})]


def test_an_entry_without_ballots_is_there_all_the_same():
    assert schulze(Duels(orders((1, "AB")), ["C"])) == {"A": 1.5, "B": 0.5, "C": 1}
