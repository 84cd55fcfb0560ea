"""A juror at work by keyboard alone, while the line is cut for a while: every score arrives once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from portal.competitions.entries.models import Entry
from portal.competitions.jury import queries
from portal.competitions.jury.models import Ballot, BallotState, ScoreAct
from portal.competitions.models import Stage
from portal.db import Mode, db, transactions
from portal.people import rules as people
from portal.people.rules import DEMO_PASSWORD
from portal.web.clock import now
from tests.competitions.jury import planting
from tests.conftest import Databases
from tests.journeys.joined import Served, Visit, serving

pytestmark = pytest.mark.journey
ENTRIES = 5
HALVES = 2  # points that were given first, and a half after them


@pytest.fixture(scope="module")
def portal(planted: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(planted, tmp_path_factory.mktemp("jury")) as served:
        yield served


def planted_round(portal: Served) -> tuple[str, list[str]]:
    """A round that juror1 of the demo chairs: the slug, and the codes in their order."""
    with portal.app.app_context(), transactions(Mode.WRITE):
        chair = people.find("juror1@hoian.example")
        of = planting.judged(entries=ENTRIES, chair=chair, stage=Stage.JUDGING, slug="thi-ban-phim")
        round_ = planting.opened(of, at=now(), due_at=now() + timedelta(days=9))
        found = of.slug, [one.entry.code for one in queries.ballots_of(of.jury[0], round_)]
        db.session.commit()
    return found


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def waiting(page: Page, slug: str) -> int:
    kept = page.evaluate("key => localStorage.getItem(key)", f"scores:{slug}")
    return len(json.loads(kept)) if kept else 0


def on(page: Page, code: str) -> None:
    expect(page.locator("h1")).to_contain_text(code)


def test_five_entries_by_keyboard_alone_while_the_line_is_cut(portal: Served, visit: Visit) -> None:
    slug, codes = planted_round(portal)
    there = f"/en/jury/{slug}/{codes[0]}"
    page = visit(f"{portal.address}/en/people/sign-in?next={there}", line_breaks=True)
    page.locator("[name=who]").fill("juror1@hoian.example")
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"**{there}")
    page.wait_for_function("() => Boolean(customElements.get('score-card'))")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    press(page, "8,7696t")  # six criteria, the first with a half
    expect(page.locator("#saved")).to_contain_text("6 of 6 criteria, your ballot")
    press(page, "n")
    on(page, codes[1])
    press(page, "555555")
    expect(page.locator("#saved")).to_contain_text("6 of 6 criteria")
    page.wait_for_load_state("networkidle")  # the next ballots are fetched ahead
    page.context.set_offline(True)
    press(page, "n")
    on(page, codes[2])
    press(page, "0,12345")
    page.keyboard.press("r")
    page.keyboard.type("Mái rộng, dễ dùng.")
    page.keyboard.press("Escape")
    press(page, "n")
    on(page, codes[3])
    press(page, "666666")
    expect(page.locator("#saved")).to_contain_text("No connection")
    assert waiting(page, slug) == 13
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_contain_text("6 of 6 criteria")
    assert waiting(page, slug) == 0
    press(page, "n")
    on(page, codes[4])
    press(page, "777777")
    expect(page.locator("#saved")).to_contain_text("6 of 6 criteria")
    press(page, "p")
    on(page, codes[3])
    expect(page.locator("[value='6']:checked")).to_have_count(6)
    with portal.app.app_context(), transactions(Mode.READ):
        mine = select(Ballot).join(Ballot.entry).where(Ballot.state == BallotState.COMPLETE, Entry.code.in_(codes))
        ballots = {one.entry.code: one for one in db.session.scalars(mine)}
        assert sorted(ballots) == sorted(codes)
        order = [one.id for one in ballots[codes[0]].round.competition.criteria]
        points = {code: [{s.criterion_id: s.tenths for s in one.scores}[key] for key in order] for code, one in
                  ballots.items()}  # fmt: skip
        assert points == {
            codes[0]: [85, 70, 60, 90, 60, 100], codes[1]: [50] * 6, codes[2]: [5, 10, 20, 30, 40, 50],
            codes[3]: [60] * 6, codes[4]: [70] * 6,
        }  # fmt: skip
        assert ballots[codes[2]].remark == "Mái rộng, dễ dùng."
        numbers = [one.id for one in ballots.values()]
        acts = select(func.count()).select_from(ScoreAct).where(ScoreAct.ballot_id.in_(numbers))
        assert 30 <= (db.session.scalar(acts.where(ScoreAct.criterion_id.is_not(None))) or 0) <= 30 + HALVES
