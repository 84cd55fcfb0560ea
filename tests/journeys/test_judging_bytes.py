"""What the pages of the judging weigh, cold, on a phone: a ballot without its drawings, and a ranking of fifty rows.

And whether they are open to everyone, by axe: the juror's pages as a juror sees them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from portal.db import Mode, db, transactions
from portal.people.rules import DEMO_PASSWORD
from portal.web.clock import now
from tests.competitions.results import judged
from tests.competitions.results.test_keeping import reckoned
from tests.conftest import Databases
from tests.journeys.joined import Served, Visit, serving
from tests.journeys.line import Line
from tests.journeys.test_axe import looked_at
from tests.journeys.test_bytes import FIRST_WINDOW, Budget, kB

pytestmark = pytest.mark.journey
SLUG, CODE, RANKED = "thiet-ke-khong-gian-sang-tao", "TR1537", "sau-muoi-bai"
ENTRIES, SHOWN = 60, 50


@pytest.fixture(scope="module")
def portal(planted: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(planted, tmp_path_factory.mktemp("judging")) as served:
        with served.app.app_context(), transactions(Mode.WRITE):
            plant_ranking()
            db.session.commit()
        yield served


def plant_ranking() -> None:
    """A round of sixty entries whose ballots are open."""
    points = {
        f"HT{1000 + number}": {f"J{juror}": (number * 7 + juror * 3) % 90 / 10 for juror in range(1, 6)}
        for number in range(ENTRIES)
    }
    of = judged.round_one(points, slug=RANKED)
    of.locked_at = of.unsealed_at = now()
    db.session.flush()
    reckoned(of)


def signed_in(portal: Served, visit: Visit, who: str) -> Page:
    page = visit(f"{portal.address}/people/sign-in", reduced_motion="reduce")
    page.locator("[name=who]").fill(f"{who}@hoian.example")
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/desk")
    return page


def weighed(portal: Served, visit: Visit, who: str, path: str, budget: Budget) -> Page:
    """A cold visit of somebody who is signed in; fails above the budget."""
    state = signed_in(portal, visit, who).context.storage_state()
    page = visit("about:blank", storage_state=state, reduced_motion="reduce")
    wire, address = Line(page), portal.address + path
    page.goto(address)
    page.wait_for_load_state("networkidle")
    html, nodes = wire.sizes[address], page.evaluate("document.querySelectorAll('*').length")
    drawings = wire.of("/files/")
    measured = Budget(html / kB, (wire.total - drawings) / kB, wire.requests, nodes)
    over = {name: (has, may) for name, has, may in zip(Budget._fields, measured, budget, strict=True) if has > may}
    print(path, measured)
    assert over == {} and html <= FIRST_WINDOW
    return page


def test_a_ballot_stays_within_its_budget(portal: Served, visit: Visit) -> None:
    page = weighed(portal, visit, "juror4", f"/jury/{SLUG}/{CODE}", Budget(10, 38, 6, 500))
    assert page.locator("score-card fieldset").count() == 6


def test_a_ranking_of_fifty_rows_stays_within_its_budget(portal: Served, visit: Visit) -> None:
    page = weighed(portal, visit, "organiser", f"/desk/competitions/{RANKED}/ranking", Budget(14, 42, 6, 1_200))
    assert page.locator(".rank > li").count() == SHOWN
    assert looked_at(page) == {}


def test_the_pages_of_a_juror_are_open_to_everyone(portal: Served, visit: Visit) -> None:
    page = signed_in(portal, visit, "juror4")
    there = f"/jury/{SLUG}"
    found = {}
    for path in ("/jury", there, f"{there}/{CODE}", f"{there}/practice?score_reuse=8", f"{there}/votes"):
        page.goto(portal.address + path)
        if wrong := looked_at(page):
            found[path] = wrong
    assert found == {}
