"""The demo's shops: one shows prices, story and policy, the other carries a badge; planting again changes nothing."""

from __future__ import annotations

from portal.businesses.sheets import seed as sheets
from portal.businesses.showcase import queries, seed
from portal.businesses.showcase.models import Becomes
from tests import cast, make
from tests.make import AT


def test_the_demo_shows_what_was_accepted_once(session: object) -> None:
    advisor = cast.advisor()
    shown, whole = make.shop("Gốm Son", advisor=advisor), make.shop("Mộc Bến Sông", advisor=advisor)
    for _again in range(2):
        sheets.plant([shown, whole], at=AT)
        seed.plant([shown, whole], at=AT)
    assert set(queries.all_standing(shown)) == {Becomes.PRICES, Becomes.STORY, Becomes.POLICY}
    assert "chuốt gốm" in shown.listing.story_vi
    assert shown.listing.price_from == 45_000
    assert queries.standing_badges(shown) == []
    [badge] = queries.standing_badges(whole)
    assert (badge.package.number, badge.dimmed_at) == (1, None)
