"""The same form sent by impatient fingers, several times at the same moment: commits are commits here."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from portal.contributions.models import Decision, Ticket
from portal.db import Mode, db, transactions
from portal.listings.models import Listing
from tests import make

FORM = {"once": "one form", "group": "places", "name_vi": "Nhà Lụa Phố", "summary_vi": "Một câu.", "act": "preview"}


def counts(app: Flask) -> tuple[int, ...]:
    with app.app_context(), transactions(Mode.READ):
        return tuple(
            db.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (Ticket, Listing, Decision)
        )


def numbers(app: Flask) -> list[int]:
    """Of all codes there are."""
    with app.app_context(), transactions(Mode.READ):
        return list(db.session.scalars(select(Ticket.id)))


def test_one_form_sent_eight_times_at_once_is_one_draft_and_one_listing(real_app: Flask):
    with ThreadPoolExecutor(8) as pool:
        drafts = list(pool.map(lambda _: real_app.test_client().post("/map/new", data=FORM), range(8)))
    (number,) = numbers(real_app)  # which one is up to the database: a number that was taken back is not given again
    assert {(one.status_code, one.location) for one in drafts} == {(303, f"/map/new/{number}/preview")}

    def send(_time: int) -> tuple[int, str | None]:
        client = real_app.test_client()
        client.post("/map/new", data=FORM)  # whoever has the form has the draft
        answer = client.post(f"/map/new/{number}/sending")
        return answer.status_code, answer.location

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {(303, f"/code/{number}")}
    assert counts(real_app) == (1, 1, 1)


def test_one_report_sent_eight_times_at_once_is_one_report(real_app: Flask):
    with real_app.app_context(), transactions(Mode.WRITE):
        make.listing("Nhà Tơ")
        db.session.commit()
    sent = {"once": "one report", "reason": "gone"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: real_app.test_client().post("/map/nha-to/report", data=sent), range(8)))
    (number,) = numbers(real_app)
    assert {(one.status_code, one.location) for one in answers} == {(303, f"/code/{number}")}


def test_fields_left_in_quick_succession_are_all_kept(real_app: Flask):
    names = ("name_vi", "summary_vi", "price_hint", "access_vi", "directions_vi", "sender_name", "zalo", "phone")

    def save(name: str) -> int:
        data = {"once": "one form", "group": "places", "field": name, name: f"của {name}"}
        return real_app.test_client().post("/map/new/fields", data=data).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(save, names)) == {200}
    with real_app.app_context(), transactions(Mode.READ):
        assert db.session.scalars(select(Ticket)).one().typed == {name: f"của {name}" for name in names}
