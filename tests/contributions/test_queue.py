"""The queue says why each thing waits, oldest first, in the same number of statements however many wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.contributions import proposals, queue
from portal.contributions.models import Act, Ticket
from portal.contributions.reports import Wrong
from portal.listings import rules
from portal.listings.models import LinkKind
from tests import cast, make
from tests.contributions import sendings

pytestmark = pytest.mark.usefixtures("session")
WHOLE = {"name_en": "Hat", "summary_en": "A line.", "ward_old": "cu-cam-kim"}


def whole(name: str = "Nón lá", **more: object) -> Ticket:
    """A proposal that nothing is missing in."""
    return sendings.proposal(name, **(WHOLE | more))


def late() -> Ticket:
    return sendings.proposal("Nón lá", at=make.AT - timedelta(days=7, seconds=1), **WHOLE)


def just_in_time() -> Ticket:
    return sendings.proposal("Nón lá", at=make.AT - timedelta(days=7), **WHOLE)


def asked_long_ago() -> Ticket:
    ticket = late()
    sendings.decide(ticket, Act.ASKED, cast.moderator())
    return ticket


def same_name() -> Ticket:
    make.listing("Nón lá", group="products")
    return whole()


def same_name_of_another_group() -> Ticket:
    make.listing("Nón lá", group="people")
    return whole()


def same_number() -> Ticket:
    make.listing("Quán", contacts={"zalo": ["+84905000001", False]})
    return whole(contacts={"phone": ["+84905000001", False]})


def another_number() -> Ticket:
    make.listing("Quán", contacts={"zalo": ["+84905000002", True]})
    return whole(contacts={"phone": ["+84905000001", False]})


def names_a_team() -> Ticket:
    return whole(group="ideas", team_name="Nhóm Gió")


def names_a_person() -> Ticket:
    ticket = whole(group="ideas")
    rules.link(ticket.listing, LinkKind.IDEA_BY, make.listing("Bé An", group="people"))
    return ticket


def an_edit() -> Ticket:
    owner = cast.artisan()
    return sendings.edit(sendings.owned(owner), owner, price_from=1)


@pytest.mark.parametrize(
    ("send", "reasons"),
    [
        (whole, ("new",)),
        (lambda: whole(summary_en=""), ("new", "language")),
        (lambda: whole(ward_old=None), ("new", "no_place")),
        (lambda: whole(ward_old=None, ward_new="tam-ky"), ("new", "outside")),
        (lambda: whole(area="tam-ky", ward_old=None, ward_new="tam-ky"), ("new",)),
        (late, ("late", "new")),
        (just_in_time, ("new",)),
        (asked_long_ago, ("new", "asked")),
        (same_name, ("new", "duplicate")),
        (same_name_of_another_group, ("new",)),
        (same_number, ("new", "duplicate")),
        (another_number, ("new",)),
        (names_a_team, ("new", "minor")),
        (names_a_person, ("new", "minor")),
        (an_edit, ("edit", "owner")),
        (lambda: sendings.report(make.listing()), ("report",)),
        (lambda: sendings.report(make.listing(), Wrong.MY_DATA), ("my_data", "report")),
        (lambda: sendings.claim(make.listing(), cast.member()), ("claim",)),
    ],
)
def test_a_row_says_why_it_waits(send: Callable[[], Ticket], reasons: tuple[str, ...]) -> None:
    ticket = send()
    [row] = queue.page(at=make.AT).rows
    assert (row.ticket, set(row.reasons)) == (ticket, set(reasons))
    assert queue.reasons_of(ticket, at=make.AT) == row.reasons


def test_the_oldest_comes_first_and_a_tab_holds_what_its_number_says() -> None:
    young = whole("Một", at=make.AT)
    old = sendings.proposal("Hai", at=make.AT - timedelta(days=9))
    sendings.report(make.listing(), at=make.AT - timedelta(days=3))
    found = queue.page(at=make.AT)
    assert (found.rows[0].ticket, found.rows[-1].ticket) == (old, young)
    for reason, count in found.counts.items():
        assert queue.page(at=make.AT, reason=reason).total == count == len(queue.page(at=make.AT, reason=reason).rows)


def test_drafts_and_what_was_decided_do_not_wait() -> None:
    proposals.begin("products", once="", key="", by=None, at=make.AT, language="vi")
    done = whole()
    sendings.decide(done, Act.REFUSED, cast.moderator())
    assert queue.page(at=make.AT).rows == []
    assert [row.ticket for row in queue.page(at=make.AT, reason=queue.DECIDED).rows] == [done]
    assert queue.page(at=make.AT + timedelta(days=31), reason=queue.DECIDED).rows == []


def test_nobody_at_the_desk_finds_a_draft() -> None:
    draft = proposals.begin("products", once="", key="", by=None, at=make.AT, language="vi").ticket
    assert queue.find(draft.id) is None


def test_a_page_has_twenty() -> None:
    for number in range(21):
        whole(f"Nón {number}")
    first, second = (queue.page(at=make.AT, number=number) for number in (1, 2))
    assert (len(first.rows), len(second.rows), first.total, first.pages) == (20, 1, 21, 2)


@pytest.mark.parametrize("many", [1, 3])
def test_the_statements_do_not_grow_with_the_rows(queries: list[str], many: int) -> None:
    for number in range(many):
        whole(f"Nón {number}", contacts={"phone": ["+84905000001", False]})
    queries.clear()
    found = queue.page(at=make.AT)
    assert [row.ticket.listing.name_vi for row in found.rows] == [f"Nón {number}" for number in range(many)]
    assert len(queries) == 2


def test_the_next_is_the_oldest_that_nobody_else_holds() -> None:
    from portal.contributions import holding

    one, two, three = (whole(f"Nón {number}", at=make.AT + timedelta(minutes=number)) for number in range(3))
    me, other = cast.moderator(), cast.organiser()
    holding.hold(two, by=other, at=make.AT)
    assert queue.next_after(one, at=make.AT, by_id=me.id) == three
    assert queue.next_after(one, at=make.AT + timedelta(minutes=31), by_id=me.id) == two
    assert queue.next_after(one, at=make.AT, by_id=other.id) == two


def test_each_knows_its_place() -> None:
    one, two = whole("Một"), whole("Hai", at=make.AT + timedelta(minutes=1))
    assert [queue.place_of(one), queue.place_of(two)] == [(1, 2), (2, 2)]
