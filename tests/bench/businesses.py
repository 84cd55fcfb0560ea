"""Times the pages of the campaign on a stage: `python -m tests.bench.businesses STAGE` prints its figures as JSON.

300 shops × 39 steps and 300,000 customers, half of them in one shop. Each page is asked for a small shop and for that
one in turn, and the board for an advisor of three shops and for one of all: it may not grow with what lies there.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from math import inf
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from portal import create_app
from portal.businesses import queries
from portal.businesses.customers import finding
from portal.businesses.customers.models import Customer, CustomerWord
from portal.businesses.models import Enrolment, Package, Shop, ShopMember, Step, StepVersion
from portal.businesses.seed import packages
from portal.businesses.steps.models import Progress, Standing, Submission
from portal.city.chosen import here
from portal.db import Mode, db, transactions
from portal.listings.models import Listing, State
from portal.people.models import Person, Role
from portal.web.clock import now
from tests import cast, make
from tests.bench.figures import Clock, Figures, timed
from tests.bench.stages import Stage

SHOPS, FEW_SHOPS = 300, 3
CUSTOMERS, FEW, MANY = 300_000, 200, 150_000  # in all, in a small shop, in the large one
TARGETS = {f"{what}: page": (inf, 12_000) for what in ("package checklist", "customers, four lists")}
"""Milliseconds (p95) and bytes that may not be exceeded (QUALITY.md §1)."""
PAGES = {
    "package checklist": "/businesses/{shop}/packages/2",
    "customers, four lists": "/businesses/{shop}/customers",
    "customer searched": "/businesses/{shop}/customers/all?q=thi+hoa",
    "advisor's board": "/desk/advice",
}
MANAGER, OF_FEW, OF_ALL = "do-chu-tiem@hoian.example", "do-co-van@hoian.example", "do-co-van-moi-tiem@hoian.example"
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
MIDDLES = ("Thị", "Văn", "Ngọc", "Minh", "Thanh", "Hữu", "Kim", "Quang", "Thu", "Đức")
GIVEN = ("Hoa", "An", "Bình", "Cúc", "Dũng", "Em", "Giang", "Hạnh", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc",
         "Quyên", "Sơn", "Tâm", "Uyên", "Vinh", "Xuân", "Yến")  # fmt: skip
STANDINGS = (Standing.ACCEPTED, Standing.SUBMITTED, Standing.IN_PROGRESS, Standing.CHANGES_WANTED)
AT_ONCE = 5_000


def main() -> None:
    stage = Stage.from_json(sys.argv[1])
    for name in ("portal", "portal.access"):
        logging.getLogger(name).setLevel(logging.ERROR)
    print(json.dumps([row.as_dict() for row in figures(stage)]))


def figures(stage: Stage) -> list[Figures]:
    """Two rows for each page; their size is that of the shop, or the number of shops."""
    app = _app(stage)
    with app.app_context(), transactions(Mode.WRITE):
        if db.session.scalar(select(Person).where(Person.email == MANAGER)) is None:  # a kept stage has them already
            _plant()
        small, large = _shops()
        clients = {email: cast.sign_in(app.test_client(), _person(email)) for email in (MANAGER, OF_FEW, OF_ALL)}
        db.session.commit()
    asked = {
        (what, size): _page(clients[who], address.format(shop=slug))
        for what, address in PAGES.items()
        for size, who, slug in (
            ((FEW_SHOPS, OF_FEW, ""), (SHOPS, OF_ALL, "")) if what == "advisor's board"
            else ((FEW, MANAGER, small), (MANY, MANAGER, large))
        )
    }  # fmt: skip
    clocks = {key: Clock(page) for key, page in asked.items()}
    for what in PAGES:
        timed([clock for (name, _size), clock in clocks.items() if name == what])
    return [clock.figures(f"{what}: page", size, stage.engine) for (what, size), clock in clocks.items()]


def _app(stage: Stage) -> Flask:
    return create_app(replace(stage.app().config["SETTINGS"], second_factor=False))


def _page(client: FlaskClient, address: str) -> Callable[[], int]:
    def once() -> int:
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200, (answer.status_code, address)
        return len(answer.data) + sum(len(name) + len(value) + 4 for name, value in answer.headers)

    return once


# What lies there


def _plant() -> None:
    at = now()
    packages.bring_in(here().folder, at=at)
    manager, few, everything = make.person(), make.person(Role.ADVISOR), make.person(Role.ADVISOR)
    manager.email, few.email, everything.email = MANAGER, OF_FEW, OF_ALL
    taken = select(Shop.listing_id)
    places = db.session.scalars(
        select(Listing)
        .where(Listing.state == State.PUBLISHED, Listing.id.not_in(taken))
        .order_by(Listing.id)
        .limit(SHOPS)
    ).all()
    shops = [
        Shop(slug=place.slug, listing=place, advisor_id=(few if number < FEW_SHOPS else everything).id, added_at=at)
        for number, place in enumerate(places)
    ]
    of_campaign = db.session.scalars(queries.packages()).all()
    for shop in shops:
        shop.enrolments = [Enrolment(package=one, begun_at=at) for one in of_campaign]
    for shop in shops[:2]:
        shop.members = [ShopMember(person=manager, is_owner=True, joined_at=at)]
    db.session.add_all(shops)
    db.session.flush()
    _plant_steps(shops, of_campaign)
    rest = (CUSTOMERS - FEW - MANY) // (SHOPS - 2)
    _plant_customers([(shop.id, (FEW, MANY)[at] if at < 2 else rest) for at, shop in enumerate(shops)])


def _plant_steps(shops: Sequence[Shop], of_campaign: Sequence[Package]) -> None:
    at = now()
    numbers = db.session.scalars(select(Step.id).order_by(Step.id)).all()
    rows = [
        {"shop_id": shop.id, "step_id": step, "standing": STANDINGS[(shop.id + step) % len(STANDINGS)],
         "changed_at": at, "submitted_at": at - timedelta(hours=(shop.id * 39 + step) % 2_000), "accepted_at": at}
        for shop in shops for step in numbers
    ]  # fmt: skip
    db.session.execute(insert(Progress), rows)
    versions = {step: number for number, step in db.session.execute(select(StepVersion.id, StepVersion.step_id))}
    waiting = select(Progress.id, Progress.step_id).where(Progress.standing == Standing.SUBMITTED)
    db.session.execute(insert(Submission), [
        {"progress_id": number, "number": 1, "step_version_id": versions[step], "at": at}
        for number, step in db.session.execute(waiting)
    ])  # fmt: skip


def _plant_customers(shops: Sequence[tuple[int, int]]) -> None:
    """So many for each shop, written many at a time: what the book does for one would take an hour."""
    at, number, rows, words = now(), 0, list[dict[str, Any]](), list[dict[str, Any]]()
    for shop, count in shops:
        for _ in range(count):
            number += 1
            row = _customer(number, shop)
            rows.append(
                row | {"touched_at": at - timedelta(minutes=number % 500_000), "added_at": at, "changed_at": at}
            )
            found = finding.words_of(Customer(**row))
            words += [{"customer_id": number, "shop_id": shop, "word": word} for word in found]
            if len(rows) >= AT_ONCE:
                _write(rows, words)
    _write(rows, words)


def _customer(number: int, shop: int) -> dict[str, Any]:
    name = " ".join(names[number * step % len(names)] for names, step in ((FAMILIES, 3), (MIDDLES, 7), (GIVEN, 5)))
    made = Customer(name=name)
    return {
        "id": number, "shop_id": shop, "name": name, "folded_name": made.folded_name, "sort_name": made.sort_name,
        "phone": f"+849{number:08}", "source": "market",
    }  # fmt: skip


def _write(rows: list[dict[str, Any]], words: list[dict[str, Any]]) -> None:
    for table, some in ((Customer, rows), (CustomerWord, words)):
        if some:
            db.session.execute(insert(table), some)
        some.clear()


def _person(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email))


def _shops() -> Iterator[str]:
    """The address of the small shop and of the large one."""
    manager = _person(MANAGER)
    assert manager is not None
    of_theirs = select(Shop.slug).join(ShopMember).where(ShopMember.person_id == manager.id).order_by(Shop.id)
    yield from db.session.scalars(of_theirs)


if __name__ == "__main__":
    main()
