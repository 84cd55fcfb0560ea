"""The demo has a paper card in every state, once."""

from __future__ import annotations

from portal.contributions import card_selections
from portal.contributions.cards import CardState
from portal.contributions.seed import paper
from portal.listings.seed import demo
from portal.people import rules as people
from tests import make


def test_the_demo_has_a_card_in_every_state_and_plants_none_twice(session: object) -> None:
    people.plant_demo_people(make.AT)
    demo.plant(at=make.AT)
    assert [paper.plant(at=make.AT) for _ in range(2)] == [5, 0]
    counts = card_selections.counts(at=make.AT)
    assert counts == {CardState.OPEN: 2, CardState.USED: 1, CardState.RUN_OUT: 1, CardState.REVOKED: 1}


def test_without_its_listings_nothing_is_planted(session: object) -> None:
    assert paper.plant(at=make.AT) == 0
