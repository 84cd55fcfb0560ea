"""The public figures of the advisors: right, and no slower however much was answered."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from portal.businesses.steps import numbers
from portal.businesses.steps.models import Review, Submission, Verdict
from portal.db import db
from portal.people.models import Person
from tests import cast, make
from tests.businesses.steps.planting import begun
from tests.looking import LookingClient
from tests.make import AT

DAY = timedelta(days=1)


def answered(days: list[float], *, by: Person, ago: float = 30) -> None:
    """Steps handed in one minute after the other, each with its first answer after so many days and a later one."""
    progress = begun(make.shop(), "1.1")
    version = progress.step.versions[-1].id
    for number, waited in enumerate(days, 1):
        sent = AT - ago * DAY + timedelta(minutes=number)
        row = {"progress_id": progress.id, "number": number, "step_version_id": version, "note": "", "at": sent}
        made = db.session.execute(insert(Submission).values(row).returning(Submission.id)).scalar_one()
        for after in (waited, waited + 9):
            review = {"submission_id": made, "verdict": Verdict.CHANGES_WANTED, "says": "Chụp lại.", "by_id": by.id}
            db.session.execute(insert(Review).values({**review, "ticks": [], "at": sent + after * DAY}))


def test_the_figures_are_of_first_answers_and_of_the_newest_steps(session: object) -> None:
    advisor = cast.advisor()
    assert numbers.answers(at=AT) == (0, None, None)
    answered([20.0] * 3, by=advisor, ago=200)
    assert numbers.answers(at=AT).number == 0, "too long ago"
    answered([1.0, 1.0, 12.0], by=advisor, ago=60)
    assert numbers.answers(at=AT) == (3, 1.0, 2 / 3)
    answered([0.5] * numbers.LATEST, by=advisor)
    assert numbers.answers(at=AT) == (numbers.LATEST, 0.5, 1.0), "older ones are not looked at"


def test_the_public_page_asks_and_reads_no_more_when_more_was_answered(
    client: LookingClient, queries: list[str]
) -> None:
    advisor, asked, read = cast.advisor(), [], []
    for count in (1, numbers.LATEST, 50):
        answered([1.0] * count, by=advisor)
        queries.clear()
        page = client.get(f"/en/businesses?{count}").get_data(as_text=True)
        asked.append(len(queries))
        read.append("of the 200 steps answered last" in page.casefold())
    assert asked[0] == asked[1] == asked[2]
    assert read == [False, True, True]
