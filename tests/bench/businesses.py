"""Times the pages of the campaign: `python -m tests.bench.businesses STAGE [small]` prints its figures as JSON.

300 shops × 39 steps and 300,000 customers, half of them in one shop. Each page is asked for a small shop and for that
one in turn, and the board for an advisor of three shops and for one of all: it may not grow with what lies there.
"""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import replace
from math import inf

from sqlalchemy import select

from portal import create_app
from portal.businesses.customers.models import Customer
from portal.businesses.models import Package, Shop, ShopMember, Step, StepNeed
from portal.businesses.steps.models import Progress, Standing
from portal.db import Mode, db, transactions
from portal.people.models import Person
from portal.web.clock import now
from tests import cast
from tests.bench.asking import page, statements
from tests.bench.beside import BesideBare
from tests.bench.crowd import Crowd, plant, whose
from tests.bench.figures import Clock, Figures
from tests.bench.stages import Stage

WHOLE = Crowd(shops=300, few_shops=3, few=5_000, many=150_000, rest=500)
SMALL = Crowd(shops=9, few_shops=3, few=100, many=1_000, rest=10)
BOARD = "advisor's board"
PAGES = {
    "package checklist": "/businesses/{shop}/packages/2",
    "step": "/businesses/{shop}/packages/2/{step}",
    "customers, four lists": "/businesses/{shop}/customers",
    "customer found": "/businesses/{shop}/customers/all?q=hoa",
    "customer": "/businesses/{shop}/customers/{customer}",
    "new order": "/businesses/{shop}/customers/orders/new?name=hoa",
    BOARD: "/desk/advice",
}
TWO_WORDS = "customer found by two words"
"""Of the large shop alone: in a small one such a page has fewer rows."""
TARGETS = {f"{what}: page": (inf, 12_000) for what in PAGES}
"""Milliseconds (p95) and bytes that may not be exceeded (QUALITY.md §1)."""


def main() -> None:
    stage = Stage.from_json(sys.argv[1])
    for name in ("portal", "portal.access"):
        logging.getLogger(name).setLevel(logging.ERROR)
    print(json.dumps([row.as_dict() for row in figures(stage, SMALL if "small" in sys.argv[2:] else WHOLE)]))


def figures(stage: Stage, crowd: Crowd) -> list[Figures]:
    """Two rows for each page; their size is that of the shop, or the number of shops."""
    app = create_app(replace(stage.app().config["SETTINGS"], second_factor=False))
    with app.app_context(), transactions(Mode.WRITE):
        who = whose(crowd) or plant(crowd, at=now())
        small, large = (_named(shop) for shop in _shops(who.manager))
        manager, of_few, of_all = (cast.sign_in(app.test_client(), person) for person in who)
        db.session.commit()
    asked = {
        (what, size): page(client, [address.format(**named)])
        for what, address in PAGES.items()
        for size, client, named in (
            ((crowd.few_shops, of_few, small), (crowd.shops - crowd.few_shops, of_all, large))
            if what == BOARD
            else ((crowd.few, manager, small), (crowd.many, manager, large))
        )
    }
    asked[TWO_WORDS, crowd.many] = page(manager, [f"/businesses/{large['shop']}/customers/all?q=thi+hoa"])
    clocks = {key: Clock(work) for key, work in asked.items()}
    bare = BesideBare(app, stage)
    for what in (*PAGES, TWO_WORDS):
        bare.timed([clock for (name, _size), clock in clocks.items() if name == what])
    return [
        bare.told(clock, clock.figures(f"{what}: page", size, stage.engine, statements=statements(app, clock.work)))
        for (what, size), clock in clocks.items()
    ]


def _shops(manager: Person) -> list[Shop]:
    """The small shop and the large one."""
    found = select(Shop).join(ShopMember).where(ShopMember.person_id == manager.id).order_by(Shop.id)
    return list(db.session.scalars(found))


def _named(shop: Shop) -> dict[str, object]:
    """What the addresses name of a shop: a step that was sent back, and the customer who comes most often."""
    first = select(Customer.id).where(Customer.shop_id == shop.id).order_by(Customer.id).limit(1)
    sent_back = (
        select(Step.key)
        .join(Progress, Progress.step_id == Step.id)
        .join(Package, Package.id == Step.package_id)
        .where(Progress.shop_id == shop.id, Progress.standing == Standing.CHANGES_WANTED, Package.number == 2)
        .where(Step.id.not_in(select(StepNeed.step_id)), Step.sheet == "", Step.check == "")
        .order_by(Step.position)
    )
    step, customer = db.session.scalars(sent_back.limit(1)).one(), db.session.scalars(first).one()
    return {"shop": shop.slug, "step": step, "customer": customer}


if __name__ == "__main__":
    main()
