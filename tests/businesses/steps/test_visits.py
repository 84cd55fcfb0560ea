"""Visits over the web: begun for a shop, noted field by field however late, closed once, read by the shop, evidence."""

from __future__ import annotations

from sqlalchemy import select

from portal.businesses.steps import queries as steps
from portal.businesses.steps.models import Evidence, Standing, Visit
from portal.db import db
from portal.letters.models import Reminder
from portal.people.models import Role
from tests import make
from tests.businesses.steps import planting
from tests.cast import sign_in
from tests.looking import LookingClient

THERE = "/en/desk/advice/visits"
NOTES, SECRET = "Đã xem giấy gốc, còn hạn.\nTem dán đủ ba dòng.", "Chị Hạnh đang lo chuyện vay."


def begun(client: LookingClient) -> tuple[str, str]:
    """A visit that its advisor has begun, by a form sent twice; its address, and the slug of its shop."""
    shop, advisor = make.shop(), make.person(Role.ADVISOR, name="Lý Thanh Tùng")
    shop.advisor_id = advisor.id
    sign_in(client, advisor)
    assert "No visit yet." in client.get(THERE).get_data(as_text=True)
    assert f'<option selected value="{shop.slug}">' in client.get(f"{THERE}/new?shop={shop.slug}").get_data(
        as_text=True
    )
    assert client.post(THERE, data={"shop": shop.slug, "on": "hôm nay", "once": "v" * 16}).status_code == 422
    given = {"shop": shop.slug, "on": "22/11/2026", "place": "12 Phạm Phán", "once": "w" * 16}
    first, second = (client.post(THERE, data=given) for _twice in range(2))
    assert (first.status_code, first.location) == (303, second.location)
    return first.location, shop.slug


def test_notes_come_field_by_field_and_stand_once_closed(client: LookingClient) -> None:
    visit, slug = begun(client)
    page = client.get(visit).get_data(as_text=True)
    assert 'value="12 Phạm Phán"' in page and "<saved-form" in page and 'value="1.10"' in page
    for field, text in (("notes", NOTES), ("private_notes", SECRET)):
        saved = client.post(f"{visit}/fields", data={"field": field, field: text})
        assert (saved.status_code, "Saved" in saved.json["saved"]) == (200, True)
    assert client.post(f"{visit}/fields", data={"field": "on", "on": "x"}).status_code == 409
    assert NOTES.splitlines()[1] in client.get(visit).get_data(as_text=True)
    empty = client.post(visit, data={"act": "close", "notes": " "})
    assert empty.status_code == 422 and "Write what you saw" in empty.get_data(as_text=True)
    for _twice in range(2):
        closed = client.post(visit, data={"act": "close", "notes": NOTES, "private_notes": SECRET, "steps": ["1.10"]})
        assert closed.status_code == 303
    late = client.post(f"{visit}/fields", data={"field": "notes", "notes": "Khác"})
    assert (late.status_code, late.json["saved"]) == (409, "The notes of this visit are closed and stand.")
    [evidence] = db.session.scalars(select(Evidence)).all()
    assert evidence.visit.notes == NOTES
    assert len(db.session.scalars(select(Reminder).where(Reminder.kind == "shop_visited")).all()) == 1
    closed_page = client.get(visit).get_data(as_text=True)
    assert SECRET in closed_page and "<form class" not in closed_page.partition("<footer")[0]

    owner = evidence.progress.shop.members[0].person
    sign_in(client, owner)
    step = f"/en/businesses/{slug}/packages/1/1.10"
    shown = client.get(step).get_data(as_text=True)
    assert NOTES.splitlines()[0] in shown and SECRET not in shown
    assert client.post(step, data={"act": "submit"}).status_code == 303  # the visit is evidence enough
    assert evidence.progress.standing is Standing.SUBMITTED
    assert [one.kind for one in steps.latest(evidence.progress).evidence] == ["visit"]
    assert client.get(visit).status_code == 404


def test_nobody_notes_a_visit_of_others_or_of_their_own_shop(client: LookingClient) -> None:
    visit, _slug = begun(client)
    other = make.person(Role.ADVISOR)
    own = make.shop("Nhà Tơ", owner=other)
    sign_in(client, other)
    assert client.get(visit).status_code == client.post(visit, data={"notes": "x"}).status_code == 403
    refused = client.post(THERE, data={"shop": own.slug, "on": "22/11/2026", "once": "o" * 16})
    assert refused.status_code == 422
    sign_in(client, make.person(Role.ORGANISER))
    assert client.get(visit).status_code == 404
    assert db.session.scalars(select(Visit.place)).all() == ["12 Phạm Phán"]
    assert planting.step("1.10").also_visit
