"""Things for tests, as plain functions: each takes what matters to the test and fills in the rest."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from portal.businesses import queries
from portal.businesses.models import Enrolment, Shop, ShopMember
from portal.businesses.seed import packages
from portal.city.chosen import here
from portal.db import db
from portal.events import rules as calendar
from portal.events.models import Event
from portal.listings import rules
from portal.listings.models import Listing
from portal.people.models import Grant, Person, Role

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # ten in the morning of a Sunday in Hội An
EVENING = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)  # six in the evening there
_numbers = itertools.count(1)


def person(*roles: Role, name: str = "Nguyễn Thị Bình", language: str = "vi", **more: Any) -> Person:
    more = {"email": f"person{next(_numbers)}@example.org"} | more
    made = Person(full_name=name, language=language, created_at=AT, **more)
    made.grants = [Grant(role=role, granted_at=AT) for role in roles]
    db.session.add(made)
    db.session.flush()
    return made


def draft(name: str = "Nhà Tơ", **given: Any) -> Listing:
    values = {"group": "places", "area": "hoi-an", "name_vi": name, "summary_vi": f"Một dòng về {name}."}
    return rules.create(values | given, by=None, at=AT)


def listing(name: str = "Nhà Tơ", **given: Any) -> Listing:
    """A published listing."""
    made = draft(name, **given)
    rules.publish(made, by=None, at=AT)
    db.session.flush()
    return made


def event(title: str = "Đêm phố cổ", **given: Any) -> Event:
    """A published event: on the evening of Saturday, 28 November 2026, unless `given` says otherwise."""
    values = {
        "kind": "festival", "area": "hoi-an", "title_vi": title, "summary_vi": f"Một dòng về {title}.",
        "starts_at": EVENING, "ends_at": EVENING + timedelta(hours=3),
    }  # fmt: skip
    made = calendar.create(values | given, by=None, at=AT)
    calendar.publish(made, by=None, at=AT)
    return made


def session(parent: Event, title: str, **given: Any) -> Event:
    """A part of an event, public with it."""
    values = {"kind": parent.kind, "area": parent.area, "title_vi": title, "starts_at": parent.starts_at}
    made = calendar.create(values | given, by=None, at=AT, parent=parent)
    calendar.publish(made, by=None, at=AT)
    return made


def shop(name: str = "Gốm Son", *, owner: Person | None = None, **given: Any) -> Shop:
    """A shop in the campaign, at work on all three packages, with one person in it."""
    owner = owner or person(name="Trần Thị Hạnh")
    packages.bring_in(here().folder, at=AT)
    place = listing(name, group="organisations")
    made = Shop(slug=place.slug, listing=place, added_at=AT, **given)
    made.members = [ShopMember(person=owner, is_owner=True, joined_at=AT)]
    made.enrolments = [Enrolment(package=one, begun_at=AT) for one in db.session.scalars(queries.packages())]
    db.session.add(made)
    db.session.flush()
    return made
