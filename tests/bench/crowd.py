"""Plants the crowd of the campaign on a stage: shops in the midst of their steps, and their books of customers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import count, islice
from typing import Any, NamedTuple

from sqlalchemy import select, text

from portal.businesses import queries
from portal.businesses.customers import finding, rules, tags
from portal.businesses.customers.models import Customer, CustomerTag, CustomerWord, Order, OrderState, Touch, TouchKind
from portal.businesses.customers.reminder_models import CustomerReminder, ReminderRule, RuleKind
from portal.businesses.models import Enrolment, EvidenceKind, Package, Shop, ShopMember, Step, StepVersion
from portal.businesses.seed import packages
from portal.businesses.steps.models import (
    Evidence,
    Progress,
    Review,
    Standing,
    Submission,
    SubmissionEvidence,
    Verdict,
)
from portal.city.chosen import here
from portal.db import db
from portal.listings.models import Listing, State
from portal.people.models import Person, Role
from tests import make
from tests.bench.rows import fill, first_free

Row = tuple[Any, ...]
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
MIDDLES = ("Thị", "Văn", "Ngọc", "Minh", "Thanh", "Hữu", "Kim", "Quang", "Thu", "Đức")
GIVEN = ("Hoa", "An", "Bình", "Cúc", "Dũng", "Em", "Giang", "Hạnh", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc",
         "Quyên", "Sơn", "Tâm", "Uyên", "Vinh", "Xuân", "Yến")  # fmt: skip
STANDINGS = (Standing.ACCEPTED, Standing.SUBMITTED, Standing.IN_PROGRESS, Standing.CHANGES_WANTED)
REVIEWED = {Standing.ACCEPTED: Verdict.ACCEPTED, Standing.CHANGES_WANTED: Verdict.CHANGES_WANTED}
LATELY = 5_000
"""Of the customers of a shop so many wait for something now; with all others it is done with."""
BUSY = 40
"""So often the first customer of each shop spoke with it, and ordered as often."""


@dataclass(frozen=True)
class Crowd:
    """How many there are. The first shop is small, the second large, the others share the rest."""

    shops: int
    few_shops: int
    """As many has the advisor who looks after few."""
    few: int
    many: int
    rest: int
    """Customers of the small shop, of the large one, and of each of the others."""

    def customers(self, place: int) -> int:
        return (self.few, self.many)[place] if place < 2 else self.rest


class Whose(NamedTuple):
    """The manager of the small shop and of the large one, an advisor of few shops, and the one of all others."""

    manager: Person
    of_few: Person
    of_all: Person


def whose(crowd: Crowd) -> Whose | None:
    """None before the crowd was planted. A stage that is kept has it from the last time."""
    them = [db.session.scalar(select(Person).where(Person.email == email)) for email in _emails(crowd)]
    found = [one for one in them if one is not None]
    return Whose(*found) if len(found) == len(Whose._fields) else None


def plant(crowd: Crowd, *, at: datetime) -> Whose:
    packages.bring_in(here().folder, at=at)
    manager, of_few, of_all = _emails(crowd)
    who = Whose(
        make.person(email=manager), make.person(Role.ADVISOR, email=of_few), make.person(Role.ADVISOR, email=of_all)
    )
    shops = _shops(crowd, who, at)
    _steps(shops, at)
    _customers(crowd, shops, at)
    db.session.execute(text("ANALYZE"))
    return who


def _emails(crowd: Crowd) -> list[str]:
    return [f"{name}-{crowd.shops}@hoian.example" for name in Whose._fields]


def _shops(crowd: Crowd, who: Whose, at: datetime) -> list[Shop]:
    free = select(Listing).where(Listing.state == State.PUBLISHED, Listing.id.not_in(select(Shop.listing_id)))
    places = db.session.scalars(free.order_by(Listing.id).limit(crowd.shops)).all()
    shops = [
        Shop(
            slug=place.slug, listing=place, advisor=who.of_few if number < crowd.few_shops else who.of_all, added_at=at
        )
        for number, place in enumerate(places)
    ]
    of_campaign: Sequence[Package] = db.session.scalars(queries.packages()).all()
    for shop in shops:
        shop.enrolments = [Enrolment(package=one, begun_at=at) for one in of_campaign]
    for shop in shops[:2]:
        shop.members = [ShopMember(person=who.manager, is_owner=True, joined_at=at)]
    db.session.add_all(shops)
    db.session.flush()
    return shops


def _steps(shops: Sequence[Shop], at: datetime) -> None:
    """Every step of every shop is begun; of four one is accepted, one waits, one is being done, one was sent back."""
    versions = dict(db.session.execute(select(StepVersion.step_id, StepVersion.id)).tuples().all())
    numbers = db.session.scalars(select(Step.id).order_by(Step.id)).all()
    progress, handed = count(first_free(Progress)), count(max(map(first_free, (Submission, Evidence, Review))))
    begun, shown, submitted, reviewed = list[Row](), list[Row](), list[Row](), list[Row]()
    for shop in shops:
        for place, step in enumerate(numbers):
            standing, number = STANDINGS[place % len(STANDINGS)], next(progress)
            sent = at - timedelta(hours=(shop.id * 39 + step) % 2_000)
            begun.append((number, shop.id, step, standing, at, sent, at))
            if standing is Standing.IN_PROGRESS:
                continue
            one = next(handed)
            shown.append((one, number, EvidenceKind.TEXT, "Gốm nung củi ba ngày ba đêm.", at))
            submitted.append((one, number, 1, versions[step], sent))
            if standing in REVIEWED:
                reviewed.append((one, one, REVIEWED[standing], [], "Rõ và đúng.", shop.advisor_id, at))
    columns = ("id", "shop_id", "step_id", "standing", "changed_at", "submitted_at", "accepted_at")
    fill(Progress, columns, begun)
    fill(Evidence, ("id", "progress_id", "kind", "text_vi", "at"), shown)
    fill(Submission, ("id", "progress_id", "number", "step_version_id", "at"), submitted)
    fill(SubmissionEvidence, ("submission_id", "evidence_id"), ((row[0], row[0]) for row in shown))
    fill(Review, ("id", "submission_id", "verdict", "ticks", "says", "by_id", "at"), reviewed)


def _customers(crowd: Crowd, shops: Sequence[Shop], at: datetime) -> None:
    """What the book itself would do for one customer after the other would take hours."""
    first = first_free(Customer)
    spans = [(shop.id, crowd.customers(place)) for place, shop in enumerate(shops)]

    def each() -> Iterator[tuple[int, int, int]]:
        """The number of a customer, of the shop, and which one of the shop it is."""
        numbers = count(first)
        for shop, many in spans:
            for place in range(many):
                yield next(numbers), shop, place

    fill(
        Customer,
        ("id", "shop_id", "name", "folded_name", "sort_name", "phone", "source", "touched_at", "unanswered_since",
         "window_until", "added_at", "changed_at"),
        (_customer(number, shop, place, at) for number, shop, place in each()),
    )  # fmt: skip
    fill(CustomerTag, ("customer_id", "key"), ((number, _tag(place)) for number, _shop, place in each() if place % 2))
    fill(CustomerWord, ("customer_id", "word", "shop_id"), (
        (number, word, shop) for number, shop, place in each() for word in _words(number, place)
    ))  # fmt: skip
    for number, _shop, place in islice(each(), 2):
        assert set(_words(number, place)) == finding.words_of(db.session.get_one(Customer, number))
    _talk(each(), at)
    _orders(each(), at)
    _reminders(shops, each(), at)


def _customer(number: int, shop: int, place: int, at: datetime) -> Row:
    name, folded, sort = _name(place)
    asked = at - timedelta(hours=place % 200) if place < LATELY and place % 50 == 0 else None
    touched = at - timedelta(minutes=place * 7_919 % 500_000)
    until = asked and asked + timedelta(days=7)
    return number, shop, name, folded, sort, _phone(number), "market", touched, asked, until, at, at


@cache
def _named(family: int, middle: int, given: int) -> tuple[str, str, str]:
    made = Customer(name=f"{FAMILIES[family]} {MIDDLES[middle]} {GIVEN[given]}")
    return made.name, made.folded_name, made.sort_name


def _name(place: int) -> tuple[str, str, str]:
    return _named(place * 3 % len(FAMILIES), place * 7 % len(MIDDLES), place * 5 % len(GIVEN))


def _phone(number: int) -> str:
    return f"+849{number:08}"


def _tag(place: int) -> str:
    known = list(tags.KNOWN)
    return known[place // 2 % len(known)]


@cache
def _words_of_name(name: str) -> frozenset[str]:
    return frozenset(finding.words_of(Customer(name=name, company="")))


def _words(number: int, place: int) -> Iterator[str]:
    """As `finding.words_of` has them, which is asked once for each name."""
    digits = f"0{_phone(number)[3:]}"
    yield from _words_of_name(_name(place)[0])
    yield from {digits, digits[-4:], digits[-3:]}
    if place % 2:
        yield f"#{_tag(place)}".encode("ascii", "backslashreplace").decode()


def _talk(each: Iterator[tuple[int, int, int]], at: datetime) -> None:
    fill(Touch, ("shop_id", "customer_id", "kind", "incoming", "says", "answered_at", "at"), (
        (shop, number, TouchKind.ZALO, time % 2 == 0, "Bình này còn không em?", at,
         at - timedelta(hours=place % 900 + time))
        for number, shop, place in each if place % 3 == 0 for time in range(2 if place else BUSY)
    ))  # fmt: skip


def _orders(each: Iterator[tuple[int, int, int]], at: datetime) -> None:
    states, past, today = tuple(OrderState), (OrderState.AFTER_SALE, OrderState.CANCELLED), rules.today(at)
    columns = ("shop_id", "customer_id", "what", "state", "total", "deposit", "due_on", "added_at", "changed_at")
    fill(Order, columns, (
        (shop, number, "Bình gốm men tro",
         states[(place // 5 + time) % len(states)] if place < LATELY else past[place % len(past)], 450_000, 100_000,
         today + timedelta(days=place % 97 - 30), at, at)
        for number, shop, place in each if place % 5 == 0 for time in range(1 if place else BUSY)
    ))  # fmt: skip


def _reminders(shops: Sequence[Shop], each: Iterator[tuple[int, int, int]], at: datetime) -> None:
    often = {"kind": RuleKind.SILENT_DAYS, "days": 60, "says": "Lâu rồi chưa gặp.", "added_at": at}
    of_shop = {shop.id: ReminderRule(shop_id=shop.id, **often) for shop in shops}
    db.session.add_all(of_shop.values())
    db.session.flush()
    today = rules.today(at)
    columns = ("shop_id", "rule_id", "customer_id", "occasion", "due_on", "made_at")
    fill(CustomerReminder, columns, (
        (shop, of_shop[shop].id, number, "silent", today - timedelta(days=place % 5), at)
        for number, shop, place in each if place % 20 == 0
    ))  # fmt: skip
