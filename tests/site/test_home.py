"""The home page: what is open now stands beside what is on, and everybody is asked to add to it."""

from __future__ import annotations

import time_machine

from tests.competitions import planting
from tests.looking import LookingClient
from tests.make import AT


@time_machine.travel(AT, tick=False)
def test_an_open_call_is_a_card_with_its_deadline_beside_what_is_new(client: LookingClient) -> None:
    call = planting.competition()
    page = client.get("/en").text
    aside = page[page.index("<aside") : page.index("</aside>")]
    assert f'<a class="card feature hot" href="/en/competitions/{call.slug}">' in aside
    assert "5 days left" in aside and "Friday 27 November 2026" in aside


def test_everybody_is_asked_to_add_a_listing_or_an_event(client: LookingClient) -> None:
    page = client.get("/").text
    assert "<aside" not in page
    assert 'href="/map/new"' in page and 'href="/events/new"' in page
