"""The lists of a competition as they come in from the set-up desk: what cannot be, is said at its field."""

from __future__ import annotations

import re

import pytest
import time_machine

from portal.competitions import setting
from portal.competitions.brief_models import SiteFile
from portal.competitions.models import Competition, PhaseKind
from portal.competitions.setting import CATEGORIES, CRITERIA, PRIZES, SLOTS
from portal.db import db
from portal.media.models import Upload
from tests import cast, make
from tests.competitions import planting
from tests.competitions.asking import statements
from tests.filling import filled
from tests.looking import LookingClient

BAD = ("-1", "9" * 5000, "hai\0", "9999-12-31", "0001-01-01", "NaN", "99999999999999999999")
WRONG = {
    "classes": ("closes", "closes_time"),
    "slots": ("least", "most", "kind", "formats", "orientation", "megabytes", "most_pages", "least_dpi", "most_words"),
    "criteria": ("weight",),
    "prizes": ("amount_vnd", "how_many", "least_tenths", "category"),
}
"""The fields of a row that cannot be just any words."""
ROWS = 3
"""So many has each list."""


@pytest.fixture
def drafted(client: LookingClient) -> object:
    """A competition that is being set up, and an organiser before it."""
    with time_machine.travel(make.AT, tick=False):
        competition = planting.draft()
        cast.sign_in(client, cast.organiser())
        yield competition


def sent(client: LookingClient, competition: Competition, part: str) -> tuple[str, dict[str, list[str]]]:
    there = f"/en/desk/competitions/{competition.slug}/{part}"
    return there, filled(client.get(there).text, there)


def rows(competition: Competition) -> list[object]:
    return [setting.rows_of(competition, of) for of in (CATEGORIES, SLOTS, CRITERIA, PRIZES)]


def test_every_part_of_a_competition_of_which_nothing_is_known_yet_opens(client: LookingClient, drafted: Competition):
    there = "/en/desk/competitions/new"
    answer = client.post(there, data=filled(client.get(there).text, there) | {"title_vi": ["Vườn nhỏ trên mái"]})
    parts = re.findall(rf'href="({answer.location}/[a-z-]+)"', client.get(answer.location).text)
    assert len(set(parts)) == 11
    for part in set(parts):
        assert client.get(part).status_code == 200


def test_numbers_that_cannot_be_are_refused_in_every_field_of_every_row(client: LookingClient, drafted: Competition):
    before = rows(drafted)
    for part, names in WRONG.items():
        there, data = sent(client, drafted, part)
        for first in (0, 4):  # each row has something else that is wrong
            typed = {
                f"row{number}_{name}": [BAD[(first + number) % len(BAD)]] * (1 + first)
                for number in range(ROWS) for name in names
            }  # fmt: skip
            answer = client.post(there, data=data | typed)
            assert answer.status_code == 422, part
            assert all(f"row{number}_{names[0]}_error" in answer.text for number in range(ROWS)), part
    assert rows(drafted) == before


def test_a_slot_with_fewer_at_most_than_at_least_says_so_at_its_field(client: LookingClient, drafted: Competition):
    there, data = sent(client, drafted, "slots")
    answer = client.post(there, data=data | {"row0_least": ["5"], "row0_most": ["3"]})
    assert (answer.status_code, answer.text.count("This is less than the least number.")) == (422, 2)  # field, summary
    assert client.post(there, data=data | {"row0_least": ["3"], "row0_most": ["3"]}).status_code == 303
    assert (drafted.slots[0].least, drafted.slots[0].most) == (3, 3)


def test_the_words_of_the_points_neither_add_a_criterion_nor_take_one_out(client: LookingClient, drafted: Competition):
    names = [one.name_vi for one in drafted.criteria]
    there, data = sent(client, drafted, "anchors")
    for number in ("", "-1", "99999999999999999999", "hai\0", str(drafted.criteria[1].id)):
        answer = client.post(there, data={"row0_number": [number], "row0_a2_vi": ["Chưa rõ"]})
        assert answer.status_code == 303
    db.session.expire_all()
    assert [one.name_vi for one in drafted.criteria] == names
    assert drafted.criteria[1].anchors == {"2": {"vi": "Chưa rõ"}}
    assert client.post(there, data=data).status_code == 303
    assert len(drafted.criteria[1].anchors) == 5


def test_days_at_the_ends_of_the_calendar_are_refused_at_their_field(client: LookingClient, drafted: Competition):
    there, data = sent(client, drafted, "phases")
    for bad in ("0001-01-01", "9999-12-31", "31/02/2026", "hai\0"):
        answer = client.post(there, data=data | {"submit_opens": [bad], "results_closes": [bad, "2027-01-01"]})
        assert (answer.status_code, answer.text.count("aria-invalid")) == (422, 2), bad
    db.session.expire_all()
    assert drafted.phase(PhaseKind.SUBMIT).closes_at == planting.DEADLINE


@pytest.mark.parametrize("published", [False, True])
def test_the_desk_asks_no_more_for_a_jury_that_was_named(client: LookingClient, queries: list[str], published: bool):
    asked = []
    for jury in (False, True):
        make_one = planting.competition if published else planting.draft
        competition = make_one(slug=f"thi-{jury}-{published}", jury=jury)
        for member in competition.jury:
            member.accepted_at = member.brief_approved_at = None
        for number in range(2 * jury):
            upload = Upload(digest=f"{number:064}", size=9, media_type="application/pdf", name="plan.pdf", at=make.AT)
            competition.site_files.append(SiteFile(label_vi="Mặt bằng", upload=upload, at=make.AT))
        cast.sign_in(client, cast.organiser())
        there = f"/desk/competitions/{competition.slug}"
        asked.append([statements(client, queries, one) for one in (there, f"{there}/jury")])
    assert asked[0] == asked[1], asked


def test_the_list_of_the_desk_asks_no_more_for_three_drafts_than_for_one(client: LookingClient, queries: list[str]):
    asked = []
    for number in range(3):
        planting.competition(slug=f"thi-{number}")
        planting.draft(slug=f"moi-{number}")
        cast.sign_in(client, cast.organiser())
        asked.append(statements(client, queries, "/desk/competitions"))
    assert len(set(asked)) == 1, asked
