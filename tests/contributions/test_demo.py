"""The demo city has something of everything that can wait at the desk."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from portal.contributions import queue
from portal.contributions.models import Ticket, TicketKind, TicketState
from portal.contributions.seed import demo
from portal.db import db
from portal.listings import ownership, rules
from portal.listings.seed import demo as listings
from portal.people import rules as people
from tests import make


def planted() -> int:
    people.plant_demo_people(make.AT)
    listings.plant(at=make.AT)
    return demo.plant(at=make.AT)


def test_forty_eight_are_planted_and_twice_plants_nothing_twice(session: object) -> None:
    assert planted() == 48
    assert demo.plant(at=make.AT) == 0


def test_every_kind_state_and_reason_is_there(session: object) -> None:
    planted()
    every = db.session.scalars(select(Ticket)).all()
    assert {one.kind for one in every} == set(TicketKind)
    assert {one.state for one in every} == set(TicketState)
    counts = queue.page(at=make.AT).counts
    assert [key for key, count in counts.items() if not count] == []


def test_the_artisan_and_the_potter_look_after_their_shops(app: Flask, session: object) -> None:
    planted()
    for name, address in (("artisan", "xuong-tre-on"), ("potter", "gom-sen-ben-song")):
        person, listing = people.find(f"{name}@hoian.example"), rules.find(address, reader=None)
        assert person and listing and ownership.owns(person, listing)
