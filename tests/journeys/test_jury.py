"""A juror at work by keyboard alone: all entries of the demo's edition, while the line is gone for five minutes.

Every score arrives once. What a score weighs and takes is told: `pytest -s tests/journeys/test_jury.py`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Request, Response, expect
from sqlalchemy import select

from portal.competitions.jury import queries
from portal.competitions.jury.models import Ballot, BallotState, RoundKind, ScoreAct
from portal.db import Mode, db, transactions
from portal.people import rules as people
from portal.people.rules import DEMO_PASSWORD
from tests.conftest import Databases
from tests.journeys.joined import Served, Visit, serving

pytestmark = pytest.mark.journey
SLUG, WHO = "thiet-ke-khong-gian-sang-tao", "juror4@hoian.example"
ENTRIES, CRITERIA = 24, 6
GONE, BACK = 8, 12
"""While the juror is at these entries there is no line: one that is open, and three that were fetched ahead."""
FIVE_MINUTES = 5 * 60 * 1000
PATIENCE = 60_000
"""Milliseconds that a busy machine may take for an answer: what is tested is that it comes, and once."""
BODY = 300
"""The most bytes that an answer to a score may have."""


class Sent:
    """Every score that left the browser: by its word, how often, and what came back."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.answers: list[Response] = []
        self.fetched: set[str] = set()
        """The pages that have arrived whole."""
        page.on("request", self._request)
        page.on("requestfinished", lambda request: self.fetched.add(request.url.rpartition("/")[2]))
        page.on("response", lambda answer: self.answers.append(answer) if self._is(answer.request) else None)

    def _request(self, request: Request) -> None:
        if self._is(request):
            self.asked.append(self._word(request))

    @staticmethod
    def _is(request: Request) -> bool:
        return request.method == "POST" and request.url.endswith("/score")

    @staticmethod
    def _word(request: Request) -> str:
        return parse_qs(request.post_data or "")["o"][0]

    @property
    def arrived(self) -> list[str]:
        return [self._word(answer.request) for answer in self.answers if answer.ok]


@pytest.fixture(scope="module")
def portal(planted: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(planted, tmp_path_factory.mktemp("jury")) as served:
        yield served


def mine(portal: Served) -> list[Ballot]:
    """The juror's ballots in their own order."""
    person = people.find(WHO)
    place = queries.place(person, SLUG)
    assert place is not None
    round_ = queries.latest(place.competition, RoundKind.SCORING)
    assert round_ is not None
    return list(queries.ballots_of(place, round_))


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> None:
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"The keyboard does not come to “{name}”.")


def waiting(page: Page) -> int:
    kept = page.evaluate("key => localStorage.getItem(key)", f"scores:{SLUG}")
    return len(json.loads(kept)) if kept else 0


def all_sent(page: Page) -> None:
    """Nothing is left to be sent, and the page says so."""
    page.wait_for_function("key => !localStorage.getItem(key)", arg=f"scores:{SLUG}", timeout=PATIENCE)
    expect(page.locator("#saved")).to_contain_text("6 of 6 criteria, your ballot", timeout=PATIENCE)
    assert waiting(page) == 0


def fetched_ahead(page: Page, sent: Sent, codes: list[str]) -> None:
    """These pages are in the browser: without a line they can still be turned to."""
    end = time.monotonic() + PATIENCE / 1000
    while not sent.fetched >= set(codes):
        assert time.monotonic() < end, f"not fetched ahead: {set(codes) - sent.fetched}"
        page.wait_for_timeout(50)


def points(number: int) -> str:
    """What the juror gives an entry: five points or so, others for each."""
    return "".join(str((number + 3 * criterion) % 10) for criterion in range(CRITERIA))


def test_all_entries_by_keyboard_alone_while_the_line_is_gone_for_five_minutes(
    portal: Served, visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    with portal.app.app_context(), transactions(Mode.READ):
        codes = [one.entry.code for one in mine(portal)]
    assert len(codes) == ENTRIES
    page = visit("about:blank", line_breaks=True)
    page.clock.install()
    sent = Sent(page)
    sign_in(page, f"{portal.address}/en/people/sign-in?next=/en/jury/{SLUG}/{codes[0]}")
    page.wait_for_url(f"**/{codes[0]}", timeout=PATIENCE)
    for number, code in enumerate(codes):
        expect(page.locator("h1")).to_contain_text(code, timeout=PATIENCE)
        page.wait_for_function("() => Boolean(customElements.get('score-card'))", timeout=PATIENCE)  # it hears keys
        if number == GONE:
            fetched_ahead(page, sent, codes[GONE + 1 : BACK])
            page.context.set_offline(True)
        press(page, points(number))
        if number == GONE:
            press(page, ",")  # a half on the last criterion, given before it could be sent
            page.keyboard.press("r")
            page.keyboard.type("Mái rộng, dễ dùng.")
            page.keyboard.press("Escape")
        if number == BACK - 1:
            expect(page.locator("#saved")).to_contain_text("No connection", timeout=PATIENCE)
            page.clock.run_for(FIVE_MINUTES)  # it asks again every few seconds, and keeps everything
            assert waiting(page) == (BACK - GONE) * CRITERIA + 1
            page.context.set_offline(False)
        if not GONE <= number < BACK - 1:
            all_sent(page)
        press(page, "n")
    page.wait_for_url(f"**/jury/{SLUG}", timeout=PATIENCE)
    tab_to(page, "Lock my ballots")
    page.keyboard.press("Enter")
    expect(page.locator(".note.ok")).to_contain_text("locked and sealed", timeout=PATIENCE)
    assert len(sent.arrived) == len(set(sent.arrived)) == ENTRIES * CRITERIA + 1 < len(sent.asked)
    with portal.app.app_context(), transactions(Mode.READ):
        check(mine(portal), sent.arrived)
    tell(sent, capsys)


def sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("[name=who]").fill(WHO)
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    page.locator("[name=password]").press("Enter")


def check(ballots: list[Ballot], words: list[str]) -> None:
    """What the portal keeps is what was pressed, each score by one act."""
    criteria = [one.id for one in ballots[0].round.competition.criteria]
    for number, ballot in enumerate(ballots):
        given = {one.criterion_id: one.tenths for one in ballot.scores}
        wanted = [int(digit) * 10 for digit in points(number)]
        if number == GONE:
            wanted[-1] += 5
        assert [given[one] for one in criteria] == wanted, number
    assert {one.state for one in ballots} == {BallotState.LOCKED}
    assert ballots[GONE].remark == "Mái rộng, dễ dùng."
    acts = select(ScoreAct.once).where(ScoreAct.ballot_id.in_([one.id for one in ballots]))
    assert sorted(filter(None, db.session.scalars(acts))) == sorted(words)


def tell(sent: Sent, capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes and milliseconds of one score, as the browser saw them."""
    answers = [one.request for one in sent.answers if one.ok]
    sizes = [one.sizes() for one in answers]
    bodies = sorted(one["responseBodySize"] for one in sizes)
    whole = sorted(one["responseHeadersSize"] + one["responseBodySize"] for one in sizes)
    up = sorted(one["requestHeadersSize"] + one["requestBodySize"] for one in sizes)
    times = sorted(one.timing["responseEnd"] for one in answers)
    middle, last = len(answers) // 2, int(len(answers) * 0.95)
    assert bodies[-1] <= BODY
    with capsys.disabled():
        print(
            f"\n{len(answers)} scores: body {bodies[middle]} B (at most {bodies[-1]}), answer with headers"
            f" {whole[middle]} B, request {up[middle]} B; {times[middle]:.0f} ms each, 95 % within {times[last]:.0f} ms"
        )
