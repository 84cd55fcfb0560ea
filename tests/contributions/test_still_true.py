"""Once a year: owners are asked first, three times; one tap answers; nobody is asked twice for one reason."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from portal.contributions import still_true
from portal.contributions.models import Ticket, TicketKind, TicketState
from portal.db import Mode, db, is_conflict, transactions
from portal.letters.models import Letter, Reminder
from portal.listings import ownership, rules
from portal.listings.models import Listing
from portal.owed import Owed
from portal.people.models import Person, Role
from portal.web.clock import now
from portal.worker import Worker, sweep_once
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient

RUNS = 1_000
WHOLE = 25
"""How many times the worker looks at letters and reminders alone before it looks at all that is owed."""


def owned(owner: Person | None = None, name: str = "Gốm Son") -> Listing:
    listing = make.listing(name, needs=["space"])
    ownership.give(listing, owner or make.person(name="Huỳnh Văn Ba"), how="desk", by=None, at=make.AT)
    return listing


def address(listing: Listing) -> str:
    return f"/en/map/{listing.slug}/still-true"


def fresh(listing: Listing) -> Listing:
    found = db.session.get(Listing, listing.id)
    assert found is not None
    return found


@pytest.fixture
def owner(client: LookingClient) -> Person:
    person = make.person(name="Huỳnh Văn Ba")
    sign_in(client, person)
    return person


def test_looking_acts_on_nothing(client: LookingClient, owner: Person) -> None:
    listing = owned(owner)
    page = client.get(address(listing)).text
    assert re.findall(r'name="answer" value="(\w+)"', page) == ["true", "mend", "ended"]
    assert '<meta name="robots" content="noindex">' in page
    assert fresh(listing).confirmed_at is None


def test_one_tap_makes_it_fresh_and_renews_what_is_needed(client: LookingClient, owner: Person) -> None:
    listing = owned(owner)
    assert client.post(address(listing), data={"answer": "true"}).location == "/en/desk"
    found = fresh(listing)
    assert rules.is_fresh(found, at=now())
    assert found.confirmed_by == "@owner"
    assert [mark.lapses_at > now() + timedelta(days=180) for mark in found.marks] == [True]


def test_an_owner_who_shows_their_name_is_named(client: LookingClient, owner: Person) -> None:
    owner.show_name = True
    listing = owned(owner)
    client.post(address(listing), data={"answer": "true"})
    assert fresh(listing).confirmed_by == "Huỳnh Văn Ba"


def test_the_button_beside_the_form_does_not_name_an_owner_either(client: LookingClient, owner: Person) -> None:
    listing = owned(owner)
    client.post(f"/en/map/{listing.slug}/confirmation")
    assert fresh(listing).confirmed_by == "@owner"


def test_to_be_mended_leads_to_the_form(client: LookingClient, owner: Person) -> None:
    listing = owned(owner)
    assert client.post(address(listing), data={"answer": "mend"}).location == f"/en/map/{listing.slug}/edit"
    assert fresh(listing).confirmed_at is None


def test_ended_is_one_ticket_for_the_desk_and_hides_nothing_itself(client: LookingClient, owner: Person) -> None:
    listing = owned(owner)
    for _ in range(2):
        assert client.post(address(listing), data={"answer": "ended"}).status_code == 303
    [ticket] = db.session.scalars(select(Ticket))
    assert (ticket.kind, ticket.state, ticket.reason, ticket.person_id) == (
        TicketKind.REPORT, TicketState.WAITING, still_true.ENDED, owner.id,
    )  # fmt: skip
    assert fresh(listing).is_public()
    assert "You said that it has ended." in client.get(address(listing)).text


def test_an_unknown_answer_leads_back(client: LookingClient, owner: Person) -> None:
    listing = owned(owner)
    assert client.post(address(listing), data={"answer": "perhaps"}).location == address(listing)


# Reminders by a moved clock


def written(app: Flask) -> list[tuple[str, datetime]]:
    with app.app_context(), transactions(Mode.READ):
        rows = db.session.scalars(select(Letter).where(Letter.kind == "confirm_listing").order_by(Letter.id))
        return [(str(row.person.email), row.written_at) for row in rows]


def planted(app: Flask, begun: datetime, *, with_owner: bool = True) -> tuple[int, str, str]:
    """A listing confirmed at `begun`; returns its number, and how its owner and the editor are reached."""
    with app.app_context(), transactions(Mode.WRITE):
        listing, owner, editor = make.listing(), make.person(), make.person(Role.MODERATOR)
        if with_owner:
            ownership.give(listing, owner, how="desk", by=None, at=begun)
        db.session.query(Reminder).delete()
        rules.confirm(listing, by=editor, at=begun)
        db.session.commit()
        return listing.id, str(owner.email), str(editor.email)


BEGUN = datetime(2027, 1, 1, tzinfo=make.AT.tzinfo)
DUE = BEGUN + rules.FRESH


def test_owners_are_asked_three_times_and_then_the_editors(real_app: Flask) -> None:
    _, owner, editor = planted(real_app, BEGUN)
    for day in range(0, 140, 5):
        sweep_once(real_app, DUE + timedelta(days=day))
    month = timedelta(days=30)
    assert written(real_app) == [
        (owner, DUE), (owner, DUE + month), (owner, DUE + 2 * month), (editor, DUE + 3 * month),
    ]  # fmt: skip


def test_without_an_owner_the_editors_are_asked_at_once(real_app: Flask) -> None:
    _, _, editor = planted(real_app, BEGUN, with_owner=False)
    for day in range(0, 140, 5):
        sweep_once(real_app, DUE + timedelta(days=day))
    assert written(real_app) == [(editor, DUE)]


def test_an_answer_ends_the_asking_for_a_year(real_app: Flask) -> None:
    number, *_ = planted(real_app, BEGUN)
    sweep_once(real_app, DUE)
    answered = DUE + timedelta(days=3)
    with real_app.app_context(), transactions(Mode.WRITE):
        listing = db.session.get(Listing, number)
        assert listing is not None
        still_true.holds(listing, by=ownership.owners_of(listing)[0], at=answered)
        db.session.commit()
    for day in range(5, 400, 15):
        sweep_once(real_app, DUE + timedelta(days=day))
    times = [at for _who, at in written(real_app)]
    assert len(times) == 2
    assert times[1] >= answered + rules.FRESH


def look(worker: Worker, kinds: set[type[Owed]] | None = None) -> None:
    """As the worker's own loop does it, at some of its duties or at all: where it could not look, it looks again."""
    end, duties = time.monotonic() + 90, worker.duties
    while True:
        try:
            worker.duties = tuple(duty for duty in duties if kinds is None or duty.kind in kinds)
            worker.sweep()
            worker.duties = duties
            return
        except DBAPIError as error:
            # While another test of the run holds a long transaction open, PostgreSQL guesses about thousands of ours.
            if not is_conflict(error) or time.monotonic() > end:
                raise
            time.sleep(0.5)


def test_in_a_thousand_runs_no_reminder_comes_twice(real_app: Flask) -> None:
    """The worker looks every minute for two hours before and after each day on which something is due: four letters.

    Each time at all that could write one, and every 25 minutes at its other work too.
    """
    _, owner, editor = planted(real_app, BEGUN)
    clock = [BEGUN]
    worker = Worker(real_app, clock=lambda: clock[0])
    for month in range(4):
        for minute in range(-RUNS // 8, RUNS // 8):
            clock[0] = DUE + month * timedelta(days=30, minutes=1) + timedelta(minutes=minute)
            look(worker, None if minute % WHOLE == 0 else {Reminder, Letter})
    assert Counter(who for who, _at in written(real_app)) == {owner: 3, editor: 1}
    with real_app.app_context(), transactions(Mode.READ):
        due = db.session.scalars(select(Reminder).where(Reminder.due_at <= clock[0])).all()
        assert len(due) == 4
        assert all(row.done_at is not None and row.tries == 0 for row in due)
